"""Gradio is imported without the type stubs that it would write."""

import subprocess
import sys

SCRIPT = """
import inspect
from demo.stubs import without_stubs
getfile = inspect.getfile
with without_stubs() as skipped:
    import gradio
assert inspect.getfile is getfile
assert gradio.Image in skipped
print(len(skipped))
gradio.Image(label="Photo")
"""


def test_no_component_costs_time_for_its_stub() -> None:
    answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert int(answer.stdout) > 40
