"""What a grading left of a submission, as values that can be compared one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from assessments.errors import Unreadable
from assessments.grading.autograded import FOLDER
from assessments.grading.bounded import parse_json, read_bytes
from assessments.grading.gradebook.rows import rows
from assessments.grading.gradebook.trusted import Assignment, TrustedNotebook
from assessments.grading.marked import role

_LIMIT = 50_000_000
"""Bytes of a graded file; what submitted code prints may be long where nbgrader ran it."""
CELL, FILE = "cell", "file"


@dataclass(frozen=True, order=True)
class Place:
    """Where a value stands: whose, in which notebook and cell, and in which table, or `cell` or `file`."""

    learner: str
    notebook: str
    cell: str
    what: str


Facts = Mapping[Place, Mapping[str, Any]]
"""At each place the values by column."""


def facts(directory: Path, assignment: Assignment, learners: Collection[str]) -> dict[Place, dict[str, Any]]:
    """The gradebook's rows and the graded folders of these learners. Raises GradebookError."""
    found = {
        Place(row.learner, row.notebook, row.cell, row.table): row.columns
        for row in rows(directory, assignment.name, learners)
    }
    for learner in learners:
        folder = directory / FOLDER / learner / assignment.name
        for notebook in assignment.notebooks:
            path = folder / f"{notebook.name}.ipynb"
            if path.exists():
                found.update(_cells(path, learner, notebook))
        found.update(_files(folder, learner))
    return found


def _files(folder: Path, learner: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """All but notebooks, by a digest: answers.json is what the marker and the feedback read."""
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".ipynb" and not path.is_dir():
            place = Place(learner, "", path.relative_to(folder).as_posix(), FILE)
            yield place, {"content": _digest(path)}


def _digest(path: Path) -> str:
    try:
        return hashlib.blake2b(read_bytes(path, _LIMIT), digest_size=16).hexdigest()
    except Unreadable as error:
        return error.reason


def _cells(path: Path, learner: str, notebook: TrustedNotebook) -> Iterator[tuple[Place, dict[str, Any]]]:
    try:
        value: Any = parse_json(read_bytes(path, _LIMIT), _LIMIT)
        cells = [*value["cells"]]
        for number, cell in enumerate(cells, 1):
            told = cell.get("metadata", {}).get("nbgrader")
            name = str(told["grade_id"]) if told else f"#{number}"
            yield Place(learner, notebook.name, name, CELL), _cell(cell, number, notebook)
    except Unreadable as error:
        yield Place(learner, notebook.name, "", CELL), {"content": error.reason}
    except (LookupError, TypeError, AttributeError):
        yield Place(learner, notebook.name, "", CELL), {"content": "no notebook"}


def _cell(cell: dict[str, Any], number: int, notebook: TrustedNotebook) -> dict[str, Any]:
    """A cell; its outputs where it is the course's own code, which is known to be the same for both."""
    told = cell["metadata"].get("nbgrader")
    made = {"place": number, "type": cell["cell_type"], "source": _text(cell["source"]), "nbgrader": told}
    released = notebook.cells.get(told["grade_id"]) if told else None
    if released is not None and released.locked and released.cell_type == "code" and role(released.source):
        made["outputs"] = [*_joined(cell.get("outputs", []))]
    return made


def _joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A kernel that is slow sends what it prints in several pieces."""
    for stream, group in groupby(outputs, lambda output: output.get("name")):
        pieces = list(group)
        if stream is None:
            yield from pieces
        else:
            yield {**pieces[0], "text": "".join(_text(piece.get("text", "")) for piece in pieces)}


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
