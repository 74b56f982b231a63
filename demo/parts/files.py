"""Files for the visitor: pictures and numbers, kept in Gradio's cache, which deletes them later."""

import base64
import io
import json
from typing import Any
from urllib.parse import quote

import numpy as np
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder
from PIL import Image


def save(data: bytes, name: str) -> str:
    """Keep a file for the visitor; returns its path."""
    return save_bytes_to_cache(data, name, get_upload_folder())


def address(path: str) -> str:
    """Where Gradio serves a file from, seen from the page."""
    return f"gradio_api/file={quote(path)}"


def save_json(content: Any, name: str, *, indent: int | None = 2) -> str:
    """Keep plain numbers, strings, lists and dicts as a JSON file; returns its path."""
    return save(json.dumps(content, indent=indent, ensure_ascii=False).encode(), name)


def jpeg(picture: np.ndarray, quality: int = 92) -> bytes:
    """(H, W, 3) uint8 RGB as a JPEG file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()


def data_url(picture: np.ndarray) -> str:
    """(H, W, 3) uint8 RGB as a JPEG inside an address: it never lies on a disk."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(picture)).decode()


def room_for(picture: np.ndarray, elem_id: str) -> str:
    """HTML for a part of an answer: keeps room in the answer for (H, W, 3) pictures that come later than the words."""
    height, width = picture.shape[:2]
    return f"<style>#{elem_id} {{ --shape: {width} / {height} }}</style>"
