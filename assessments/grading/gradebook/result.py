"""What nbgrader's gradebook says of one learner; nothing is written here."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessments.errors import GradebookError
from assessments.grading.gradebook.blank import FILE
from assessments.grading.gradebook.store import heal

_BUSY_SECONDS = 5.0
_BEGUN = "select 1 from sqlite_master where name = 'submitted_assignment'"
_ROWS = """
select cell.name, cell.type, coalesce(code.max_score, task.max_score, 0.0),
       grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade,
       comment.manual_comment, book.id, book.late_submission_penalty, handed.timestamp
from assignment
join submitted_assignment as handed on handed.assignment_id = assignment.id
join submitted_notebook as book on book.assignment_id = handed.id
join grade on grade.notebook_id = book.id
join base_cell as cell on cell.id = grade.cell_id
left join grade_cells as code on code.id = cell.id
left join task_cells as task on task.id = cell.id
left join comment on comment.cell_id = cell.id and comment.notebook_id = book.id
where assignment.name = ? and handed.student_id = ?
order by cell.rowid
"""
_EVERYBODY = _ROWS.replace("select cell.name", "select handed.student_id, cell.name").replace(
    " and handed.student_id = ?", ""
)
_GRADED = """
select distinct handed.student_id
from assignment
join submitted_assignment as handed on handed.assignment_id = assignment.id
join submitted_notebook as book on book.assignment_id = handed.id
join grade on grade.notebook_id = book.id
where assignment.name = ? and coalesce(grade.auto_score, grade.manual_score) is not null
"""


@dataclass(frozen=True)
class ItemResult:
    """The marks of one item; `written` is marked by a person, the rest by the program."""

    item_id: str
    written: bool
    auto: float | None
    manual: float | None
    extra: float
    max_points: float
    needs_manual: bool
    comment: str | None

    @property
    def mark(self) -> float:
        """A person's mark before the program's, and nothing as long as there is neither."""
        return (self.manual if self.manual is not None else self.auto) or 0.0

    @property
    def points(self) -> float:
        """What counts: the mark and the extra credit."""
        return self.mark + self.extra

    @property
    def pending(self) -> bool:
        """Whether nobody has marked it yet."""
        return self.auto is None and self.manual is None


@dataclass(frozen=True)
class Result:
    """The marks of one submission. While an item is pending, `total` is what is known so far."""

    form: str
    learner: str
    items: tuple[ItemResult, ...]
    penalty: float
    submitted_at: datetime | None
    graded_at: datetime | None

    @property
    def total(self) -> float:
        """All points so far, less the penalty for handing in late."""
        return max(0.0, sum(item.points for item in self.items) - self.penalty)

    @property
    def max_total(self) -> float:
        """What the form is worth."""
        return sum(item.max_points for item in self.items)

    @property
    def auto_total(self) -> float:
        """The points of the items that the program marks."""
        return sum(item.points for item in self.items if not item.written)

    @property
    def auto_max(self) -> float:
        """What those items are worth."""
        return sum(item.max_points for item in self.items if not item.written)

    @property
    def pending(self) -> tuple[str, ...]:
        """The items that still wait for a person."""
        return tuple(item.item_id for item in self.items if item.pending)

    def item(self, item_id: str) -> ItemResult | None:
        """The marks of one item, or None."""
        return next((item for item in self.items if item.item_id == item_id), None)


def result(directory: Path, form: str, learner: str) -> Result | None:
    """The marks of a learner's submission, or None as long as it is not graded.

    Raises GradebookError where the gradebook cannot be read.
    """
    rows = _query(directory / FILE, _ROWS, (form, learner))
    found = _result(directory, form, learner, rows) if rows else None
    return None if found is None or len(found.pending) == len(found.items) else found


def results(directory: Path, form: str) -> dict[str, Result]:
    """Everybody's marks in one reading, by learner; also of those for whom all waits for the marker.

    Raises GradebookError where the gradebook cannot be read.
    """
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for learner, *row in _query(directory / FILE, _EVERYBODY, (form,)):
        rows[learner].append(tuple(row))
    return {learner: _result(directory, form, learner, each) for learner, each in rows.items()}


def graded_learners(directory: Path, form: str) -> frozenset[str]:
    """All whose submission has marks already. Raises GradebookError where the gradebook cannot be read."""
    return frozenset(row[0] for row in _query(directory / FILE, _GRADED, (form,)))


def finished_learners(directory: Path, form: str) -> frozenset[str]:
    """Everybody whose marks are complete: nothing of theirs waits for the marker.

    Raises GradebookError where the gradebook cannot be read.
    """
    rows = _query(directory / FILE, _EVERYBODY, (form,))
    waiting = {row[0] for row in rows if _item(form, row[1:]).pending}
    return frozenset(row[0] for row in rows if row[0] not in waiting)


def _query(database: Path, query: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
    if not database.is_file():
        return []
    heal(database)
    try:
        address = f"{database.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
            if not connection.execute(_BEGUN).fetchone():
                return []
            return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise GradebookError(f"The gradebook cannot be read: {error} ({database}).") from error


def _result(directory: Path, form: str, learner: str, rows: Sequence[tuple[Any, ...]]) -> Result:
    items = tuple(_item(form, row) for row in rows)
    penalties = {row[8]: row[9] or 0.0 for row in rows}
    submitted, graded = _utc(rows[0][10]), _graded_at(directory, form, learner)
    return Result(form, learner, items, sum(penalties.values()), submitted, graded)


def _item(form: str, row: tuple[Any, ...]) -> ItemResult:
    name, kind, most, auto, manual, extra, needs, comment = row[:8]
    return ItemResult(
        item_id=str(name).removeprefix(f"{form}-"),
        written=kind == "TaskCell",
        auto=auto,
        manual=manual,
        extra=extra or 0.0,
        max_points=most,
        needs_manual=bool(needs),
        comment=comment,
    )


def _utc(text: str | None) -> datetime | None:
    """nbgrader stores times of UTC without saying so."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _graded_at(directory: Path, form: str, learner: str) -> datetime | None:
    """The gradebook does not keep it; the graded notebook is as old as the grading."""
    notebook = directory / "autograded" / learner / form / f"{form}.ipynb"
    try:
        return datetime.fromtimestamp(notebook.stat().st_mtime, UTC)
    except OSError:
        return None
