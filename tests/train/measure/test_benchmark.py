"""The benchmark: everybody sees the same photos, in turns, and what they did is put side by side."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.support.people import person, record
from train.measure import benchmark
from train.measure.benchmark import Contender, MediaPipe, as_tables, in_turns, interleave, size_of, summarise
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PoseConfig


class Scripted:
    """Finds the same joints in every photo, in the same time; notes who was asked when."""

    def __init__(self, name: str, joints: np.ndarray | None, ms: float, asked: list[str]) -> None:
        self.name, self.joints, self.ms, self.asked = name, joints, ms, asked

    def __call__(self, path: Path) -> tuple[np.ndarray | None, dict[str, float]]:
        self.asked.append(f"{self.name} {path.name}")
        return self.joints, {"joints": self.ms, "whole": self.ms}


def test_contenders_take_turns_and_are_compared() -> None:
    asked: list[str] = []
    joints = person(128, 128, 200)
    records = [replace(record([joints], path=Path(f"{n}.png")), source="yoga") for n in range(12)]
    contenders: list[Contender] = [Scripted("ours", joints, 20.0, asked), Scripted("peer", None, 30.0, asked)]
    figures = summarise(records, in_turns(records, contenders))
    assert asked[:4] == ["ours 0.png", "peer 0.png", "peer 1.png", "ours 1.png"]
    ours, peer = figures["ours"], figures["peer"]
    assert ours["scores"]["yoga"]["PCK@0.2"] == 1
    assert peer["scores"]["yoga"]["PCK@0.2"] == 0
    assert peer["scores"]["yoga"]["first one ahead by"] == 1
    assert peer["ms"]["whole"] == {"median": 30, "p90": 30}
    contenders_table, sizes = as_tables(
        {
            "contenders": figures,
            "timed": 2,
            "machine": {"threads": 2, "OpenCV threads": 2, "cpu": "a processor", "memory, GB": 8},
            "grouping of a crowd": {"people": 30, "median": 8.0, "p90": 9.0},
            "networks": {"pose": {"input, px": 256, "parameters, M": 6.6, "GMAC": 2.7}},
        }
    )
    assert "| peer |  |  | 30 (30) |  | 30 (30) | 0.000 (0.000 to 0.000) |" in contenders_table
    assert "| pose | 256 | 6.60 | 2.70 |" in sizes


def test_any_stretch_of_photos_holds_every_source() -> None:
    acrobatic = [replace(record([]), source="lspet") for _ in range(2)]
    yoga = [replace(record([]), source="yoga") for _ in range(4)]
    assert [r.source for r in interleave([acrobatic, yoga])] == ["yoga", "lspet", "yoga", "yoga", "lspet", "yoga"]


def test_a_peer_answers_line_by_line(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("""#!/bin/sh\nwhile read path; do echo '{"ms": 5.0, "joints": [[1.0, 2.0, 0.5]]}'; done\n""")
    python.chmod(0o755)
    peer = MediaPipe(python, "full")
    joints, parts = peer(Path("photo.png"))
    assert joints is not None
    assert joints.tolist() == [[1, 2, 0.5]]
    assert parts == {"joints": 5, "whole": 5}
    peer.close()


def test_a_peer_that_is_not_installed_says_so(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    with pytest.raises(RuntimeError, match="MediaPipe heavy does not run"):
        MediaPipe(python, "heavy")(Path("photo.png"))


def test_multiply_adds_of_a_network() -> None:
    torch.manual_seed(0)
    net = PoseNet(PoseConfig(backbone="lite0", width=16, paf_stages=1, heatmap_stages=1, stage_convs=1))
    small, large = (size_of(net, (1, 3, side, side)) for side in (64, 128))
    assert large["GMAC"] == pytest.approx(4 * small["GMAC"], rel=0.01)
    assert small["parameters, M"] == large["parameters, M"] > 2


def test_the_crowd_that_grouping_is_timed_on_is_thirty_people() -> None:
    assert benchmark.time_grouping(*benchmark.crowd_fields())["people"] == 30
