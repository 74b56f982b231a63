"""The model, loaded while the page is being built: whoever asks before it is there waits for it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any

from yoga_models import Analysis, YogaPose
from yoga_models.joints.inspection import Inspection


class Loading:
    """What the page asks, from the moment it starts to load. Nothing of Gradio is imported meanwhile."""

    def __init__(self, load: Callable[[], YogaPose]) -> None:
        self._model: Future[YogaPose] = Future()
        Thread(target=self._load, args=(load,), daemon=True).start()

    def _load(self, load: Callable[[], YogaPose]) -> None:
        try:
            model = load()
        except BaseException as error:  # whoever waits is to be told
            self._model.set_exception(error)
        else:
            self._model.set_result(model)
            model.warm_up()

    def wait(self) -> YogaPose:
        """The model, as soon as it is there. Raises what its loading raised."""
        return self._model.result()

    def analyze(self, source: Any, name: str | None = None) -> Analysis:
        """As ``YogaPose.analyze``."""
        return self.wait().analyze(source, name=name)

    def inspect(self, source: Any) -> Inspection:
        """As ``YogaPose.inspect``."""
        return self.wait().inspect(source)
