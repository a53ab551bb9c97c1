"""Where what lies in the course is not what nbgrader leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.grading.verify.facts import FILE, Facts, Place

PENALTY = "submitted_notebook.late_submission_penalty"


@dataclass(frozen=True)
class Difference:
    """One value that nbgrader would have left otherwise.

    `column` is that of a row of the gradebook (`grade.auto_score`), of a notebook's cell (`cell.source`), or
    `file.content`. Where a whole row, cell or file is on one side only, it has no dot, and the values say
    whether it is there.
    """

    learner: str
    notebook: str
    cell: str
    """The cell, or the path of the file; empty where it is of neither."""
    column: str
    ours: Any
    stock: Any


def differences(ours: Facts, stock: Facts) -> Iterator[Difference]:
    """All of them in order. A file that submitted code wrote where nbgrader ran it is none."""
    for place in sorted(ours.keys() | stock.keys()):
        here, there = ours.get(place), stock.get(place)
        if here is not None and there is not None:
            for column in sorted(here.keys() | there.keys()):
                one, other = here.get(column), there.get(column)
                if one != other and not _is_marked(place, column, here):
                    yield _difference(place, f"{place.what}.{column}", one, other)
        elif here is not None or place.what != FILE:
            yield _difference(place, place.what, here is not None, there is not None)


def _difference(place: Place, column: str, ours: Any, stock: Any) -> Difference:
    return Difference(place.learner, place.notebook, place.cell, column, ours, stock)


def _is_marked(place: Place, column: str, row: Mapping[str, Any]) -> bool:
    """Whether a person has marked it since: nbgrader would ask for that mark to be looked at again."""
    marked = place.what == "grade" and row["manual_score"] is not None
    return marked and column == "needs_manual_grade" and not row[column]


def has_marks(facts: Facts, place: Place) -> bool:
    """Whether a person gave points in the notebook at that place."""
    return any(
        row["manual_score"] is not None or row["extra_credit"] is not None
        for other, row in facts.items()
        if other.what == "grade" and (other.learner, other.notebook) == (place.learner, place.notebook)
    )
