"""The entry that ``make demo`` and a Hugging Face Space run: builds the page and serves it.

GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where, YOGA_POSE_WEIGHTS with which weights if not its own, and
YOGA_POSE_ENGINE on which engine if not the one that suits the machine. YOGA_POSE_WORKERS says in how many processes,
and YOGA_POSE_LOG=json that every request is written down.
"""

from demo.quick_import import pandas_when_needed, without_stubs
from demo.service.memory import give_back_freed
from demo.service.workers import Workers
from yoga_models import YogaPose


def main() -> None:
    """Serve the page until it is stopped. Raises what loading the model raises."""
    give_back_freed()
    model = Workers(YogaPose.from_environment)
    # Importing Gradio takes longer than anything else: the model is loaded meanwhile.
    pandas_when_needed()
    with without_stubs():
        from demo.page import build, launch_options

    page = build(model)
    page.launch(**launch_options(), prevent_thread_lock=True)
    model.wait()
    page.block_thread()


if __name__ == "__main__":
    main()
