"""Weights: only what the manifest vouches for is loaded, and it rebuilds its own network."""

import hashlib
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.support.networks import SMALL_PERSON
from train.fit.weights import from_checkpoint, write_joint_weights, write_weights
from yoga_models import YogaPose
from yoga_models.networks.backbone import EfficientNetLite, fold_batchnorm
from yoga_models.networks.load import load_person_net, load_pose_net, load_weights
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import HEATMAP_CHANNELS, PAF_CHANNELS, PoseNet
from yoga_models.networks.settings import PoseConfig
from yoga_models.weights.manifest import EMBEDDED, WeightsError, read_manifest

SMALL = PoseConfig(backbone="lite0", width=16, paf_stages=3, heatmap_stages=1, stage_convs=1)


def test_weights_rebuild_their_own_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net, person = PoseNet(SMALL).eval(), PersonNet(SMALL_PERSON).eval()
    write_joint_weights(net, person, tmp_path)
    rebuilt, again = load_pose_net(tmp_path).eval(), load_person_net(tmp_path).eval()
    assert (rebuilt.config, again.config) == (SMALL, SMALL_PERSON)
    image, crop = (torch.randint(0, 256, shape, dtype=torch.uint8) for shape in ((1, 3, 64, 96), (1, 4, 64, 64)))
    with torch.inference_mode():
        # Filters are stored in half precision.
        torch.testing.assert_close(rebuilt(image).heatmaps[-1], net(image).heatmaps[-1], rtol=0, atol=1e-4)
        torch.testing.assert_close(again(crop)[0].places, person(crop)[0].places, rtol=0, atol=1e-2)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    path = write_weights({"a": torch.zeros(3)}, {}, "pose", tmp_path)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="not the one the manifest names"):
        load_weights(read_manifest(tmp_path)["pose"], tmp_path)


def test_missing_weights_and_broken_manifests_say_so(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="holds no weights"):
        read_manifest(tmp_path)
    write_weights({"a": torch.zeros(3)}, {}, "pose", tmp_path).unlink()
    with pytest.raises(WeightsError, match="missing"):
        load_weights(read_manifest(tmp_path)["pose"], tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(WeightsError, match="not a manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("manifest", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"networks": [1]}', b"<html>"])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(WeightsError, match="not a manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("network", "change"),
    [
        ("pose", {"sha256": None, "hash": "x"}),
        ("pose", {"file": "../weights/pose.safetensors"}),
        ("pose", {"file": "/etc/passwd"}),
        ("pose", {"file": "manifest.json"}),
        ("pose", {"file": 7}),
        ("pose", {"settings": None}),
        ("pose", {"settings": {"backbone": "resnet"}}),
        ("pose", {"settings": {"width": 10**9}}),
        ("pose", {"settings": {"width": "wide"}}),
        ("pose", {"settings": {"surprise": 1}}),
        ("asana", {"settings": {"classes": [5000]}}),
        ("asana", {"settings": {"classes": []}}),
        ("asana", {"settings": {}}),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path: Path, network: str, change: dict[str, Any]) -> None:
    content = json.loads((EMBEDDED / "manifest.json").read_text())
    content["networks"][network] |= change
    (tmp_path / "manifest.json").write_text(json.dumps(content))
    for entry in read_manifest().values():
        (tmp_path / entry.file).symlink_to(EMBEDDED / entry.file)
    with pytest.raises(WeightsError):
        YogaPose.from_pretrained(tmp_path, engine="torch", device="cpu")


def test_a_manifest_without_one_of_the_networks_is_refused(tmp_path: Path) -> None:
    write_weights({"a": torch.zeros(3)}, {}, "something", tmp_path)
    with pytest.raises(WeightsError, match="'pose'"):
        YogaPose.from_pretrained(tmp_path)


def test_what_is_no_safetensors_file_is_refused(tmp_path: Path) -> None:
    path = write_weights({"a": torch.zeros(3)}, {}, "pose", tmp_path)
    torch.save({"a": torch.zeros(3)}, path)
    entry = replace(read_manifest(tmp_path)["pose"], sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(WeightsError, match="safetensors"):
        load_weights(entry, tmp_path)


def test_a_checkpoint_runs_no_code(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    torch.save({"network": Trap()}, tmp_path / "last.pt")
    with pytest.raises(pickle.UnpicklingError):
        from_checkpoint(tmp_path / "last.pt")
    assert not (tmp_path / "sprung").exists()


def test_the_embedded_weights_are_whole_and_small() -> None:
    for name, entry in read_manifest().items():
        assert load_weights(entry)
        assert entry.size == (EMBEDDED / entry.file).stat().st_size <= 40_000_000, name
    assert set(json.loads((EMBEDDED / "manifest.json").read_text())["networks"]) == {"pose", "asana"}


def test_every_stage_can_be_supervised() -> None:
    fields = PoseNet(SMALL)(torch.zeros(2, 3, 64, 96, dtype=torch.uint8))
    assert [tuple(paf.shape) for paf in fields.pafs] == [(2, PAF_CHANNELS, 8, 12)] * 3
    assert [tuple(heatmap.shape) for heatmap in fields.heatmaps] == [(2, HEATMAP_CHANNELS, 8, 12)]


def test_folding_batchnorm_changes_nothing() -> None:
    torch.manual_seed(0)
    trunk = EfficientNetLite("lite0")
    for module in trunk.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)  # type: ignore[arg-type]
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)  # type: ignore[arg-type]
    image = torch.randn(1, 3, 65, 97)
    with torch.inference_mode():
        before = trunk.eval()(image)
        after = fold_batchnorm(trunk)(image)
    assert not any(isinstance(module, torch.nn.BatchNorm2d) for module in trunk.modules())
    for one, other in zip(before, after, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-4)


def test_an_unknown_trunk_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="lite9"):
        EfficientNetLite("lite9")
