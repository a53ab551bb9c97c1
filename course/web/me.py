"""One's own record: what is kept of a visitor, and its deletion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from course.web import catalog
from course.web.home_views import ForgetView, KeptPage, MeView
from course.web.identity import Visitor
from course.web.pathway import chosen_path, given_path
from course.web.state import CourseState
from course.web.views import Site

_ANYTHING = re.compile(r".+")


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
        forms=tuple(_kept(_forms(state, kept), kept)),
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
    goes = _going(visitor)
    answers = sum(len(items) for page, items in begun.items() if goes.fullmatch(page))
    return ForgetView(site, f"{site.base}me/forget", answers, done=False, back_href=f"{site.base}me")


def forget(state: CourseState, site: Site, visitor: Visitor) -> ForgetView:
    """Delete: of staff the practice and the choices, of an anonymous visitor everything."""
    goes = _going(visitor)
    answers = state.records.forget(visitor.key, lambda page: goes.fullmatch(page) is not None)
    return ForgetView(
        site=site,
        action=f"{site.base}me/forget",
        answers=answers,
        done=True,
        back_href=site.base,
        learner=visitor.browser_key,
        goes=goes.pattern,
    )


def _going(visitor: Visitor | None) -> re.Pattern[str]:
    """The pages whose answers are deleted. Of staff those that are known to be practice, and no other.

    What may be a form is the unit's record of its training, also where the form is not mounted today.
    """
    staff = visitor is not None and visitor.kind == "staff"
    return catalog.PRACTICE_NAME if staff else _ANYTHING


def _forms(state: CourseState, kept: Mapping[str, int]) -> Iterator[catalog.CoursePage]:
    """The forms of the catalog, then those that are not mounted today by the title of their release."""
    yield from catalog.forms()
    for page in sorted(kept):
        if catalog.find(page) is None and not catalog.PRACTICE_NAME.fullmatch(page):
            info = state.forms.info(page) if state.forms else None
            yield catalog.CoursePage(page, "form", info.deck.title if info else page, "", 0, "")


def _kept(pages: Iterable[catalog.CoursePage], kept: Mapping[str, int]) -> Iterator[KeptPage]:
    for page in pages:
        if kept.get(page.id):
            number = f"第{page.id}课 " if page.kind == "lesson" else ""
            yield KeptPage(number + page.title, kept[page.id])
