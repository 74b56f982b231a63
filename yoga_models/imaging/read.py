"""Any file, picture or array that a user sends, read into an upright photo in RGB."""

import errno
import io
import os
import stat
from pathlib import Path
from typing import IO, Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from yoga_models.imaging.signatures import is_text

#: The largest photo accepted. It lies below the mark at which Pillow itself would begin to warn (89 megapixels).
MAX_PIXELS = 80_000_000
#: The largest file read. No photo within ``MAX_PIXELS`` needs more.
MAX_BYTES = 512 * 1024 * 1024

#: Pillow's names of what is read, one by one: it also knows formats that run other programs (EPS) or that no camera or
#: browser writes.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM")

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")

# EXIF orientation -> what brings the stored picture upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_EXIF_ORIENTATION = 0x0112
_ROWS = 256

_EMPTY = "This file is empty. Choose a photo such as a JPEG or PNG."
_DAMAGED = "This photo is damaged or incomplete. Open it in another program and save it again, or choose another photo."
_TOO_LARGE = f"This photo has more than {MAX_PIXELS // 1_000_000} megapixels. Make it smaller and try again."
_NOT_FOUND = "There is no such file. Check its name, or choose another photo."
_UNREADABLE = "This file can't be read. Choose another photo."
_NOT_A_FILE = "This is not an ordinary file. Choose a photo such as a JPEG or PNG."
_NOTHING = "There is no photo here. Choose a photo such as a JPEG or PNG."


class ImageError(ValueError):
    """A photo could not be read. The message is one or two plain sentences for the user: what happened, what to do."""


def load_image(source: Any) -> np.ndarray:
    """Read a photo from wherever it is.

    ``source``: a path (``str`` or ``os.PathLike``), the bytes of a file, a binary file object (read from its start
    where it can be rewound, and left open), a ``PIL.Image``, or a uint8 array of shape (H, W), (H, W, 3) RGB or
    (H, W, 4) RGBA.

    Returns a new (H, W, 3) uint8 RGB array at the photo's full size, turned upright by its EXIF orientation,
    transparency laid over white, the first frame of an animation. Arrays carry no EXIF and are taken as upright.

    Raises ``ImageError`` for everything that is not a readable photo.
    """
    if source is None:
        raise ImageError(_NOTHING)
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, Image.Image):
        return _from_pil(source)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _from_bytes(bytes(source))
    if isinstance(source, (str, os.PathLike)):
        return _from_bytes(_read_path(source))
    if hasattr(source, "read"):
        return _from_bytes(_read_file(source))
    raise ImageError(
        f"A photo can't be read from an object of type {type(source).__name__}. "
        "Give a path, the bytes of a file, an open file, a PIL image or a uint8 array."
    )


def _read_path(path: str | os.PathLike[Any]) -> bytes:
    try:
        info = os.stat(path)  # noqa: PTH116 - a Path would take the empty name for the working folder
        # Checked before opening: opening a pipe would wait for ever, and a device may have no end.
        if stat.S_ISDIR(info.st_mode):
            raise ImageError("This is a folder. Choose a photo inside it.")
        if not stat.S_ISREG(info.st_mode):
            raise ImageError(_NOT_A_FILE)
        with Path(os.fsdecode(path)).open("rb") as file:
            return _read_file(file)
    except ImageError:
        raise
    except PermissionError:
        raise ImageError("This file may not be read. Change its permissions, or choose another photo.") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ImageError("This link leads back to itself. Choose the photo itself.") from None
        missing = error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
        raise ImageError(_NOT_FOUND if missing else _UNREADABLE) from None
    except ValueError:  # a NUL character in the path
        raise ImageError(_NOT_FOUND) from None


def _read_file(file: IO[bytes]) -> bytes:
    try:
        if hasattr(file, "seekable") and file.seekable():
            file.seek(0)
        data = file.read(MAX_BYTES + 1)
    except Exception:  # any object may call itself a file, and raise what it likes
        raise ImageError(_UNREADABLE) from None
    if isinstance(data, str):
        raise ImageError('This file was opened as text. Open it in binary mode ("rb") and try again.')
    if not isinstance(data, bytes):
        raise ImageError(_UNREADABLE)
    if len(data) > MAX_BYTES:
        raise ImageError(f"This file is larger than {MAX_BYTES >> 20} MB. Make the photo smaller and try again.")
    return data


def _from_bytes(data: bytes) -> np.ndarray:
    if not data:
        raise ImageError(_EMPTY)
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageError(_TOO_LARGE) from None
    except UnidentifiedImageError:
        raise ImageError(_what_instead(data)) from None
    except Exception:  # a damaged header makes Pillow's readers raise almost anything
        raise ImageError(_DAMAGED) from None
    with image:
        return _from_pil(image)


