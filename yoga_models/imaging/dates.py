"""When a photo was taken, where its file says so."""

import io
from datetime import UTC, date, datetime, timedelta

from PIL import Image

from yoga_models.imaging.read import FORMATS

_EXIF_IFD, _DATE_TIME_ORIGINAL = 0x8769, 0x9003


def taken_on(photo: str | bytes) -> date | None:
    """The day on which a photo was taken, from its EXIF (DateTimeOriginal); ``None`` where it carries none that can be.

    ``photo``: the path or the bytes of a file that ``load_image`` reads. Raises nothing.
    """
    exif = Image.Exif()
    try:
        with Image.open(io.BytesIO(photo) if isinstance(photo, bytes) else photo, formats=FORMATS) as image:
            if image.format == "TIFF":
                exif = image.getexif()  # they are among its own tags
            else:
                exif.load(image.info.get("exif", b""))  # getexif() would decode a whole PNG in search of it
            written = str(exif.get_ifd(_EXIF_IFD).get(_DATE_TIME_ORIGINAL))
        day = datetime.strptime(written[:10], "%Y:%m:%d").replace(tzinfo=UTC).date()
    except Exception:  # broken EXIF is common, and a clock that was never set writes zeros
        return None
    # East of here it may be tomorrow already; later than that it is nowhere.
    return day if day <= datetime.now(UTC).date() + timedelta(days=1) else None
