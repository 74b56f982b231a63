"""Time and score ours, on every engine, and a public peer, in turns.

``python -m train measure speed DATA/pose/val.json --images DATA``.

Every photo goes through all contenders before the next one, so that whatever else the machine does slows all of them.
Times are of one photo at a time, reading the file included: median and 90th percentile of 50 photos after 10 to warm
up. Scores are PCK@0.2 on the one labelled person, the photo given whole. ``--peer PYTHON`` names the interpreter of an
environment with ``mediapipe==0.10.21``. Prints a table; ``--out`` takes the figures as ``benchmark.json``.
"""

import argparse
import json
import os
import platform
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from tqdm import tqdm

from train.data.records import PoseRecord, load_pose_records, subsample
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import transform
from train.measure.bootstrap import mean_interval
from train.measure.metrics import correct_joints, pck
from yoga_models.assets import ASSETS
from yoga_models.body.skeleton import JOINTS
from yoga_models.joints.grouping import group
from yoga_models.networks.load import load_asana_net, load_person_net, load_pose_net
from yoga_models.pipeline import YogaPose
from yoga_models.runtime.threads import usable_cores
from yoga_models.weights.manifest import EMBEDDED, read_manifest

WARM_UPS, TIMED = 10, 50
ENGINES = {
    f"{engine}:{precision}": (engine, precision)
    for engine, precision in (
        ("openvino", "bf16"),
        ("openvino", "f32"),
        ("onnxruntime", "f32"),
        ("torch", "bf16"),
        ("torch", "f32"),
    )
}
COMPLEXITIES = {"lite": 0, "full": 1, "heavy": 2}
_EXAMPLES = ASSETS / "examples" / "examples.json"
_CROWD = (6, 5)
"""Columns and rows of the crowd that grouping is timed on: thirty people."""


class Contender(Protocol):
    """Finds the main person of a photo."""

    name: str

    def __call__(self, path: Path) -> tuple[np.ndarray | None, dict[str, float]]:
        """Joints (17, 3) in pixels, or ``None``; and milliseconds by part, always of ``joints`` and ``whole``."""


class Ours:
    """This project's whole analysis, on one of ``ENGINES``. Raises ``RuntimeError`` where that can't be had."""

    def __init__(self, engine: str, precision: str) -> None:
        self.name = f"ours, {engine} {precision}"
        self.model = YogaPose.from_pretrained(engine=engine, precision=precision, device="cpu")
        if self.model.runtime != {"engine": engine, "precision": precision}:
            raise RuntimeError(f"{self.name} can't be had here")

    def __call__(self, path: Path) -> tuple[np.ndarray | None, dict[str, float]]:
        analysis = self.model.analyze(path)
        timing = analysis.timing
        parts = {
            "network": timing.network,
            "grouping": timing.grouping,
            "joints": timing.total - timing.classifier,
            "classifier": timing.classifier,
            "whole": timing.total,
        }
        return (analysis.people[0].joints if analysis.people else None), parts


