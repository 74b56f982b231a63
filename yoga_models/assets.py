"""Where the files are that come with the library: the weights, the catalogue, and in a checkout the examples."""

from pathlib import Path


def _find() -> Path:
    """Installed, they lie inside the package; in a checkout beside it."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_assets", package.with_name("assets")):
        if (folder / "catalogue.json").is_file():
            return folder
    raise FileNotFoundError(
        "The files of this library (weights, catalogue) are not where they belong: install it again."
    )


ASSETS = _find()
"""The folder they are in."""
