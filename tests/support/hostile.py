"""Files that nobody should send and somebody will, and odd ones that are photos all the same."""

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SIDE = 48


def smooth(height: int = SIDE, width: int = SIDE) -> Image.Image:
    """A picture of a colour gradient."""
    y, x = np.mgrid[0:height, 0:width]
    rows = [255 * x // max(width - 1, 1), 255 * y // max(height - 1, 1), 90 + 0 * x]
    return Image.fromarray(np.stack(rows, axis=2).astype(np.uint8))


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG that claims a size and has next to nothing in it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def photos() -> dict[str, bytes]:
    """Files that are photos, however odd, by name."""
    picture = smooth()
    frames = [picture, picture.rotate(90)]
    files = {f"mode-{mode}.png": encode(picture.convert(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")}
    files |= {f"mode-{mode}.tif": encode(picture.convert(mode), "TIFF") for mode in ("CMYK", "LAB", "RGBX")}
    files |= {f"mode-{mode}.tif": encode(picture.convert("L").convert(mode), "TIFF") for mode in ("F", "I")}
    files["mode-16-bit.png"] = encode(Image.fromarray(np.full((SIDE, SIDE), 40_000, np.uint16)), "PNG")
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM"):
        files[f"format-{kind.lower()}.jpg"] = encode(picture, kind)  # whatever it is, it is called .jpg
    for kind in ("GIF", "PNG", "WEBP", "TIFF", "AVIF"):
        files[f"frames-{kind.lower()}.png"] = encode(picture, kind, save_all=True, append_images=frames)
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        files[f"orientation-{turn}.jpg"] = encode(picture, "JPEG", exif=exif.tobytes())
    files["progressive.jpg"] = encode(picture, "JPEG", progressive=True)
    files["broken-exif.jpg"] = encode(picture, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    files["one-pixel.png"] = encode(smooth(1, 1), "PNG")
    files["thin.png"] = encode(smooth(20_000, 1), "PNG")
    files["wide.png"] = encode(smooth(1, 20_000), "PNG")
    files["tail.jpg"] = encode(picture, "JPEG") + b"<script>alert(1)</script>" * 100
    names = (
        "ünïcödé 🧘‍♀️ वृक्षासन.jpg",
        "'; DROP TABLE photos; --.jpg",
        "<img src=x onerror=alert(1)>.jpg",
        "$(reboot) `reboot` & | ;.jpg",
        "--json.jpg",
        "line\nbreak\r.jpg",
        "\x1b[2J\x1b]0;title\x07.jpg",
        "\u202egpj.exe.jpg",
        "%00..%2f..%2fetc%2fpasswd.jpg",
        "x" * 250 + ".jpg",
        " .jpg",
    )
    return files | dict.fromkeys(names, encode(picture, "JPEG"))


def large_photos() -> dict[str, bytes]:
    """Photos of sixty megapixels, in the ways of storing them that cost most to read."""
    size = (7_746, 7_746)
    numbers = Image.fromarray(np.full(size, -3, np.int32))
    return {
        "large.jpg": encode(Image.new("RGB", size, "tan"), "JPEG"),
        "large.webp": encode(Image.new("RGBA", size, (200, 150, 90, 99)), "WEBP", lossless=True, quality=0, method=0),
        "large.tif": encode(numbers, "TIFF", compression="tiff_lzw"),
    }


def no_photos() -> dict[str, bytes]:
    """Files that are no photos, or none any more, by name."""
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))
    whole = {kind: encode(noise, kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000")}
    files = {f"half-{kind.lower()}.jpg": content[: len(content) // 2] for kind, content in whole.items()}
    files |= {f"head-{kind.lower()}.jpg": content[:24] for kind, content in whole.items()}
    files["scrambled.png"] = whole["PNG"][:60] + bytes(len(whole["PNG"]) - 60)
    files |= {
        "empty.jpg": b"",
        "one-byte.jpg": b"\xff",
        "text.jpg": b"Dear studio, this is no photo.",
        "page.jpg": b"<!DOCTYPE html><html><img src='http://example.org/a.jpg'></html>",
        "drawing.jpg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "entities.jpg": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        "document.jpg": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
        "postscript.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
        "archive.jpg": b"PK\x03\x04" + bytes(60),
        "program.jpg": b"\x7fELF\x02\x01\x01" + bytes(60),
        "pickle.jpg": b"\x80\x04cos\nsystem\n(S'false'\ntR.",
        "phone.jpg": b"\0\0\0\x18ftypheic" + bytes(60),
        "film.jpg": b"\0\0\0\x18ftypisom" + bytes(60),
        "bomb.png": png(60_000, 60_000),
        "bomb-of-text.png": png(9, 9, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(200_000_000), 9))),
        "bomb.gif": b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(30),
        "bomb.bmp": b"BM" + struct.pack("<IHHIIiiHH", 99, 0, 0, 54, 40, 60_000, 60_000, 1, 24) + bytes(30),
        "bomb.tif": b"II*\0\x08\0\0\0" + bytes.fromhex("0200 0001 0400 01000000 60ea0000 0101 0400 01000000 60ea0000"),
        "no-pixels.png": png(0, 0),
    }
    return files


def places(folder: Path) -> dict[str, Path]:
    """Paths that lead to no file, by what they are."""
    found = {name: folder / f"{name}.jpg" for name in ("folder", "loop", "dangling", "pipe", "missing")}
    found["folder"].mkdir()
    found["loop"].symlink_to(found["loop"])
    found["dangling"].symlink_to(folder / "nowhere.jpg")
    os.mkfifo(found["pipe"])
    return {**found, "too long": folder / ("y" * 300 + ".jpg"), "below a file": Path(__file__) / "photo.jpg"}


def arrays() -> dict[str, Any]:
    """Arrays and objects that are no photos, by what is wrong with them."""
    plain = np.zeros((4, 4, 3))
    return {
        "infinite": np.full((4, 4, 3), np.inf),
        "not a number": np.full((4, 4), np.nan, np.float32),
        "decimal": plain,
        "complex": plain.astype(complex),
        "wide": plain.astype(np.int64),
        "objects": np.full((4, 4, 3), None),
        "words": np.array([["a", "b"]]),
        "dates": np.zeros((4, 4), "datetime64[s]"),
        "flat": np.zeros(9, np.uint8),
        "scalar": np.array(7, np.uint8),
        "two channels": np.zeros((4, 4, 2), np.uint8),
        "batch": np.zeros((1, 4, 4, 3), np.uint8),
        "no rows": np.zeros((0, 4, 3), np.uint8),
        "no columns": np.zeros((4, 0, 3), np.uint8),
        "huge": np.broadcast_to(np.uint8(0), (100_000, 100_000, 3)),
        "nothing": None,
        "a number": 7,
        "a list": [[0, 0], [0, 0]],
    }


def write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Put files into a folder; their paths, in order."""
    paths = [folder / name for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return paths
