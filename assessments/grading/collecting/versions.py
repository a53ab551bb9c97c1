"""Several files of one person: the latest counts, whatever the order in which they are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, takewhile
from typing import Literal

from assessments.grading.collecting.sheet import SINCE, Sheet
from assessments.grading.responses import Answers

Clock = Literal["file", "mail", "answers", "now"]


@dataclass(frozen=True)
class Version:
    """A file's answers under the number of whom they are, with their time."""

    sheet: Sheet
    answers: Answers
    at: datetime
    clock: Clock
    """Whose time it is: the file's or its mail's, else of the last decision in it, else of collecting."""
    said: datetime
    """That clock's time, also one that is ahead: it still tells which file is the later one."""

    @property
    def who(self) -> tuple[str, str]:
        """The learner and the form."""
        return self.answers.learner, self.answers.form


@dataclass(frozen=True)
class Choice:
    """Of one person's files to one form: the one that counts, its copies, the earlier ones; or none."""

    latest: Version | None
    copies: tuple[Version, ...]
    earlier: tuple[Version, ...]
    tied: tuple[Version, ...] = ()
    """Different answers of the same time: which one is meant, nobody can say."""


def version(sheet: Sheet, learner: str, now: datetime) -> Version:
    """The sheet as the learner's, at the time of its file or mail, which is never later than now."""
    times: list[tuple[datetime | None, Clock]] = [
        (sheet.offer.at, sheet.offer.source),
        (sheet.worked_at, "answers"),
    ]
    told = [(at, clock) for at, clock in times if at is not None and at >= SINCE]
    at, clock = told[0] if told else (now, "now")
    answers = sheet.answers.model_copy(update={"learner": learner})
    return Version(sheet, answers, min(at, now), clock, said=at)


def choose(versions: Iterable[Version]) -> list[Choice]:
    """For each person and form the choice, in the order of their names."""
    ordered = sorted(versions, key=lambda one: (one.who, one.said, one.sheet.file))
    return [_choice(list(group)) for _, group in groupby(ordered, key=lambda one: one.who)]


def _choice(ordered: list[Version]) -> Choice:
    last = [one for one in ordered if one.said == ordered[-1].said]
    latest = ordered[-1].answers.to_bytes()
    if any(one.answers.to_bytes() != latest for one in last):
        return Choice(None, (), tuple(one for one in ordered if one not in last), tuple(last))
    # the same answers sent again are as old as their first sending, unless others came between
    run = list(takewhile(lambda one: one.answers.to_bytes() == latest, reversed(ordered)))
    first, copies = run[-1], tuple(reversed(run[:-1]))
    return Choice(first, copies, tuple(ordered[: -len(run)]))
