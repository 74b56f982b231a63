"""``python -m train presence RECIPE DATA``: teach the weights to tell a person from what only resembles one.

Peaks and limbs of a statue or of a coat on a hook can be as high as those of a person; the trunk's coarsest map knows
better. So the weights look at the recipe's photos, pictures without people among them, as they do at any photo, but
drop nobody, and logistic regression tells those who lie on a labelled person from those who lie on nobody. Photos are
also cut through people: whoever is seen in part is a person.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from train.data.records import PoseRecord, subsample
from train.data.transforms import Augmentation, cut_at_random
from train.fit.graphs import write_graphs
from train.fit.logistic import learn_logit
from train.fit.looking import pose_estimator
from train.fit.pose_command import load_data
from train.fit.recipes import RecipeError, annotations_of, find_recipe
from train.fit.weights import write_joint_weights
from yoga_models.body.boxes import bounds
from yoga_models.body.similarity import similarity
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import Detection, EstimatorConfig
from yoga_models.networks.load import load_person_net, load_pose_net
from yoga_models.runtime.threads import usable_cores
from yoga_models.weights.manifest import EMBEDDED

# Looks that drop hardly anybody: who is there is what is to be learned.
_LENIENT = EstimatorConfig(max_crops=8, first_score=0.1, final_joints=3, final_score=0.0, min_evidence=-np.inf)
# Somebody who is as similar as this to a labelled person, as far as that one is labelled, lies on them.
_ALIKE, _MIN_LABELLED = 0.4, 3
_CUT_SHARE = 0.4
_SEED = 0


@dataclass(frozen=True)
class Seen:
    """Who was seen in one photo, and looked at again: ``summaries`` (P, 2 C) of the trunk's coarsest map in their
    crops, ``real`` (P,): 1 on a labelled person, 0 on nobody, -1 where that can't be told.
    """

    summaries: np.ndarray
    real: np.ndarray


class Looker:
    """Looks at photos with the weights of a folder, and keeps what presence is told by."""

    def __init__(self, weights: Path) -> None:
        person = load_person_net(weights)
        self.summaries: list[Tensor] = []
        person.presence.register_forward_pre_hook(
            lambda presence, maps: self.summaries.append(presence.summary(maps[0]))
        )
        self.estimator = pose_estimator(load_pose_net(weights), person, _LENIENT)

    def __call__(self, image: np.ndarray, record: PoseRecord) -> Seen:
        """Who is seen in a photo (H, W, 3) RGB uint8, by what is labelled in it."""
        people = self.estimator.candidates(image)
        self.summaries.clear()
        again = self.estimator.look_again(image, people)
        if not any(again):
            return Seen(np.zeros((0, 0), np.float32), np.zeros(0, int))
        kept = [position for position, person in enumerate(again) if person]
        real = [is_real(person, record) for person in again if person]
        return Seen(self.summaries[-1].float().numpy()[kept], np.array(real))


def is_real(person: Detection, record: PoseRecord) -> int:
    """1 where somebody lies on a labelled person, 0 where on nobody, -1 where the labels do not tell."""
    for joints, trust in zip(record.joints, record.trust, strict=True):
        labelled = trust > 0
        if labelled.sum() < _MIN_LABELLED:
            continue
        found, known = (np.where(labelled[:, None], points[:, :2], np.nan) for points in (person.joints, joints))
        if similarity(found, known) >= _ALIKE:
            return 1
    if not record.exhaustive:
        return -1
    low, high = bounds(person.joints)
    corners = record.boxes[:, :2], record.boxes[:, :2] + record.boxes[:, 2:]
    apart = (corners[1] < low).any(axis=1) | (corners[0] > high).any(axis=1)
    return 0 if apart.all() else -1


_lookers: list[Looker] = []
"""In a process of its own: the one it looks with."""


def _begin(weights: Path) -> None:
    torch.set_num_threads(1)
    _lookers.append(Looker(weights))


def _look(position: int, record: PoseRecord) -> Seen:
    rng = np.random.default_rng((_SEED, 4, position))
    image, record = cut_at_random(load_image(record.path), record, Augmentation(cut_share=_CUT_SHARE), rng)
    return _lookers[0](np.ascontiguousarray(image), record)


def look_at(records: Sequence[PoseRecord], weights: Path) -> Iterator[Seen]:
    """Who is seen in photos, some of them cut through people; each usable core looks at photos of its own."""
    spawn = get_context("spawn")  # torch has threads, which a fork would lose
    with ProcessPoolExecutor(usable_cores(), spawn, _begin, (weights,)) as pool:
        yield from pool.map(_look, range(len(records)), records, chunksize=16)


def teach(records: Sequence[PoseRecord], weights: Path) -> list[Path]:
    """Fit presence to what the weights of a folder see in photos; writes and returns their files.

    Raises ``ValueError`` where all who are seen are people, or none is.
    """
    seen = [
        one
        for one in tqdm(look_at(records, weights), desc="presence", total=len(records), mininterval=10)
        if len(one.real)
    ]
    summaries = np.concatenate([one.summaries for one in seen]) if seen else np.zeros((0, 1))
    real = np.concatenate([one.real for one in seen]) if seen else np.zeros(0, int)
    told = real >= 0
    print(f"learned from {(real == 1).sum()} people and {(real == 0).sum()} places without anybody")
    weight, bias = learn_logit(torch.from_numpy(summaries[told]), real[told] == 1, share=0.5)
    person = load_person_net(weights)
    person.presence.weight.copy_(weight[None])
    person.presence.bias.copy_(bias)
    return [write_joint_weights(load_pose_net(weights), person, weights), *write_graphs("pose", weights)]


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(
        prog="python -m train presence", description="Teach weights to tell a person from what only resembles one."
    )
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's annotations are relative to")
    flags.add_argument("--weights", type=Path, default=EMBEDDED, help="folder of the weights, which are changed")
    flags.add_argument("--photos", type=int, default=1000, help="of each source, at most: %(default)s")
    options = flags.parse_args(arguments)
    try:
        records = load_data(options.data, annotations_of(find_recipe(options.recipe)))
        sources = sorted({record.source for record in records})
        chosen = [subsample([one for one in records if one.source == source], options.photos) for source in sources]
        for path in teach([record for some in chosen for record in some], options.weights):
            print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    except (RecipeError, ValueError) as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    return 0
