"""How marks add up, and what is said when there are none to read."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.errors import CourseError, GradebookError
from assessments.grading.gradebook import (
    ItemResult,
    Result,
    blank,
    make_gradebook,
    result,
    results,
    task_grades,
)
from assessments.grading.gradebook.backup import back_up

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


KILLED = """
import os, sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("pragma cache_size = 1")  # so that pages go to the disk before the end
book.execute("begin immediate")
book.execute("update grade set manual_score = 1.0")
book.execute("create table more (words)")
book.executemany("insert into more values (?)", [("x" * 3000,)] * 200)
os._exit(9)
"""


@pytest.mark.parametrize(
    "read",
    [
        lambda folder: [one.mark.score for one in task_grades(folder, "counter")],
        lambda folder: [one.items[0].manual for one in results(folder, "counter").values()],
        lambda folder: [_score(back_up(folder))],
    ],
    ids=["marks", "results", "backup"],
)
def test_what_a_kill_left_half_written_is_taken_back_by_whoever_reads(
    tmp_path: Path,
    graded_texts: Callable[[Path, str, Mapping[str, str]], dict[str, str]],
    read: Callable[[Path], list[float | None]],
) -> None:
    graded_texts(tmp_path, "counter", {"1001": "先停下。"})
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "gradebook.db")], check=False)
    assert (tmp_path / "gradebook.db-journal").stat().st_size > 0
    assert read(tmp_path) == [None]
    assert not (tmp_path / "gradebook.db-journal").exists()


def test_it_is_taken_back_where_the_gradebook_is_a_link_too(
    tmp_path: Path, graded_texts: Callable[[Path, str, Mapping[str, str]], dict[str, str]]
) -> None:
    graded_texts(tmp_path, "counter", {"1001": "先停下。"})
    (tmp_path / "larger disk").mkdir()
    book = (tmp_path / "gradebook.db").rename(tmp_path / "larger disk" / "gradebook.db")
    (tmp_path / "gradebook.db").symlink_to(book)
    subprocess.run([sys.executable, "-c", KILLED, str(book)], check=False)
    assert book.with_name("gradebook.db-journal").stat().st_size > 0
    assert [one.mark.score for one in task_grades(tmp_path, "counter")] == [None]


def _score(database: Path) -> float | None:
    with closing(sqlite3.connect(database)) as book:
        (score,) = book.execute("select manual_score from grade").fetchone()
        return score if score is None else float(score)


def test_migrations_without_one_end_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank, "_REVISION", blank.re.compile("(never)(matches)"))
    with pytest.raises(CourseError, match="no single end"):
        make_gradebook(tmp_path)
    assert not (tmp_path / "gradebook.db").exists()
