"""The marks that a person gives to free text: the rows that formgrader would read and write.

A free text is a task cell. Its grade row takes the points (`manual_score`), its comment row the words
(`manual_comment`); `needs_manual_grade` says whether there are points. Extra credit is left alone.
"""

from __future__ import annotations

import math
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.errors import GradebookError
from assessments.grading.gradebook.blank import FILE
from assessments.grading.gradebook.store import heal

_BUSY_SECONDS = 5.0
_BEGUN = "select 1 from sqlite_master where name = 'task_cells'"
_TASKS = """
select grade.id, cell.name, handed.student_id, task.max_score, grade.auto_score, grade.manual_score,
       comment.manual_comment, grade.notebook_id, grade.cell_id, comment.id
from assignment
join submitted_assignment as handed on handed.assignment_id = assignment.id
join submitted_notebook as book on book.assignment_id = handed.id
join grade on grade.notebook_id = book.id
join base_cell as cell on cell.id = grade.cell_id
join task_cells as task on task.id = cell.id
left join comment on comment.cell_id = cell.id and comment.notebook_id = book.id
where assignment.name = ?
"""
_SCORE = "update grade set manual_score = ?, needs_manual_grade = ? where id = ?"
_COMMENT = "update comment set manual_comment = ? where id = ?"
_NEW_COMMENT = "insert into comment (id, notebook_id, cell_id, manual_comment) values (?, ?, ?, ?)"


@dataclass(frozen=True)
class Mark:
    """What a person gave: points, or None as long as there are none, and words."""

    score: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class TaskGrade:
    """The mark of one learner's free text as it stands."""

    id: str
    """nbgrader's own id of the row: it says nothing of the learner."""
    slot: str
    learner: str
    max_points: float
    mark: Mark
    auto: float | None

    @property
    def waiting(self) -> bool:
        """Whether nobody has marked it yet; where a notebook was missing, nbgrader itself gave 0."""
        return self.mark.score is None and self.auto is None


@dataclass(frozen=True)
class Change:
    """A mark to write, and the mark that its giver saw before."""

    grade: str
    seen: Mark
    given: Mark


def task_grades(directory: Path, form: str) -> tuple[TaskGrade, ...]:
    """The marks of all free texts of a form; none as long as nothing was graded. Raises GradebookError."""
    if not (directory / FILE).is_file():
        return ()
    with _opened(directory, "ro") as connection:
        return tuple(_Row(form, row).told for row in _rows(connection, form))


def give(directory: Path, form: str, changes: Sequence[Change]) -> tuple[TaskGrade, ...]:
    """Write all of the marks, or none where one of them does not stand as its giver saw it.

    Returns those that stand otherwise; nothing was written then. Raises ValueError for points out of range,
    LookupError for a row that is gone, GradebookError where the gradebook cannot be written.
    """
    with _opened(directory, "rw") as connection:
        connection.execute("begin immediate")
        rows = {row.told.id: row for row in (_Row(form, row) for row in _rows(connection, form))}
        pairs = [(rows[change.grade], change) for change in changes]
        moved = [row.told for row, change in pairs if row.told.mark not in (change.seen, change.given)]
        if not moved:
            for row, change in pairs:
                _write(connection, row, change.given)
            connection.execute("commit")
        return tuple(moved)


class _Row:
    """A row of the query, and the ids by which it is written."""

    def __init__(self, form: str, row: tuple[Any, ...]) -> None:
        grade, name, learner, most, auto, score, comment, *ids = row
        self.comment: str | None = comment
        self.notebook, self.cell, self.comment_id = ids
        self.told = TaskGrade(
            id=grade,
            slot=str(name).removeprefix(f"{form}-"),
            learner=learner,
            max_points=most,
            mark=Mark(score, comment or ""),
            auto=auto,
        )


def _write(connection: sqlite3.Connection, row: _Row, given: Mark) -> None:
    """What formgrader's two requests would leave: an emptied comment is an empty text there, too."""
    score, most = given.score, row.told.max_points
    if score is not None and not (math.isfinite(score) and 0 <= score <= most):
        raise ValueError(f"{score} points, at most {most}")
    needs = score is None and row.told.auto is None
    connection.execute(_SCORE, (None if score is None else float(score), needs, row.told.id))
    if given.comment == (row.comment or ""):
        return
    if row.comment_id is not None:
        connection.execute(_COMMENT, (given.comment, row.comment_id))
    else:
        connection.execute(_NEW_COMMENT, (uuid.uuid4().hex, row.notebook, row.cell, given.comment))


def _rows(connection: sqlite3.Connection, form: str) -> list[tuple[Any, ...]]:
    if not connection.execute(_BEGUN).fetchone():
        return []
    return connection.execute(_TASKS, (form,)).fetchall()


@contextmanager
def _opened(directory: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """The gradebook; what was not committed is taken back."""
    database = directory / FILE
    address = f"{database.absolute().as_uri()}?mode={mode}"
    heal(database)
    try:
        with closing(
            sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        ) as connection:
            yield connection
    except sqlite3.Error as error:
        raise GradebookError(f"The gradebook cannot be read or written: {error} ({database}).") from error
