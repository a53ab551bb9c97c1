"""What is the same for every submission to a form; marks one after the other by it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessments.errors import AssessmentError, CourseError, Unreadable
from assessments.grading.answered import Misfit, fitting_scores, remembering
from assessments.grading.bounded import parse_json
from assessments.grading.filenames import check_names
from assessments.grading.gradebook.ledger import Entry, MarkedNotebook
from assessments.grading.gradebook.trusted import Assignment, TrustedCell, TrustedNotebook
from assessments.grading.marked import Marking, Show, role
from assessments.grading.ownpaper import foreign
from assessments.grading.responses import ANSWERS_FILE, Answers
from assessments.grading.sanitized import checksum, sanitized
from assessments.grading.scoring import Score
from assessments.grading.submission import NOTEBOOK_LIMIT, TIMESTAMP_FILE, Submission, ignored, is_notebook
from assessments.items.deck import Deck, read_deck
from assessments.items.form import Form, load_form

Tell = Callable[[Deck], Callable[[Answers | None], Show]]
"""Of a form's papers by slot the answer as text, as the notebook shows it to the marker."""

_VIEW = "form.json"
_NO_SOURCE = (
    "source/{form}/{view} is missing or damaged, so {form} cannot be graded, and nothing was written. "
    "Put the folder source/{form} back as it was."
)
_REMEMBERED = 8
_REMEMBERED_SIZE = 500_000


class NeedsStock(AssessmentError):
    """Only nbgrader itself can grade this; the text says why."""


@dataclass(frozen=True)
class Given:
    """What becomes of a submission: its rows, and the files of its graded folder."""

    entry: Entry
    files: Mapping[str, bytes]


class Marker:
    """Marks the submissions to one form."""

    def __init__(self, directory: Path, assignment: Assignment, tell: Tell) -> None:
        """Raises NeedsStock where the form is none of ours, CourseError, FaultsError where it is damaged."""
        self._directory = directory
        self._assignment = assignment
        self._source = _source_files(directory / "source" / assignment.name)
        try:
            self._deck = read_deck(json.loads(self._source[_VIEW]))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            if _asks_us(assignment):  # nbgrader would run what was handed in
                raise CourseError(_NO_SOURCE.format(form=assignment.name, view=_VIEW)) from error
            raise NeedsStock(f"source/{assignment.name}/{_VIEW} is no form") from error
        self._told = tell(self._deck)
        self._scorer = remembering()
        self._form = load_form(self._deck.form)
        for fault in _faults(assignment, self._form, self._deck):
            raise NeedsStock(fault)
        _check_cells(assignment)
        notebooks = (f"{notebook.name}.ipynb" for notebook in assignment.notebooks)
        self._names = (ANSWERS_FILE, TIMESTAMP_FILE, *notebooks, *self._source)
        self._remembered: dict[tuple[str, bytes], Marking] = {}

    def mark(self, submission: Submission) -> Given:
        """The marks of a submission. Raises Unreadable with the reason where it must not get any."""
        scores = self._scores(submission.answers)
        if told := foreign(self._directory, self._deck, submission.answers):
            raise Unreadable(f"{ANSWERS_FILE}：{told}")
        show = self._told(submission.answers)
        files = {path: raw for path, raw in submission.files.items() if path not in self._source}
        check_names(self._names, (*submission.files, *(f"{name}.ipynb" for name in submission.notebooks)))
        marked: dict[str, MarkedNotebook] = {}
        for notebook in self._assignment.notebooks:
            if notebook.name in submission.notebooks:
                marking = self._marking(notebook, submission.notebooks[notebook.name])
                marked[notebook.name] = MarkedNotebook(marking.grades(scores), marking.comments)
                files[f"{notebook.name}.ipynb"] = marking.fill(scores, show)
        if not marked:
            names = "、".join(f"{notebook.name}.ipynb" for notebook in self._assignment.notebooks)
            raise Unreadable(f"没有这份试卷的 notebook（应有 {names}）")
        entry = Entry(submission.learner, submission.timestamp, marked)
        return Given(entry, {**files, **self._source})

    def _scores(self, answers: Answers | None) -> Mapping[str, Score]:
        try:
            return fitting_scores(self._form, answers, self._scorer)
        except Misfit as misfit:
            raise Unreadable(f"{ANSWERS_FILE}：{misfit.reason}") from misfit

    def _marking(self, notebook: TrustedNotebook, raw: bytes) -> Marking:
        """Most hand in the released notebook as it is: those are read once."""
        key = (notebook.name, raw)
        made = self._remembered.pop(key, None)
        if made is None:
            try:
                made = Marking(sanitized(parse_json(raw, NOTEBOOK_LIMIT), notebook))
            except Unreadable as error:
                raise Unreadable(f"{notebook.name}.ipynb：{error.reason}") from error
        if len(raw) <= _REMEMBERED_SIZE:
            self._remembered[key] = made
        if len(self._remembered) > _REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return made


def _source_files(folder: Path) -> dict[str, bytes]:
    """The course's own files, which go before those of the same name that were handed in, but for answers."""
    found: dict[str, bytes] = {}
    try:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            passed = (
                inside == Path(ANSWERS_FILE) or is_notebook(inside.name) or any(map(ignored, inside.parts))
            )
            if path.is_file() and not passed:
                found[inside.as_posix()] = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{folder} cannot be read: {error.strerror or error}") from error
    return found


def _asks_us(assignment: Assignment) -> bool:
    """Whether a graded cell asks our scorer: then the form is ours, whatever became of its files."""
    graded = (role(cell.source) for cell in _code(assignment) if cell.grade_row is not None)
    return any(does is not None and does.does == "scores" for does in graded)


def _check_cells(assignment: Assignment) -> None:
    """Raises CourseError where the gradebook itself was changed, as nbgrader then grades nothing either."""
    for cell in (cell for notebook in assignment.notebooks for cell in notebook.cells.values()):
        released = {"source": cell.source, "cell_type": cell.cell_type}
        if cell.locked and checksum(released, cell) != cell.checksum:
            raise CourseError(
                f"The gradebook's cell {cell.name} is not the one that was released: its text, kind or "
                f"points were changed. Put a copy from backups/ back, or run `nbgrader generate_assignment "
                f"{assignment.name} --force`. Nothing was graded."
            )


def _faults(assignment: Assignment, form: Form, deck: Deck) -> Iterator[str]:
    """Why the program cannot grade by looking at the released cells alone."""
    slots = {slot.id: slot for slot in form.slots if slot.automatic}
    shown = {cards[0].slot for cards in deck.slots}
    for cell in _code(assignment):
        does = role(cell.source)
        if cell.grade_row is not None:
            if does is None or does.does != "scores":
                yield f"the cell {cell.name} grades by code of its own"
            elif does.slot not in slots or slots[does.slot].points > (cell.points or 0):
                yield f"the cell {cell.name} scores {does.slot}, which the form has not, or for more points"
        elif does is not None and does.does == "shows" and does.slot not in shown:
            yield f"the cell {cell.name} shows {does.slot}, which the form has not"


def _code(assignment: Assignment) -> Iterator[TrustedCell]:
    """The code cells that are the course's own."""
    for notebook in assignment.notebooks:
        for cell in notebook.cells.values():
            if cell.cell_type == "code" and not cell.flags["solution"]:
                yield cell
