"""The cells of a form's notebook, as nbformat 4.5 and nbgrader's metadata want them."""

from __future__ import annotations

from typing import Any

Cell = dict[str, Any]
"""A cell as the notebook file has it."""

_SCHEMA_VERSION = 3


def words(cell_id: str, grade_id: str, source: str) -> Cell:
    """Text that nobody edits."""
    return _cell("markdown", cell_id, source, _nbgrader(grade_id, locked=True))


def code(cell_id: str, grade_id: str, source: str) -> Cell:
    """Code that nobody edits, and that Lab keeps folded."""
    return _code(cell_id, source, _nbgrader(grade_id, locked=True))


def graded(cell_id: str, grade_id: str, source: str, points: float) -> Cell:
    """A hidden test that gives up to `points`."""
    lines = ("### BEGIN HIDDEN TESTS", source, "### END HIDDEN TESTS")
    return _code(cell_id, "\n".join(lines), _nbgrader(grade_id, locked=True, grade=True, points=points))


def task(cell_id: str, grade_id: str, source: str, scheme: str, points: float) -> Cell:
    """What a person marks, with the mark scheme that no trainee gets."""
    lines = (source, "", "=== BEGIN MARK SCHEME ===", "", scheme, "", "=== END MARK SCHEME ===")
    nbgrader = _nbgrader(grade_id, locked=True, task=True, points=points)
    return _cell("markdown", cell_id, "\n".join(lines), nbgrader)


def _code(cell_id: str, source: str, nbgrader: dict[str, Any]) -> Cell:
    cell = _cell("code", cell_id, source, nbgrader)
    cell["metadata"]["jupyter"] = {"source_hidden": True}
    return {**cell, "execution_count": None, "outputs": []}


def _cell(kind: str, cell_id: str, source: str, nbgrader: dict[str, Any]) -> Cell:
    lines = source.splitlines(keepends=True)
    return {"cell_type": kind, "id": cell_id, "metadata": {"nbgrader": nbgrader}, "source": lines}


def _nbgrader(
    grade_id: str, *, locked: bool, grade: bool = False, task: bool = False, points: float | None = None
) -> dict[str, Any]:
    worth = {} if points is None else {"points": points}
    flags = {"grade": grade, "locked": locked, "solution": False, "task": task}
    return {"grade_id": grade_id, "schema_version": _SCHEMA_VERSION, **flags, **worth}
