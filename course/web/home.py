"""What the home page and the result page say: read from the records, no web server in here."""

from __future__ import annotations

from typing import TypedDict

from assessments.chinese import moment
from course.web import catalog
from course.web.form_rows import form_shelf
from course.web.forms import Forms
from course.web.home_views import HomeView, LessonRow, LibraryRow, ScenePlace
from course.web.identity import Visitor
from course.web.next_step import next_step
from course.web.pathway import choices, chosen_path, given_path, path_view
from course.web.progress import Progress
from course.web.state import CourseState
from course.web.views import ResultsView, Site

LOOK = "counter-own-card"
"""The scene for somebody who only wants to look around: two transfers at a counter."""


def home_view(state: CourseState, site: Site, visitor: Visitor | None) -> HomeView:
    """The home page of a visitor."""
    progress = Progress.of(state, site.base, visitor)
    chosen = chosen_path(state, visitor)
    path = chosen or given_path(state, visitor)
    walked = path_view(path, progress, given=chosen is None) if path else None
    on_path = {stop.lesson.page for stop in (*walked.stops, *walked.more)} if walked else set()
    lessons = tuple(progress.row(page) for page in catalog.lessons())
    forms = form_shelf(state, progress, visitor, path)
    step, note = next_step(walked, lessons, forms.near, staff=visitor is not None and visitor.kind == "staff")
    return HomeView(
        site=site,
        choices=choices(path),
        choose_action=f"{site.base}path",
        path=walked,
        lessons=tuple(row for row in lessons if row.page not in on_path),
        forms=forms,
        places=_places(progress),
        library=_library_row(state, site),
        next_step=step,
        next_note=note,
        look_href="" if progress.begun else _look_href(state, site),
        enter_href="" if state.practice else f"{site.base}enter",
        leave_href=f"{site.base}leave" if visitor else "",
        download_href=f"{site.base}api/download" if visitor else "",
    )


def _places(progress: Progress) -> tuple[ScenePlace, ...]:
    """The scenes that are built, by the place where they play."""
    places: dict[str, list[LessonRow]] = {}
    for page in catalog.scenes():
        if progress.state.files.page(page.id) is not None:
            places.setdefault(page.place, []).append(progress.row(page))
    return tuple(ScenePlace(name, tuple(scenes)) for name, scenes in places.items())


def _look_href(state: CourseState, site: Site) -> str:
    """The scene for somebody who only wants to look; empty where it is not built."""
    page = next((page for page in catalog.scenes() if page.scene == LOOK), None)
    return site.base + page.href if page and state.files.page(page.id) else ""


def _library_row(state: CourseState, site: Site) -> LibraryRow | None:
    page = catalog.library()
    built = state.files.page(page.id)
    if built is None or not built.cases:
        return None
    return LibraryRow(page.title, page.summary, site.base + page.href, built.cases)


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
    return ResultsView(**common, state="partial" if graded.pending else "graded", outcome=graded)


def _still_open(
    state: CourseState, forms: Forms, visitor: Visitor, page: catalog.CoursePage
) -> tuple[bool, bool]:
    """Whether a form that was handed in takes other answers, and whether there are any."""
    info = forms.info(page.id)
    same = forms.is_handed_in(page.id, visitor.id, state.records.answers(visitor.key, page.id))
    return info is not None and info.open, not same
