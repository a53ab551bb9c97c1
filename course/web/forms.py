"""Assessed forms as the server sees them: open or not, what may be answered, submission, result.

Everything about a form comes from its release (no keys in there) and from the gradebook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from course.web.records import Stored
from course.web.views import Remark

if TYPE_CHECKING:
    from assessments.grading.gradebook import Result


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
    content_version: str
    titles: Mapping[str, str]
    """Titles of the items by id, in their order."""

    @property
    def items(self) -> tuple[str, ...]:
        """Ids of the items."""
        return tuple(self.titles)


@dataclass(frozen=True)
class Graded:
    """What the gradebook says, with the reasons of the automatic marks by item."""

    result: Result
    reasons: Mapping[str, tuple[Remark, ...]]


@dataclass(frozen=True)
class Submitted:
    """A submission that was taken (or had been, with the same answers)."""

    code: str
    at: datetime
    repeated: bool


class Forms(Protocol):
    """Where forms are released, handed in and graded."""

    def info(self, form: str) -> FormInfo | None:
        """The form's release; None where it was never released."""

    def submit(self, form: str, learner: str, answers: Mapping[str, Stored], now: datetime) -> Submitted:
        """Hand in; raises ``FormRefused``."""

    def result(self, form: str, learner: str) -> Graded | None:
        """What the gradebook says; None as long as it is not graded."""


class CourseForms:
    """The forms of an nbgrader course directory."""

    def __init__(self, course_dir: Path) -> None:
        self._dir = course_dir

    def info(self, form: str) -> FormInfo | None:
        """The form's release; None where it was never released."""
        from assessments.coursedir import is_open, released_view
        from assessments.errors import UnknownForm

        try:
            view = released_view(self._dir, form)
        except UnknownForm:
            return None
        titles = {item["id"]: str(item["spec"].get("title", "")) for item in view["items"]}
        return FormInfo(is_open(self._dir, form), view["content_version"], titles)

    def submit(self, form: str, learner: str, answers: Mapping[str, Stored], now: datetime) -> Submitted:
        """Hand in through nbgrader's exchange; raises ``FormRefused``."""
        from assessments.errors import FormClosed, SubmitError
        from assessments.grading.intake import submit
        from assessments.grading.responses import Answers

        info = self.info(form)
        try:
            if info is None or not info.open:
                raise FormClosed
            packed = pack(form, info.content_version, learner, answers, info.items)
            receipt = submit(self._dir, Answers.model_validate_json(json.dumps(packed)), now)
        except SubmitError as error:
            raise FormRefused(str(error), _STATUS.get(type(error).__name__, 400)) from error
        return Submitted(receipt.code, receipt.at, receipt.repeated)

    def result(self, form: str, learner: str) -> Graded | None:
        """What the gradebook says; None as long as it is not graded."""
        from assessments.errors import GradebookError
        from assessments.grading.gradebook import result

        try:
            found = result(self._dir, form, learner)
        except GradebookError as error:
            raise FormRefused(
                "成绩暂时读不出来，分数都在。请过一会儿再看，或者告诉培训老师。", 503
            ) from error
        return Graded(found, self._reasons(found)) if found else None

    def _reasons(self, result: Result) -> dict[str, tuple[Remark, ...]]:
        """Why each automatic mark is what it is; nothing where the gradebook says otherwise by now."""
        from assessments.grading import form_scores
        from assessments.items.form import load_form

        folder = self._dir / "autograded" / result.learner / result.form
        if not (folder / "answers.json").is_file():
            return {}
        scores = form_scores(load_form(result.form), folder)
        marks = {item.item_id: item.auto for item in result.items}
        return {
            item: tuple(Remark(reason.text, reason.good) for reason in score.reasons)
            for item, score in scores.items()
            if marks.get(item) is not None and abs(score.points - (marks[item] or 0.0)) < 0.01
        }


def pack(
    form: str,
    content_version: str,
    learner: str,
    answers: Mapping[str, Stored],
    items: tuple[str, ...],
) -> dict[str, object]:
    """The contents of ``answers.json``: what was answered of these items."""
    given = {item: answers[item].answer for item in items if item in answers and answers[item].answer}
    return {
        "schema": "shizha.answers/1",
        "form": form,
        "content_version": content_version,
        "learner": learner,
        "items": given,
    }


_STATUS = {
    "BadLearner": 400,
    "FormClosed": 403,
    "FormChanged": 409,
    "AlreadyGraded": 409,
    "StorageFull": 507,
    "StorageFailed": 503,
}
