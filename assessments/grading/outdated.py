"""Marks by hand that were given to another text than the one that is graded now.

nbgrader leaves such a mark as it is and says nothing, and the rows are to be nbgrader's: so it is said.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from assessments.errors import Unreadable
from assessments.grading.gradebook import task_grades
from assessments.grading.submission import read_given


def outdated(directory: Path, form: str, learners: Collection[str]) -> tuple[str, ...]:
    """Of these, who have handed in another free text since a person marked it. Ask before they are graded.

    Raises GradebookError.
    """
    graded = {learner for learner in learners if (directory / "autograded" / learner / form).is_dir()}
    if not graded:
        return ()
    marked = (one for one in task_grades(directory, form) if one.mark.score is not None)
    again = (one for one in marked if one.learner in graded)
    return tuple(sorted({one.learner for one in again if _is_other(directory, form, one.learner, one.slot)}))


def _is_other(directory: Path, form: str, learner: str, slot: str) -> bool:
    """Whether the answer to a slot, or its question, is not what it was at the last grading."""
    try:
        before, now = (
            read_given(directory / place / learner / form) for place in ("autograded", "submitted")
        )
    except Unreadable:
        return False  # what cannot be read is not graded either
    if before is None or now is None:
        return before is not now
    return (before.items.get(slot), before.variants.get(slot)) != (
        now.items.get(slot),
        now.variants.get(slot),
    )
