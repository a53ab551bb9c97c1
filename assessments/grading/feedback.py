"""Feedback for a form: feedback/LEARNER/FORM/NOTEBOOK.html for each graded submission, where nbgrader looks.

The same submissions as `nbgrader generate_feedback` takes, the same names and modes; what is said is read
from the gradebook and the answers, never from what a notebook shows.
"""

from __future__ import annotations

import errno
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessments.commands import nbgrader
from assessments.coursedir import released_view
from assessments.errors import CourseError, UnknownForm
from assessments.exchange import released
from assessments.grading import form_scores
from assessments.grading.gradebook import Result, changed_at, results
from assessments.grading.gradebook.trusted import TrustedCell, trusted
from assessments.grading.handed import told
from assessments.grading.outcome import outcome
from assessments.grading.page import FeedbackPages, FeedbackView
from assessments.grading.transcribe import legible
from assessments.items.deck import Deck, read_deck
from assessments.items.form import Form, load_form
from casebank.errors import FaultsError

AUTOGRADED, FEEDBACK = "autograded", "feedback"
_MODE = 0o644
"""nbgrader's for feedback."""
_CARRIED = ("submission_secret.txt", "timestamp.txt")
"""What `nbgrader release_feedback` needs beside a page; no answer is copied to one more place."""
_WRITING = ".writing-"
_ABANDONED = 3600.0
"""Seconds after which nobody writes there any more."""
_SMALL = 10_000
"""Bytes: more than either of these has."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_NO_RELEASE = "release/{form} is missing: put it back as it was. No page was written."
_NO_MARKS = "the gradebook has no marks for it"
_NO_NOTEBOOK = "there is no graded notebook, so there is no page either, as with nbgrader"
_STOCK_SECONDS = 24 * 3600.0
_IMPORTS = "from assessments.grading import score_item"


@dataclass
class Report:
    """What became of each submission, by learner, sorted."""

    form: str
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """They had that very page already, and it was not touched."""
    missing: dict[str, str] = field(default_factory=dict)
    """Nothing there to write about, and why."""
    failed: dict[str, str] = field(default_factory=dict)
    """No page was written though there should be one, and why."""
    stock: str | None = None
    """Why nbgrader's own command wrote the pages; None where we did."""


