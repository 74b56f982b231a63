"""Yoga poses from photos: people, their joints, and the name of the asana.

>>> from yoga_models import YogaPose
>>> analysis = YogaPose.from_pretrained().analyze("photo.jpg")  # doctest: +SKIP
"""

from yoga_models.asanas.guess import Guess
from yoga_models.body.comparison import Comparison, compare
from yoga_models.drawing.people import draw_comparison, draw_people
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.pipeline import YogaPose
from yoga_models.results import Analysis, Person
from yoga_models.video.analysis import VideoAnalysis, analyze_video
from yoga_models.video.files import VideoError
from yoga_models.weights.manifest import WeightsError

__version__ = "0.2.0"

__all__ = [
    "Analysis",
    "Comparison",
    "Guess",
    "ImageError",
    "Person",
    "VideoAnalysis",
    "VideoError",
    "WeightsError",
    "YogaPose",
    "__version__",
    "analyze_video",
    "compare",
    "draw_comparison",
    "draw_people",
    "load_image",
]
