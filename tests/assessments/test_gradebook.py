"""How marks add up, and what is said when there are none to read."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.errors import CourseError, GradebookError
from assessments.grading.gradebook import ItemResult, Result, blank, make_gradebook, result

AUTO = ItemResult("s1", False, 7.5, None, 0.0, 10.0, False, None)
WRITTEN = ItemResult("t1", True, None, None, 0.0, 5.0, True, None)


def marks(*items: ItemResult, penalty: float = 0.0) -> Result:
    return Result("lesson-01", "a1", items, penalty, None, None)


def test_what_waits_for_a_person_is_kept_apart() -> None:
    given = marks(AUTO, WRITTEN)
    assert (given.total, given.max_total) == (7.5, 15.0)
    assert (given.auto_total, given.auto_max) == (7.5, 10.0)
    assert given.pending == ("t1",)
    assert given.item("t1") == WRITTEN
    assert given.item("z9") is None


def test_a_person_overrules_the_program() -> None:
    given = marks(replace(AUTO, manual=9.0, extra=0.5), replace(WRITTEN, manual=4.0, needs_manual=False))
    assert given.auto_total == 9.5
    assert given.total == 13.5
    assert given.pending == ()


def test_a_penalty_takes_off_and_never_below_nothing() -> None:
    assert marks(AUTO, penalty=2.0).total == 5.5
    assert marks(AUTO, penalty=20.0).total == 0.0


def test_no_gradebook_is_no_result(tmp_path: Path) -> None:
    assert result(tmp_path, "lesson-01", "a1") is None
    assert not (tmp_path / "gradebook.db").exists()


def test_a_damaged_gradebook_is_told(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(GradebookError, match="cannot be read"):
        result(tmp_path, "lesson-01", "a1")


def test_migrations_without_one_end_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank, "_REVISION", blank.re.compile("(never)(matches)"))
    with pytest.raises(CourseError, match="no single end"):
        make_gradebook(tmp_path)
    assert not (tmp_path / "gradebook.db").exists()
