"""What the tabs answer, asked without a browser: the handlers are plain functions."""

import json
import pickle
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from demo.parts import studio as asking
from demo.parts.examples import FOLDER
from demo.parts.fields import brought_over
from demo.parts.files import data_url
from demo.parts.studio import Studio, Upload
from demo.tabs import analyse, behind, compare, live, video
from demo.words import common
from demo.words import compare as compare_words
from demo.words import live as live_words
from demo.words import video as video_words
from tests.support.clips import plain, write_clip
from tests.support.pictures import date_file
from tests.support.scripted import HEATMAP_STAGES, PAF_STAGES, ScriptedModel, person
from yoga_models.body.skeleton import JOINT_INDEX
from yoga_models.drawing.people import PAPER
from yoga_models.imaging.read import load_image
from yoga_models.results import Analysis

Photo = Callable[[str], Upload]


@pytest.fixture
def studio() -> Studio:
    return Studio(ScriptedModel())


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """Makes the upload of a plain picture under a name that the scripted model knows."""

    def make(name: str) -> Upload:
        path = tmp_path / f"{name}.png"
        Image.new("RGB", (300, 200), "white").save(path)
        return {"path": str(path), "orig_name": path.name}

    return make


@pytest.fixture
def letter(tmp_path: Path) -> Upload:
    """The upload of something that is neither photo nor clip."""
    path = tmp_path / "letter.jpg"
    path.write_text("Dear studio")
    return {"path": str(path), "orig_name": path.name}


def shown(changes: dict[str, Any]) -> bool:
    """Whether the answer is what is seen, and not what stands in its place."""
    assert changes["start"]["visible"] is not changes["answer"]["visible"]
    return bool(changes["answer"]["visible"])


def answer(studio: Studio, upload: Upload, room: Any = None) -> dict[str, Any]:
    return analyse.answer_photo(studio, upload, True, 0, False, None, room)


def test_a_reference_that_the_browser_keeps_is_a_ghost_over_the_photo_and_the_one_difference_is_said(
    studio: Studio, photo: Photo
) -> None:
    kept = [[float(x), float(y), float(score)] for x, y, score in person(900, 600, arm=(0, -1)).joints]
    changes = compare.answer_kept(studio, photo("sure"), kept, False, None)
    assert not changes["before"]["visible"], "when it was kept is known"
    assert '<p class="verdict">Your left arm is nearer to your side' in changes["card"]
    assert "than in your reference by" in changes["card"]
    plain_photo = compare.answer_photos(studio, photo("sure"), photo("raised"), False, False, None)
    ghostly, plain_pixels = (load_image(answer["drawn_mine"]).astype(int) for answer in (changes, plain_photo))
    assert np.abs(ghostly - plain_pixels).max() > 40
    same = [[float(x), float(y), float(score)] for x, y, score in person(300, 200).joints]
    assert common.LIKE_REFERENCE in compare.answer_kept(studio, photo("sure"), same, False, None)["card"]
    face = [*kept[:5], *[None] * 12]
    nothing = compare.answer_kept(studio, photo("sure"), face, False, None)
    assert "There is no angle that can be seen in both." in nothing["card"]
    np.testing.assert_array_equal(load_image(nothing["drawn_mine"]), load_image(plain_photo["drawn_mine"]))


@pytest.mark.parametrize("kept", [None, [], [None] * 17, [[1, 2]] * 17, "joints", [[1e9, 0, 1]] * 17, {"a": 1}])
def test_what_is_no_reference_is_told_so(studio: Studio, photo: Photo, kept: Any) -> None:
    changes = compare.answer_kept(studio, photo("sure"), kept, False, None)
    assert compare_words.NOTHING_KEPT in changes["start"]["value"]


