"""What the instructor's pages show, read from rosters, records and forms. No web server in here."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from assessments import chinese
from assessments.clock import beijing
from assessments.cohort.roster import Roster, RosterError
from assessments.cohort.rosterbook import Edition
from course.web import catalog
from course.web.desk.coverage import SMALL_UNIT, Done, coverage, missing, total
from course.web.desk.office import UPLOAD_LIMIT, Office
from course.web.desk.views import (
    DeskHomeView,
    EditionRow,
    FormCoverage,
    FormLine,
    FormsView,
    Frame,
    LessonLine,
    RosterView,
    UnitView,
)
from course.web.state import CourseState, now

_UNREADABLE = "交卷的记录暂时读不出来，交上的卷子都在。过半分钟会自动再读一次。"


def home_view(state: CourseState, office: Office, frame: Frame) -> DeskHomeView:
    """Coverage by unit of every form that is open, has a day, or was handed in; the rest by name."""
    roster, entered = office.book.present(), state.records.staff()
    covered = [_form_coverage(state, office, page, roster, entered) for page in catalog.forms()]
    return DeskHomeView(
        site=frame.site,
        frame=frame,
        has_roster=roster is not None,
        forms=tuple(form for form in covered if form.in_use),
        idle=tuple(form.title for form in covered if not form.in_use),
        at=f"{beijing(now()):%H:%M:%S}",
        entered=len(entered),
    )


def _form_coverage(
    state: CourseState,
    office: Office,
    page: catalog.CoursePage,
    roster: Roster | None,
    entered: AbstractSet[str],
) -> FormCoverage:
    done = done_with(office.course_dir, page.id, entered)
    rows = coverage(roster, done or Done(entered)) if roster else ()
    info = state.forms.info(page.id) if state.forms else None
    due = state.plan.due(page.id)
    return FormCoverage(
        id=page.id,
        title=page.title,
        open=info is not None and info.open,
        due=chinese.day(due) if due else "",
        total=total(rows),
        units=rows,
        unreadable="" if done else _UNREADABLE,
        loose=len(done.handed_in) if done and roster is None else 0,
        in_use=bool(due or done is None or done.handed_in or (info is not None and info.open)),
    )


def done_with(course_dir: Path, form: str, entered: AbstractSet[str]) -> Done | None:
    """Who did what of a form; None where that cannot be read just now."""
    from assessments.errors import GradebookError, SubmitError
    from assessments.grading.gradebook import finished_learners
    from assessments.grading.intake import handed_in

    try:
        return Done(entered, handed_in(course_dir, form), finished_learners(course_dir, form))
    except (SubmitError, GradebookError):
        return None


def unit_view(
    state: CourseState, office: Office, frame: Frame, page: catalog.CoursePage, unit: str
) -> UnitView | None:
    """One unit and one form; None where the roster of today has no such unit."""
    roster = office.book.present()
    if roster is None or unit not in roster.joins:
        return None
    done = done_with(office.course_dir, page.id, state.records.staff())
    known = done or Done(state.records.staff())
    row = next(row for row in coverage(roster, known) if row.unit == unit)
    absent = missing(roster, unit, known) if done else ()
    return UnitView(
        site=frame.site,
        frame=frame,
        form=page.id,
        title=page.title,
        row=row,
        least=SMALL_UNIT,
        not_entered=tuple(person for person in absent if person.number not in known.entered),
        not_handed_in=tuple(person for person in absent if person.number in known.entered),
        at=f"{beijing(now()):%H:%M:%S}",
        unreadable="" if done else _UNREADABLE,
    )


def roster_view(office: Office, frame: Frame, faults: tuple[str, ...] = (), source: str = "") -> RosterView:
    """The rosters of the course."""
    present, coming = office.book.edition(), office.book.coming()
    earlier = [one for one in office.book.editions() if one not in (present, *coming)]
    return RosterView(
        site=frame.site,
        frame=frame,
        present=_edition_row(office, present) if present else None,
        coming=tuple(_edition_row(office, one) for one in coming),
        earlier=tuple(_edition_row(office, one) for one in reversed(earlier[-10:])),
        limit_mb=UPLOAD_LIMIT // 1024**2,
        faults=faults,
        source=source,
    )


def _edition_row(office: Office, edition: Edition) -> EditionRow:
    try:
        told = office.book.tell(edition)
    except RosterError:
        return EditionRow(chinese.day(edition.since), 0, 0, edition.file, "", damaged=True)
    return EditionRow(
        since=chinese.day(edition.since),
        people=told.people,
        units=told.units,
        source=told.source,
        confirmed=chinese.moment(told.confirmed_at),
    )


def forms_view(state: CourseState, frame: Frame, message: str = "") -> FormsView:
    """What is open, and until when things are to be done."""
    return FormsView(
        site=frame.site,
        frame=frame,
        forms=tuple(_form_line(state, page) for page in catalog.forms()),
        lessons=tuple(LessonLine(page.id, page.title, _field(state, page.id)) for page in catalog.lessons()),
        message=message,
    )


def _form_line(state: CourseState, page: catalog.CoursePage) -> FormLine:
    info = state.forms.info(page.id) if state.forms else None
    due = state.plan.due(page.id)
    return FormLine(
        id=page.id,
        title=page.title,
        open=info is not None and info.open,
        due=_field(state, page.id),
        told_due=chinese.day(due) if due else "",
    )


def _field(state: CourseState, page: str) -> str:
    due = state.plan.due(page)
    return due.isoformat() if due else ""
