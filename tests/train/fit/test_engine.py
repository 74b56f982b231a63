"""The training path: it learns, it resumes without loss, and it works in several processes."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.support.networks import SMALL_PERSON
from tests.support.people import person, write_coco
from train.data.records import MixedOrder, SampleStream, load_pose_records
from train.data.targets import TargetConfig
from train.data.transforms import Augmentation
from train.fit.engine import Loop, LoopSettings, MovingAverage, Processes, learning_rate_factor
from train.fit.looking import pose_estimator
from train.fit.losses import LossConfig
from train.fit.pose import PoseSamples, PoseTraining, start_run
from train.fit.weights import initial_weights, write_joint_weights
from train.measure.metrics import correct_joints, pck
from yoga_models.imaging.read import load_image
from yoga_models.joints.estimator import EstimatorConfig
from yoga_models.networks.person import PersonNet
from yoga_models.networks.settings import PoseConfig

NETWORK = PoseConfig(backbone="lite0", width=32, paf_stages=1, heatmap_stages=1, stage_convs=1, input_size=96)
TRAINING = PoseTraining(pretrained=False, frozen_groups=0, trunk_rate=2e-3, head_rate=4e-3, source_repeats=())
STILL = Augmentation(
    cut_share=0,
    crop_share=0,
    photo_zoom=(1, 1),
    turned_share=0,
    tilt=0,
    shift=0,
    colour=0,
    grey_share=0,
    blur_share=0,
    erase_share=0,
)
PHOTOS = [
    [person(48, 48, 84)],
    [person(45, 49, 80, 90)],
    [person(50, 46, 82, 180)],
    [person(26, 48, 80), person(70, 48, 84)],
]


@pytest.fixture(scope="module")
def annotations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_coco(tmp_path_factory.mktemp("coco"), PHOTOS, (96, 96))


def settings(**changes: object) -> LoopSettings:
    values = {
        "steps": 6,
        "batch": 4,
        "warmup": 2,
        "cooldown": 3,
        "bf16": False,
        "workers": 0,
        "log_steps": 2,
        **changes,
    }
    return LoopSettings(**values)  # type: ignore[arg-type]


def run_in(folder: Path, annotations: Path, loop: LoopSettings, augmentation: Augmentation) -> tuple[Loop, PoseSamples]:
    targets = TargetConfig(sigma=6)
    run = start_run(folder, NETWORK, TRAINING, loop, augmentation, targets, LossConfig(), Processes())
    records = load_pose_records(annotations)
    return run, PoseSamples(records, [1.0] * len(records), NETWORK, augmentation, targets, loop.seed)


def test_a_killed_and_resumed_run_equals_an_unbroken_one(tmp_path: Path, annotations: Path) -> None:
    whole, samples = run_in(tmp_path / "whole", annotations, settings(), Augmentation())
    whole.train(samples)
    killed, samples = run_in(tmp_path / "killed", annotations, settings(), Augmentation())
    killed.train(samples, stop_at=3)
    resumed, samples = run_in(tmp_path / "killed", annotations, settings(), Augmentation())
    resumed.resume(tmp_path / "killed" / "last.pt")
    assert resumed.step == 3
    resumed.train(samples)
    for kind in ("model", "average"):
        states = []
        for folder in ("whole", "killed"):
            saved = torch.load(tmp_path / folder / "last.pt", weights_only=True)
            states.append(saved["model"] if kind == "model" else saved["average"]["state"])
        assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])


def test_loading_goes_on_after_opencv_had_threads_of_its_own(tmp_path: Path, annotations: Path) -> None:
    """In a process of its own: whoever has run an engine before should not fork."""
    program = "\n".join(
        (
            "import sys, cv2, numpy as np, train.__main__",
            "cv2.setNumThreads(2)",
            "cv2.GaussianBlur(np.zeros((2000, 2000, 3), np.uint8), (0, 0), 5)",
            "sys.exit(train.__main__.main(sys.argv[1:]))",
        )
    )
    command = ["pose", "smoke", str(annotations.parent), "--folder", str(tmp_path / "run"), "--set", "workers=1"]
    subprocess.run([sys.executable, "-c", program, *command], check=True, capture_output=True, timeout=120)
    assert torch.load(tmp_path / "run" / "last.pt", weights_only=True)["step"] == 5


def test_a_handful_of_photos_can_be_learned_by_heart(tmp_path: Path, annotations: Path) -> None:
    """Overfitting finds most faults of targets, network and decoder: whatever is taught must come back out."""
    run, samples = run_in(tmp_path, annotations, settings(steps=160, warmup=10, cooldown=60, log_steps=20), STILL)
    run.average.decay = 0.9
    run.train(samples)
    run.trainee.model.load_state_dict(run.average.state)
    config, unused = EstimatorConfig(photo_side=96), PersonNet(SMALL_PERSON)
    estimator = pose_estimator(run.trainee.model, unused, config)  # type: ignore[arg-type]
    hits = []
    for record in load_pose_records(annotations):
        people = [person for person in estimator.look_at_photo(load_image(record.path)) if person.score > 0.5]
        assert len(people) == len(record.boxes)
        for joints, box in zip(record.joints, record.boxes, strict=True):
            nearest = min(people, key=lambda p: float(np.nanmean(np.linalg.norm(p.joints[:, :2] - joints, axis=1))))
            hits.append(correct_joints(nearest.joints, joints, np.ones(17, bool), box))
    assert pck(hits) > 0.95
    assert (tmp_path / "curves.png").stat().st_size > 1000


def test_two_processes_train_together(tmp_path: Path, annotations: Path) -> None:
    """``torchrun`` with two processes: both take part, one checkpoint comes out, and a run resumes from it."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    command += ["-m", "train", "pose", "smoke", str(annotations.parent), "--folder", str(tmp_path / "run")]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180)
        assert done.returncode == 0, done.stderr
    # What is done is not done again.
    assert "process(es)" not in done.stdout
    assert torch.load(tmp_path / "run" / "last.pt", weights_only=True)["step"] == 5


