"""Where the big button of the home page leads: pure, from what home has gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from course.web.home_views import FormRow, LessonRow, PathView
from course.web.views import Step

_ORDER = ("end", "role", "other", "later")
"""Of several forms after the lessons: the one that closes them, that of one's role, the rest, a month on."""
NextStep = tuple[Step | None, str]
"""The button, and a word on where it leads; None for a newcomer, who chooses a role first."""


def next_step(
    path: PathView | None, lessons: Sequence[LessonRow], forms: Sequence[FormRow], *, staff: bool
) -> NextStep:
    """The entry form before the first lesson, then lessons, then the form that suits, then its result.

    `staff` says whether the visitor may hand anything in: nobody else is led to the entry form.
    """
    ways = [stop.lesson for stop in path.asked] if path else list(lessons)
    untouched = all(row.state == "new" for row in ways)
    if path is None and untouched:
        return None, ""
    first = _asked(forms, ("entry",)) if staff and untouched else None
    row = next((row for state in ("going", "new") for row in ways if row.state == state), None)
    if first is None and row is not None:
        return Step("继续学习" if row.state == "going" else "开始学习", row.href), _lesson_note(row)
    form = first or _asked(forms, _ORDER)
    if form is not None:
        label = "继续答题" if form.state == "going" else "先测一测" if first else "去做小测"
        return Step(label, form.href), f"{form.title} · 约 {form.minutes} 分钟"
    graded = next(_of(forms, "graded", (*_ORDER, "entry")), None)
    return (Step("看看成绩", graded.results_href), graded.title) if graded else (None, "")


def _asked(forms: Sequence[FormRow], stages: Sequence[str]) -> FormRow | None:
    """What was begun before what is open, among these stages in their order."""
    return next((form for state in ("going", "open") for form in _of(forms, state, stages)), None)


def _of(forms: Sequence[FormRow], state: str, stages: Iterable[str]) -> Iterator[FormRow]:
    return (form for stage in stages for form in forms if (form.stage, form.state) == (stage, state))


def _lesson_note(row: LessonRow) -> str:
    return f"第{row.page}课 {row.title} · 约 {row.minutes_left} 分钟"
