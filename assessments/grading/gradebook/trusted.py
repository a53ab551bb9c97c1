"""The assignment as nbgrader's rows have it: what a submission is measured by, whatever it says itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assessments.errors import UnknownForm
from assessments.grading.gradebook.store import reading

_CELLS = """
select source.name, source.cell_type, source.locked, source.source, source.checksum,
       grade.id, solution.id, task.id, points.max_score, task_points.max_score
from source_cell as source
left join base_cell as grade
  on grade.notebook_id = source.notebook_id and grade.name = source.name and grade.type = 'GradeCell'
left join base_cell as solution
  on solution.notebook_id = source.notebook_id and solution.name = source.name
  and solution.type = 'SolutionCell'
left join base_cell as task
  on task.notebook_id = source.notebook_id and task.name = source.name and task.type = 'TaskCell'
left join grade_cells as points on points.id = grade.id
left join task_cells as task_points on task_points.id = task.id
where source.notebook_id = ?
order by task.id is not null, coalesce(grade.rowid, task.rowid, solution.rowid), source.rowid
"""
"""What is graded in the order in which nbgrader begins its rows: tasks come last."""


@dataclass(frozen=True)
class TrustedCell:
    """A cell as it was released. The rows are ids of base_cell, None where it has no such row."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str
    grade_row: str | None
    solution_row: str | None
    task_row: str | None
    points: float | None

    @property
    def marked_row(self) -> str | None:
        """What a row of `grade` hangs on."""
        return self.grade_row or self.task_row

    @property
    def comment_row(self) -> str | None:
        """What a row of `comment` hangs on."""
        return self.solution_row or self.task_row

    @property
    def flags(self) -> dict[str, bool]:
        """What nbgrader's metadata says of it, besides `locked`."""
        return {
            "grade": self.grade_row is not None,
            "solution": self.solution_row is not None,
            "task": self.task_row is not None,
        }


@dataclass(frozen=True)
class TrustedNotebook:
    """A notebook of the assignment, its cells by their grade_id, in the order of nbgrader's rows."""

    id: str
    name: str
    kernelspec: Mapping[str, Any] | None
    cells: Mapping[str, TrustedCell]


@dataclass(frozen=True)
class Assignment:
    """The assignment of one form; `due` is naive UTC, as nbgrader keeps times."""

    id: str
    name: str
    due: datetime | None
    notebooks: tuple[TrustedNotebook, ...]

    def notebook(self, name: str) -> TrustedNotebook | None:
        """The notebook of that name, or None."""
        return next((notebook for notebook in self.notebooks if notebook.name == name), None)


def trusted(directory: Path, form: str) -> Assignment:
    """The assignment of a form. Raises UnknownForm where there is none, GradebookError."""
    with reading(directory) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'source_cell'").fetchone():
            raise UnknownForm(form)
        found = connection.execute("select id, duedate from assignment where name = ?", (form,)).fetchone()
        if found is None:
            raise UnknownForm(form)
        rows = connection.execute(
            "select id, name, kernelspec from notebook where assignment_id = ? order by name", (found[0],)
        )
        notebooks = tuple(_notebook(connection, *row) for row in rows.fetchall())
    due = None if found[1] is None else datetime.fromisoformat(found[1])
    return Assignment(found[0], form, due, notebooks)


def _notebook(connection: sqlite3.Connection, key: str, name: str, kernelspec: str | None) -> TrustedNotebook:
    cells = {row[0]: _cell(row) for row in connection.execute(_CELLS, (key,))}
    kernel = json.loads(kernelspec) if kernelspec else None
    return TrustedNotebook(key, name, kernel, MappingProxyType(cells))


def _cell(row: tuple[Any, ...]) -> TrustedCell:
    name, kind, locked, source, checksum, grade, solution, task, points, task_points = row
    worth = points if points is not None else task_points
    return TrustedCell(name, kind, bool(locked), source or "", checksum or "", grade, solution, task, worth)