def test_two_processes_see_what_one_would() -> None:
    alone = list(SampleStream(8, 24))
    shared = [list(SampleStream(8, 24, rank, 2)) for rank in (0, 1)]
    assert sorted(shared[0] + shared[1]) == alone


def test_sources_get_their_share_of_every_epoch() -> None:
    order = MixedOrder([3.0] * 10 + [1.0] * 20 + [0.5] * 40, seed=1)
    assert order.length == 70
    for epoch in range(4):
        seen = [order[epoch * 70 + k] for k in range(70)]
        assert all(seen.count(index) == 3 for index in range(10))
        assert all(seen.count(index) == 1 for index in range(10, 30))
        assert sum(index >= 30 for index in seen) == 20
    assert [order[k] for k in range(70)] != [order[k] for k in range(70, 140)]
    assert order[5] == MixedOrder([3.0] * 10 + [1.0] * 20 + [0.5] * 40, seed=1)[5]


def test_learning_rate_rises_stays_and_falls() -> None:
    factors = [learning_rate_factor(step, 100, warmup=10, cooldown=20) for step in range(100)]
    assert factors[0] == pytest.approx(0.1)
    assert factors[9] == 1
    assert all(factor == 1 for factor in factors[9:81])
    assert all(later < earlier for earlier, later in itertools.pairwise(factors[81:]))
    assert factors[-1] < 0.01


def test_a_loss_that_is_not_finite_stops_the_run(tmp_path: Path, annotations: Path) -> None:
    run, samples = run_in(tmp_path, annotations, settings(), STILL)
    with torch.no_grad():
        next(run.trainee.model.parameters()).fill_(float("nan"))
    with pytest.raises(RuntimeError, match=r"step 0: .*nan"):
        run.train(samples)


def test_moving_average_follows_slowly() -> None:
    layer = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(layer.weight)
    average = MovingAverage(layer, decay=0.9)
    torch.nn.init.ones_(layer.weight)
    for _ in range(200):
        average.update(layer)
    assert average.state["weight"].item() == pytest.approx(1, abs=1e-3)
    torch.nn.init.zeros_(layer.weight)
    average.update(layer)
    assert average.state["weight"].item() == pytest.approx(0.9, abs=1e-3)


def test_a_run_starts_from_shipped_weights(tmp_path: Path, annotations: Path) -> None:
    taught, samples = run_in(tmp_path / "taught", annotations, settings(), STILL)
    taught.train(samples)
    taught.trainee.model.load_state_dict(taught.average.state)
    shipped = write_joint_weights(taught.trainee.model, PersonNet(SMALL_PERSON), tmp_path)  # type: ignore[arg-type]
    for weights in (shipped, tmp_path / "taught" / "last.pt"):
        fresh, _ = run_in(tmp_path / "fresh", annotations, settings(), STILL)
        fresh.start_from(initial_weights(weights, "pose"))
        assert fresh.step == 0
        state = fresh.trainee.model.state_dict()
        for name, value in state.items():
            if value.dtype.is_floating_point:
                # What ships has matrices and filters in half precision.
                expected = taught.average.state[name]
                halved = weights == shipped and value.ndim > 1
                assert torch.equal(value, expected.half().float() if halved else expected), name
