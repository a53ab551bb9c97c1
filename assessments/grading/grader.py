"""Grades what was handed in to a form into nbgrader's gradebook; nothing that was handed in is run.

The gradebook is written first, a batch at a time, then the folders are put into their places: whatever was
between when the program was killed is done again by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from assessments.commands import nbgrader
from assessments.errors import GradebookError, Unreadable
from assessments.grading.alone import alone
from assessments.grading.autograded import OF_ITS_OWN, Workshop, sweep
from assessments.grading.gradebook import task_grades
from assessments.grading.gradebook.backup import back_up, check_room
from assessments.grading.gradebook.ledger import Entry, write
from assessments.grading.gradebook.stock import Stock
from assessments.grading.gradebook.trusted import Assignment, trusted
from assessments.grading.marker import Marker, NeedsStock, Tell
from assessments.grading.outdated import outdated
from assessments.grading.quarantine import Quarantined, keep, quarantined
from assessments.grading.submission import read_submission, read_timestamp

BATCH = 250
"""Submissions that are written in one transaction."""
_DAY = 86_400.0
_ROOM = 300_000
"""Bytes on the disk for a submission, at most: a folder has about a hundred thousand."""

Progress = Callable[[int, int], None]
"""How many of how many are done."""


@dataclass(frozen=True)
class Report:
    """What a run did. Where stock nbgrader had to do it, `stock` says why, and all but `backup` is empty."""

    form: str
    graded: tuple[str, ...] = ()
    skipped: int = 0
    quarantined: tuple[Quarantined, ...] = ()
    outdated: tuple[str, ...] = ()
    """Whose free text is another one by now than the one that a person marked; the mark stands."""
    waiting: int = 0
    """Free texts of the form that nobody has marked yet."""
    backup: Path | None = None
    seconds: float = 0.0
    stock: str | None = None


def grade(
    directory: Path,
    form: str,
    tell: Tell,
    *,
    force: bool = False,
    run: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Grade what is new or was handed in again, with `force` everything.

    Where only nbgrader can grade the form, it does, which runs what was handed in; without `run` that raises
    NeedsStock. Raises UnknownForm, GradebookError or CourseError with one sentence, FaultsError for damaged
    items.
    """
    began = monotonic()
    assignment = trusted(directory, form)
    with alone(directory), Stock(directory, form) as stock:
        try:
            if settings := stock.settings():
                raise NeedsStock(f"nbgrader_config.py sets {', '.join(settings)}")
            marker = Marker(directory, assignment, tell)
        except NeedsStock as error:
            if not run:
                raise
            backup = _by_stock(directory, form, force=force)
            return Report(form, backup=backup, stock=str(error), seconds=monotonic() - began)
        chosen = _choose(directory, form, force=force)
        report = _Run(directory, assignment, marker, stock, progress or _silent).all(chosen)
        keep(directory, form, report.quarantined)
    waiting = sum(one.waiting for one in task_grades(directory, form))
    return replace(report, waiting=waiting, seconds=monotonic() - began)


@dataclass(frozen=True)
class _Choice:
    """What lies in `submitted`: to be graded, graded already, and what is neither."""

    learners: tuple[str, ...]
    skipped: int
    unfit: tuple[Quarantined, ...]


def _choose(directory: Path, form: str, *, force: bool) -> _Choice:
    """As nbgrader chooses: what is not graded, or was handed in again later, or all."""
    chosen, unfit, skipped = [], [], 0
    for learner in handed_in(directory, form):
        try:
            if force or _is_due(directory, form, learner):
                chosen.append(learner)
            else:
                skipped += 1
        except Unreadable as error:
            unfit.append(quarantined(learner, form, error.reason))
    return _Choice(tuple(chosen), skipped, tuple(unfit))


def handed_in(directory: Path, form: str) -> list[str]:
    """Everybody who has something for the form; whether it is a folder is looked at later."""
    submitted = directory / "submitted"
    if not submitted.is_dir():
        return []
    return sorted(home.name for home in submitted.iterdir() if home.name[0] != "." and _has(home, form))