def test_of_a_kept_reference_nothing_is_logged(
    studio: Studio, photo: Photo, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    kept = [[float(x), float(y), float(score)] for x, y, score in person(900, 600).joints]
    compare.answer_kept(studio, photo("sure"), kept, False, None)
    assert "".join(capfd.readouterr()) == caplog.text == ""
    assert kept not in vars(studio).values()


def test_before_and_after_is_said_as_change(studio: Studio, photo: Photo) -> None:
    changes = compare.answer_photos(studio, photo("sure"), photo("raised"), False, True, None)
    assert "What has changed most" in changes["card"]
    assert "Your left arm is nearer to your side than before by" in changes["card"]
    assert ">Now</th>" in changes["table"]
    assert "reference" not in changes["card"]
    assert '<p class="facts">' not in changes["card"], "these files say no date"


@pytest.mark.parametrize(
    ("earlier", "now", "said"),
    [
        ("2025:03:12", "2025:10:03", "12 March 2025 → 3 October 2025, 7 months apart"),
        ("2025:03:12", "2025:03:12", "12 March 2025 → 12 March 2025, the same day"),
        ("2025:03:12", "2025:03:13", "12 March 2025 → 13 March 2025, 1 day apart"),
        ("2025:03:12", "2025:04:09", "12 March 2025 → 9 April 2025, 4 weeks apart"),
        ("2020:03:12", "2025:03:12", "12 March 2020 → 12 March 2025, 5 years apart"),
        ("2025:03:12", None, "Before: 12 March 2025"),
        (None, "2025:10:03", "Now: 3 October 2025"),
        ("2025:10:03", "2025:03:12", "it is the other way round: before 3 October 2025, now 12 March 2025."),
    ],
)
def test_before_and_after_says_when(
    studio: Studio, photo: Photo, earlier: str | None, now: str | None, said: str
) -> None:
    mine, reference = photo("sure"), photo("raised")
    for upload, day in ((mine, now), (reference, earlier)):
        if day:
            date_file(Path(upload["path"]), f"{day} 10:30:00")
    changes = compare.answer_photos(studio, mine, reference, False, True, None)
    assert said in changes["card"]
    assert '<p class="facts">' not in compare.lay_over(changes["pair"], False, False, 0, 0)["card"], "a friend's photo"


def test_a_photo_is_answered_with_its_best_person_first(studio: Studio, photo: Photo) -> None:
    changes = answer(studio, photo("several"))
    assert shown(changes)
    assert (changes["people"]["value"], len(changes["people"]["choices"])) == (0, 3)
    assert "Person 1 of 3" in changes["card"]
    saved = json.loads(Path(changes["save_json"]).read_text(encoding="utf-8"))
    assert saved == changes["numbers"] == changes["result"].analysis.to_dict()
    second = analyse.choose_person(changes["result"], changes["view"], 1, True, 0, False)
    assert "Person 2 of 3" in second["card"]
    assert Path(second["drawn"]["value"]).read_bytes() != Path(changes["drawn"]["value"]).read_bytes()


@pytest.mark.parametrize("room", [[358, 440, 2], [760, 650, 1], None, ["?", {}, -1]])
def test_a_photo_is_drawn_at_the_size_in_which_it_is_shown(studio: Studio, photo: Photo, room: Any) -> None:
    changes = answer(studio, photo("sure"), room=room)
    width, _, density = room if room and room[2] != -1 else (760, 640, 1.5)
    with Image.open(changes["drawn"]["value"]) as drawn:
        assert drawn.size == pytest.approx((width * density, width * density * 2 / 3), abs=2)


def test_a_drawing_to_keep_has_the_photos_size_or_is_large(studio: Studio, tmp_path: Path) -> None:
    for size, kept in (((300, 200), (1024, 683)), ((2000, 1500), (2000, 1500))):
        path = tmp_path / "sure.png"
        Image.new("RGB", size, "white").save(path)
        changes = answer(studio, {"path": str(path), "orig_name": path.name})
        file = analyse.draw_to_keep(changes["result"], 0, True, 0, False)["drawing_file"]
        with Image.open(file) as drawn:
            assert drawn.size == kept


def test_the_skeleton_can_be_alone_and_weak_joints_hidden(studio: Studio, photo: Photo) -> None:
    changes = answer(studio, photo("sure"))

    def colours(least: float, alone: bool) -> np.ndarray:
        file = analyse.choose_person(changes["result"], changes["view"], 0, False, least, alone)["drawn"]["value"]
        return np.asarray(Image.open(file))

    np.testing.assert_allclose(colours(0, True)[2, 2], PAPER, atol=2)
    assert np.ptp(colours(0, True)) > 100
    assert np.ptp(colours(95, True)[..., 0]) < 5  # the scripted joints are 0.9 sure


def test_a_person_is_picked_where_the_picture_is_tapped(studio: Studio, photo: Photo) -> None:
    changes = answer(studio, photo("several"))
    found, view = changes["result"], changes["view"]
    hip = found.analysis.people[1].joints[JOINT_INDEX["left_hip"], :2] * view.scale

    def tap(x: float, y: float) -> dict[str, Any]:
        event = Mock(index=[x, y])
        return analyse.pick_person(found, view, 0, True, 0, False, event)

    assert tap(*hip)["people"] == 1
    assert "Person 2 of 3" in tap(*hip)["card"]
    assert tap(0, 0) == gr.skip()


def test_one_person_is_not_asked_for(studio: Studio, photo: Photo) -> None:
    assert answer(studio, photo("sure"))["people"]["visible"] is False


def test_what_is_no_photo_is_taken_away_and_explained(studio: Studio, letter: Upload) -> None:
    changes = answer(studio, letter)
    assert not shown(changes)
    assert changes["photo"] is None
    assert "This is a text file, not a photo." in changes["start"]["value"]
    with pytest.raises(gr.Error, match="This is a text file"):
        analyse.analyze(studio, letter)


def test_a_forgotten_photo_is_said_to_be_so() -> None:
    for ask in (
        lambda: analyse.choose_person(None, None, 0, True, 0, False),
        lambda: analyse.draw_to_keep(None, 0, True, 0, False),
        lambda: compare.lay_over(None, False, False, 0, 0),
        lambda: behind.show_heatmap(None, 0, 0),
        lambda: behind.show_limb(None, 0, 0),
    ):
        with pytest.raises(gr.Error, match="forgets a photo after an hour"):
            ask()


def test_a_photo_is_decoded_once_for_all_that_is_made_of_it(
    studio: Studio, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []

    def counting(source: Any) -> np.ndarray:
        files.append(source)
        return load_image(source)

    monkeypatch.setattr(asking, "load_image", counting)
    monkeypatch.setattr(analyse, "load_image", counting)
    asked = Mock(wraps=studio.model.analyze)
    monkeypatch.setattr(studio.model, "analyze", asked)
    upload = photo("sure")
    for look in (partial(answer, studio), lambda upload: behind.look_behind(studio, upload, 0, 0)):
        files.clear()
        look(upload)
        assert files == [upload["path"]]
        assert isinstance(asked.call_args.args[0], np.ndarray)


def test_the_time_that_is_told_includes_reading_the_file(studio: Studio, photo: Photo) -> None:
    analysis = studio.analyze(photo("sure"))[0].analysis
    assert analysis.timing.total > ScriptedModel().analyze(np.zeros((2, 2, 3), np.uint8)).timing.total


def test_two_photos_are_compared_person_by_person(studio: Studio, photo: Photo) -> None:
    changes = compare.answer_photos(studio, photo("several"), photo("sure"), False, False, None)
    assert shown(changes)
    assert (changes["whom"]["visible"], changes["with_whom"]["visible"]) == (True, False)
    assert "very much alike" in changes["card"]
    assert "further from your side" in compare.lay_over(changes["pair"], False, False, 1, 0)["card"]


def test_two_different_asanas_are_called_so(studio: Studio, photo: Photo) -> None:
    several = photo("several")
    changes = compare.answer_photos(studio, several, photo("sure"), False, False, None)
    assert "two different asanas" in changes["card"]
    assert "Both of you show" in compare.answer_photos(studio, several, several, False, False, None)["card"]
    neither = compare.answer_photos(studio, photo("other"), photo("other"), False, False, None)["card"]
    assert "Neither of you shows an asana I know." in neither
    unsure = compare.lay_over(changes["pair"], False, False, 2, 0)["card"]
    assert "You: perhaps" in unsure
    assert "different" not in unsure


def test_likeness_is_told_with_its_parts(studio: Studio, photo: Photo) -> None:
    card = compare.answer_photos(studio, photo("raised"), photo("sure"), False, False, None)["card"]
    assert "alike in the angles" in card
    assert [part for part in ("Arms", "Legs", "Trunk") if f">{part}<" in card] == ["Arms", "Legs", "Trunk"]


def test_compare_says_what_is_missing(studio: Studio, photo: Photo, letter: Upload) -> None:
    for mine, reference, sentence in (
        (None, None, compare_words.START),
        (photo("sure"), None, "Now choose a photo to compare with."),
        (None, photo("sure"), "Now choose a photo of yours."),
        (photo("sure"), letter, "This is a text file, not a photo."),
        (photo("nobody"), photo("sure"), "in your photo"),
    ):
        changes = compare.answer_photos(studio, mine, reference, False, False, None)
        assert not shown(changes)
        assert sentence in changes["start"]["value"]
    with pytest.raises(gr.Error, match="Two photos are needed"):
        compare.compare(studio, photo("sure"), None, False)


def test_behind_the_scenes_begins_with_the_last_stages(studio: Studio, photo: Photo, letter: Upload) -> None:
    changes = behind.look_behind(studio, photo("sure"), 0, 0)
    assert shown(changes)
    assert changes["heat_stage"]["value"] == HEATMAP_STAGES - 1
    assert changes["paf_stage"]["value"] == PAF_STAGES - 1
    assert len({changes[name] for name in ("heatmap", "paf", "pairs")}) == 3
    assert "one person" in changes["people"]
    assert changes["drawn"]["visible"]
    nobody = behind.look_behind(studio, photo("nobody"), 0, 0)
    assert "Nobody" in nobody["people"]
    assert not nobody["drawn"]["visible"]
    assert not shown(behind.look_behind(studio, letter, 0, 0))


class Actor(ScriptedModel):
    """A model before which somebody acts: set ``scene`` to what the next frames show."""

    def __init__(self, **scene: Any) -> None:
        self.scene = scene

    def analyze(self, source: np.ndarray, name: str | None = None) -> Analysis:
        height, width = source.shape[:2]
        people = (person(width, height, asana=50, **self.scene),) if self.scene else ()
        return replace(super().analyze(source, name), people=people)


def frame(brightness: int = 200, size: tuple[int, int] = (300, 200)) -> dict[str, Any]:
    return {"frame": data_url(np.full((*size[::-1], 3), brightness, np.uint8))}


def test_a_camera_gets_joints_a_name_and_what_was_held_and_nothing_of_it_is_kept() -> None:
    session, studio = None, Studio(Actor(sure=True))
    for _ in range(4):
        answer, session = live.look(studio, frame(), session)
    assert len(answer["people"][0]["joints"]) == 17
    assert answer["current"]["id"] == 50
    assert json.loads(json.dumps(answer)) == answer
    assert session is not None
    width, height = answer["width"], answer["height"]
    kept = pickle.dumps((session.follower, session.practice))
    assert len(kept) < width * height * 3 / 10, "joints, no picture"


def test_a_camera_without_a_picture_changes_nothing(studio: Studio) -> None:
    for asked in (None, {}, {"frame": None}, {"frame": "data:image/jpeg;base64,AAAA"}, "frame"):
        assert live.look(studio, asked, None) == ({}, None)


@pytest.mark.parametrize(
    ("scene", "brightness", "size", "sentence"),
    [
        ({}, 200, (300, 200), live_words.NOBODY),
        ({}, 10, (300, 200), live_words.DARK),
        ({"sure": False}, 200, (300, 200), live_words.LOOKING),
        ({"sure": False}, 10, (300, 200), live_words.DARK),
        ({"sure": False, "legs": False}, 200, (300, 200), "Step back, I can't see your feet."),
    ],
)
def test_who_is_not_in_the_frame_is_told_what_to_do(
    scene: dict[str, Any], brightness: int, size: tuple[int, int], sentence: str
) -> None:
    answer, _ = live.look(Studio(Actor(**scene)), frame(brightness, size), None)
    assert answer["says"] == sentence


def test_only_who_moves_is_asked_to_hold_still() -> None:
    actor, session = Actor(sure=False, middle=0.3), None
    said = []
    for middle in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        actor.scene["middle"] = middle
        answer, session = live.look(Studio(actor), frame(), session)
        said.append(answer["says"])
        time.sleep(0.12)
    assert said[-1] == live_words.HOLD_STILL
    still, session = Actor(sure=False), None
    for _ in range(4):
        answer, session = live.look(Studio(still), frame(), session)
    assert answer["says"] == live_words.LOOKING


def test_a_reference_is_laid_over_and_its_largest_difference_said() -> None:
    reference, _ = live.look(Studio(Actor(arm=(0, -1))), frame(), None)
    asked = {**frame(), "reference": reference["people"][0]["joints"]}
    answer, _ = live.look(Studio(Actor(arm=(1, 0))), asked, None)
    assert answer["ghost"]["says"].startswith("Your left arm is nearer to your side than in the reference")
    hips = [
        np.mean([joints[11][:2], joints[12][:2]], axis=0)
        for joints in (answer["ghost"]["joints"], answer["people"][0]["joints"])
    ]
    assert hips[0] == pytest.approx(hips[1], abs=0.5)
    joints = reference["people"][0]["joints"]
    upper = {**frame(), "reference": joints[:11] + [None] * 6}
    ghost = live.look(Studio(Actor(arm=(1, 0))), upper, None)[0]["ghost"]
    np.testing.assert_allclose(ghost["joints"][5:7], answer["ghost"]["joints"][5:7], atol=0.5)
    assert ghost["says"] == "", "two angles at the shoulders need the hips; of the elbows nothing differs"
    for nonsense in ("pose", [1, 2], [None] * 17, [[1, 2]] * 17, joints[:5] + [None] * 12):
        assert live.look(Studio(Actor(arm=(1, 0))), {**frame(), "reference": nonsense}, None)[0]["ghost"] is None


def test_a_clip_is_answered_after_steps_that_tell_how_far_it_is(studio: Studio, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "sure.webm", plain(3, rate=8), rate=8)
    progress = Mock()
    *steps, last = video.film(studio, {"path": str(clip), "orig_name": "sure.webm"}, progress)
    assert steps == [gr.skip()] * progress.call_count
    assert progress.call_args_list[0].kwargs["desc"] == "0:00 of 0:03"
    assert shown(last)
    assert video.play(last["filmed"])["player"]["path"] == last["save_drawing"]
    assert Path(last["save_drawing"]).read_bytes()[:4] == b"\x1a\x45\xdf\xa3"


def test_what_is_no_clip_is_taken_away_and_explained(studio: Studio, letter: Upload) -> None:
    (changes,) = video.film(studio, letter)
    assert not shown(changes)
    assert (changes["clip"], changes["cancel"]["visible"]) == (None, False)
    with pytest.raises(gr.Error, match="send a video file"):
        list(video.video(studio, None))


def test_a_cancelled_clip_is_not_called_a_failure() -> None:
    assert video.cancel()["start"]["value"] == video_words.CANCELLED
    assert "start" not in video.explain(True)
    assert common.TROUBLE.split("'")[0] in video.explain(False)["start"]["value"]


def test_a_photo_is_brought_over_to_another_tab_once(studio: Studio) -> None:
    path = str(FOLDER / "tree.jpg")
    result, _ = studio.analyze({"path": path, "orig_name": "tree.jpg"})
    assert brought_over(result, None) == (path, path)
    assert brought_over(result, path) == (gr.skip(), path)
    assert brought_over(None, None) == (gr.skip(), None)
