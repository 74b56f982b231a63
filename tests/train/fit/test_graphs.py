"""ONNX files say what the weights say, whatever the network's settings and the photo's shape."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from tests.support.networks import SMALL_PERSON, SMALL_POSE, write_small_weights
from train.fit import graphs
from train.fit.graphs import check, to_onnx, write_graphs
from train.fit.weights import write_weights
from train.release import export
from yoga_models.networks.asana import AsanaNet
from yoga_models.networks.graphs import FieldsGraph
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import AsanaConfig, PoseConfig
from yoga_models.runtime.choice import load_networks
from yoga_models.runtime.with_onnxruntime import OnnxRuntimeEngine
from yoga_models.weights.manifest import MANIFEST, WeightsError, read_manifest

LITE = SMALL_POSE
MOVENET = PoseConfig(backbone="movenet", width=16, paf_stages=2, heatmap_stages=1, stage_convs=1)


def write(config: PoseConfig, folder: Path) -> None:
    write_small_weights(folder, config)
    write_graphs("pose", folder)


@pytest.mark.parametrize("config", [LITE, MOVENET], ids=["lite", "movenet"])
def test_every_stage_of_any_photo_comes_out(config: PoseConfig, tmp_path: Path) -> None:
    write(config, tmp_path)
    graph = OnnxRuntimeEngine(threads=1).load("fields", tmp_path)
    for count, height, width in ((1, 32, 96), (3, 64, 32)):
        outputs = graph(np.zeros((count, height, width, 3), np.uint8))
        shapes = {name: output.shape for name, output in outputs.items()}
        coarse = (height // 8, width // 8)
        expected: dict[str, tuple[int, ...]] = {
            f"pafs_{stage}": (count, 46, *coarse) for stage in range(config.paf_stages)
        }
        expected |= {f"heatmaps_{stage}": (count, 18, *coarse) for stage in range(config.heatmap_stages)}
        expected["presence"] = (count, 1, height // 32, width // 32)
        assert shapes == expected
        assert list(shapes) == list(expected), "first stage first"


def test_crops_of_any_size_give_places_and_presence(tmp_path: Path) -> None:
    _, person = write_small_weights(tmp_path)
    write_graphs("pose", tmp_path)
    graph = OnnxRuntimeEngine(threads=1).load("person", tmp_path)
    for count, side in ((1, 64), (3, 96)):
        crops = np.random.default_rng(0).integers(0, 256, (count, side, side, 4), dtype=np.uint8)
        found = graph(crops)
        assert found["places"].shape == (count, 17, side // 4, side // 4)
        assert found["presence"].shape == (count,)
        assert found["places"].sum(axis=(2, 3)).max() <= 1 + 1e-4
        with torch.inference_mode():
            choice, _, summary = person.eval()(torch.from_numpy(crops).permute(0, 3, 1, 2))
        assert found["places"] == pytest.approx(choice.probabilities().numpy(), abs=1e-3)
        assert found["summary"] == pytest.approx(summary.numpy(), abs=1e-3)


@pytest.mark.parametrize(("body_inputs", "parts"), [(0, ["photo", "joints"]), (6, ["photo", "joints", "body"])])
def test_names_have_a_file_for_each_of_their_networks(tmp_path: Path, body_inputs: int, parts: list[str]) -> None:
    config = AsanaConfig((2, 5, 19), input_size=64, joint_width=16, joint_layers=1, body_inputs=body_inputs)
    torch.manual_seed(0)
    write_weights(AsanaNet(config).state_dict(), config.to_dict(), "asana", tmp_path)
    files = write_graphs("asana", tmp_path)
    assert [path.name for path in files] == [f"asana-{part}.onnx" for part in parts]
    assert [*read_manifest(tmp_path)["asana"].graphs] == parts


def test_the_body_network_goes_with_the_weights_it_learned_from_alone(tmp_path: Path) -> None:
    write_small_weights(tmp_path)
    write_graphs("pose", tmp_path)
    made = f"sha256:{read_manifest(tmp_path)['pose'].sha256}"
    for learned_from, body in ((made, True), ("sha256:others", False)):
        config = AsanaConfig(
            (2, 5, 19), input_size=64, joint_width=16, joint_layers=1, body_inputs=6, summaries_of=learned_from
        )
        torch.manual_seed(0)
        write_weights(AsanaNet(config).state_dict(), config.to_dict(), "asana", tmp_path)
        write_graphs("asana", tmp_path)
        assert (load_networks(tmp_path, "onnxruntime").body is not None) == body


def test_files_hold_half_the_bytes_of_float32(tmp_path: Path) -> None:
    write(MOVENET, tmp_path)
    entry = read_manifest(tmp_path)["pose"]
    pose, person = (sum(p.numel() for p in net.parameters()) for net in (PoseNet(MOVENET), PersonNet(SMALL_PERSON)))
    for file, parameters in ((entry, pose + person), (entry.graphs["fields"], pose), (entry.graphs["person"], person)):
        assert (tmp_path / file.file).stat().st_size == file.size < 2.3 * parameters


def test_new_weights_leave_old_onnx_files_behind(tmp_path: Path) -> None:
    write(LITE, tmp_path)
    before = json.loads((tmp_path / MANIFEST).read_text())["networks"]["pose"]["graphs"]
    write_small_weights(tmp_path, seed=1)
    assert not read_manifest(tmp_path)["pose"].graphs
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["networks"]["pose"]["graphs"] = before
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(WeightsError, match=r"pose.onnx was made from other weights than pose.safetensors"):
        read_manifest(tmp_path)


def test_one_command_writes_the_onnx_files_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_small_weights(tmp_path)
    export.main(["--out", str(tmp_path)])
    assert "pose.onnx: " in capsys.readouterr().out
    assert read_manifest(tmp_path)["pose"].graphs.keys() == {"fields", "person"}


def test_a_file_that_says_something_else_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    net = FieldsGraph(PoseNet(LITE)).eval()
    batch = np.zeros((1, 64, 64, 3), np.uint8)
    model = onnx.load_from_string(to_onnx(net, batch))
    bias = next(tensor for tensor in model.graph.initializer if tensor.name.endswith("heatmap_stages.0.3.bias"))
    bias.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(bias) + 0.01, bias.name))
    with pytest.raises(ValueError, match="away from what torch says"):
        check(model.SerializeToString(), net, [batch])
    write_small_weights(tmp_path)
    monkeypatch.setattr(graphs, "to_onnx", lambda *_: model.SerializeToString())
    with pytest.raises(ValueError, match="away from what torch says"):
        write_graphs("pose", tmp_path)
    assert not (tmp_path / "pose.onnx").exists()
    assert not read_manifest(tmp_path)["pose"].graphs


def test_weights_too_large_for_half_precision_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too large for half precision: filters"):
        write_weights({"filters": torch.full((2, 2), 1e6), "variances": torch.full((2,), 1e6)}, {}, "pose", tmp_path)