class MediaPipe:
    """MediaPipe's pose model of some complexity, run by the Python of another environment.

    Raises ``RuntimeError`` where it does not answer: not installed, or a model that is not in the wheel.
    """

    def __init__(self, python: Path, complexity: str) -> None:
        self.name = f"MediaPipe {complexity}"
        worker = Path(__file__).with_name("mediapipe_worker.py")
        self.process = subprocess.Popen(
            [python, worker, str(COMPLEXITIES[complexity])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __call__(self, path: Path) -> tuple[np.ndarray | None, dict[str, float]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(f"{path.resolve()}\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        except (BrokenPipeError, ValueError) as error:
            raise RuntimeError(f"{self.name} does not run in the environment of --peer") from error
        joints = None if answer["joints"] is None else np.array(answer["joints"])
        return joints, {"joints": answer["ms"], "whole": answer["ms"]}

    def close(self) -> None:
        """End the worker."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


@dataclass
class Results:
    """What one contender did: milliseconds by part of every photo, and (12,) hits, by ``correct_joints``."""

    parts: dict[str, list[float]] = field(default_factory=dict)
    hits: list[np.ndarray] = field(default_factory=list)

    def add(self, record: PoseRecord, joints: np.ndarray | None, parts: dict[str, float]) -> None:
        for part, ms in parts.items():
            self.parts.setdefault(part, []).append(ms)
        self.hits.append(correct_joints(joints, record.joints[0], record.trust[0] > 0, record.boxes[0].tolist()))


def spread(ms: Sequence[float]) -> dict[str, float]:
    """Median and 90th percentile."""
    return {"median": float(np.median(ms)), "p90": float(np.quantile(ms, 0.9))}


def in_turns(records: Sequence[PoseRecord], contenders: Sequence[Contender]) -> dict[str, Results]:
    """All contenders on all photos, a photo at a time; who goes first changes with every photo."""
    results = {contender.name: Results() for contender in contenders}
    for number, record in enumerate(tqdm(records, mininterval=10)):
        turn = number % len(contenders)
        for contender in [*contenders[turn:], *contenders[:turn]]:
            results[contender.name].add(record, *contender(record.path))
    return results


def summarise(records: Sequence[PoseRecord], results: dict[str, Results]) -> dict[str, Any]:
    """Times and scores of every contender, and how much better the first one scores than each of the others."""
    sources = np.array([record.source for record in records])
    first = next(iter(results.values()))
    figures: dict[str, Any] = {}
    for name, result in results.items():
        scores = {}
        for source in np.unique(sources):
            rows = np.flatnonzero(sources == source)
            hits = np.stack([result.hits[row] for row in rows])
            ahead = np.stack([first.hits[row] for row in rows]) - hits
            known, photos = np.isfinite(hits), np.broadcast_to(rows[:, None], hits.shape)
            scores[str(source)] = {
                "photos": len(rows),
                "PCK@0.2": pck(list(hits)),
                "interval": mean_interval(hits[known], photos[known]),
                "first one ahead by": float(ahead[known].mean()),
                "ahead interval": mean_interval(ahead[known], photos[known]),
            }
        ms = {part: spread(values[WARM_UPS : WARM_UPS + TIMED] or values) for part, values in result.parts.items()}
        figures[name] = {"ms": ms, "scores": scores}
    return figures


def size_of(net: nn.Module, shape: tuple[int, ...]) -> dict[str, float]:
    """Parameters in millions and multiply-adds in billions of one input, ``shape`` (1, 3, H, W)."""
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        net.eval()(torch.zeros(shape, dtype=torch.uint8))
    parameters = sum(parameter.numel() for parameter in net.parameters())
    # The counter counts a multiply-add as two.
    return {"parameters, M": parameters / 1e6, "GMAC": counter.get_total_flops() / 2e9}


def networks() -> dict[str, dict[str, float]]:
    """Size of the networks, each for one input of its own size."""
    pose, person, asana = load_pose_net(), load_person_net(), load_asana_net()
    inputs: dict[str, tuple[nn.Module, int, int]] = {
        "first look": (pose, pose.config.input_size, 3),
        "second look": (person, person.config.input_size, 4),
        "asana": (asana.photo, asana.config.input_size, 3),
    }
    return {
        name: {"input, px": side} | size_of(net, (1, channels, side, side))
        for name, (net, side, channels) in inputs.items()
    }


def crowd_fields(stride: int = 8, cell: int = 112) -> tuple[np.ndarray, np.ndarray]:
    """Heatmaps and PAFs, as taught, of thirty people: those of the example pictures in rows, ``cell`` pixels each."""
    examples = json.loads(_EXAMPLES.read_text())
    poses = [
        np.array([[person["joints"][name][axis] for axis in "xy"] for name in JOINTS], np.float32)
        for example in examples
        for person in example["people"]
    ]
    columns, rows = _CROWD
    people = []
    for place in range(columns * rows):
        points = poses[place % len(poses)]
        low, high = points.min(axis=0), points.max(axis=0)
        corner = np.array([place % columns, place // columns]) * cell + 0.08 * cell
        people.append((points - low) * (0.84 * cell / float((high - low).max())) + corner)
    joints = np.stack(people).astype(np.float32)
    side = columns * cell
    boxes = np.concatenate([joints.min(axis=1), np.ptp(joints, axis=1)], axis=1)
    count = len(joints)
    trust, ignored = np.ones((count, len(JOINTS)), np.float32), np.zeros(count, bool)
    record = PoseRecord(
        Path("crowd"), 0, side, side, "crowd", True, boxes, joints, trust, np.zeros_like(trust), ignored
    )
    sample = transform(np.zeros((side, side, 3), np.uint8), record, np.eye(2, 3), side)
    # At this size people are small: peaks as wide as those of large people would run into each other.
    targets = make_targets(record, sample, stride, TargetConfig(sigma=4.0, band=4.0))
    return targets.heatmaps, targets.pafs


def time_grouping(heatmaps: np.ndarray, pafs: np.ndarray) -> dict[str, float]:
    """Milliseconds to group fields, and how many people that gave."""
    times = []
    for _ in range(WARM_UPS + TIMED):
        begun = time.perf_counter()
        found = group(heatmaps, pafs)
        times.append(1000 * (time.perf_counter() - begun))
    return {**spread(times[WARM_UPS:]), "people": len(found.people)}


def as_tables(figures: dict[str, Any]) -> tuple[str, str]:
    """The figures as markdown for ``train/LOG.md``: the contenders, and the networks' sizes."""

    def ms(entry: dict[str, float] | None) -> str:
        return "" if entry is None else f"{entry['median']:.0f} ({entry['p90']:.0f})"

    contenders = figures["contenders"]
    sources = list(next(iter(contenders.values()))["scores"])
    parts = ("network", "grouping", "joints", "classifier", "whole")
    titles = ["", "network", "grouping", "joint part", "classifier", "whole", *(f"PCK@0.2 {name}" for name in sources)]
    lines = ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
    for name, entry in contenders.items():
        scores = [entry["scores"][source] for source in sources]
        cells = [ms(entry["ms"].get(part)) for part in parts]
        cells += [
            f"{score['PCK@0.2']:.3f} ({score['interval'][0]:.3f} to {score['interval'][1]:.3f})" for score in scores
        ]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    machine, crowd = figures["machine"], figures["grouping of a crowd"]
    first = next(iter(contenders.values()))["scores"]
    photos = ", ".join(f"{first[source]['photos']} {source}" for source in sources)
    lines += [
        "",
        f"Milliseconds, median (90th percentile) of {figures['timed']} photos after {WARM_UPS}, in turns, one at a "
        f"time, the file read each time; {machine['threads']} threads of each engine, {machine['OpenCV threads']} of "
        f"OpenCV, MediaPipe as it comes; {machine['cpu']}, {machine['memory, GB']:.0f} GB. PCK@0.2 with its 95 % "
        f"interval, drawn by photo: {photos}. "
        f"Grouping {crowd['people']} people: {crowd['median']:.1f} ({crowd['p90']:.1f}) ms.",
    ]
    sizes = ["| network | input, px | parameters, M | GMAC an input |", "|---|---|---|---|"]
    for name, net in figures["networks"].items():
        cells = [f"{net['input, px']}", *(f"{net[key]:.2f}" for key in ("parameters, M", "GMAC"))]
        sizes.append("| " + " | ".join([name, *cells]) + " |")
    return "\n".join(lines), "\n".join(sizes)


def processor() -> str:
    """What the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def interleave(groups: Iterable[Sequence[PoseRecord]]) -> list[PoseRecord]:
    """All records, evenly mixed, so that any stretch of them holds every group by its share."""
    placed = [((index + 0.5) / len(group), record) for group in groups for index, record in enumerate(group)]
    return [record for _, record in sorted(placed, key=lambda entry: entry[0])]


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m train measure speed", description="Ours and a public peer, in turns."
    )
    parser.add_argument("annotations", type=Path, help="COCO keypoint file; its sources with one labelled person count")
    parser.add_argument("--images", type=Path, help="folder the file names are relative to; default: the file's own")
    parser.add_argument("--peer", type=Path, help="Python of an environment with mediapipe==0.10.21")
    parser.add_argument("--models", nargs="+", default=["full"], choices=list(COMPLEXITIES), help="default: full")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES), help="default: all")
    parser.add_argument("--threads", type=int, default=usable_cores(), help="of every engine")
    parser.add_argument("--limit", type=int, help="only so many photos of each source")
    parser.add_argument("--out", type=Path, help="folder for the figures (benchmark.json)")
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = str(options.threads)  # heeded by all engines
    torch.set_num_threads(options.threads)
    records = [record for record in load_pose_records(options.annotations, options.images) if not record.exhaustive]
    records = [record for record in records if (record.trust[:1] > 0).any()]
    sources = sorted({record.source for record in records})
    records = interleave(subsample([r for r in records if r.source == source], options.limit) for source in sources)
    peers = [MediaPipe(options.peer, model) for model in options.models] if options.peer else []
    contenders: list[Contender] = [*(Ours(*ENGINES[name]) for name in options.engines), *peers]
    results = in_turns(records, contenders)
    for peer in peers:
        peer.close()
    figures = {
        "weights": {name: f"sha256:{entry.sha256}" for name, entry in read_manifest(EMBEDDED).items()},
        "machine": {
            "cpu": processor(),
            "memory, GB": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
            "threads": options.threads,
            "OpenCV threads": cv2.getNumThreads(),
            "versions": {name: version(name) for name in ("openvino", "onnxruntime", "torch")},
        },
        "timed": min(TIMED, max(len(records) - WARM_UPS, 0)) or len(records),
        "contenders": summarise(records, results),
        "grouping of a crowd": time_grouping(*crowd_fields()),
        "networks": networks(),
    }
    print("\n\n".join(as_tables(figures)))
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "benchmark.json").write_text(json.dumps(figures, indent=2) + "\n")
