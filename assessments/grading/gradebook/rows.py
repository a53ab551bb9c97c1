"""The rows of a form's submissions, told by what they stand for: their random ids are left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.grading.gradebook.ledger import Entry, MarkedNotebook, write
from assessments.grading.gradebook.store import reading, writing
from assessments.grading.gradebook.trusted import Assignment

_HANDED = """
from submitted_assignment as handed
join assignment on assignment.id = handed.assignment_id
"""
_BOOKS = f"""
{_HANDED}
join submitted_notebook as book on book.assignment_id = handed.id
join notebook on notebook.id = book.notebook_id
"""
_CELLS = "join base_cell as cell on cell.id = row.cell_id"
_FORM = "where assignment.name = ?"
_QUERIES = {
    "submitted_assignment": f"select handed.student_id, '', '', handed.* {_HANDED} {_FORM}",
    "submitted_notebook": f"select handed.student_id, notebook.name, '', book.* {_BOOKS} {_FORM}",
    **{
        table: f"select handed.student_id, notebook.name, cell.name, row.* {_BOOKS} "
        f"join {table} as row on row.notebook_id = book.id {_CELLS} {_FORM}"
        for table in ("grade", "comment")
    },
}
_WITHIN = """
where notebook_id in (
  select book.id from submitted_notebook as book
  join submitted_assignment as handed on handed.id = book.assignment_id
  where handed.assignment_id = ? and handed.student_id = ?)
"""
_TAKE_BACK = f"update grade set manual_score = null, extra_credit = null {_WITHIN}"
_AS_BEGUN = f"""
update grade set auto_score = case when auto_score = 0.0 then 0.0 end,
  needs_manual_grade = manual_score is null and auto_score is not 0.0
{_WITHIN} and cell_id in (select id from base_cell where type = 'TaskCell')
"""
"""Of a task nbgrader's grading writes nothing but 0 for a notebook that was missing, which stays."""


@dataclass(frozen=True)
class Row:
    """A row: whose, of which notebook and cell (empty where it is of none), and its columns but for ids."""

    learner: str
    notebook: str
    cell: str
    table: str
    columns: dict[str, Any]


def rows(directory: Path, form: str, learners: Collection[str]) -> list[Row]:
    """The rows of these learners' submissions: the submission, its notebooks, grades and comments.

    Raises GradebookError.
    """
    with reading(directory) as connection:
        return [row for row in _rows(connection, form) if row.learner in learners]


def _rows(connection: sqlite3.Connection, form: str) -> Iterator[Row]:
    for table, query in _QUERIES.items():
        cursor = connection.execute(query, (form,))
        names = [column[0] for column in cursor.description[3:]]
        for learner, notebook, cell, *values in cursor:
            told = {name: value for name, value in zip(names, values, strict=True) if not _is_id(name)}
            yield Row(learner, notebook, cell, table, told)


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")


def make_ready(directory: Path, assignment: Assignment, handed: Mapping[str, Collection[str]]) -> None:
    """Add rows that are lacking, as nbgrader begins them, and put a task's row to what it leaves there.

    Only ever in a copy. `handed` says by learner which notebooks were handed in. Raises GradebookError.
    """
    entries = [
        Entry(learner, None, {name: MarkedNotebook() for name in names}) for learner, names in handed.items()
    ]
    write(directory, assignment, entries, lambda late: [None] * len(late))
    _each(directory, assignment, handed, _AS_BEGUN)


def take_back_marks(directory: Path, assignment: Assignment, learners: Collection[str]) -> None:
    """Undo what people gave: their points and extra points. Only ever in a copy. Raises GradebookError."""
    _each(directory, assignment, learners, _TAKE_BACK)


def _each(directory: Path, assignment: Assignment, learners: Iterable[str], statement: str) -> None:
    with writing(directory) as connection:
        connection.executemany(statement, [(assignment.id, learner) for learner in learners])
