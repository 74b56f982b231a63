"""``python -m yoga_models``: see ``yoga_models.cli.main``."""

import sys

from yoga_models.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
