"""Every kind of photo arrives upright and in RGB, what is no photo is refused kindly, and the geometry holds."""

import contextlib
import io
import os
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from tests.support.pictures import WHITE, picture
from yoga_models.imaging import read as imaging
from yoga_models.imaging.read import ImageError, load_image

RED, BLUE = (255, 0, 0), (0, 0, 255)


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise(height: int = 64, width: int = 64) -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8))


def refused(source: object) -> str:
    """The sentence of a refusal, checked to be one a user can read."""
    with pytest.raises(ImageError) as caught:
        load_image(source)
    message = str(caught.value)
    assert message.endswith(".")
    assert "Error" not in message
    assert "/" not in message
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return message


# --- sources ---


def test_every_source_gives_the_same_photo(tmp_path: Path) -> None:
    expected = picture()
    data = encode(Image.fromarray(expected))
    path = tmp_path / "photo.png"
    path.write_bytes(data)
    with path.open("rb") as file:
        file.read(7)  # someone has looked into it before
        sources = [
            path,
            str(path),
            data,
            bytearray(data),
            memoryview(data),
            file,
            io.BytesIO(data),
            Image.fromarray(expected),
            expected,
        ]
        for source in sources:
            loaded = load_image(source)
            assert loaded.dtype == np.uint8
            assert loaded.flags.writeable
            assert loaded.flags.c_contiguous
            np.testing.assert_array_equal(loaded, expected)
        assert not file.closed


def test_a_stream_that_cannot_be_rewound_is_read() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as file:
        file.write(encode(Image.fromarray(picture())))
    with os.fdopen(reader, "rb") as file:
        np.testing.assert_array_equal(load_image(file), picture())


def test_the_callers_picture_is_never_touched() -> None:
    array = picture()
    load_image(array)[:] = 0
    np.testing.assert_array_equal(array, picture())
    image = Image.fromarray(array).convert("P")
    load_image(image)
    assert image.mode == "P"


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 20000), (20000, 1)])
def test_thin_and_tiny_photos(height: int, width: int) -> None:
    expected = picture(height, width)
    np.testing.assert_array_equal(load_image(encode(Image.fromarray(expected))), expected)
    np.testing.assert_array_equal(load_image(expected), expected)


# --- arrays ---


def test_arrays_of_grey_and_with_transparency() -> None:
    grey = picture()[..., 0]
    np.testing.assert_array_equal(load_image(grey), np.stack([grey] * 3, axis=2))
    rgba = np.array([[[255, 0, 0, 255], [0, 0, 0, 0], [0, 0, 0, 128]]], dtype=np.uint8)
    np.testing.assert_allclose(load_image(rgba), [[RED, WHITE, (127, 127, 127)]], atol=1)


def test_arrays_in_any_memory_order() -> None:
    for view in (picture()[::-1, ::-1], np.asfortranarray(picture()), picture()[..., ::-1]):
        loaded = load_image(view)
        np.testing.assert_array_equal(loaded, view)
        assert loaded.flags.c_contiguous


@pytest.mark.parametrize(
    ("array", "hint"),
    [
        (np.zeros((4, 4, 3), np.float32), "255"),
        (np.full((4, 4, 3), np.nan), "NaN"),
        (np.zeros((4, 4, 3), np.uint16), "uint8"),
        (np.zeros((4, 4, 3), bool), "uint8"),
        (np.array([["a"]]), "uint8"),
        (np.zeros((4, 4, 2), np.uint8), "shape"),
        (np.zeros((3, 4, 4, 3), np.uint8), "shape"),
        (np.zeros(4, np.uint8), "shape"),
        (np.zeros((0, 4, 3), np.uint8), "no pixels"),
    ],
)
def test_arrays_that_are_no_photos(array: np.ndarray, hint: str) -> None:
    assert hint in refused(array)


# --- upright ---


