"""Recipes: what a run is trained on and how, stage by stage, in a short TOML file.

At the top stand the settings that hold for every stage, under the names of the fields of the dataclasses
(``PoseConfig``, ``PoseTraining``, ``LoopSettings``, ...; each field has a name of its own), and each ``[[stage]]`` adds
what it does otherwise. ``annotations`` lists the COCO keypoint files, relative to the folder of the data, and ``until``
is the step at which a stage ends:

    backbone = "lite2"
    annotations = ["pose/train.json"]

    [[stage]]
    until = 3000

    [[stage]]
    until = 4500
    cooldown = 1500
"""

import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from train.data.asanas import CropAugmentation, JointAugmentation
from train.data.people import FirstLook
from train.data.targets import TargetConfig
from train.data.transforms import Augmentation
from train.fit.asana import AsanaTraining
from train.fit.engine import LoopSettings
from train.fit.losses import LossConfig
from train.fit.person import PersonTraining
from train.fit.pose import PoseTraining
from yoga_models.networks.settings import AsanaConfig, PersonConfig, PoseConfig

RECIPES = Path(__file__).resolve().parents[1] / "recipes"
"""The folder of the recipes that come with the project."""

T = TypeVar("T")

# What an optimizer that goes on from one stage to the next can't bear to have changed.
_NETWORK = {f.name for f in (*fields(PoseConfig), *fields(PersonConfig))} - {"input_size"}
_LASTING = ("frozen_groups", "train_depthwise", "seed", *sorted(_NETWORK))
_OWN = ("annotations", "until")


class RecipeError(ValueError):
    """A recipe can't be followed. The message says which one, why, and what to do."""


@dataclass(frozen=True)
class Stage:
    """Settings of one stage of a run. ``annotations``: COCO keypoint files, relative to the folder of the data."""

    annotations: tuple[str, ...]
    network: PoseConfig
    training: PoseTraining
    loop: LoopSettings
    augmentation: Augmentation
    targets: TargetConfig
    loss: LossConfig


@dataclass(frozen=True)
class PersonStage:
    """The same of a run of the person network. ``first_look``: how the look before it is imitated."""

    annotations: tuple[str, ...]
    network: PersonConfig
    training: PersonTraining
    loop: LoopSettings
    augmentation: Augmentation
    first_look: FirstLook


def find_recipe(name: str) -> Path:
    """The file of a recipe: a path, or the name of one that comes with the project. Raises ``RecipeError``."""
    for path in (Path(name), RECIPES / f"{name}.toml"):
        if path.is_file():
            return path
    known = ", ".join(sorted(path.stem for path in RECIPES.glob("*.toml")))
    raise RecipeError(f"There is no recipe {name}: give a TOML file, or one of {known}.")


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a recipe. Raises ``RecipeError`` where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path} is not a TOML file: {error}") from error


def read_changes(changes: Sequence[str]) -> dict[str, Any]:
    """``name=value`` pairs of a command line, the values written as in TOML. Raises ``RecipeError``."""
    values: dict[str, Any] = {}
    for change in changes:
        name, _, value = change.partition("=")
        try:
            change_made = tomllib.loads(f"{name.strip()} = {value}")
        except tomllib.TOMLDecodeError as error:
            raise RecipeError(f"--set {change}: write name=value, a word in quotes, a list in brackets.") from error
        for key, setting in change_made.items():  # photo.steps and photo.batch are changes of one part
            both = isinstance(setting, dict) and isinstance(values.get(key), dict)
            values[key] = {**values[key], **setting} if both else setting
    return values


def settings_from(kind: type[T], values: dict[str, Any]) -> T:
    """A settings dataclass from a table; what the table does not name keeps its default.

    Raises ``RecipeError`` for a name that is no field of it, and for a value of another type than the default.
    """
    check_settings(kind, values)
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def check_settings(kind: type, values: dict[str, Any]) -> None:
    """Raises ``RecipeError`` as ``settings_from`` does."""
    known = {field.name: field for field in fields(kind)}
    for name, value in values.items():
        if name not in known or known[name].default is MISSING:
            raise RecipeError(f"There is no setting called {name}.")
        expected = type(known[name].default)
        fits = isinstance(value, list) if expected is tuple else type(value) is expected
        if not fits and not (expected is float and type(value) is int):
            raise RecipeError(f"{name} = {value!r}: a setting like {known[name].default!r} is expected.")


def pose_stages(path: Path, changes: dict[str, Any] | None = None) -> list[Stage]:
    """The stages of a recipe for the joint network, ``changes`` made to every one of them.

    Raises ``RecipeError`` for everything that can't be followed, before anything is trained.
    """
    kinds = {"network": PoseConfig, "training": PoseTraining, "targets": TargetConfig, "loss": LossConfig}
    return [Stage(annotations, **parts) for annotations, parts in _stages(path, changes, kinds)]


def person_stages(path: Path, changes: dict[str, Any] | None = None) -> list[PersonStage]:
    """The stages of a recipe for the person network, as ``pose_stages``."""
    kinds = {"network": PersonConfig, "training": PersonTraining, "first_look": FirstLook}
    return [PersonStage(annotations, **parts) for annotations, parts in _stages(path, changes, kinds)]


def annotations_of(path: Path) -> list[str]:
    """The keypoint files that the last stage of a recipe learns from. Raises ``RecipeError`` where it names none."""
    table = read_toml(path)
    names = {**table, **(table.get("stage") or [{}])[-1]}.get("annotations")
    if not isinstance(names, list) or not names:
        raise RecipeError(f"{path} names no annotations.")
    return names


