"""What the page says without asking its server: the camera, the clipboard, and the toolkit's own parts in our words."""

from typing import Any

from demo.atlas import load_atlas
from demo.words import atlas, live
from demo.words.common import TABS
from yoga_models.body.skeleton import DRAWN_LIMBS, JOINTS, side
from yoga_models.drawing.people import limb_side
from yoga_models.video.files import LIMITS

TAKE_AWAY = "Take the photo away"
TAKE_WITH_CAMERA, RECORD_WITH_CAMERA, PASTE = "Use the camera", "Record with the camera", "Paste"

_JOINTS = range(len(JOINTS))

WORDS: dict[str, Any] = {
    "tabs": TABS,
    "live": live.script(),
    "atlas": atlas.script(load_atlas()),
    "reference": {
        "kept": "Your reference is kept in this browser.",
        "mine": "Your own reference",
        "named": "Your own reference: {name}, kept on {date}",
        "unnamed": "Your own reference, kept on {date}",
    },
    "skeleton": {
        "LIMBS": [[a, b, limb_side(a, b)] for a, b in DRAWN_LIMBS],
        "SIDES": [side(joint) for joint in _JOINTS],
    },
    "line": {"waiting": "{place} of {size} in line", "soon": ", about {seconds} s"},
    "most_bytes": LIMITS.bytes,
    "too_much": f"These are more than {LIMITS.bytes // 1_000_000} MB together. Choose fewer of them.",
    "no_photo": "This is not a photo. Choose one such as a JPEG or PNG.",
    "no_clip": "This is not a video. Choose one such as an MP4, MOV or WebM.",
    "labels": {
        "Remove Image": TAKE_AWAY,
        "Remove image": TAKE_AWAY,
        "Clear": "Take the clip away",
        "Fullscreen": "See it large",
        "Exit fullscreen mode": "Back to the page",
        "Download": "Save the picture",
    },
    "nothing_to_paste": "There is no picture to paste. Copy a photo first.",
    "clipboard_refused": "This browser does not let the page look into the clipboard. Press Ctrl+V instead.",
    "camera": {
        "title": "Camera",
        "timer": "Self-timer",
        "timers": [[0, "off"], [3, "3 seconds"], [5, "5 seconds"], [10, "10 seconds"]],
        "take": "Take the photo",
        "record": "Record",
        "stop": "Stop",
        "cancel": "Cancel",
        "close": "Close",
        "which": "Which camera",
        "most_seconds": LIMITS.seconds,
        "refused": "The camera may not be used. Allow it in the browser's settings for this page and try again.",
        "none": "There is no camera on this device.",
        "busy": "The camera does not answer. Another program may be using it: close that and try again.",
        "insecure": "Browsers lend the camera only to pages opened with https or on this computer itself.",
    },
}

#: The toolkit's words by its own keys. The page speaks one language, so they are the same whatever the browser prefers.
TOOLKIT = {
    "blocks.connection_can_break": "Keep this page open until the answer is there.",
    "blocks.long_requests_queue": "Many people are asking. Yours will be answered in turn.",
    "blocks.lost_connection": "The connection broke. Trying again...",
    "blocks.waiting_for_inputs": "One moment, the file is still on its way.",
    "common.download": "Save",
    "common.empty": "Nothing here yet",
    "common.error": "Trouble",
    "common.loading": "One moment",
    "common.record": "Record",
    "common.remove": "Remove",
    "common.undo": "Undo",
    "errors.runtime_error": "the page could not be built",
    "file.uploading": "On its way...",
    "image.drop_to_upload": "Drop a photo here or press Enter to choose one",
    "image.remove_image": TAKE_AWAY,
    "status.queue_position": "{position} of {size} in line",
    "upload_text.click_to_upload": "or tap to choose",
    "upload_text.drop_image": "Drop a photo here",
    "upload_text.drop_video": "Drop a clip here",
    "upload_text.paste_clipboard": PASTE,
    "video.drop_to_upload": "Drop a clip here or press Enter to choose one",
}
#: Every language that the toolkit would answer in.
LANGUAGES = (
    *("ar", "ca", "ckb", "de", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "ja", "ko", "lt", "nb", "nl"),
    *("pl", "pt-BR", "pt", "ro", "ru", "sv", "ta", "th", "tr", "uk", "ur", "uz", "zh-CN", "zh-TW"),
)
