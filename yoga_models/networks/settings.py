"""What rebuilds the networks and reads their answers: settings that are saved beside the weights. Needs no torch."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from yoga_models.weights.manifest import EMBEDDED, WeightsError, manifest_entry

Settings = TypeVar("Settings")

PERSON = "person"
"""What the person network's settings are called among those of the joints' weights, and its tensors begin with."""


@dataclass(frozen=True)
class PoseConfig:
    """Everything needed to rebuild a joint network; saved beside its weights.

    ``backbone``: ``movenet`` (MultiPose), ``thunder`` (the wider MoveNet), or an EfficientNet-Lite (``lite0`` to
    ``lite4``). ``width`` is the number of channels of the shared features and of every stage, ``stage_convs`` the 3x3
    convolutions of a stage. ``input_size`` is the side, in pixels, of the square pictures it was trained on; ``stride``
    how many of them one cell of a field covers.
    """

    backbone: str = "lite2"
    width: int = 128
    paf_stages: int = 3
    heatmap_stages: int = 2
    stage_convs: int = 2
    input_size: int = 256
    stride: int = 8

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class PersonConfig:
    """Everything needed to rebuild a person network; saved beside its weights.

    ``backbone`` and ``width`` as those of ``PoseConfig``; ``convs``: 3x3 convolutions before the choice of places.
    ``own_heatmaps``: whether that begins with what MoveNet itself makes of its trunk.
    ``input_size``: side, in pixels, of the crops it was trained on; ``stride``: of its places, in pixels of the crop.
    """

    backbone: str = "movenet"
    width: int = 128
    convs: int = 2
    own_heatmaps: bool = False
    input_size: int = 192
    stride: int = 4

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class AsanaConfig:
    """Everything needed to rebuild the asana networks and read their answers; saved beside the weights.

    ``classes``: the catalogue ids that can be named, in the order of the outputs. ``input_size``: side of the photo
    input in pixels. ``fusion`` has, for the evidence at hand (``both``, ``photo``, ``joints``), the weights of the
    photo's, the joints' and, where there is one, the body network's logits: they calibrate as well as combine.
    ``thresholds``: least probability, for the same cases, of a confident answer; ``leads``: how far it has to be ahead
    of the next one, as ``lead`` has it. ``without_photos``: ids among the classes that there were no photos of to learn
    from: beside joints the photo network is taken to give each of them the log-probability ``neutral`` and the body
    network what the joints say; the photo alone rules them out.

    ``other_output``: whether the networks have one more output after the classes, the logit that it is none of them.
    ``other`` has, for the same cases, the weights of these logits, in the same order, and what is added to their sum:
    together the logit of the probability that it is no asana of these. ``other_thresholds``: from which probability on
    the answer is just that.

    ``body_inputs``: how many numbers the person network's summary of a crop has, 0 where no network learned from it.
    ``summaries_of``: the weights of the joints (``sha256:...``) whose summaries these were; no others mean anything.
    """

    classes: tuple[int, ...]
    backbone: str = "lite0"
    input_size: int = 224
    joint_width: int = 512
    joint_layers: int = 2
    dropout: float = 0.4
    body_inputs: int = 0
    body_dropout: float = 0.5
    summaries_of: str = ""
    fusion: dict[str, tuple[float, ...]] | None = None
    thresholds: dict[str, float] | None = None
    leads: dict[str, float] | None = None
    without_photos: tuple[int, ...] = ()
    neutral: float = 0.0
    other_output: bool = False
    other: dict[str, tuple[float, ...]] | None = None
    other_thresholds: dict[str, float] | None = None

    @property
    def outputs(self) -> int:
        """How many logits each of the networks gives."""
        return len(self.classes) + self.other_output

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_pose_config(folder: Path = EMBEDDED) -> PoseConfig:
    """The settings of a folder's joint network, the one of the first look. Raises ``WeightsError``."""
    return _read("pose", folder, lambda settings: PoseConfig(**{k: v for k, v in settings.items() if k != PERSON}))


def read_person_config(folder: Path = EMBEDDED) -> PersonConfig:
    """The settings of a folder's person network, the one of the second look. Raises ``WeightsError``."""
    return _read("pose", folder, lambda settings: PersonConfig(**settings[PERSON]))


def read_asana_config(folder: Path = EMBEDDED) -> AsanaConfig:
    """The settings of a folder's asana networks. Raises ``WeightsError``."""
    return _read("asana", folder, lambda settings: AsanaConfig(**{**settings, "classes": tuple(settings["classes"])}))


def _read(network: str, folder: Path, build: Callable[[dict[str, Any]], Settings]) -> Settings:
    entry = manifest_entry(network, folder)
    try:
        return build(entry.settings)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(
            f"The settings that the manifest gives for the network {network!r} make no sense."
        ) from error
