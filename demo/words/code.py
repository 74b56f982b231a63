"""Everything the panel "Use from code" says."""

COPY, COPIED = "Copy", "Copied"


def copy(title: str) -> str:
    """What a button is called that copies the program of this title, for those who can't see where it stands."""
    return f"{COPY} the {title} program"
