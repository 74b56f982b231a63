"""Training in one command: recipes say what is done, and a wrong one says so before anything is trained."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image

from tests.support.checkout import EXAMPLES
from tests.support.people import person, write_coco
from train.__main__ import COMMANDS, main
from train.fit.asana import averaged
from train.fit.recipes import RECIPES, RecipeError, asana_recipe, find_recipe, person_stages, pose_stages, read_changes
from yoga_models.networks.load import load_asana_net
from yoga_models.weights.manifest import EMBEDDED, read_manifest

PERSON = """
backbone = "lite0"
width = 16
convs = 1
input_size = 64
annotations = ["annotations.json"]
source_repeats = []
batch = 4
log_steps = 1
workers = 0
bf16 = false
[[stage]]
until = 2
"""
PEOPLE = [[person(48, 48, 84)], [person(45, 49, 80, 90)], [person(26, 48, 80), person(70, 48, 84)]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with drawn people and their keypoint file."""
    return write_coco(tmp_path_factory.mktemp("data"), PEOPLE, (96, 96)).parent


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text)
    return path


def test_a_stage_that_cools_down_from_its_first_step_keeps_what_was_before(data: Path, tmp_path: Path) -> None:
    changes = ["--set", "cooldown=3"]  # as long as the second stage is
    assert main(["pose", "smoke", str(data), "--folder", str(tmp_path / "run"), *changes]) == 0
    assert torch.load(tmp_path / "run" / "before_cooldown.pt", weights_only=True)["step"] == 2


