"""Yoga poses from photos: people, their joints, and the name of the asana.

>>> from yoga_models import YogaPose
>>> analysis = YogaPose.from_pretrained().analyze("photo.jpg")  # doctest: +SKIP
"""

from yoga_models.asanas.guess import Guess
from yoga_models.imaging.read import ImageError, load_image
from yoga_models.pipeline import YogaPose
from yoga_models.results import Analysis, Person
from yoga_models.weights.manifest import WeightsError

__all__ = ["Analysis", "Guess", "ImageError", "Person", "WeightsError", "YogaPose", "load_image"]
