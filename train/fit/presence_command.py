"""``python -m train presence RECIPE DATA``: teach the weights to tell a person from what only resembles one.

Both looks know something of it: the second sees the body large, the first what surrounds it. So the weights look at
photos as they do at any, but drop nobody: at photos of people, whole and cut through somebody, at parts of them in
which nobody is, and at the recipe's pictures without people; at some of each turned, too. Logistic regression tells
those who lie on a labelled person from those who lie on nobody.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from train.data.cutting import Bounds, cut_record, draw_cut, free_parts
from train.data.looks import on_nobody, on_person
from train.data.records import PoseRecord, subsample
from train.data.turning import rotate_record
from train.fit.graphs import write_graphs
from train.fit.logistic import learn_logit
from train.fit.looking import look_at
from train.fit.pose_command import load_data
from train.fit.recipes import RecipeError, annotations_of, find_recipe
from train.fit.weights import write_joint_weights
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import EstimatorConfig, PoseEstimator
from yoga_models.joints.surroundings import Surroundings
from yoga_models.networks.load import load_person_net, load_pose_net
from yoga_models.networks.pose import PoseNet, Presence
from yoga_models.weights.manifest import EMBEDDED

# Looks that drop hardly anybody: who is there is what is to be learned.
_LENIENT = EstimatorConfig(first_score=0.1, min_presence=-np.inf)
_TURNED = 3
_SEED = 0


@dataclass(frozen=True)
class Part:
    """A photo, or what ``bounds`` leave of it, turned by ``quarters``, counter-clockwise; ``record``: what is known of
    the whole photo.
    """

    record: PoseRecord
    bounds: Bounds | None = None
    quarters: int = 0

    def show(self) -> tuple[np.ndarray, PoseRecord]:
        """The picture, (H, W, 3) RGB uint8, and what is known of it."""
        image, record = load_image(self.record.path), self.record
        if self.bounds:
            image, record = self.bounds.cut(image), cut_record(record, self.bounds)
        return np.rot90(image, self.quarters).copy(), rotate_record(record, self.quarters)


@dataclass(frozen=True)
class Seen:
    """Who was seen in one picture: ``summaries`` (P, C) of the second look, ``surroundings`` (P, D) by the first,
    ``real`` (P,): 1 on a labelled person, 0 on nobody, -1 where that can't be told.
    """

    summaries: np.ndarray
    surroundings: np.ndarray
    real: np.ndarray


def parts_of(records: Sequence[PoseRecord], photos: int) -> list[Part]:
    """What is looked at: of each source at most so many photos with people, whole and cut; parts of all photos in which
    nobody is; all pictures without people.
    """
    rng = np.random.default_rng(_SEED)
    parts = []
    for source in sorted({record.source for record in records}):
        known = [record for record in records if record.source == source]
        for record in subsample([record for record in known if (record.trust > 0).any()], photos):
            cut = draw_cut(record, rng)
            parts += [Part(record), *([Part(record, cut)] if cut else [])]
        for record in known:
            if record.exhaustive:
                empty = not len(record.boxes)
                parts += [Part(record, part) for part in ([None] if empty else free_parts(record, rng))]
    return parts + [replace(part, quarters=int(rng.integers(1, 4))) for part in parts[::_TURNED]]


def real(joints: np.ndarray, record: PoseRecord) -> np.ndarray:
    """(P,): 1 for those of the (P, 17, 2) joints that lie on a labelled person, best of all, 0 for those on nobody, -1
    for the others.
    """
    told = np.full(len(joints), -1)

    def are(some: np.ndarray) -> np.ndarray:
        return np.array([any(np.array_equal(one, other, equal_nan=True) for other in some) for one in joints], bool)

    told[are(on_nobody(joints, record))] = 0
    for person in range(len(record.trust)):
        found = on_person(joints, record, person)
        if found is not None:
            told[are(found[None])] = 1
    return told


@cache
def _network(weights: Path) -> PoseNet:
    torch.set_num_threads(1)
    return load_pose_net(weights).eval()


def look(part: Part, estimator: PoseEstimator, weights: Path) -> Seen | None:
    """Who is seen in a picture; ``None`` where nobody is."""
    image, record = part.show()
    candidates = estimator.candidates(image)
    again = estimator.look_again(image, candidates, mirror=True)
    kept = [(before, after.summaries) for before, after in zip(candidates, again, strict=True) if after]
    if not kept:
        return None
    inputs, _ = estimator.first_input(image)
    with torch.inference_mode():
        maps = _network(weights).backbone(torch.from_numpy(inputs).permute(0, 3, 1, 2))
        told_by = Presence.told_by(maps)[0].numpy()
    surroundings = Surroundings(told_by, estimator.photo_matrix(image, estimator.config.photo_side)[0])
    joints = np.stack([person.joints[:, :2] for person, _ in kept])
    return Seen(
        np.stack([np.nanmean(looks, axis=0) for _, looks in kept if looks is not None]),
        np.stack([surroundings.around(one) for one in joints]),
        real(joints, record),
    )


def learn(seen: Sequence[Seen], weights: Path) -> list[Path]:
    """Fit presence to what the weights of a folder saw; writes and returns their files.

    Raises ``ValueError`` where all who are seen are people, or none is.
    """
    told = np.concatenate([np.zeros(0, int), *(one.real for one in seen)])
    known = told >= 0
    print(f"learned from {(told == 1).sum()} people and {(told == 0).sum()} places without anybody")
    if not known.any():
        raise ValueError("nobody was seen, so there is nothing to learn from")
    summaries = torch.from_numpy(np.concatenate([one.summaries for one in seen])[known]).float()
    around = torch.from_numpy(np.concatenate([one.surroundings for one in seen])[known]).float()
    weight, bias = learn_logit(torch.cat([summaries, around], dim=1), told[known] == 1, share=0.5)
    of_summary, of_surroundings = weight.split([summaries.shape[1], around.shape[1]])
    # Of people the surroundings say 0 in the mean, so that the second look is enough where they aren't looked at.
    usual = (around[torch.from_numpy(told[known] == 1)] @ of_surroundings).mean()
    pose, person = load_pose_net(weights), load_person_net(weights)
    assert pose.presence.weigh.bias is not None
    with torch.no_grad():
        person.presence.weight.copy_(of_summary[None])
        person.presence.bias.copy_(bias + usual)
        pose.presence.weigh.weight.copy_(of_surroundings[None, :, None, None])
        pose.presence.weigh.bias.copy_(-usual)
    return [write_joint_weights(pose, person, weights), *write_graphs("pose", weights)]


def see(parts: Sequence[Part], weights: Path) -> Iterator[Seen]:
    """Who is seen in pictures, as far as anybody is."""
    looked = look_at(parts, partial(look, weights=weights), weights, _LENIENT)
    for one in tqdm(looked, desc="presence", total=len(parts), mininterval=10):
        if one:
            yield one


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status: 0, or 2 where the recipe can't be followed."""
    flags = argparse.ArgumentParser(
        prog="python -m train presence", description="Teach weights to tell a person from what only resembles one."
    )
    flags.add_argument("recipe", metavar="RECIPE", help="a TOML file, or the name of one in train/recipes")
    flags.add_argument("data", metavar="DATA", type=Path, help="folder that the recipe's annotations are relative to")
    flags.add_argument("--weights", type=Path, default=EMBEDDED, help="folder of the weights, which are changed")
    flags.add_argument("--photos", type=int, default=500, help="with people, of each source, at most: %(default)s")
    options = flags.parse_args(arguments)
    try:
        records = load_data(options.data, annotations_of(find_recipe(options.recipe)))
        written = learn([*see(parts_of(records, options.photos), options.weights)], options.weights)
    except (RecipeError, ValueError) as error:
        print(f"{flags.prog}: {error}", file=sys.stderr)
        return 2
    for path in written:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0
