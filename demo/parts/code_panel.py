"""The panel "Use from code": programs that ask this very page, ready to be pasted."""

import json
from html import escape

import gradio as gr

from demo.words import code as words

_ADDRESS = "http://127.0.0.1:7860/"

_PYTHON = """# pip install gradio_client
from gradio_client import Client, handle_file

client = Client("{address}")
answer = client.predict({arguments}, api_name="/{endpoint}")
print(answer)"""

_SHELL = """ADDRESS={address}gradio_api
photo() {{
  printf '{{"path": "%s", "meta": {{"_type": "gradio.FileData"}}}}' \\
    "$(curl -s -F "files=@$1" $ADDRESS/upload | tr -d '[]"')"
}}
EVENT=$(curl -s $ADDRESS/call/{endpoint} -H "Content-Type: application/json" \\
  -d "{{\\"data\\": [{arguments}]}}" | cut -d '"' -f 4)
curl -sN $ADDRESS/call/{endpoint}/$EVENT | sed -n 's/^data: //p' | tail -n 1"""

# The browser knows best at which address the page was reached.
_JAVASCRIPT = """
const address = location.origin + location.pathname.replace(/[/]?$/, "/");
for (const place of element.querySelectorAll(".address")) place.textContent = address;
for (const button of element.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest("figure").querySelector("code").textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = button.dataset.copy; }, 2000);
  });
}
"""


def code_panel(endpoint: str, photos: list[str], *others: str) -> None:
    """Show how to ask an endpoint from Python and from a shell.

    ``photos``: names of the photo files that are its first inputs. ``others``: the inputs after them, as JSON.
    """
    files = [f'handle_file("{photo}")' for photo in photos]
    in_python = [*files, *(repr(json.loads(other)) for other in others)]
    in_shell = [*(f"$(photo {photo})" for photo in photos), *others]
    figures = _figure("Python", _PYTHON.format(address="{address}", endpoint=endpoint, arguments=", ".join(in_python)))
    figures += _figure("Shell", _SHELL.format(address="{address}", endpoint=endpoint, arguments=", ".join(in_shell)))
    gr.HTML(f'<section class="code">{figures}</section>', js_on_load=_JAVASCRIPT, elem_id=f"code-{endpoint}")


def _figure(title: str, program: str) -> str:
    shown = escape(program, quote=False).replace("{address}", f'<span class="address">{_ADDRESS}</span>')
    return (
        f'<figure><figcaption>{title}<button type="button" data-copy="{words.COPY}" '
        f'data-copied="{words.COPIED}" aria-label="{words.copy(title)}">{words.COPY}</button>'
        f'</figcaption><pre tabindex="0"><code>{shown}</code></pre></figure>'
    )
