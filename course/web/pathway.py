"""The path of one visitor: chosen, or given by the roster, with how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from casebank import load_bank
from course.occupation import path_for
from course.path import LearningPath, Need, Stop, load_paths
from course.web import catalog
from course.web.home_views import PathChoice, PathView, StopRow
from course.web.identity import Visitor
from course.web.preferences import PATH
from course.web.progress import Progress
from course.web.state import CourseState


def chosen_path(state: CourseState, visitor: Visitor | None) -> LearningPath | None:
    """The path that the visitor chose, if it still exists."""
    chosen = state.records.preferences.get(visitor.key, PATH) if visitor else None
    return next((path for path in load_paths() if path.id == chosen), None)


def given_path(state: CourseState, visitor: Visitor | None) -> LearningPath | None:
    """The path to which the occupation in the roster leads."""
    person = state.desk.person(visitor) if visitor else None
    return path_for(person.role, load_paths(), load_bank()) if person else None


def choices(path: LearningPath | None) -> tuple[PathChoice, ...]:
    """Every role to choose from."""
    return tuple(PathChoice(one.id, one.title, one is path) for one in load_paths())


def path_view(path: LearningPath, progress: Progress, *, given: bool) -> PathView:
    """The path with the visitor's progress; lessons of the catalog only."""
    stops = tuple(_rows(path.compulsory, progress))
    first = _first_open(stops)
    return PathView(
        title=path.title,
        about=path.about,
        given=given,
        stops=tuple(replace(stop, next=stop is first) for stop in stops),
        more=tuple(_rows((stop for stop in path.stops if stop.need is Need.MORE), progress)),
    )


def onward(state: CourseState, base: str, visitor: Visitor | None, after: str) -> str:
    """The address of what comes next on the visitor's path, a lesson being left; home where nothing does."""
    path = chosen_path(state, visitor) or given_path(state, visitor)
    if path is None:
        return base
    asked = path_view(path, Progress.of(state, base, visitor), given=False).asked
    left = next((place for place, stop in enumerate(asked, 1) if stop.lesson.page == after), 0)
    open_ = (stop.lesson for stop in (*asked[left:], *asked[:left]) if stop.lesson.state != "done")
    return next((lesson.href for lesson in open_ if lesson.page != after), base)


def _first_open(stops: tuple[StopRow, ...]) -> StopRow | None:
    """What was begun is finished first."""
    wanted = (stop for state in ("going", "new") for stop in stops if stop.lesson.state == state)
    return next((stop for stop in wanted if not stop.excused), None)


def _rows(stops: Iterable[Stop], progress: Progress) -> Iterator[StopRow]:
    for stop in stops:
        page = catalog.find(stop.lesson)
        if page is not None:
            row, skippable = progress.row(page), stop.need is Need.SKIPPABLE and not progress.checked
            excused = stop.need is Need.SKIPPABLE and page.id in progress.known and row.state == "new"
            yield StopRow(row, stop.why, skippable, excused, next=False)