def _from_pil(image: Image.Image) -> np.ndarray:
    _check_size(*image.size)
    try:
        # First the pixels, then the orientation: reading a TIFF turns it upright and takes the mark away.
        image.load()
        turn = _UPRIGHT.get(_orientation(image))
        rgb = _to_rgb(image)
        return np.array(rgb if turn is None else rgb.transpose(turn))
    except ImageError:
        raise
    except Exception:  # damaged pixels make Pillow's decoders raise almost anything
        raise ImageError(_DAMAGED) from None


def _from_array(array: np.ndarray) -> np.ndarray:
    if array.dtype != np.uint8:
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ImageError(
                "This array holds values that are not numbers (NaN or infinite). Give whole numbers from 0 to 255."
            )
        hint = {
            "f": " If its values run from 0 to 1, give (array * 255).round().astype('uint8').",
            "b": " Give array.astype('uint8') * 255.",
        }.get(array.dtype.kind, " Scale its values to 0..255 and give array.astype('uint8').")
        raise ImageError(f"This array is of type {array.dtype}, a photo is of type uint8.{hint}")
    if not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))):
        raise ImageError(
            f"This array has the shape {array.shape}, a photo has (height, width), (height, width, 3) or "
            "(height, width, 4)."
        )
    _check_size(array.shape[1], array.shape[0])
    if array.ndim == 2:
        return np.repeat(array[:, :, None], 3, axis=2)
    if array.shape[2] == 4:
        return np.array(_over_white(Image.fromarray(np.ascontiguousarray(array), "RGBA")))
    return np.array(array, order="C")


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise ImageError("This photo has no pixels. Choose another photo.")
    if width * height > MAX_PIXELS:
        raise ImageError(_TOO_LARGE)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_EXIF_ORIENTATION, 1))
    except Exception:  # broken EXIF is common and no reason to refuse the photo
        return 1


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "F" or image.mode.startswith("I"):
        return Image.fromarray(_grey_to_8_bit(np.asarray(image), sixteen_bit=";16" in image.mode)).convert("RGB")
    if image.has_transparency_data:
        # Pillow has no direct way from premultiplied grey ("La") to RGBA.
        return _over_white((image.convert("LA") if image.mode == "La" else image).convert("RGBA"))
    return image.convert("RGB")


def _over_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _grey_to_8_bit(values: np.ndarray, *, sixteen_bit: bool) -> np.ndarray:
    """Grey of any depth to uint8, (H, W).

    Files of 32-bit and decimal grey do not say where white is: it is taken to be the first of 1 (decimals only), 255
    and 65535 that holds every value; beyond that the values are stretched.
    """
    if not np.isfinite(values).all():
        raise ImageError("This photo holds values that are not numbers (NaN or infinite). Save it as a PNG or JPEG.")
    low, high = float(values.min()), float(values.max())
    whites = [65535.0] if sixteen_bit else [255.0, 65535.0]
    if values.dtype.kind == "f":
        whites.insert(0, 1.0)
    white = next((white for white in whites if high <= white and low >= 0), None)
    black, span = (low, (high - low) or 1.0) if white is None else (0.0, white)
    grey = np.empty(values.shape, dtype=np.uint8)
    for top in range(0, len(values), _ROWS):  # a large photo has no room for a second one of eight bytes a pixel
        part = values[top : top + _ROWS].astype(np.float64)
        grey[top : top + _ROWS] = ((part - black) / span * 255).round()
    return grey


def _what_instead(data: bytes) -> str:
    """The sentence for data that no reader of photos knows."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head.lower()
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if data.startswith(_SIGNATURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or brand in (b"avif", b"avis"):
        return _DAMAGED
    if brand in (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"):
        return "This is a HEIC photo, a format that can't be read here. Save it as a JPEG and choose that."
    if brand or data.startswith(b"\x1aE\xdf\xa3") or (data[:4] == b"RIFF" and data[8:12] == b"AVI "):
        return "This is a video, not a photo. Save one of its pictures as a JPEG and choose that."
    if head.startswith(b"%PDF"):
        return "This is a PDF document, not a photo. Save the picture in it as a JPEG and choose that."
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "This is a web page, not a photo. Save the photo from the page and choose that."
    if b"<svg" in lower:
        return "This is an SVG drawing, not a photo. Save it as a PNG and choose that."
    if is_text(data[:4096]):
        return "This is a text file, not a photo. Choose a photo such as a JPEG or PNG."
    return "This file is not a photo of a known kind. Choose a photo such as a JPEG or PNG."
