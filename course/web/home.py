"""What the home page and the result page say: read from the records, no web server in here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, TypedDict

from course.web import catalog
from course.web.chinese import moment
from course.web.forms import FormRefused, Forms, Graded, Submitted
from course.web.identity import Visitor
from course.web.state import CourseState
from course.web.views import (
    FormRow,
    HomeView,
    LessonRow,
    LibraryRow,
    Remark,
    ResultRow,
    ResultsView,
    SceneRow,
    Site,
    Step,
)

if TYPE_CHECKING:
    from assessments.grading.gradebook import ItemResult


def home_view(state: CourseState, site: Site, visitor: Visitor | None) -> HomeView:
    """The home page of a visitor."""
    lessons = tuple(_lesson_row(state, site, visitor, page) for page in catalog.lessons())
    forms = tuple(_form_row(state, site, visitor, page) for page in catalog.forms())
    return HomeView(
        site=site,
        lessons=lessons,
        forms=forms,
        scenes=tuple(_scene_rows(state, site, visitor)),
        library=_library_row(state, site),
        next_step=_next_step(lessons, forms, site),
        enter_href="" if state.practice else f"{site.base}enter",
        leave_href=f"{site.base}leave" if visitor else "",
        download_href=f"{site.base}api/download" if visitor else "",
    )


def _lesson_row(
    state: CourseState, site: Site, visitor: Visitor | None, page: catalog.CoursePage
) -> LessonRow:
    _, items = state.known_items(page)
    answers = state.records.answers(visitor.key, page.id) if visitor else {}
    done = sum(1 for item in items if item in answers and answers[item].done)
    going = done > 0 or any(answers[item].answer for item in items if item in answers)
    finished = bool(items) and done == len(items)
    return LessonRow(
        page=page.id,
        title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        href=site.base + page.href,
        done=done,
        total=len(items),
        state="done" if finished else "going" if going else "new",
    )


def _scene_rows(state: CourseState, site: Site, visitor: Visitor | None) -> Iterator[SceneRow]:
    for page in catalog.scenes():
        if state.files.page(page.id) is not None:
            row = _lesson_row(state, site, visitor, page)
            yield SceneRow(**asdict(row), place=page.place)


def _library_row(state: CourseState, site: Site) -> LibraryRow | None:
    page = catalog.library()
    built = state.files.page(page.id)
    if built is None or not built.cases:
        return None
    return LibraryRow(page.title, page.summary, site.base + page.href, built.cases)


def _form_row(state: CourseState, site: Site, visitor: Visitor | None, page: catalog.CoursePage) -> FormRow:
    receipt, graded = _handed_in(state.forms, visitor, page)
    return FormRow(
        page=page.id,
        title=page.title,
        minutes=page.minutes,
        href=site.base + page.href,
        results_href=f"{site.base}results/{page.id}",
        state="graded" if graded else "submitted" if receipt else _form_state(state, visitor, page),
        receipt=receipt.code if receipt else "",
    )


def _form_state(
    state: CourseState, visitor: Visitor | None, page: catalog.CoursePage
) -> Literal["closed", "open", "going"]:
    """Where nothing is handed in yet."""
    if state.forms is None:
        return "open"
    info = state.forms.info(page.id)
    if info is None or not info.open:
        return "closed"
    staff = visitor if visitor and visitor.kind == "staff" else None
    begun = staff and any(kept.answer for kept in state.records.answers(staff.key, page.id).values())
    return "going" if begun else "open"


def _handed_in(
    forms: Forms | None, visitor: Visitor | None, page: catalog.CoursePage
) -> tuple[Submitted | None, bool]:
    """The receipt, and whether there is a result. What cannot be read just now, the result page tells."""
    if forms is None or visitor is None or visitor.kind != "staff":
        return None, False
    receipt = None
    try:
        receipt = forms.receipt(page.id, visitor.id)
        return receipt, forms.is_graded(page.id, visitor.id)
    except FormRefused:
        return receipt, False


def _next_step(lessons: tuple[LessonRow, ...], forms: tuple[FormRow, ...], site: Site) -> Step | None:
    for row in lessons:
        if row.state != "done":
            return Step("继续学习" if row.state == "going" else "开始学习", row.href)
    for form in forms:
        if form.state in ("open", "going"):
            return Step("继续答题" if form.state == "going" else "去做小测", form.href)
    return next((Step("看看成绩", form.results_href) for form in forms if form.state == "graded"), None)


class _Common(TypedDict):
    site: Site
    title: str
    form_href: str
    home_href: str
    receipt: str
    submitted_at: str


def results_view(state: CourseState, site: Site, visitor: Visitor, page: catalog.CoursePage) -> ResultsView:
    """The result page of a staff member for a form."""
    receipt = state.forms.receipt(page.id, visitor.id) if state.forms else None
    graded = state.forms.result(page.id, visitor.id) if state.forms else None
    common: _Common = {
        "site": site,
        "title": page.title,
        "form_href": site.base + page.href,
        "home_href": site.base,
        "receipt": receipt.code if receipt else "",
        "submitted_at": moment(receipt.at) if receipt else "",
    }
    if graded is None:
        if receipt is None or state.forms is None:
            return ResultsView(**common, state="none")
        may_change, changed = _still_open(state, state.forms, visitor, page)
        return ResultsView(**common, state="submitted", may_change=may_change, changed=changed)
    info = state.forms.info(page.id) if state.forms else None
    titles = info.titles if info else {}
    return ResultsView(
        **common,
        state="partial" if graded.result.pending else "graded",
        points=graded.result.total,
        max_points=graded.result.max_total,
        rows=tuple(_row(item, titles, graded) for item in graded.result.items),
    )


def _still_open(
    state: CourseState, forms: Forms, visitor: Visitor, page: catalog.CoursePage
) -> tuple[bool, bool]:
    """Whether a form that was handed in takes other answers, and whether there are any."""
    info = forms.info(page.id)
    same = forms.is_handed_in(page.id, visitor.id, state.records.answers(visitor.key, page.id))
    return info is not None and info.open, not same


def _row(item: ItemResult, titles: Mapping[str, str], graded: Graded) -> ResultRow:
    said = graded.reasons.get(item.item_id, ())
    told = graded.told.get(item.item_id)
    return ResultRow(
        title=titles.get(item.item_id) or item.item_id,
        points=None if item.pending else item.points,
        max_points=item.max_points,
        pending=item.pending,
        reasons=(*said, Remark(item.comment)) if item.comment else said,
        question=told.question if told else "",
        answer=told.answer if told else "",
    )
