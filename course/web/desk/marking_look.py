"""What the pages for marking show, read from answers, gradebook and second marks. No web server in here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from assessments.exchange import inbound
from assessments.grading.arrived import arrivals
from assessments.grading.gradebook import task_grades
from assessments.grading.quarantine import kept
from assessments.grading.secondmarks import SecondMarks
from assessments.items.form import load_form
from course.web import catalog
from course.web.desk.bundle import pages
from course.web.desk.coverage import Done
from course.web.desk.look import done_with
from course.web.desk.marking import Pile, piles
from course.web.desk.marking_sample import Double, compared, doubles
from course.web.desk.marking_views import (
    Difference,
    MarkingFormView,
    MarkingLine,
    MarkingView,
    PileView,
)
from course.web.desk.office import Office
from course.web.desk.views import Frame

USUAL_SAMPLE = 20
_EXCERPT = 60
_UNREADABLE = "交卷的记录暂时读不出来，交上的卷子都在。过半分钟再刷新一次。"


def marking_view(office: Office, frame: Frame) -> MarkingView:
    """Every form that somebody handed in."""
    came = _came(office)
    lines = [_line(office, page, came) for page in catalog.forms()]
    return MarkingView(
        site=frame.site,
        frame=frame,
        forms=tuple(line for line in lines if line.handed or line.total),
        idle=tuple(line.title for line in lines if not (line.handed or line.total)),
    )


def _came(office: Office) -> Mapping[str, AbstractSet[str]]:
    """By form who handed in otherwise than on the course's pages, as by `nbgrader submit`."""
    directory, came = office.course_dir, defaultdict[str, set[str]](set)
    for one in arrivals(directory) if inbound(directory).is_dir() else ():
        came[one.form].add(one.learner)
    for folder in (directory / "submitted").glob("*/*"):
        came[folder.name].add(folder.parent.name)
    return came


def _line(office: Office, page: catalog.CoursePage, came: Mapping[str, AbstractSet[str]]) -> MarkingLine:
    done = done_with(office.course_dir, page.id, frozenset())
    grades = [
        one for one in task_grades(office.course_dir, page.id) if one.waiting or one.mark.score is not None
    ]
    return MarkingLine(
        id=page.id,
        title=page.title,
        texts=sum(1 for slot in load_form(page.id).slots if not slot.automatic),
        total=len(grades),
        waiting=sum(1 for one in grades if one.waiting),
        handed=len(came[page.id] | _handed_in(done)),
        isolated=len(kept(office.course_dir, page.id)),
    )


def _handed_in(done: Done | None) -> AbstractSet[str]:
    return done.handed_in | done.graded if done else frozenset()


def form_view(office: Office, frame: Frame, page: catalog.CoursePage, isolated: int) -> MarkingFormView:
    """One form: its free texts, and how far they are. `isolated` could not be graded."""
    done = done_with(office.course_dir, page.id, frozenset())
    found = piles(office.course_dir, load_form(page.id), office.shelf)
    return MarkingFormView(
        site=frame.site,
        frame=frame,
        form=page.id,
        title=page.title,
        handed=len(_came(office)[page.id] | _handed_in(done)),
        graded=len(done.graded) if done else 0,
        piles=tuple(_pile_view(office, frame, pile) for pile in found),
        job=office.jobs.latest(page.id),
        isolated=isolated,
        told=next(pages(office.course_dir, page.id), None) is not None,
        unreadable="" if done else _UNREADABLE,
    )


def _pile_view(office: Office, frame: Frame, pile: Pile) -> PileView:
    sample = doubles(pile, SecondMarks(office.course_dir, pile.form.id, pile.slot).drawn())
    href = pile_href(frame.desk, pile)
    titles = tuple(dict.fromkeys(item.title for item in pile.form.items if item.id == pile.slot))
    return PileView(
        slot=pile.slot,
        href=href,
        first=f"{href}/{pile.groups[0].key}" if pile.groups else "",
        titles=titles,
        total=len(pile.scripts),
        waiting=pile.waiting,
        distinct=len(pile.distinct),
        drawn=len(sample),
        seconds=sum(1 for double in sample if double.second is not None),
        suggested=min(len(pile.distinct), max(USUAL_SAMPLE, len(sample))),
        agreement=compared(sample),
        differences=tuple(
            _difference(href, double, several=len(titles) > 1) for double in sample if double.differs
        ),
    )


def _difference(href: str, double: Double, *, several: bool) -> Difference:
    item, text = double.script.written.item, double.script.written.text.strip()
    return Difference(
        href=f"{href}/settle/{double.script.grade.id}",
        asked=item.title if several and item else "",
        text=text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…",
        first=double.first or 0.0,
        second=double.second or 0.0,
        settled=double.drawn.settled,
    )


def pile_href(desk: str, pile: Pile) -> str:
    """Where a pile is marked; `desk` is the address of the instructor's side."""
    return f"{desk}/marking/{pile.form.id}/{pile.slot}"