def write_feedback(
    directory: Path,
    form_id: str,
    *,
    look: str = "",
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Write the pages of all graded submissions; one that would say the same as before is left untouched.

    `force` writes them all, changed or not. `look` is the CSS of the house's colours and type. `progress` is
    told how many of how many are done. Raises CourseError where nothing is graded, GradebookError, OSError
    for want of room.
    """
    submissions = sorted(_submissions(directory, form_id))
    if not submissions:
        raise CourseError(f"No submission of {form_id} is graded: there is no {AUTOGRADED}/*/{form_id}.")
    try:
        form, deck = _known(directory, form_id)
    except _NotOurs as error:
        return _by_nbgrader(directory, form_id, submissions, str(error), force=force)
    marks, pages, report = results(directory, form_id), FeedbackPages(look), Report(form_id)
    with _scratch(directory / FEEDBACK) as scratch:
        desk = _Desk(directory, form, deck, marks, pages, scratch)
        for number, learner in enumerate(submissions, 1):
            desk.deal(learner, report, force=force)
            if progress is not None:
                progress(number, len(submissions))
    return report


@contextmanager
def _scratch(feedback: Path) -> Iterator[Path]:
    """A folder beside the pages to write in, which nbgrader does not see; what a kill left there goes."""
    feedback.mkdir(exist_ok=True)
    for left in feedback.glob(f"{_WRITING}*"):
        with suppress(FileNotFoundError):  # whoever wrote there has finished meanwhile
            if time.time() - left.lstat().st_mtime > _ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_WRITING, dir=feedback, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _submissions(directory: Path, form_id: str) -> Iterator[str]:
    graded = directory / AUTOGRADED
    if graded.is_dir():
        learners = (path for path in graded.iterdir() if not path.name.startswith("."))
        yield from (path.name for path in learners if (path / form_id).is_dir())


class _NotOurs(Exception):
    """A person, or nbgrader, has put something into the form that we know nothing of; the text says what."""


def _known(directory: Path, form_id: str) -> tuple[Form, Deck]:
    """The form and its release. Raises _NotOurs; CourseError where nbgrader's pages would show the scheme."""
    try:
        form = load_form(form_id)
    except FaultsError as error:
        if (released(directory, form_id) / "form.json").is_file():  # one of ours, without its keys
            raise CourseError(f"No page was written: {error.faults[0]}") from error
        raise _NotOurs(f"its items cannot be read here ({error.faults[0]})") from error
    try:
        deck = read_deck(released_view(directory, form_id))
    except UnknownForm as error:
        raise CourseError(_NO_RELEASE.format(form=form_id)) from error
    except (LookupError, TypeError) as error:
        raise _NotOurs("its release is none of ours") from error
    cells = [cell for book in trusted(directory, form_id).notebooks for cell in book.cells.values()]
    other = next((cell.name for cell in cells if any(cell.flags.values()) and not _is_ours(cell, form)), None)
    if other is not None:
        raise _NotOurs(f"its cell {other} holds code of its own")
    return form, deck


def _is_ours(cell: TrustedCell, form: Form) -> bool:
    """Whether a cell asks our scorer for a slot, or waits for a person's mark on one."""
    slots = {f"{form.id}-{slot.id}": slot for slot in form.slots}
    slot = slots.get(cell.name)
    if slot is None or cell.solution_row:
        return False
    code = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
    return cell.task_row is not None or code == [_IMPORTS, f'score_item("{slot.id}")']


def _by_nbgrader(directory: Path, form_id: str, submissions: list[str], why: str, *, force: bool) -> Report:
    before = {learner: _stamp(directory, learner, form_id) for learner in submissions}
    anew = force or _before_marks(directory, [page for pages in before.values() for page in pages])
    options = ["--force"] if anew else []
    nbgrader(directory, "generate_feedback", form_id, *options, timeout=_STOCK_SECONDS)
    report = Report(form_id, stock=why)
    for learner in submissions:
        after = _stamp(directory, learner, form_id)
        if after == ():
            report.missing[learner] = _NO_NOTEBOOK
        else:
            (report.kept if after == before[learner] else report.written).append(learner)
    return report


def _before_marks(directory: Path, pages: list[tuple[str, int]]) -> bool:
    """Whether the gradebook was written after one of the pages: nbgrader itself would leave them old."""
    return any(written <= changed_at(directory) for _, written in pages)


def _stamp(directory: Path, learner: str, form_id: str) -> tuple[tuple[str, int], ...]:
    pages = sorted((directory / FEEDBACK / learner / form_id).glob("*.html"))
    return tuple((page.name, page.stat().st_mtime_ns) for page in pages)


@dataclass(frozen=True)
class _Desk:
    """All that the pages of one form have in common."""

    directory: Path
    form: Form
    deck: Deck
    marks: Mapping[str, Result]
    pages: FeedbackPages
    scratch: Path

    def deal(self, learner: str, report: Report, *, force: bool) -> None:
        """Write the page of one submission where it needs one. Raises OSError where there is no room."""
        source = self.directory / AUTOGRADED / learner / self.form.id
        target = self.directory / FEEDBACK / learner / self.form.id
        names = sorted(path.stem for path in source.glob("*.ipynb"))
        if not names:
            report.missing[learner] = _NO_NOTEBOOK
        elif learner not in self.marks:
            report.failed[learner] = _NO_MARKS
        else:
            try:
                files = _files(source, names, self.page(learner, source).encode())
                stands = not force and all(_holds(target / name, data) for name, data in files.items())
                if not stands:
                    _put(target, files, self.scratch)
            except OSError as error:
                if error.errno in _NO_ROOM:
                    raise
                report.failed[learner] = f"{error.strerror or error}"
            else:
                (report.kept if stands else report.written).append(learner)

    def page(self, learner: str, source: Path) -> str:
        """What a learner reads: the whole submission, whichever of its notebooks the page is named after."""
        marks, scores = self.marks[learner], form_scores(self.form, source)
        said = outcome(marks, told(self.deck, source, learner), self.form, scores)
        return self.pages.page(FeedbackView(self.deck.title, legible(learner), marks.submitted_at, said))


def _files(source: Path, names: list[str], page: bytes) -> dict[str, bytes]:
    """What the folder of one submission holds."""
    carried = {name: data for name in _CARRIED if (data := _small(source / name)) is not None}
    return {**{f"{name}.html": page for name in names}, **carried}


def _put(target: Path, files: Mapping[str, bytes], scratch: Path) -> None:
    """Put the files of a folder in place: at any time there is the old page or the new one, whole.

    Raises OSError; for a link too, because what else lies where it leads is not ours to take away.
    """
    if target.is_symlink() or target.parent.is_symlink():
        raise OSError(errno.ELOOP, "a link stands where the folder of the page belongs", str(target))
    new = scratch / "new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    for name, data in files.items():
        (new / name).write_bytes(data)
        (new / name).chmod(_MODE)
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        new.rename(target)
        return
    for name in files:
        (new / name).replace(target / name)
    for path in target.iterdir():
        if path.name not in files:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _holds(path: Path, data: bytes) -> bool:
    """Whether that is what a regular file holds."""
    size = _size(path)
    return size == len(data) and path.read_bytes() == data


def _small(path: Path) -> bytes | None:
    """What stands in a small regular file; None where it is anything else."""
    size = _size(path)
    return path.read_bytes() if size is not None and size <= _SMALL else None


def _size(path: Path) -> int | None:
    """Of a regular file, in bytes; None where it is anything else."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return state.st_size if stat.S_ISREG(state.st_mode) else None