def _has(home: Path, form: str) -> bool:
    try:
        return any(path.name == form for path in home.iterdir())
    except NotADirectoryError:
        return False
    except OSError:
        return True  # nobody can look into it, which is told with the rest


def _is_due(directory: Path, form: str, learner: str) -> bool:
    graded = directory / "autograded" / learner / form
    if not graded.exists():  # what autograded holds is ours
        return True
    new, old = read_timestamp(directory / "submitted" / learner / form), read_timestamp(graded)
    return new is not None and old is not None and new > old


class _Run:
    """One run over the submissions to a form."""

    def __init__(
        self, directory: Path, assignment: Assignment, marker: Marker, stock: Stock, progress: Progress
    ) -> None:
        self._directory = directory
        self._assignment = assignment
        self._marker = marker
        self._stock = stock
        self._progress = progress
        self._unfit: list[Quarantined] = []
        self._graded: list[str] = []

    def all(self, choice: _Choice) -> Report:
        """Grade the chosen ones, batch by batch."""
        self._unfit += choice.unfit
        sweep(self._directory)
        backup, changed = None, tuple[str, ...]()
        if choice.learners:
            check_room(self._directory, len(choice.learners) * _ROOM)
            backup = back_up(self._directory)
            changed = outdated(self._directory, self._assignment.name, choice.learners)
            self._grade(choice.learners)
        return Report(
            self._assignment.name,
            tuple(self._graded),
            choice.skipped,
            tuple(self._unfit),
            outdated=tuple(learner for learner in changed if learner in set(self._graded)),
            backup=backup,
        )

    def _grade(self, learners: Sequence[str]) -> None:
        workshop = Workshop(self._directory)
        try:
            for start in range(0, len(learners), BATCH):
                batch = learners[start : start + BATCH]
                self._batch(batch, workshop)
                self._progress(start + len(batch), len(learners))
        except OSError as error:
            raise GradebookError(
                f"The grading stopped: {error.strerror or error} ({error.filename or self._directory}). "
                "What is graded is graded; run it again for the rest."
            ) from error
        finally:
            workshop.close()

    def _batch(self, learners: Sequence[str], workshop: Workshop) -> None:
        """Make the folders apart, write the gradebook, then put the folders into their places."""
        entries = [entry for learner in learners if (entry := self._made(learner, workshop)) is not None]
        due = self._assignment.due
        if due is not None and any(entry.timestamp and entry.timestamp > due for entry in entries):
            self._stock.start()
        write(self._directory, self._assignment, entries, self._stock.penalties)
        for entry in entries:
            workshop.place(entry.learner, self._assignment.name)
            self._graded.append(entry.learner)

    def _made(self, learner: str, workshop: Workshop) -> Entry | None:
        """Mark a submission and write its folder; None where it cannot be graded, which is noted."""
        form = self._assignment.name
        try:
            home = self._directory / "submitted" / learner
            if home.is_symlink():
                raise Unreadable("上一层不是文件夹（是链接）")
            given = self._marker.mark(read_submission(home / form, learner))
        except Unreadable as error:
            self._unfit.append(quarantined(learner, form, error.reason))
            return None
        try:
            workshop.make(learner, given.files)
        except OSError as error:
            if error.errno not in OF_ITS_OWN:
                raise
            reason = f"评分的文件夹写不出来：{error.strerror or error}"
            self._unfit.append(quarantined(learner, form, reason))
            return None
        return given.entry


def _by_stock(directory: Path, form: str, *, force: bool) -> Path:
    """Let nbgrader grade the form, which runs what was handed in; return the gradebook as it was before.

    Raises CourseError with its complaint.
    """
    check_room(directory, len(handed_in(directory, form)) * _ROOM)
    backup = back_up(directory)
    nbgrader(directory, "autograde", form, *(["--force"] if force else []), timeout=_DAY)
    keep(directory, form, ())  # it ends well only where there was nothing that it could not grade
    return backup


def _silent(done: int, of: int) -> None:
    """For whoever does not want to see the progress."""
