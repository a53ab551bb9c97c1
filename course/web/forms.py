"""Assessed forms as the server sees them: open or not, what may be answered, submission, result.

Everything about a form comes from its release (no keys in there) and from the gradebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assessments.items.deck import Deck, read_deck
from course.web.batch import Batch
from course.web.fresh import Fresh, signature
from course.web.packing import form_answers, marked_answers
from course.web.records import Stored

if TYPE_CHECKING:
    from assessments.errors import SubmitError
    from assessments.grading.gradebook import Result
    from assessments.grading.outcome import Outcome
    from assessments.grading.receipts import Receipt
    from assessments.grading.responses import Answers
    from assessments.grading.scoring import Score
    from assessments.items.form import Form


class FormRefused(Exception):
    """A submission that was not taken; ``message`` is for the trainee."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass(frozen=True)
class FormInfo:
    """What a release says of a form."""

    open: bool
    deck: Deck


@dataclass(frozen=True)
class Submitted:
    """A submission that was taken; `repeated` says that it had been, with the same answers."""

    code: str
    at: datetime
    repeated: bool = False


class Forms(Protocol):
    """Where forms are released, handed in and graded."""

    def info(self, form: str) -> FormInfo | None:
        """The form's release; None where it was never released."""

    async def submit(
        self, form: str, learner: str, answers: Mapping[str, Stored], now: datetime
    ) -> Submitted:
        """Hand in; raises ``FormRefused``."""

    def receipt(self, form: str, learner: str) -> Submitted | None:
        """The latest submission of a learner; raises ``FormRefused`` where that cannot be read."""

    def is_handed_in(self, form: str, learner: str, answers: Mapping[str, Stored]) -> bool:
        """Whether handing in these answers would say nothing new; raises ``FormRefused`` as ``receipt``."""

    def is_graded(self, form: str, learner: str) -> bool:
        """Whether there is a result by now; raises ``FormRefused`` where that cannot be read."""

    def known_graded(self, form: str, learner: str) -> bool | None:
        """The same where that is known without reading anything, else None."""

    def result(self, form: str, learner: str) -> Outcome | None:
        """What the gradebook says; None as long as it is not graded."""

    def close(self) -> None:
        """Finish what is under way."""


_Handed = tuple[str, str, Mapping[str, Stored], datetime]