def _stages(
    path: Path, changes: dict[str, Any] | None, kinds: dict[str, type]
) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Of each stage its annotations and its settings by ``kinds``; loop and augmentation are of every kind of run."""
    kinds = {"loop": LoopSettings, "augmentation": Augmentation, **kinds}
    table = read_toml(path)
    tables = table.pop("stage", None)
    if not tables:
        raise RecipeError(f"{path} has no [[stage]].")
    stages = [_stage({**table, **stage, **(changes or {})}, kinds) for stage in tables]
    ends = [parts["loop"].steps for _, parts in stages]
    if ends != sorted(set(ends)):
        raise RecipeError(f"{path}: every stage must end at a later step than the one before it, not at {ends}.")
    for name in _LASTING:
        if len({_value(parts, name) for _, parts in stages}) > 1:
            raise RecipeError(f"{path}: {name} must be the same in all stages.")
    return stages


def _stage(values: dict[str, Any], kinds: dict[str, type]) -> tuple[tuple[str, ...], dict[str, Any]]:
    for name in _OWN:
        if name not in values:
            raise RecipeError(f"a stage needs {name}.")
    annotations = values.pop("annotations")
    if not isinstance(annotations, list) or not annotations:
        raise RecipeError(f"annotations = {annotations!r}: a list of files is expected.")
    values["steps"] = values.pop("until")
    return tuple(annotations), _parts(values, **kinds)


def _parts(values: dict[str, Any], **kinds: type) -> dict[str, Any]:
    """The settings dataclasses that a table's names belong to; each name belongs to one."""
    parts: dict[str, Any] = {}
    for part, kind in kinds.items():
        names = {field.name for field in fields(kind)} & values.keys()
        parts[part] = settings_from(kind, {name: values[name] for name in names})
        values = {name: value for name, value in values.items() if name not in names}
    if values:
        raise RecipeError(f"There is no setting called {next(iter(values))}.")
    return parts


def _value(parts: dict[str, Any], name: str) -> Any:
    return next((getattr(part, name) for part in parts.values() if hasattr(part, name)), None)


@dataclass(frozen=True)
class AsanaPart:
    """How one of the asana networks is trained."""

    training: AsanaTraining
    loop: LoopSettings


@dataclass(frozen=True)
class AsanaRecipe:
    """``table`` and ``skeletons``: of photos and, where there is one, of joints without photos, relative to the folder
    of the data. ``people``: COCO keypoint files of people who do no yoga, by split, and ``most_people`` how many photos
    of each source are taken from each. ``network``: settings of ``AsanaConfig``. ``photo_again``: how the photo network
    goes on from its averaged weights, if it does. ``crops`` and ``variation``: how photos and joints are varied.
    """

    table: str
    skeletons: str | None
    people: dict[str, str]
    most_people: dict[str, int]
    network: dict[str, Any]
    photo: AsanaPart
    photo_again: AsanaPart | None
    joints: AsanaPart
    body: AsanaPart
    crops: CropAugmentation
    variation: JointAugmentation


def asana_recipe(path: Path, changes: dict[str, Any] | None = None) -> AsanaRecipe:
    """A recipe for the asana networks: ``table``, ``skeletons``, settings of the network, ``[people]``, ``[photo]``,
    ``[photo_again]`` (what is not in it is as in ``[photo]``), ``[joints]`` and ``[body]``.

    ``changes`` as from ``read_changes``; ``photo.steps=200`` changes a part. Raises ``RecipeError``.
    """
    content = read_toml(path)
    for name, value in (changes or {}).items():
        content[name] = {**content.get(name, {}), **value} if isinstance(value, dict) else value
    photo, joints, body = (content.pop(part, {}) for part in ("photo", "joints", "body"))
    again = content.pop("photo_again", None)
    table, skeletons = content.pop("table", "asana/photos.csv"), content.pop("skeletons", None)
    people = _people(content.pop("people", {}))
    check_settings(AsanaConfig, content)
    first = _parts(photo, training=AsanaTraining, loop=LoopSettings, crops=CropAugmentation)
    more = again and _parts({**photo, **again}, training=AsanaTraining, loop=LoopSettings, crops=CropAugmentation)
    second = _parts(joints, training=AsanaTraining, loop=LoopSettings, variation=JointAugmentation)
    third = _parts(body, training=AsanaTraining, loop=LoopSettings)
    return AsanaRecipe(
        table,
        skeletons,
        *people,
        content,
        AsanaPart(first["training"], first["loop"]),
        AsanaPart(more["training"], more["loop"]) if more else None,
        AsanaPart(second["training"], second["loop"]),
        AsanaPart(third["training"], third["loop"]),
        first["crops"],
        second["variation"],
    )


def _people(table: dict[str, Any]) -> tuple[dict[str, str], dict[str, int]]:
    """The files ``train`` and ``val`` of people, and how many photos of each source."""
    most: dict[str, int] = table.pop("most", {})
    files: dict[str, str] = {split: table.pop(split) for split in ("train", "val") if split in table}
    good = all(isinstance(file, str) for file in files.values()) and all(type(n) is int for n in most.values())
    if table or not good or len(files) == 1 or bool(files) != bool(most):
        raise RecipeError("[people] needs two files, train and val, and most = {SOURCE = NUMBER}.")
    return files, most
