"""What a file is, by the bytes it begins with."""

import codecs


def is_text(data: bytes) -> bool:
    """Whether the bytes, or the whole letters at their beginning, are text in UTF-8."""
    try:
        # Incremental, since the cut may fall inside a letter of several bytes.
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)
