"""A person's marks in nbgrader's rows, and a second marker's beside them; two at once lose nothing."""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assessments.errors import GradebookError
from assessments.grading.gradebook import Change, Mark, TaskGrade, finished_learners, give, task_grades
from assessments.grading.secondmarks import FILE, Drawn, SecondMarks, SecondMarksError

FORM = "counter"
Texts = Callable[[Path, str, Mapping[str, str]], dict[str, str]]


@pytest.fixture
def rows(graded_texts: Texts, tmp_path: Path) -> dict[str, str]:
    return graded_texts(tmp_path, FORM, {"1001": "先停下", "1002": ""})


def asked(directory: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(directory / "gradebook.db")) as book:
        return book.execute(query).fetchall()


def by_learner(directory: Path) -> dict[str, TaskGrade]:
    return {grade.learner: grade for grade in task_grades(directory, FORM)}


def test_a_mark_is_what_formgrader_would_leave(rows: dict[str, str], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as book, book:
        book.execute("update grade set extra_credit = 0.25")
    assert give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(3.5, "说得具体些"))]) == ()
    written = "select manual_score, auto_score, extra_credit, needs_manual_grade from grade order by id"
    assert asked(tmp_path, written) == [(3.5, None, 0.25, 0), (None, None, 0.25, 1)]
    assert asked(tmp_path, "select manual_comment, auto_comment from comment order by id") == [
        ("说得具体些", None),
        (None, None),
    ]
    assert by_learner(tmp_path)["1001"].mark == Mark(3.5, "说得具体些")
    assert finished_learners(tmp_path, FORM) == {"1001"}


def test_points_taken_back_wait_again(rows: dict[str, str], tmp_path: Path) -> None:
    give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(3, "好"))])
    assert give(tmp_path, FORM, [Change(rows["1001"], Mark(3, "好"), Mark(None, ""))]) == ()
    assert asked(tmp_path, "select manual_score, needs_manual_grade from grade order by id")[0] == (None, 1)
    # formgrader leaves an emptied comment as an empty text
    assert asked(tmp_path, "select manual_comment from comment order by id")[0] == ("",)
    assert by_learner(tmp_path)["1001"].waiting


def test_a_comment_row_that_is_missing_is_made(rows: dict[str, str], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as book, book:
        book.execute("delete from comment")
    give(tmp_path, FORM, [Change(rows["1002"], Mark(), Mark(0, "没有写"))])
    assert by_learner(tmp_path)["1002"].mark == Mark(0, "没有写")
    assert len(asked(tmp_path, "select * from comment")) == 1


def test_what_stands_otherwise_is_told_and_nothing_is_written(rows: dict[str, str], tmp_path: Path) -> None:
    give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(2, ""))])
    both = [Change(rows[learner], Mark(), Mark(4, "")) for learner in ("1002", "1001")]
    (moved,) = give(tmp_path, FORM, both)
    assert (moved.learner, moved.mark) == ("1001", Mark(2))
    assert by_learner(tmp_path)["1002"].mark == Mark()


def test_the_same_mark_from_both_is_no_conflict(rows: dict[str, str], tmp_path: Path) -> None:
    give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(2, ""))])
    assert give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(2, ""))]) == ()


def test_of_two_at_once_one_is_told(rows: dict[str, str], tmp_path: Path) -> None:
    outcomes: list[tuple[TaskGrade, ...]] = []
    start = threading.Barrier(2)

    def mark(score: float) -> None:
        start.wait()
        outcomes.append(give(tmp_path, FORM, [Change(rows["1001"], Mark(), Mark(score))]))

    both = [threading.Thread(target=mark, args=(score,)) for score in (1.0, 5.0)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    ((moved,),) = [outcome for outcome in outcomes if outcome]
    assert moved.mark == by_learner(tmp_path)["1001"].mark


@pytest.mark.parametrize("score", [-0.5, 5.5, float("nan"), float("inf")])
def test_points_out_of_range_write_nothing(rows: dict[str, str], tmp_path: Path, score: float) -> None:
    both = [Change(rows["1002"], Mark(), Mark(1)), Change(rows["1001"], Mark(), Mark(score))]
    with pytest.raises(ValueError, match="at most 5"):
        give(tmp_path, FORM, both)
    assert [grade.mark for grade in task_grades(tmp_path, FORM)] == [Mark(), Mark()]


def test_a_row_that_is_gone(rows: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        give(tmp_path, FORM, [Change("0" * 32, Mark(), Mark(1))])


def test_without_a_gradebook_there_is_nothing_to_mark(tmp_path: Path) -> None:
    assert task_grades(tmp_path, FORM) == ()
    with pytest.raises(GradebookError):
        give(tmp_path, FORM, [Change("0" * 32, Mark(), Mark(1))])
    assert not (tmp_path / "gradebook.db").exists()


def test_a_gradebook_that_nbgrader_has_not_begun(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "gradebook.db").close()
    assert task_grades(tmp_path, FORM) == ()


def test_a_missing_notebook_does_not_wait(rows: dict[str, str], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as book, book:
        book.execute("update grade set auto_score = 0, needs_manual_grade = 0 where id = ?", (rows["1002"],))
    assert [grade.waiting for grade in by_learner(tmp_path).values()] == [True, False]


def test_second_marks_stay_beside_the_gradebook(rows: dict[str, str], tmp_path: Path) -> None:
    book, before = SecondMarks(tmp_path, FORM, "t1"), (tmp_path / "gradebook.db").read_bytes()
    assert book.drawn() == ()
    book.add([("1001", "abc")])
    book.add([("1001", "abc")])
    assert book.give("1001", "abc", Mark(), Mark(4, "好")) is None
    assert book.drawn() == (Drawn("1001", "abc", Mark(4, "好")),)
    assert book.give("1001", "abc", Mark(), Mark(1)) == Mark(4, "好")
    assert book.drawn()[0].mark == Mark(4, "好")
    assert SecondMarks(tmp_path, FORM, "t2").drawn() == ()
    assert (tmp_path / "gradebook.db").read_bytes() == before
    with pytest.raises(LookupError):
        book.give("1001", "another answer", Mark(), Mark(1))


def test_settled_only_where_the_gradebook_took_it(tmp_path: Path) -> None:
    book = SecondMarks(tmp_path, FORM, "t1")
    book.add([("1001", "abc")])

    def fail() -> None:
        with book.settling("1001", "abc", 2, 3):
            raise KeyError("the gradebook")

    with pytest.raises(KeyError):
        fail()
    assert book.drawn() == (Drawn("1001", "abc", Mark()),)
    with book.settling("1001", "abc", 2, 3):
        pass
    with book.settling("1001", "abc", 3, 4):
        pass
    assert book.drawn() == (Drawn("1001", "abc", Mark(), first=2, settled=4),)


def test_a_damaged_book_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(SecondMarksError):
        SecondMarks(tmp_path, FORM, "t1").drawn()
