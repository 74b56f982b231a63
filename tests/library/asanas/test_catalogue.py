"""The catalogue is whole and consistent, and a name is found however it is written."""

import json
from pathlib import Path

import pytest

from train.data.catalogue import build
from yoga_models.asanas.catalogue import find, load_catalogue


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


def test_only_asanas_with_examples_are_trained() -> None:
    for asana in load_catalogue():
        assert asana.trained == (asana.photos + asana.skeletons >= 10), asana.sanskrit
    assert [asana.id for asana in load_catalogue() if not asana.trained] == [1, 28, 50, 62, 86, 97, 98, 106]


def test_relatives_are_mutual_and_their_groups_do_not_overlap() -> None:
    catalogue = load_catalogue()
    for asana in catalogue:
        group = {asana.id, *asana.relatives}
        assert len(group) == len(asana.relatives) + 1
        for relative in asana.relatives:
            assert {relative, *catalogue[relative].relatives} == group
    assert catalogue[7].relatives == (8, 15)
    assert catalogue[69].relatives == (97,)


def test_every_name_finds_its_asana_and_no_other() -> None:
    for asana in load_catalogue():
        for name in (asana.sanskrit, asana.english, *asana.aliases):
            found = find(name)
            if (asana.id, name) == (69, "Tulasana"):  # one pose under two names: the asana called so comes first
                assert found is load_catalogue()[97]
            else:
                assert found is asana, name
        assert len(set(asana.aliases) | {asana.sanskrit, asana.english}) >= len(asana.aliases) + 1


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("adho mukha svanasana", 19),
        ("Adho Mukha Śvānāsana", 19),
        ("  DOWNWARD   facing dog pose ", 19),
        ("down dog", 19),
        ("Vṛkṣāsana", 82),
        ("Vrikshasana", 82),
        ("tree", 82),
        ("Śavāsana", 13),
        ("shavasana", 13),
        ("child's pose", 11),
        ("Child\u2019s Pose", 11),
        ("Childs pose", 11),
        ("Warrior 2", 89),
        ("Virabhadrasana 3", 90),
        ("warrior two", 89),
        ("Crow Pose", 16),
        ("Side Crow", 72),
        ("Utthita Hasta Pādāṅguṣṭhāsana", 23),
        ("Aṣṭāvakrāsana", 22),
        ("Utthita Ashva Sanchalanasana", 43),
    ],
)
def test_names_as_people_write_them(written: str, id_: int) -> None:
    found = find(written)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("written", ["", "  ", "pose", "asana", "warrior", "?!", "downward facing do", "瑜伽"])
def test_what_is_no_name_finds_nothing(written: str) -> None:
    assert find(written) is None


def data_set(folder: Path) -> Path:
    asana = folder / "asana"
    asana.mkdir()
    facts = [
        {"id": id_, "sanskrit_name": f"S{id_}", "english_name": f"E{id_}", "pose_meta": ["Seated"], "difficulty": 1}
        for id_ in (2, 0, 1)
    ]
    (asana / "catalogue.json").write_text(json.dumps(facts))
    photos = (
        ["file,asana_id,split"]
        + ["secret/a.jpg,0,train"] * 7
        + ["b.jpg,0,val"] * 9
        + ["c.jpg,-1,train"]
        + ["d.jpg,2,train"] * 4
    )
    (asana / "photos.csv").write_text("\n".join(photos))
    (asana / "skeletons.csv").write_text(
        "\n".join(["group,asana_id,split"] + ["secret,1,train"] * 6 + ["s,0,train"] * 2)
    )
    return folder


def test_the_catalogue_is_built_from_the_training_split_alone(tmp_path: Path) -> None:
    names = {"aliases": {"1": ["One"]}, "relatives": [[2, 1]], "merged": {"2": 1}}
    rows = build(data_set(tmp_path), names)
    assert [(row["id"], row["photos"], row["skeletons"], row["trained"]) for row in rows] == [
        (0, 7, 2, False),
        (1, 4, 6, True),  # with the photos of 2, which is the same pose
        (2, 0, 0, False),
    ]
    assert rows[1]["aliases"] == ["One"]
    assert [row["relatives"] for row in rows] == [[], [2], [1]]
    assert "secret" not in json.dumps(rows)


@pytest.mark.parametrize(
    "change",
    [{"aliases": {"9": ["Nine"]}}, {"relatives": [[0, 9]]}, {"relatives": [[0, 1], [1, 2]]}, {"merged": {"9": 0}}],
)
def test_a_slip_in_the_table_of_names_is_noticed(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"data set|two groups"):
        build(data_set(tmp_path), {"aliases": {}, "relatives": [], "merged": {}, **change})
