"""Where the files of this checkout are."""

from pathlib import Path

ROOT = next(folder for folder in Path(__file__).resolve().parents if (folder / "pyproject.toml").is_file())
"""Its top folder."""

ASSETS = ROOT / "assets"
EXAMPLES = ASSETS / "examples"
