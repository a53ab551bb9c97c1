"""How far a visitor is on each page: the records asked once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.clock import beijing
from course.entry_check import LESSON, known_well
from course.web import catalog
from course.web.home_views import Due, LessonRow
from course.web.identity import Visitor
from course.web.state import CourseState, now

_CLOSE = timedelta(days=3)
_CHECK = next(page for page in catalog.lessons() if page.id == LESSON)


@dataclass(frozen=True)
class Progress:
    """What one visitor has begun and done, by page and item."""

    state: CourseState
    base: str
    begun: Mapping[str, Mapping[str, bool]]
    today: date
    known: frozenset[str] = frozenset()
    """The lessons that the entry check says are known well."""
    checked: bool = False
    """The entry check is done."""

    @classmethod
    def of(cls, state: CourseState, base: str, visitor: Visitor | None) -> Progress:
        """Read it; nothing for somebody who is new."""
        begun = state.records.begun(visitor.key) if visitor else {}
        today = beijing(now()).date()
        _, questions = state.known_items(_CHECK)
        if visitor is None or not questions or not set(questions) <= begun.get(LESSON, {}).keys():
            return cls(state, base, begun, today)
        answers = state.records.answers(visitor.key, LESSON)
        known = known_well({item: kept.answer for item, kept in answers.items()})
        return cls(state, base, begun, today, known, checked=True)

    def row(self, page: catalog.CoursePage) -> LessonRow:
        """A lesson or a scene with how far it is."""
        _, items = self.state.known_items(page)
        answers = self.begun.get(page.id, {})
        done = sum(answers.get(item, False) for item in items)
        finished = bool(items) and done == len(items)
        return LessonRow(
            page=page.id,
            title=page.title,
            summary=page.summary,
            minutes=page.minutes,
            href=self.base + page.href,
            done=done,
            total=len(items),
            state="done" if finished else "going" if any(item in answers for item in items) else "new",
            due=self.due(page.id, finished),
        )

    def due(self, page_id: str, done: bool) -> Due | None:
        """Until when, where the instructor said so."""
        day = self.state.plan.due(page_id)
        if day is None:
            return None
        year = "" if day.year == self.today.year else f"{day.year}年"
        return Due(f"{year}{day.month}月{day.day}日前", not done and day - self.today <= _CLOSE)