def oriented(upright: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it that marks it with this orientation."""
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # PIL's numbers for the transpositions
    return upright.transpose(Image.Transpose(inverse[orientation])) if orientation > 1 else upright


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_comes_upright(kind: str, orientation: int) -> None:
    upright = Image.fromarray(picture())
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = oriented(upright, orientation)
    loaded = load_image(encode(stored, kind, exif=exif.tobytes() if kind != "TIFF" else exif))
    assert loaded.shape == (24, 40, 3)
    np.testing.assert_allclose(loaded, picture(), atol=40 if kind != "PNG" else 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_pil_image_is_turned_upright_once(orientation: int) -> None:
    image = oriented(Image.fromarray(picture()), orientation)
    image.getexif()[0x0112] = orientation
    np.testing.assert_array_equal(load_image(image), picture())
    np.testing.assert_array_equal(load_image(load_image(image)), picture())


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"])
def test_broken_exif_is_no_reason_to_refuse(exif: bytes) -> None:
    assert load_image(encode(Image.fromarray(picture()), "JPEG", exif=exif)).shape == (24, 40, 3)


def test_unknown_orientation_is_taken_as_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 42
    assert load_image(encode(Image.fromarray(picture()), "JPEG", exif=exif.tobytes())).shape == (24, 40, 3)


# --- modes ---


@pytest.mark.parametrize(
    "mode", ["1", "L", "P", "LA", "La", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "HSV", "I", "F"]
)
def test_every_mode_keeps_its_colours(mode: str) -> None:
    source = Image.new("RGB", (4, 4), "black")
    source.paste("white", (0, 0, 2, 4))
    via = source if mode not in ("La", "RGBa", "PA") else source.convert({"La": "LA", "RGBa": "RGBA", "PA": "P"}[mode])
    if mode in ("LA", "I", "F"):
        via = source.convert("L")
    image = via.convert(mode)
    assert image.mode == mode
    np.testing.assert_allclose(load_image(image), np.asarray(source), atol=1)


@pytest.mark.parametrize("mode", ["LA", "La", "RGBA", "RGBa"])
def test_transparency_lies_over_white(mode: str) -> None:
    plain = Image.new("RGBA" if mode.startswith("RGB") else "LA", (2, 1))
    plain.putpixel((0, 0), (0, 0, 0, 128) if mode.startswith("RGB") else (0, 128))
    np.testing.assert_allclose(load_image(plain.convert(mode)), [[(127, 127, 127), WHITE]], atol=1)


def test_transparent_palette_and_key_colours() -> None:
    image = Image.new("P", (3, 1))
    image.putpalette([*RED, *BLUE, 0, 255, 0])
    for x in range(3):
        image.putpixel((x, 0), x)
    np.testing.assert_array_equal(load_image(encode(image, transparency=1)), [[RED, WHITE, (0, 255, 0)]])
    levels = encode(image, transparency=bytes([255, 0, 128]))
    np.testing.assert_allclose(load_image(levels), [[RED, WHITE, (127, 255, 127)]], atol=1)
    np.testing.assert_array_equal(load_image(encode(image, "GIF", transparency=1))[0, :2], [RED, WHITE])
    rgb = Image.fromarray(np.array([[RED, BLUE]], dtype=np.uint8))
    np.testing.assert_array_equal(load_image(encode(rgb, transparency=BLUE)), [[RED, WHITE]])
    grey = Image.fromarray(np.array([[0, 77]], dtype=np.uint8))
    np.testing.assert_array_equal(load_image(encode(grey, transparency=77)), [[(0, 0, 0), WHITE]])


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM"])
def test_sixteen_bit_grey_is_scaled_and_not_cut(kind: str) -> None:
    deep = np.linspace(0, 65535, 256).round().astype(np.uint16).reshape(16, 16)
    loaded = load_image(encode(Image.fromarray(deep), kind))
    np.testing.assert_array_equal(loaded[..., 1], np.arange(256).reshape(16, 16))
    dark = load_image(encode(Image.fromarray(deep // 64), "PNG"))  # a dark photo stays dark
    assert dark.max() == 4


@pytest.mark.parametrize(
    ("kind", "scale"), [("F", 1), ("F", 255), ("I", 255), ("F", 65535), ("I", 65535), ("I", 2_000_000)]
)
def test_wide_grey_finds_its_white(kind: str, scale: int) -> None:
    ramp = np.linspace(0, scale, 256).reshape(16, 16).astype(np.float32 if kind == "F" else np.int32)
    loaded = load_image(encode(Image.fromarray(ramp), "TIFF"))
    np.testing.assert_allclose(loaded[..., 0], np.arange(256).reshape(16, 16), atol=1)


def test_negative_and_flat_wide_grey() -> None:
    ramp = np.array([[-1000.0, 0.0, 1000.0]], dtype=np.float32)
    np.testing.assert_array_equal(load_image(Image.fromarray(ramp))[0, :, 0], [0, 128, 255])
    assert load_image(Image.fromarray(np.full((2, 2), -5.0, np.float32))).max() == 0
    assert "NaN" in refused(Image.fromarray(np.array([[np.nan, 1.0]], np.float32)))


def cmyk_jpeg(stored: tuple[int, int, int, int], transform: int) -> bytes:
    """A JPEG of four channels as photo editors write them, with the Adobe mark that says how they are meant."""
    data = encode(Image.new("CMYK", (16, 16), stored), "JPEG", quality=95)
    mark = data.index(b"Adobe")
    return data[: mark + 11] + bytes([transform]) + data[mark + 12 :]


def test_cmyk_and_ycck_jpegs() -> None:
    np.testing.assert_allclose(load_image(cmyk_jpeg((0, 255, 255, 0), 0)), np.full((16, 16, 3), RED), atol=4)
    # YCCK carries the inverted ink as luma and chroma: that of cyan, which is the inverse of red.
    luma, blue, red = Image.new("RGB", (1, 1), (0, 255, 255)).convert("YCbCr").tobytes()
    ycck = cmyk_jpeg((255 - luma, 255 - blue, 255 - red, 0), 2)
    np.testing.assert_allclose(load_image(ycck), np.full((16, 16, 3), RED), atol=4)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_the_first_frame_of_an_animation(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE)]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encode(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    np.testing.assert_array_equal(load_image(data), np.full((8, 8, 3), RED))


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "AVIF", "JPEG2000", "PPM"])
def test_other_formats(kind: str) -> None:
    np.testing.assert_allclose(load_image(encode(Image.fromarray(picture()), kind)), picture(), atol=40)


# --- refusals ---

HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><html><svg></svg></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "empty"),
        (b"hello, I am a pose", "text"),
        ("ein Grüß dich ".encode() * 500, "text"),
        (HTML, "web page"),
        (SVG, "SVG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"\x1aE\xdf\xa3\x01\0\0", "video"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "photo"),
        (b"\x7fELF\x02\x01\x01\0\xff\xfe", "photo"),
        (b"\xff\xd8\xff\xe0", "damaged"),
    ],
)
def test_what_is_no_photo_is_named(tmp_path: Path, data: bytes, hint: str) -> None:
    assert hint in refused(data)
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    assert hint in refused(path)
    assert hint in refused(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM"])
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.9])
def test_half_a_photo_is_refused(kind: str, kept: float) -> None:
    data = encode(noise(), kind)
    message = refused(data[: int(len(data) * kept)])
    assert "damaged" in message or kept < 0.1  # a few bytes do not always tell what they were


def test_damaged_bytes_give_a_photo_or_a_refusal() -> None:
    random = np.random.default_rng(1)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"):
        whole = encode(noise(16, 16), kind)
        for _ in range(60):
            data = bytearray(whole)
            for place in random.integers(0, min(len(data), 200), 4):
                data[place] = random.integers(0, 256)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with contextlib.suppress(ImageError):  # and nothing but an ImageError
                    assert load_image(bytes(data)).shape[2] == 3


def png_of_size(width: int, height: int) -> bytes:
    """The first bytes of a PNG that claims a size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_001, 8_000), (12_000, 9_000), (60_000, 60_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_bombs_are_refused_before_they_are_unpacked(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(_: ImageFile.ImageFile) -> None:
        raise AssertionError("the photo was unpacked")

    monkeypatch.setattr(ImageFile.ImageFile, "load", unpack)
    limit = Image.MAX_IMAGE_PIXELS
    assert "80 megapixels" in refused(png_of_size(*size))
    assert limit == Image.MAX_IMAGE_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "80 megapixels" in refused(png_of_size(*size))


def test_large_arrays_and_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imaging, "MAX_PIXELS", 15)
    assert "megapixels" in refused(np.zeros((4, 4, 3), np.uint8))
    assert "megapixels" in refused(Image.new("RGB", (4, 4)))
    monkeypatch.setattr(imaging, "MAX_BYTES", 10)
    assert "larger than" in refused(io.BytesIO(bytes(11)))


def test_places_without_a_photo(tmp_path: Path) -> None:
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    (tmp_path / "file").write_bytes(b"x")
    assert "folder" in refused(tmp_path)
    assert "link" in refused(loop)
    assert "ordinary" in refused(pipe)
    for missing in ("", tmp_path / "secret-name.jpg", tmp_path / "file" / "below.jpg", "a" * 5000, "nul\0.jpg"):
        message = refused(missing)
        assert "no such file" in message
        assert "secret" not in message


def test_objects_that_are_no_photo() -> None:
    assert "text" in refused(io.StringIO("photo"))
    assert "int" in refused(7)
    refused(None)
    closed = io.BytesIO(b"x")
    closed.close()
    refused(closed)
    refused(Image.new("RGB", (0, 5)))
    assert issubclass(ImageError, ValueError)
