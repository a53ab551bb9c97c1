"""Writes what a grading found into the gradebook: the rows that nbgrader would have left, a batch at a time.

What a person gave (manual_score, extra_credit, manual_comment) is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from assessments.grading.gradebook.store import writing
from assessments.grading.gradebook.trusted import Assignment, TrustedNotebook

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - nbgrader keeps an extension as the time so long after this
_PREPROCESSORS_COURSE = "default_course"
"""nbgrader's preprocessors open the gradebook without naming the course, which makes this row."""

_SUBMITTED = """
select id, timestamp, extension from submitted_assignment where assignment_id = ? and student_id = ?
"""
_GRADE = """
insert into grade (id, notebook_id, cell_id, auto_score, needs_manual_grade) values (?, ?, ?, ?, ?)
on conflict (cell_id, notebook_id) do update set auto_score = excluded.auto_score,
  needs_manual_grade = excluded.needs_manual_grade or grade.manual_score is not null
"""
_BLANK_GRADE = """
insert into grade (id, notebook_id, cell_id, needs_manual_grade) values (?, ?, ?, 1)
on conflict (cell_id, notebook_id) do nothing
"""
_ABSENT = "update grade set auto_score = 0.0, needs_manual_grade = 0 where notebook_id = ?"
_COMMENT = """
insert into comment (id, notebook_id, cell_id, auto_comment) values (?, ?, ?, ?)
on conflict (cell_id, notebook_id) do update set auto_comment = excluded.auto_comment
"""
_BLANK_COMMENT = """
insert into comment (id, notebook_id, cell_id) values (?, ?, ?)
on conflict (cell_id, notebook_id) do nothing
"""
_SCORE = """
select coalesce(sum(coalesce(manual_score, auto_score, 0.0)
  + case when manual_score is null and auto_score is null then 0.0 else coalesce(extra_credit, 0.0) end), 0.0)
from grade where notebook_id = ?
"""


@dataclass(frozen=True)
class MarkedNotebook:
    """What was found in one notebook, by row of base_cell; cells that were not there are not in it."""

    grades: Mapping[str, float | None] = field(default_factory=dict)
    comments: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """The marks of one submission. A notebook of the assignment that is not in it was not handed in."""

    learner: str
    timestamp: datetime | None
    notebooks: Mapping[str, MarkedNotebook]


@dataclass(frozen=True)
class Lateness:
    """A notebook that was handed in late: whose, its score, and the seconds."""

    learner: str
    score: float
    seconds: float


Penalise = Callable[[Sequence[Lateness]], Sequence[float | None]]
"""The course's own rule: for each the points to take off, None where nothing is."""


def write(directory: Path, assignment: Assignment, entries: Sequence[Entry], penalise: Penalise) -> None:
    """Write a batch, all of it or nothing. Raises GradebookError."""
    with writing(directory) as connection:
        connection.execute("insert or ignore into course (id) values (?)", (_PREPROCESSORS_COURSE,))
        connection.executemany(
            "insert or ignore into student (id) values (?)", [(entry.learner,) for entry in entries]
        )
        late: list[tuple[str, Lateness]] = []
        for entry in entries:
            late += _enter(connection, assignment, entry)
        if late:
            given = penalise([each for _, each in late])
            rows = [
                (_within(penalty, each.score), book)
                for (book, each), penalty in zip(late, given, strict=True)
            ]
            connection.executemany(
                "update submitted_notebook set late_submission_penalty = ? where id = ?", rows
            )


def _enter(
    connection: sqlite3.Connection, assignment: Assignment, entry: Entry
) -> list[tuple[str, Lateness]]:
    """Write one submission; its late notebooks by their row, which wait for the penalty."""
    handed, seconds = _submitted(connection, assignment, entry)
    late = []
    for notebook in assignment.notebooks:
        book = _book(connection, handed, notebook)
        marked = entry.notebooks.get(notebook.name)
        _mark(connection, book, notebook, marked)
        if marked is None:
            connection.execute(_ABSENT, (book,))
            continue
        connection.execute(
            "update submitted_notebook set late_submission_penalty = null where id = ?", (book,)
        )
        if seconds > 0:
            (score,) = connection.execute(_SCORE, (book,)).fetchone()
            late.append((book, Lateness(entry.learner, score, seconds)))
    return late


def _submitted(connection: sqlite3.Connection, assignment: Assignment, entry: Entry) -> tuple[str, float]:
    """The row of a submission, made where it is new, and how many seconds late it is."""
    found = connection.execute(_SUBMITTED, (assignment.id, entry.learner)).fetchone()
    stamp = None if entry.timestamp is None else entry.timestamp.isoformat(" ", "microseconds")
    if found is None:
        row = uuid4().hex
        connection.execute(
            "insert into submitted_assignment (id, assignment_id, student_id, timestamp) values (?, ?, ?, ?)",
            (row, assignment.id, entry.learner, stamp),
        )
        return row, _seconds_late(stamp, assignment.due, None)
    row, known, extension = found
    if stamp is not None:
        connection.execute("update submitted_assignment set timestamp = ? where id = ?", (stamp, row))
    return row, _seconds_late(stamp or known, assignment.due, extension)


def _seconds_late(stamp: str | None, due: datetime | None, extension: str | None) -> float:
    if stamp is None or due is None:
        return 0.0
    more = datetime.fromisoformat(extension) - _EPOCH if extension else timedelta()
    return max(0.0, (datetime.fromisoformat(stamp) - (due + more)).total_seconds())


def _book(connection: sqlite3.Connection, handed: str, notebook: TrustedNotebook) -> str:
    """The row of a submitted notebook, made where it is new."""
    found = connection.execute(
        "select id from submitted_notebook where notebook_id = ? and assignment_id = ?", (notebook.id, handed)
    ).fetchone()
    if found is not None:
        return str(found[0])
    row = uuid4().hex
    connection.execute(
        "insert into submitted_notebook (id, assignment_id, notebook_id, flagged) values (?, ?, ?, 0)",
        (row, handed, notebook.id),
    )
    return row


def _mark(
    connection: sqlite3.Connection, book: str, notebook: TrustedNotebook, marked: MarkedNotebook | None
) -> None:
    """Write the grades and comments; cells that were not there get the rows that a new submission has.

    In the order of the release, whatever that of the submission is: points are added up in the order of their
    rows, and another one has another last digit.
    """
    found = marked or MarkedNotebook()
    for cell in notebook.cells.values():
        if row := cell.marked_row:
            key = (uuid4().hex, book, row)
            if row in found.grades:
                points = found.grades[row]
                connection.execute(_GRADE, (*key, points, points is None))
            else:
                connection.execute(_BLANK_GRADE, key)
        if row := cell.comment_row:
            key = (uuid4().hex, book, row)
            if row in found.comments:
                connection.execute(_COMMENT, (*key, found.comments[row]))
            else:
                connection.execute(_BLANK_COMMENT, key)


def _within(penalty: float | None, score: float) -> float | None:
    """nbgrader takes off no less than nothing and no more than there is."""
    return None if penalty is None else 0 if penalty < 0 else min(penalty, score)
