"""The entry that ``make demo`` and a Hugging Face Space run: builds the page and serves it.

GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where, YOGA_POSE_WEIGHTS with which weights if not its own.
"""

from demo.page import build, launch_options
from yoga_models import YogaPose

if __name__ == "__main__":
    build(YogaPose.from_environment()).launch(**launch_options())
