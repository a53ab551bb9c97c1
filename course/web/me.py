"""One's own record: what is kept of a visitor, and its deletion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.web import catalog
from course.web.home_views import ForgetView, KeptPage, MeView
from course.web.identity import Visitor
from course.web.pathway import chosen_path, given_path
from course.web.state import CourseState
from course.web.views import Site


def me_view(state: CourseState, site: Site, visitor: Visitor | None) -> MeView:
    """What is kept of a visitor, in numbers, and what may be done with it."""
    person = state.desk.person(visitor) if visitor else None
    path = chosen_path(state, visitor) or given_path(state, visitor)
    begun = state.records.begun(visitor.key) if visitor else {}
    kept = {page: len(items) for page, items in begun.items()}
    return MeView(
        site=site,
        number=visitor.id if visitor and visitor.kind == "staff" else "",
        name=person.name if person else "",
        unit=person.unit if person else "",
        occupation=person.role if person else "",
        path=path.title if path else "",
        practice=tuple(_kept(catalog.practised(), kept)),
        forms=tuple(_kept(catalog.forms(), kept)),
        privacy=state.privacy,
        download_href=f"{site.base}api/download",
        copy_href=f"{site.base}me/copy",
        forget_href=f"{site.base}me/forget",
        leave_href=f"{site.base}leave",
        enter_href="" if state.practice else f"{site.base}enter",
    )


def forget_view(state: CourseState, site: Site, visitor: Visitor | None) -> ForgetView:
    """The question before anything is deleted."""
    begun = state.records.begun(visitor.key) if visitor else {}
    kept = set(_kept_back(visitor))
    answers = sum(len(items) for page, items in begun.items() if page not in kept)
    return ForgetView(site, f"{site.base}me/forget", answers, done=False, back_href=f"{site.base}me")


def forget(state: CourseState, site: Site, visitor: Visitor) -> ForgetView:
    """Delete: of staff the practice and the choices, of an anonymous visitor everything."""
    keep = _kept_back(visitor)
    answers = state.records.forget(visitor.key, keep)
    return ForgetView(
        site=site,
        action=f"{site.base}me/forget",
        answers=answers,
        done=True,
        back_href=site.base,
        learner=visitor.browser_key,
        keep=keep,
    )


def _kept_back(visitor: Visitor | None) -> tuple[str, ...]:
    """The pages whose answers stay: forms of staff are the unit's record of its training."""
    staff = visitor is not None and visitor.kind == "staff"
    return tuple(page.id for page in catalog.forms()) if staff else ()


def _kept(pages: Iterable[catalog.CoursePage], kept: dict[str, int]) -> Iterator[KeptPage]:
    for page in pages:
        if kept.get(page.id):
            number = f"第{page.id}课 " if page.kind == "lesson" else ""
            yield KeptPage(number + page.title, kept[page.id])