class CourseForms:
    """The forms of an nbgrader course directory."""

    def __init__(self, course_dir: Path) -> None:
        self._dir = course_dir
        self._files: dict[str, tuple[str, str]] = {}
        """What each form's release and its being open hang on."""
        self._gradebook = tuple(f"{course_dir / name}" for name in ("gradebook.db", "gradebook.db-wal"))
        self._released: defaultdict[str, Fresh[FormInfo]] = defaultdict(Fresh)
        """By form: each has files of its own."""
        self._marked: Fresh[frozenset[str]] = Fresh()
        self._handing_in: Batch[_Handed, Submitted] = Batch(self._submit_round, "shizha-submit")

    def info(self, form: str) -> FormInfo | None:
        """The form's release; None where it was never released."""
        from assessments.coursedir import is_open, released_view
        from assessments.errors import UnknownForm
        from assessments.exchange import outbound

        if form not in self._files:
            folders = self._dir / "release" / form, outbound(self._dir, form)
            self._files[form] = (f"{folders[0]}/form.json", f"{folders[1]}/{form}.ipynb")
        files = signature(self._files[form])
        found = self._released[form].find(form, files)
        if found is None:
            try:
                view = released_view(self._dir, form)
            except UnknownForm:
                return None
            found = self._released[form].keep(
                form, files, FormInfo(is_open(self._dir, form), read_deck(view))
            )
        return found

    async def submit(
        self, form: str, learner: str, answers: Mapping[str, Stored], now: datetime
    ) -> Submitted:
        """Hand in through nbgrader's exchange, with whoever does in the same moment."""
        return await self._handing_in.do((form, learner, answers, now))

    def _submit_round(self, handed: Sequence[_Handed]) -> list[Submitted | Exception]:
        from assessments.errors import SubmitError
        from assessments.grading.intake import submit_all
        from assessments.grading.responses import Answers

        packed = [self._packed(one) for one in handed]
        given = [one for one in packed if isinstance(one, Answers)]
        try:
            taken = iter(submit_all(self._dir, given, max(now for *_, now in handed)))
        except SubmitError as error:
            raise _refused(error) from error
        outcomes = (next(taken) if isinstance(one, Answers) else one for one in packed)
        return [_submitted(one) for one in outcomes]

    def _packed(self, handed: _Handed) -> Answers | Exception:
        from assessments.errors import FormClosed, UnfitAnswer

        form, learner, answers, _ = handed
        info = self.info(form)
        if info is None or not info.open:
            return FormClosed()
        try:
            return marked_answers(info.deck, learner, answers)
        except (UnfitAnswer, ValueError) as error:  # nobody else of the round is to suffer from it
            return error

    def receipt(self, form: str, learner: str) -> Submitted | None:
        """The latest submission of a learner, from the one book of receipts."""
        from assessments.errors import SubmitError
        from assessments.grading.intake import last_receipt

        try:
            found = last_receipt(self._dir, form, learner)
        except SubmitError as error:
            raise FormRefused(_NO_RECEIPT, 503) from error
        return Submitted(found.code, found.at) if found else None

    def is_handed_in(self, form: str, learner: str, answers: Mapping[str, Stored]) -> bool:
        """Whether these answers, as they would be handed in, are the ones that were."""
        from assessments.errors import SubmitError
        from assessments.grading.intake import is_handed_in

        info = self.info(form)
        if info is None:
            return True
        try:
            return is_handed_in(self._dir, form_answers(info.deck, learner, answers))
        except SubmitError as error:
            raise FormRefused(_NO_RECEIPT, 503) from error

    def is_graded(self, form: str, learner: str) -> bool:
        """Whether the gradebook has marks; nothing is scored for that."""
        from assessments.grading.gradebook import graded_learners

        files = signature(self._gradebook)
        with _gradebook_told():
            return learner in self._marked.keep(form, files, graded_learners(self._dir, form))

    def known_graded(self, form: str, learner: str) -> bool | None:
        """The same at once, where the gradebook has not changed since it was asked for; else None."""
        marked = self._marked.find(form, signature(self._gradebook))
        return None if marked is None else learner in marked

    def close(self) -> None:
        """Finish what is being handed in."""
        self._handing_in.close()

    def result(self, form: str, learner: str) -> Outcome | None:
        """What the gradebook says; None as long as it is not graded."""
        from assessments.grading.gradebook import result
        from assessments.grading.handed import read_told
        from assessments.grading.outcome import outcome

        with _gradebook_told():
            found = result(self._dir, form, learner)
        if found is None:
            return None
        paper, scores = self._scores(found)
        return outcome(found, read_told(self._graded(found), learner), paper, scores)

    def _graded(self, result: Result) -> Path:
        return self._dir / "autograded" / result.learner / result.form

    def _scores(self, result: Result) -> tuple[Form | None, dict[str, Score]]:
        """The form, and the score of each automatic slot once more; nothing where that cannot be told."""
        from assessments.grading import form_scores
        from assessments.items.form import load_form
        from casebank.errors import FaultsError

        folder = self._graded(result)
        if not (folder / "answers.json").is_file():
            return None, {}
        try:
            form = load_form(result.form)
        except FaultsError:  # its private items are not mounted today; the marks stand all the same
            return None, {}
        return form, form_scores(form, folder)


def _refused(error: SubmitError) -> FormRefused:
    return FormRefused(str(error), _STATUS.get(type(error).__name__, 400))


def _submitted(outcome: Receipt | Exception) -> Submitted | Exception:
    from assessments.errors import SubmitError

    if isinstance(outcome, Exception):
        return _refused(outcome) if isinstance(outcome, SubmitError) else outcome
    return Submitted(outcome.code, outcome.at, outcome.repeated)


@contextmanager
def _gradebook_told() -> Iterator[None]:
    from assessments.errors import GradebookError

    try:
        yield
    except GradebookError as error:
        raise FormRefused(_NO_RESULT, 503) from error


_NO_RECEIPT = "回执暂时读不出来，交上的卷子都在。请过一会儿再看，或者告诉培训老师。"
_NO_RESULT = "成绩暂时读不出来，分数都在。请过一会儿再看，或者告诉培训老师。"
_STATUS = {
    "BadLearner": 400,
    "FormClosed": 403,
    "FormChanged": 409,
    "AlreadyGraded": 409,
    "StorageFull": 507,
    "StorageFailed": 503,
}
