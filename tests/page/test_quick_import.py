"""Gradio is imported without the type stubs that it would write, and without pandas."""

import subprocess
import sys

STUBS = """
import inspect
from demo.quick_import import without_stubs
getfile = inspect.getfile
with without_stubs() as skipped:
    import gradio
assert inspect.getfile is getfile
assert gradio.Image in skipped
print(len(skipped))
gradio.Image(label="Photo")
"""

PANDAS = """
import sys
from demo.quick_import import pandas_when_needed
pandas_when_needed()
import demo.page, inspect
inspect.stack()
assert "pandas.core" not in sys.modules
import gradio
table = gradio.Dataframe().postprocess([[1, 2]])
assert table.data == [[1, 2]], table
assert "pandas.core" in sys.modules
import pandas
pandas_when_needed()
assert sys.modules["pandas"] is pandas
print(pandas.Series([3]).sum())
"""

ANSWER = """
import sys, tempfile
from pathlib import Path
from demo.quick_import import pandas_when_needed
pandas_when_needed()
from tests.support.checkout import EXAMPLES
from tests.support.scripted import ScriptedModel
from tests.support.served import served
from tests.support.visitor import send, upload
with tempfile.TemporaryDirectory() as folder, served(ScriptedModel(), Path(folder)) as url:
    for _ in range(2):
        path = upload(url, (EXAMPLES / "tree.jpg").read_bytes(), "tree.jpg").json()[0]
        answer = send(url, {"path": path, "orig_name": "tree.jpg", "meta": {"_type": "gradio.FileData"}})
        assert '"success":true' in answer, answer
    assert "pandas.core" not in sys.modules
"""


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_no_component_costs_time_for_its_stub() -> None:
    assert int(run(STUBS)) > 40


def test_pandas_comes_when_it_is_needed() -> None:
    assert run(PANDAS).strip() == "3"


def test_no_answer_needs_pandas() -> None:
    run(ANSWER)
