"""The page on which one answer is marked, put together from the task and the roster."""

from __future__ import annotations

from assessments.cohort.roster import RosterError
from assessments.grading.gradebook import Mark
from course.web.desk.marking_look import pile_href
from course.web.desk.marking_sample import Double
from course.web.desk.marking_tasks import Task
from course.web.desk.marking_views import MarkView, Person, Scale, Ways
from course.web.desk.office import Office
from course.web.desk.views import Frame

_MOST_PEOPLE = 200
"""So many names are listed at most."""


def mark_view(
    office: Office, frame: Frame, task: Task, *, named: bool, given: Mark | None = None, message: str = ""
) -> MarkView:
    """The page; `given` stands in its fields instead of the mark that is kept."""
    written, double = task.group.written, task.double
    named = named and task.mode == "first"
    shown = given or _mark_to_show(task)
    return MarkView(
        site=frame.site,
        frame=frame,
        mode=task.mode,
        form=task.pile.form.id,
        title=task.pile.form.title,
        asked=written.item.title if written.item else "文字题",
        prompt=written.item.question.prompt if written.item else "",
        criteria=written.item.marking if written.item else (),
        sample=written.item.key.sample if written.item else None,
        text=task.scripts[0].written.text if task.single else written.text,
        fault=written.fault,
        count=len(task.scripts),
        alike=task.group.alike,
        mark=shown,
        mixed=given is None and task.mark is None,
        scale=Scale(task.pile.max_points),
        seen=task.seen,
        place=task.lane.here + 1,
        of=len(task.lane.stops),
        left=left(task),
        total=len(task.pile.scripts) if task.mode == "first" else len(task.lane.stops),
        ways=ways(frame.desk, task),
        named=named,
        people=_people(office, frame, task) if named else (),
        first=_first_mark(double) if double and task.mode == "settle" else None,
        second=double.drawn.mark if double and task.mode == "settle" else None,
        message=message,
    )


def left(task: Task) -> int:
    """How many wait still: answers for the first marker, drawn ones for the second."""
    return task.pile.waiting if task.mode == "first" else task.lane.left


def ways(desk: str, task: Task) -> Ways:
    """Where one gets from here; `desk` is the address of the instructor's side."""
    pile, lane = pile_href(desk, task.pile), task.lane
    up = f"{desk}/marking/{task.pile.form.id}"

    def at(stop: str) -> str:
        return f"{pile}/{stop}" if stop else ""

    several = len(task.group.scripts) > 1 and task.mode == "first"
    return Ways(
        up=up,
        here=at(lane.stops[lane.here][0]),
        before=at(lane.near(-1)),
        after=at(lane.near(1)),
        onward=at(lane.onward) or (pile if task.single else up),
        open=at(f"{task.group.key}?one={task.group.scripts[0].grade.id}")
        if several and not task.single
        else "",
        together=at(task.group.key) if task.single else "",
    )


def _mark_to_show(task: Task) -> Mark:
    """What stands; where two have to settle, no points are suggested."""
    if task.mode == "settle" and task.double is not None:
        return Mark(task.double.drawn.settled, task.scripts[0].grade.mark.comment)
    return task.mark or Mark()


def _first_mark(double: Double) -> Mark:
    """What the first marker gave; since the two settled, the gradebook has their points and their words."""
    return double.script.grade.mark if double.drawn.first is None else Mark(double.drawn.first)


def _people(office: Office, frame: Frame, task: Task) -> tuple[Person, ...]:
    try:
        roster = office.book.present()
    except RosterError:
        roster = None
    found = []
    for script in task.scripts[:_MOST_PEOPLE]:
        number = script.grade.learner
        person = roster.find(number) if roster else None
        href = f"{pile_href(frame.desk, task.pile)}/{task.group.key}?one={script.grade.id}"
        found.append(Person(person.name if person else "", number, script.written.text, href))
    return tuple(found)
