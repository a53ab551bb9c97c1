"""Which forms a visitor finds on the home page, and how each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from course.path import LearningPath
from course.web import catalog
from course.web.forms import FormRefused, Forms, Submitted
from course.web.home_views import FormRow, FormShelf
from course.web.identity import Visitor
from course.web.progress import Progress
from course.web.state import CourseState


def form_shelf(
    state: CourseState, progress: Progress, visitor: Visitor | None, path: LearningPath | None
) -> FormShelf:
    """What suits the visitor's role or was begun stands there, the rest is folded; closed ones are named."""
    standing = _Standing(state.forms, visitor)
    rows = [
        (page, _form_row(state, progress, visitor, page, path, standing.of(page.id)))
        for page in catalog.forms()
    ]
    met = [(page, row) for page, row in rows if row.state != "closed" or progress.begun.get(page.id)]
    near = [row for page, row in met if _suits(page, path) or row.state != "open"]
    return FormShelf(
        near=tuple(near),
        others=tuple(row for _, row in met if row not in near),
        closed=tuple(page.title for page, row in rows if (page, row) not in met and _suits(page, path)),
    )


def _suits(page: catalog.CoursePage, path: LearningPath | None) -> bool:
    return not page.roles or (path is not None and _shared(page.roles, path.roles))


def _shared(some: Iterable[str], others: Iterable[str]) -> bool:
    return bool(set(some) & set(others))


def _form_row(
    state: CourseState,
    progress: Progress,
    visitor: Visitor | None,
    page: catalog.CoursePage,
    path: LearningPath | None,
    handed_in: tuple[Submitted | None, bool],
) -> FormRow:
    receipt, graded = handed_in
    return FormRow(
        page=page.id,
        title=page.title,
        minutes=page.minutes,
        href=progress.base + page.href,
        results_href=f"{progress.base}results/{page.id}",
        due=progress.due(page.id, receipt is not None),
        state="graded" if graded else "submitted" if receipt else _form_state(state, progress, visitor, page),
        receipt=receipt.code if receipt else "",
        stage=_stage(page, path),
    )


def _stage(
    page: catalog.CoursePage, path: LearningPath | None
) -> Literal["entry", "end", "later", "role", "other"]:
    """When it is sat, as far as its parallels tell."""
    if page.turn:
        return "entry" if page.turn == 1 else "end" if page.turn == 2 else "later"
    return "role" if page.roles and _suits(page, path) else "other"


def _form_state(
    state: CourseState, progress: Progress, visitor: Visitor | None, page: catalog.CoursePage
) -> Literal["closed", "open", "going"]:
    """Where nothing is handed in yet."""
    if state.forms is None:
        return "open"
    info = state.forms.info(page.id)
    if info is None or not info.open:
        return "closed"
    staff = visitor if visitor and visitor.kind == "staff" and page.id in progress.begun else None
    begun = staff and any(kept.answer for kept in state.records.answers(staff.key, page.id).values())
    return "going" if begun else "open"


class _Standing:
    """How each form stands for a visitor: what cannot be read just now, the result page tells.

    A book of receipts that somebody else holds is waited for once, not once for each form.
    """

    def __init__(self, forms: Forms | None, visitor: Visitor | None) -> None:
        staff = visitor is not None and visitor.kind == "staff"
        self._forms, self._learner = (forms, visitor.id) if visitor and staff else (None, "")

    def of(self, form: str) -> tuple[Submitted | None, bool]:
        """The receipt, and whether there is a result."""
        forms = self._forms
        if forms is None:
            return None, False
        try:
            receipt = forms.receipt(form, self._learner)
        except FormRefused:
            self._forms = None
            return None, False
        return receipt, self._is_graded(forms, form)

    def _is_graded(self, forms: Forms, form: str) -> bool:
        known = forms.known_graded(form, self._learner)
        try:
            return forms.is_graded(form, self._learner) if known is None else known
        except FormRefused:
            return False
