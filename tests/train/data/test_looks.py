"""What the first look saw: on whom it lies, and kept in a file."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.support.people import person, record
from train.data.looks import NOBODY_SEEN, load_looks, on_nobody, on_person, photo_name, save_looks


def test_who_lies_on_a_labelled_person() -> None:
    known, other = person(60, 128, 150), person(190, 128, 150)
    seen = np.stack([other + 2, known + 3])
    found = on_person(seen, record([known]), 0)
    assert found is not None
    np.testing.assert_array_equal(found, known + 3)
    labelled_to_the_hips = known.copy()
    labelled_to_the_hips[known[:, 1] > 140] = np.nan
    assert on_person(seen, record([labelled_to_the_hips]), 0) is not None
    assert on_person(seen[:1], record([known]), 0) is None
    assert on_person(np.stack([person(60, 128, 150, degrees=90)]), record([known]), 0) is None, "put together wrongly"


def test_who_lies_on_nobody() -> None:
    known, elsewhere = person(60, 128, 150), person(220, 128, 60)
    seen = np.stack([known + 3, elsewhere])
    np.testing.assert_array_equal(on_nobody(seen, record([known])), [elsewhere])
    assert len(on_nobody(seen, record([]))) == 2
    assert len(on_nobody(seen, record([known], exhaustive=False))) == 0, "somebody who was not labelled, perhaps"


def test_what_was_seen_is_kept_by_photo(tmp_path: Path) -> None:
    records = [replace(record([]), image_id=number) for number in (7, 3, 5)]
    seen = [np.stack([person(60, 128, 150), person(190, 128, 150)]), NOBODY_SEEN, person(9, 9, 9)[None]]
    assert save_looks(records, seen, tmp_path / "runs" / "looks.npz") == 3
    looks = load_looks(tmp_path / "runs" / "looks.npz")
    assert sorted(looks) == sorted(photo_name(records[index]) for index in (0, 2))
    np.testing.assert_allclose(looks[photo_name(records[0])], seen[0], rtol=1e-6)
    assert save_looks(records[:1], [NOBODY_SEEN], tmp_path / "none.npz") == 0
    assert load_looks(tmp_path / "none.npz") == {}
