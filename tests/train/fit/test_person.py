"""The person network learns: one choice a joint among all places, or that it is nowhere."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from tests.support.people import person, write_coco
from train.data.people import FirstLook, PersonSamples
from train.data.records import load_pose_records
from train.data.transforms import Augmentation
from train.fit.engine import LoopSettings, Processes
from train.fit.person import PersonTrainee, PersonTraining, choice_loss, start_run
from yoga_models.joints.choosing import choose
from yoga_models.networks.person import Choice, PersonNet, SecondLook
from yoga_models.networks.settings import PersonConfig

NETWORK = PersonConfig(backbone="lite0", width=32, convs=1, input_size=64)
STILL = Augmentation(
    cut_share=0, upright_share=1, tilt=0, colour=0, grey_share=0, blur_share=0, erase_share=0, turned_share=0
)
SEEN = FirstLook(most_missed=0.3, no_hint_share=0, strangers_share=0, nobody_share=0, margins=(1.4, 1.6))


def _choice(column: int, row: int, sure: float = 12.0) -> Choice:
    places, nowhere = torch.zeros(1, 17, 16, 16), torch.zeros(1, 17)
    places[0, :, row, column] = sure
    return Choice(places, nowhere)


def test_the_loss_is_least_where_the_joint_is() -> None:
    joints, known, there = torch.full((1, 17, 2), 4 * 6 + 1.5), torch.ones(1, 17), torch.ones(1, 17, dtype=torch.bool)
    losses = {c: float(choice_loss(_choice(c, 6), joints, known, there, 4, 2.0)) for c in (6, 7, 12)}
    assert losses[6] < losses[7] < losses[12]
    nowhere = Choice(torch.zeros(1, 17, 16, 16), torch.full((1, 17), 20.0))
    absent = torch.zeros(1, 17, dtype=torch.bool)
    assert choice_loss(nowhere, joints, known, absent, 4, 2.0) < 1e-3
    assert choice_loss(nowhere, joints, known, there, 4, 2.0) > 10


def test_what_is_not_known_costs_nothing() -> None:
    joints, there = torch.zeros(1, 17, 2), torch.ones(1, 17, dtype=torch.bool)
    assert choice_loss(_choice(9, 9), joints, torch.zeros(1, 17), there, 4, 2.0) == 0


def test_places_and_nowhere_are_one_choice() -> None:
    net = PersonNet(NETWORK).eval()
    with torch.inference_mode():
        choice, presence, summary = net(torch.randint(0, 256, (2, 4, 96, 96), dtype=torch.uint8))
    assert choice.probabilities().shape == (2, 17, 24, 24)
    rest = torch.cat([choice.places.flatten(2), choice.nowhere[..., None]], dim=2).softmax(dim=2)[..., -1]
    torch.testing.assert_close(choice.probabilities().sum(dim=(2, 3)), 1 - rest)
    assert presence.shape == (2,)
    assert summary.shape == (2, net.summary_size)


def test_the_choice_can_begin_with_the_trunks_own_heatmaps() -> None:
    net = PersonNet(PersonConfig(backbone="thunder", own_heatmaps=True, width=16, convs=1)).eval()
    for parameter in net.places.parameters():
        torch.nn.init.zeros_(parameter)
    crops = torch.randint(0, 256, (2, 4, 64, 64), dtype=torch.uint8)
    with torch.inference_mode():
        assert net.heatmaps is not None
        torch.testing.assert_close(net(crops).choice.places, net.heatmaps(net.backbone(crops[:, :3])))


def test_what_came_with_the_trunk_learns_at_its_rate() -> None:
    network = PersonConfig(backbone="thunder", own_heatmaps=True, width=16, convs=1)
    trainee = PersonTrainee(network, PersonTraining(trunk_rate=1e-5, head_rate=1e-2), seed=0)
    rates = {id(one): group["lr"] for group in trainee.parameter_groups() for one in group["params"]}  # type: ignore[attr-defined]
    assert trainee.model.heatmaps is not None
    assert {rates[id(one)] for one in trainee.model.heatmaps.parameters()} == {1e-5}
    assert {rates[id(one)] for one in trainee.model.places.parameters()} == {1e-2}
    assert len(rates) == sum(one.requires_grad for one in trainee.model.parameters())


def test_a_handful_of_people_can_be_learned_by_heart(tmp_path: Path) -> None:
    photos = [[person(48, 48, 84)], [person(45, 49, 80, 90)], [person(26, 48, 80), person(70, 48, 84)], []]
    records = load_pose_records(write_coco(tmp_path, photos, (96, 96)))
    training = PersonTraining(
        frozen_groups=0, train_depthwise=True, trunk_rate=2e-3, head_rate=4e-3, source_repeats=(), sigma=2.5
    )
    loop = LoopSettings(steps=160, batch=4, warmup=10, cooldown=60, bf16=False, workers=0, log_steps=50)
    run = start_run(tmp_path / "run", NETWORK, training, loop, STILL, SEEN, Processes(), None)
    run.average.decay = 0.9
    samples = PersonSamples(records, [1.0] * len(records), NETWORK, STILL, SEEN, {}, seed=0)
    run.train(samples)
    net = run.trainee.model.eval()
    net.load_state_dict(run.average.state)
    apart, right = [], []
    for position in range(1000, 1012):
        sample = samples[position]
        with torch.inference_mode():
            choice, presence, _ = net(sample["crop"][None])
        right.append(bool(presence > 0) == bool(sample["somebody"]))
        if sample["somebody"]:
            found = choose(choice.probabilities().numpy())[0]
            apart.append(np.linalg.norm(found[:, :2] * 4 + 1.5 - sample["joints"].numpy(), axis=1))
    assert np.median(apart) < 3
    assert 6 <= len(apart) < 12
    assert sum(right) >= 11


def test_some_crops_are_told_what_the_network_sees_in_their_mirror_image(monkeypatch: pytest.MonkeyPatch) -> None:
    trainee = PersonTrainee(NETWORK, PersonTraining(again_share=0.5), seed=0)
    looked_at: list[torch.Tensor] = []

    def brightest(crops: torch.Tensor) -> SecondLook:
        looked_at.append(crops.clone())
        bright = F.avg_pool2d(crops[:, :1].float(), 4)
        choice = Choice(bright.repeat(1, 17, 1, 1), torch.zeros(len(crops), 17))
        return SecondLook(choice, torch.zeros(len(crops)), bright)

    monkeypatch.setattr(trainee.model, "forward", brightest)
    crops = torch.zeros(4, 4, 64, 64, dtype=torch.uint8)
    crops[:, 0, 40:44, 12:16] = 255
    joints, known = torch.full((4, 17, 2), 13.5), torch.ones(4, 17)
    batch = {"crop": crops, "joints": joints, "trust": known, "there": known > 0, "somebody": torch.ones(4)}
    trainee.losses(trainee.model, batch)
    before, shown = looked_at
    assert len(before) == 2
    assert before[0, 0, 40:44, 48:52].all(), "in the mirror"
    assert not shown[2:, 3].any()
    for hint in shown[:2, 3]:
        rows, columns = np.nonzero(hint.numpy())
        assert (columns.mean(), rows.mean()) == pytest.approx((13.5, 41.5), abs=0.5)
    assert trainee.model.training


def test_it_begins_with_the_trunk_of_a_joint_network(tmp_path: Path) -> None:
    torch.manual_seed(1)
    other = PersonNet(NETWORK)
    pose = {name: value for name, value in other.state_dict().items() if name.startswith(("backbone.", "pyramid."))}
    run = start_run(tmp_path, NETWORK, PersonTraining(), LoopSettings(), STILL, SEEN, Processes(), pose)
    state = run.trainee.model.state_dict()
    assert all(torch.equal(state[name], value) for name, value in pose.items())
    assert not state["hints.0.weight"].any(), "at first it sees what the joint network saw"
    assert run.description["kind"] == "person"
    with pytest.raises(RuntimeError):
        run.start_from({"something": torch.zeros(1)})
