"""Grades a random sample again by nbgrader itself and compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic

from assessments.errors import Unreadable
from assessments.grading.alone import alone
from assessments.grading.autograded import FOLDER
from assessments.grading.gradebook.trusted import trusted
from assessments.grading.grader import Report, handed_in
from assessments.grading.submission import read_submission
from assessments.grading.verify.differences import PENALTY, Difference, differences, has_marks
from assessments.grading.verify.facts import Facts, Place, facts
from assessments.grading.verify.trial import Trial, trial

_SEEDS = 1_000_000


@dataclass(frozen=True)
class Verification:
    """What came of it. Where nbgrader itself graded the form, `stock` says why and nothing was compared."""

    form: str
    seed: int = 0
    sample: tuple[str, ...] = ()
    graded: int = 0
    """How many there were to draw from."""
    values: int = 0
    """How many values were compared."""
    differences: tuple[Difference, ...] = ()
    seconds: float = 0.0
    stock: str | None = None


def verify(directory: Path, report: Report, count: int, seed: int | None = None) -> Verification:
    """Draw so many of the graded submissions; compare what lies in the course with what nbgrader leaves.

    `report` is that of the grading before. The code in the drawn submissions is run, in a copy that is
    removed afterwards; the course is only read. Raises CourseError.
    """
    if report.stock is not None:
        return Verification(report.form, stock=report.stock)
    began = monotonic()
    seed = SystemRandom().randrange(_SEEDS) if seed is None else seed
    assignment = trusted(directory, report.form)
    with ExitStack() as stack:
        with alone(directory):
            graded = _graded(directory, report)
            sample = tuple(sorted(_drawn(directory, report.form, graded, count, seed)))
            made = Verification(report.form, seed, sample, len(graded))
            if not sample:
                return made
            ours = facts(directory, assignment, sample)
            copy = stack.enter_context(trial(directory, assignment, sample))
        found = tuple(_compared(ours, copy, sample))
    values = sum(map(len, ours.values()))
    return replace(made, values=values, differences=found, seconds=monotonic() - began)


def _graded(directory: Path, report: Report) -> list[str]:
    """Whose graded folder stands, and is of the submission that lies there now."""
    quarantined = {entry.learner for entry in report.quarantined}
    return [
        learner
        for learner in handed_in(directory, report.form)
        if learner not in quarantined and (directory / FOLDER / learner / report.form).is_dir()
    ]


def _drawn(directory: Path, form: str, graded: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """So many, by chance. What is no plain folder any more is left out: nbgrader would follow its links."""
    for learner in Random(seed).sample(graded, len(graded)):
        if count == 0:
            return
        home = directory / "submitted" / learner
        try:
            if not home.is_symlink():
                read_submission(home / form, learner)
                count -= 1
                yield learner
        except Unreadable:
            continue


def _compared(ours: Facts, copy: Trial, sample: Sequence[str]) -> Iterator[Difference]:
    """What differs; of somebody whom nbgrader could not grade that alone."""
    stock = copy.regraded(sample)
    failed = [learner for learner in sample if not copy.graded(learner)]
    yield from (Difference(learner, "", "", "folder", True, copy.complaint) for learner in failed)
    found = [each for each in differences(ours, stock) if each.learner not in failed]
    late = [each for each in found if each.column == PENALTY and has_marks(ours, _book(each))]
    dated = _dated(late, copy)
    yield from (each for each in found if each not in dated)


def _dated(late: Sequence[Difference], copy: Trial) -> list[Difference]:
    """Penalties as they were before a person's marks, which are right: only a grading renews them."""
    if not late:
        return []
    stock = copy.regraded_without_marks(sorted({each.learner for each in late}))
    column = PENALTY.partition(".")[2]
    return [each for each in late if stock.get(_book(each), {}).get(column) == each.ours]


def _book(difference: Difference) -> Place:
    """The notebook that a penalty belongs to."""
    return Place(difference.learner, difference.notebook, "", PENALTY.partition(".")[0])
