"""How simulated trainees sit a form: when they begin, how long they take, what they hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from assessments.clock import BEIJING
from assessments.items.answering import answer, ready
from assessments.items.dice import Throws
from assessments.items.form import Form
from assessments.items.paper import paper
from assessments.items.simulated import HASTE, SKIPS, Mind, Trainee
from casebank.answer import Answer

DAYS = 10
"""Over how many working days, Monday to Friday, the sittings are spread, each day as likely as another."""
OPENS, CLOSES = time(8, 30), time(17, 0)
"""Between which they begin, in Beijing, each second as likely as another."""
SLOWEST, FASTEST = 1.6, 0.6
"""Between these somebody's pace lies, in times of the estimate; each step is up to a quarter off it."""


@dataclass(frozen=True)
class Sitting:
    """One paper as it was handed in."""

    answers: Mapping[str, Answer]
    """By slot, in the order of the paper; what was skipped is not in it."""
    variants: Mapping[str, str]
    """As answers.json records them: nothing where everybody gets the same paper."""
    begun: datetime
    handed_in: datetime


class Room:
    """A form with everything looked at that is the same for all who sit it."""

    def __init__(self, form: Form, first_day: date, seed: int) -> None:
        self._form = form
        self._first = first_day
        self._seed = seed
        self._ready = {item.edition: ready(item) for item in form.items}

    def sit(self, learner: str, trainee: Trainee) -> Sitting:
        """What this trainee hands in. The same seed, form and learner always give the same."""
        name = f"{self._seed}|{self._form.id}|{self._form.content_version}|{learner}"
        sat = paper(self._form, learner)
        clock = _Clock(Throws(f"{name}|clock"), self._first, trainee)
        begun, answers = clock.now, dict[str, Answer]()
        for item in sat.items:
            throws = Throws(f"{name}|{item.id}")
            if trainee.hurried and throws.happens(SKIPS):
                continue
            mind = Mind(trainee, trainee.edge(item), throws)
            answers[item.id] = answer(replace(self._ready[item.edition], item=item), mind, clock)
        variants = {} if self._form.is_fixed else sat.variants
        return Sitting(answers, variants, begun, clock(10.0))


class _Clock:
    """The learner's clock during one sitting; in UTC, to the millisecond, as a browser tells it."""

    def __init__(self, throws: Throws, first_day: date, trainee: Trainee) -> None:
        self._throws = throws
        self._pace = FASTEST + throws.share() * (SLOWEST - FASTEST)
        self._pace *= HASTE if trainee.hurried else 1.0
        self.now = _begin(throws, first_day)

    def __call__(self, seconds: float) -> datetime:
        passed = seconds * self._pace * (0.75 + 0.5 * self._throws.share())
        self.now += timedelta(milliseconds=max(round(passed * 1000), 1))
        return self.now


def _begin(throws: Throws, first_day: date) -> datetime:
    days = [first_day + timedelta(days=n) for n in range(2 * DAYS)]
    working = [day for day in days if day.weekday() < 5][:DAYS]
    day = working[int(throws.share() * DAYS)]
    open_at = datetime.combine(day, OPENS, BEIJING)
    length = datetime.combine(day, CLOSES, BEIJING) - open_at
    return (open_at + timedelta(seconds=int(throws.share() * length.total_seconds()))).astimezone(UTC)
