"""How plain functions meet what they change: a tab's parts have names, and a handler says by name what becomes of them.

So a handler knows nothing of the layout, and can be called without a browser.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any

import gradio as gr
from gradio.components import Component

from demo.service.places import AT_ONCE, NETWORK

#: What becomes of a tab's parts: by name, a new value, or a ``gr.update`` where more changes than that.
Changes = dict[str, Any]

#: How long a visitor's session remembers its last answer.
STATE_SECONDS = 3600

#: Events of the page that are nobody else's business.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

#: Choices among what is shown. Without this, Gradio drops a choice that is made while it is busy with the one before.
CHOOSING: dict[str, Any] = {**QUIET, "trigger_mode": "always_last"}

#: Events of the page that run a network on photos. The library reads the files itself: Gradio's own reading would lose
#: orientation and say less about bad files.
#:
#: Their functions answer whatever a visitor may do, a bad file too, and raise nothing: when one fails, Gradio drops the
#: next photo that came meanwhile.
WORKING: dict[str, Any] = {
    "api_visibility": "private",
    "concurrency_id": NETWORK,
    "concurrency_limit": AT_ONCE,
    "preprocess": False,
    "show_progress": "minimal",
}


class Parts(dict[str, Any]):
    """The parts of a tab, Gradio's components and blocks, by name.

    Every tab has a ``start``, which stands where the ``answer`` will be.
    """

    def on(
        self,
        event: Callable[..., Any] | list[Callable[..., Any]],
        handler: Callable[..., Any] | None,
        inputs: str = "",
        outputs: str = "",
        **options: Any,
    ) -> Any:
        """Call a handler on an event, or on any of several, with the values of ``inputs``; it changes ``outputs``.

        Both are names with spaces between them. The handler returns ``Changes``, or ``gr.skip()`` where nothing
        changes; a generator yields them; without one only the ``js`` among the options runs. ``options``: Gradio's.
        Returns Gradio's ``Dependency``.
        """
        given, changed = ([self[name] for name in names.split()] for names in (inputs, outputs))
        listen = partial(gr.on, event) if isinstance(event, list) else event
        progress = options.pop("show_progress_on", None)
        if progress is not None:
            options["show_progress_on"] = [self[name] for name in progress.split()]
        return listen(handler and self._placed(handler), given, changed, **options)

    def _placed(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """The handler as Gradio wants it, its changes by component."""
        inner = handler.func if isinstance(handler, partial) else handler
        if inspect.isgeneratorfunction(inner):

            @wraps(handler)
            def place_each(*values: Any) -> Iterator[Any]:
                for changes in handler(*values):
                    yield self._by_component(changes)

            return place_each

        @wraps(handler)
        def place(*values: Any) -> Any:
            return self._by_component(handler(*values))

        return place

    def _by_component(self, changes: Changes) -> dict[Any, Any]:
        if changes == gr.skip():
            return changes
        return {self[name]: value for name, value in changes.items()}


def answered(**changes: Any) -> Changes:
    """The answer takes the place of ``start``, and these changes with it."""
    return {"start": gr.update(visible=False), "answer": gr.update(visible=True), **changes}


def instead(message: str) -> Changes:
    """HTML in the place of an answer: what to do, or what went wrong."""
    return {"start": gr.update(value=message, visible=True), "answer": gr.update(visible=False)}


def endpoint(
    function: Callable[..., Any],
    name: str,
    inputs: list[Component],
    output: Component,
    description: str,
    queue: str = NETWORK,
) -> None:
    """Offer a function to other programs as ``/name``. An MCP server also shows the names of its parameters.

    It is apart from the events of the page because these also write to the session, and an MCP server takes the first
    answer of a function that does for the session's. Call it inside a tab, not between tabs: Gradio knows tabs by their
    place among all that is in ``gr.Tabs``.
    """
    gr.Button(visible=False).click(
        function,
        inputs,
        output,
        api_name=name,
        api_description=description,
        concurrency_id=queue,
        concurrency_limit=AT_ONCE if queue == NETWORK else 1,
        preprocess=False,
    )
