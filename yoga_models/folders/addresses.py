"""Files that lie elsewhere: whatever has an address that fsspec knows, such as ``s3://bucket/photo.jpg``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from yoga_models.imaging.read import ImageError

SIGN = "://"
"""What makes an address of a name; without it, it is a path."""


@contextmanager
def opened(source: Path | str) -> Iterator[Path | IO[bytes]]:
    """What a photo is to be read from: its path, or the open file behind its address.

    Raises ``ImageError``, in plain words, where an address can't be opened.
    """
    if isinstance(source, Path):
        yield source
        return
    try:
        import fsspec  # an extra
        from fsspec.implementations.local import LocalFileSystem

        storage, place = fsspec.core.url_to_fs(source)
        # A path is looked at before it is opened: it may be a pipe, which nobody ever writes to.
        file = Path(place) if isinstance(storage, LocalFileSystem) else storage.open(place, "rb")
    except ImportError as error:
        raise ImageError(f"{str(error).rstrip('.')}.") from None
    except FileNotFoundError:
        raise ImageError("There is no such file. Check its address, or choose another photo.") from None
    except Exception:  # every kind of storage has errors of its own
        raise ImageError("This address can't be read. Check it, and whether you may read it.") from None
    if isinstance(file, Path):
        yield file
        return
    with file:
        yield file


def lacking(kinds: set[str]) -> list[str]:
    """Sentences about the packages that are missing for kinds of addresses, such as ``s3``."""
    import fsspec

    sentences = []
    for kind in sorted(kinds):
        try:
            fsspec.get_filesystem_class(kind)
        except ImportError as error:
            sentences.append(f"{kind}{SIGN}: {str(error).rstrip('.')}.")
        except ValueError:  # nobody knows such addresses: each photo says so
            continue
    return sentences


def storage_of(place: str) -> tuple[Any, str]:
    """The file system (of fsspec) of a path or an address, and what it calls this place."""
    import fsspec

    if SIGN not in place:
        return fsspec.filesystem("file"), place
    storage, root = fsspec.core.url_to_fs(place)
    return storage, str(root).rstrip("/")
