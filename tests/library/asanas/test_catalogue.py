"""The catalogue is whole and consistent, and a name is found however it is written."""

import json
from pathlib import Path

import pytest

from train.data.catalogue import build
from yoga_models.asanas.catalogue import load_catalogue


def test_all_asanas_are_there_and_sit_at_their_id() -> None:
    catalogue = load_catalogue()
    assert [asana.id for asana in catalogue] == list(range(107))
    assert catalogue is load_catalogue()
    for asana in catalogue:
        assert asana.sanskrit
        assert asana.english
        assert asana.categories
        assert asana.difficulty in (1, 2, 3)
        assert all(isinstance(category, str) for category in asana.categories)
    assert catalogue[19].sanskrit == "Adho Mukha Svanasana"
    assert catalogue[19].english == "Downward-Facing Dog"


def test_all_asanas_can_be_answered_and_say_what_they_are_known_from() -> None:
    for asana in load_catalogue():
        assert asana.trained
        if asana.same_as is None:
            least = (asana.photos >= 10, asana.skeletons >= 10)
            assert asana.evidence == ("photos" if least[0] else "joints" if least[1] else "rendered"), asana.sanskrit
    rendered = [asana.id for asana in load_catalogue() if asana.evidence == "rendered"]
    assert rendered == [1, 28, 50, 62, 86, 98, 106]


def test_one_pose_under_two_names_is_one_answer_that_gives_both() -> None:
    [tulasana] = [asana for asana in load_catalogue() if asana.same_as is not None]
    answer = load_catalogue()[69]
    assert (tulasana.id, tulasana.same_as, tulasana.evidence) == (97, 69, "photos")
    assert answer.sanskrit == "Tolasana / Tulasana"
    assert answer.english == "Scale Pose / Balance Pose"
    assert tulasana.relatives == answer.relatives == ()


def test_relatives_are_mutual_and_their_groups_do_not_overlap() -> None:
    catalogue = load_catalogue()
    for asana in catalogue:
        group = {asana.id, *asana.relatives}
        assert len(group) == len(asana.relatives) + 1
        for relative in asana.relatives:
            assert {relative, *catalogue[relative].relatives} == group
    assert catalogue[7].relatives == (8, 15)


def test_no_two_asanas_have_one_name() -> None:
    for asana in load_catalogue():
        for name in (asana.sanskrit, asana.english, *asana.aliases):
            others = {
                other.id
                for other in load_catalogue()
                if other is not asana
                for called in (other.sanskrit, other.english, *other.aliases)
                if called.casefold() == name.casefold()
            }
            # One pose under two names.
            assert not others or {asana.id, *others} == {69, 97}, name


def data_set(folder: Path) -> Path:
    asana = folder / "asana"
    asana.mkdir()
    facts = [
        {"id": id_, "sanskrit_name": f"S{id_}", "english_name": f"E{id_}", "pose_meta": ["Seated"], "difficulty": 1}
        for id_ in (2, 0, 3, 1)
    ]
    (asana / "catalogue.json").write_text(json.dumps(facts))
    photos = (
        ["file,asana_id,split"]
        + ["secret/a.jpg,0,train"] * 12
        + ["b.jpg,0,val"] * 9
        + ["c.jpg,-1,train"]
        + ["d.jpg,2,train"] * 4
        + ["e.jpg,3,train"] * 2
    )
    (asana / "photos.csv").write_text("\n".join(photos))
    (asana / "skeletons.csv").write_text(
        "\n".join(["group,asana_id,split"] + ["secret,1,train"] * 10 + ["s,0,train"] * 2)
    )
    return folder


def test_the_catalogue_is_built_from_the_training_split_alone(tmp_path: Path) -> None:
    names = {"aliases": {"1": ["One"]}, "relatives": [[3, 0]], "merged": {"2": 1}}
    rows = build(data_set(tmp_path), names)
    assert [(row["id"], row["photos"], row["skeletons"], row["evidence"], row["same_as"]) for row in rows] == [
        (0, 12, 2, "photos", None),
        (1, 4, 10, "joints", None),  # with the photos of 2, which is the same pose
        (2, 0, 0, "joints", 1),
        (3, 2, 0, "rendered", None),
    ]
    assert rows[1]["aliases"] == ["One"]
    assert rows[1]["sanskrit"] == "S1 / S2"
    assert [row["relatives"] for row in rows] == [[3], [], [], [0]]
    assert "secret" not in json.dumps(rows)


@pytest.mark.parametrize(
    "change",
    [{"aliases": {"9": ["Nine"]}}, {"relatives": [[0, 9]]}, {"relatives": [[0, 1], [1, 2]]}, {"merged": {"9": 0}}],
)
def test_a_slip_in_the_table_of_names_is_noticed(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"data set|two groups"):
        build(data_set(tmp_path), {"aliases": {}, "relatives": [], "merged": {}, **change})