def test_one_command_trains_goes_on_and_is_measured(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")
    first = main(["pose", "smoke", str(data), "--folder", run, "--set", "until=1"])
    assert first == 2, "two stages can't end at one step"
    assert main(["pose", "smoke", str(data), "--folder", run]) == 0
    saved = torch.load(tmp_path / "run" / "last.pt", weights_only=True)
    assert saved["step"] == 5
    assert saved["network"]["input_size"] == 96
    assert (tmp_path / "run" / "before_cooldown.pt").exists(), "the flat part of the second stage can be prolonged"
    capsys.readouterr()
    assert main(["pose", "smoke", str(data), "--folder", run]) == 0
    assert capsys.readouterr().out == "", "all of it is done"
    checkpoint = ["--checkpoint", str(tmp_path / "run" / "last.pt")]
    assert main(["measure", "pose", str(data / "annotations.json"), *checkpoint]) == 0
    assert json.loads(capsys.readouterr().out)["coco"]["photos"] == len(PEOPLE)
    looks, out = [str(tmp_path / "run" / "last.pt")], ["--out", str(tmp_path / "weights")]
    assert main(["release", "weights", *looks, *out]) == 2
    assert "both looks" in capsys.readouterr().err
    recipe = str(write(tmp_path, PERSON))
    second = ["person", recipe, str(data), "--pose", looks[0], "--folder", str(tmp_path / "second")]
    assert main(second) == 0
    looks.append(str(tmp_path / "second" / "last.pt"))
    assert main(["release", "weights", *looks, *out]) == 0
    assert read_manifest(tmp_path / "weights")["pose"].graphs.keys() == {"fields", "person"}


def test_a_run_that_goes_on_from_weights_needs_no_public_ones(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["pose", "smoke", str(data), "--folder", str(tmp_path / "first")]) == 0

    def missing(*_: object) -> None:
        raise RuntimeError("the public weights were never fetched")

    monkeypatch.setattr("train.fit.pose.load_imagenet", missing)
    on = ["pose", "smoke", str(data), "--folder", str(tmp_path / "second"), "--set", "pretrained=true"]
    with pytest.raises(RuntimeError, match="never fetched"):
        main(on)
    assert main([*on, "--initial", str(tmp_path / "first" / "last.pt")]) == 0


def test_one_command_trains_the_names_and_keeps_the_photo_network_if_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two asanas, each with enough copies of one drawn photo that the photo network counts as having seen it."""
    rows = []
    for id_, name in ((82, "tree"), (89, "warrior-two")):
        for number in range(12):
            file = f"{name}/{number}.jpg"
            path = tmp_path / "data" / "asana" / "images" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with Image.open(EXAMPLES / f"{name}.jpg") as photo:
                photo.resize((photo.width // 3, photo.height // 3)).save(path)
            rows.append(f"{file},{id_},{name}{number},{'val' if number > 9 else 'train'}")
    table = tmp_path / "data" / "asana" / "photos.csv"
    table.write_text("\n".join(["file,asana_id,group,split", *rows]) + "\n")
    recipe = write(
        tmp_path,
        "input_size = 64\njoint_width = 8\n[photo]\nsteps = 1\nbatch = 4\nworkers = 0\nbf16 = false\n"
        "[photo_again]\ntrunk_rate = 0.0\nhead_rate = 0.0\nmixing = 0.3\n"
        + "".join(f"[{part}]\nsteps = 2\nbatch = 8\nworkers = 0\nbf16 = false\n" for part in ("joints", "body")),
    )
    weights = shutil.copytree(EMBEDDED, tmp_path / "weights")
    command = ["asana", str(recipe), str(tmp_path / "data"), "--folder", str(tmp_path / "run"), "--out", str(weights)]
    assert main(command) == 0
    entry = read_manifest(weights)["asana"]
    assert entry.settings["input_size"] == 64
    first, again = (averaged(tmp_path / "run" / name) for name in ("photo", "photo_again"))
    assert all(torch.equal(first[name], again[name]) for name in first), "it went on from there, at a rate of nothing"
    assert set(entry.settings["fusion"]) == {"both", "photo", "joints"}
    assert not {82, 89} & set(entry.settings["without_photos"])
    assert entry.settings["summaries_of"] == f"sha256:{read_manifest()['pose'].sha256}"
    assert entry.graphs.keys() == {"photo", "joints", "body"}
    trained = load_asana_net(weights).photo.state_dict()
    shutil.rmtree(tmp_path / "run" / "photo")
    assert main([*command, "--keep-photo", "--weights", str(weights)]) == 0
    kept = load_asana_net(weights).photo.state_dict()
    assert all(torch.equal(trained[name], kept[name]) for name in trained)
    assert not (tmp_path / "run" / "photo").exists()
    assert main([*command, "--keep-photo"]) == 2, "what ships names more asanas than these"
    assert "other asanas" in capsys.readouterr().err


def test_what_is_trained_on_can_be_looked_at(data: Path, tmp_path: Path) -> None:
    for stage, size in (("1", 64), ("2", 96)):
        assert main(["show", "smoke", str(data), "--out", str(tmp_path / "sheet.png"), "--stage", stage]) == 0
        with Image.open(tmp_path / "sheet.png") as sheet:
            assert sheet.size == (4 * size, 6 * size)


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_recipe_of_the_project_can_be_followed(path: Path) -> None:
    read = {"asana": asana_recipe, "person": person_stages}.get(path.stem, pose_stages)
    assert read(path)


def test_the_first_recipe_is_what_was_done_by_hand() -> None:
    stages = pose_stages(find_recipe("lite2"))
    ends = [0, *(stage.loop.steps for stage in stages)]
    shown = [
        (end - begin, stage.loop.batch, stage.network.input_size)
        for begin, end, stage in zip(ends, ends[1:], stages, strict=False)
    ]
    assert shown[0] == (3553, 24, 256)
    assert sum(steps for steps, *rest in shown[1:4] if rest == [32, 192]) == 7467
    assert shown[4:] == [(3460, 32, 192), (1500, 24, 256)]
    assert sum(steps * batch for steps, batch, _ in shown) == pytest.approx(471_000, rel=0.01)
    assert [stage.loop.cooldown for stage in stages] == [0, 0, 0, 0, 0, 1500]


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("annotations = [", "not a TOML file"),
        ('annotations = ["a.json"]', "no \\[\\[stage\\]\\]"),
        ("[[stage]]\nuntil = 3", "annotations"),
        ('[[stage]]\nannotations = "a.json"\nuntil = 3', "a list of files"),
        ('annotations = ["a.json"]\n[[stage]]\nbatch = 3', "until"),
        ('annotations = ["a.json"]\n[[stage]]\nuntil = 3\nbatches = 3', "no setting called batches"),
        ('annotations = ["a.json"]\n[[stage]]\nuntil = 3\nbatch = "many"', "batch = 'many'"),
        ('annotations = ["a.json"]\n[[stage]]\nuntil = 3\n[[stage]]\nuntil = 3', "a later step"),
        ('annotations = ["a.json"]\n[[stage]]\nuntil = 3\n[[stage]]\nuntil = 4\nwidth = 8', "width must be the same"),
    ],
)
def test_a_recipe_that_cannot_be_followed_says_why(tmp_path: Path, recipe: str, words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        pose_stages(write(tmp_path, recipe))


def test_bad_usage_gets_a_sentence_and_no_traceback(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, words in (
        (["pose", "nothing", str(data)], "no recipe nothing"),
        (["pose", "smoke", str(tmp_path), "--folder", str(tmp_path / "run")], "annotations.json is missing"),
        (["pose", "smoke", str(data), "--set", "batch"], "write name=value"),
        (["asana", "asana", str(tmp_path), "--folder", str(tmp_path / "run")], "photos.csv is missing"),
        (["polish"], "usage"),
    ):
        assert main(arguments) == 2
        assert words in capsys.readouterr().err
    assert not (tmp_path / "run").exists(), "nothing was begun"
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in COMMANDS)


def test_changes_from_the_command_line_reach_every_stage() -> None:
    stages = pose_stages(find_recipe("lite2"), read_changes(["batch=8", 'source_repeats=["coco=1"]', "bf16=false"]))
    assert {stage.loop.batch for stage in stages} == {8}
    assert {stage.training.source_repeats for stage in stages} == {("coco=1",)}
    recipe = asana_recipe(find_recipe("asana"), read_changes(["photo.steps=9", "photo.batch=7", "joint_width=8"]))
    assert (recipe.photo.loop.steps, recipe.photo.loop.batch) == (9, 7)
    assert recipe.photo_again
    assert (recipe.photo_again.loop.batch, recipe.photo_again.training.mixing) == (7, 0.3)
    assert recipe.joints.loop.steps == 12_000
    assert recipe.network["joint_width"] == 8
