"""Signing in with a staff number: who may, and how a record gets bound to one person.

Colleagues know each other's number and the unit's join code, so the first entry binds the record:
it yields a personal six-digit 续学码, which every further browser must give. A record that is bound once
stays bound: a reset replaces its code, and only who holds the new one gets in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assessments.cohort.roster import Person, Roster
from course.web.attempts import LONGEST_WAIT, Attempts, Wait
from course.web.identity import Visitor, code_matches, hash_code, new_code, staff_number
from course.web.records import Learner, Records


@dataclass(frozen=True)
class EntryForm:
    """What was typed."""

    number: str
    join: str = ""
    code: str = ""


@dataclass(frozen=True)
class Entered:
    """Signed in. `code` is the new resume code, shown this once; None where the record was bound before."""

    visitor: Visitor
    code: str | None
    carried: int


@dataclass(frozen=True)
class Refused:
    """Not signed in: one calm sentence, and the field that it is about."""

    message: str
    field: Literal["", "number", "join", "code"] = ""
    asks_code: bool = False


class Desk:
    """Takes entries for one course directory."""

    def __init__(
        self,
        records: Records,
        roster: Roster | Callable[[], Roster | None] | None,
        lessons: Iterable[str],
    ) -> None:
        self._records = records
        self._present = roster if callable(roster) else lambda: roster
        self._lessons = tuple(lessons)
        self._attempts = Attempts()

    @property
    def _roster(self) -> Roster | None:
        """The roster as it is now: an instructor may confirm another one at any time."""
        return self._present()

    def admits(self, visitor: Visitor) -> bool:
        """Whether a staff visitor is still on the roster; without a roster, everybody is."""
        roster = self._roster
        return roster is None or roster.find(visitor.id) is not None

    @property
    def needs_join(self) -> bool:
        """Whether a join code is asked for."""
        return self._roster is not None

    def label(self, visitor: Visitor) -> str:
        """How a page addresses the visitor."""
        if visitor.kind == "anonymous":
            return ""
        person = self.person(visitor)
        return person.name if person else visitor.id

    def person(self, visitor: Visitor) -> Person | None:
        """The line of the roster about a visitor; None where there is no roster, or no such line."""
        roster = self._roster
        return roster.find(visitor.id) if roster and visitor.kind == "staff" else None

    def enter(
        self, form: EntryForm, *, current: Visitor | None, address: str, now: datetime
    ) -> Entered | Refused:
        """Sign in, or say why not."""
        number = staff_number(form.number)
        if number is None:
            return _BAD_NUMBER if form.number.strip() else _NUMBER_MISSING
        roster = self._roster
        if roster is not None and roster.find(number) is None:
            wait = self._attempts.stray(address, now.timestamp())
            return _slow_down(wait) if wait else _UNKNOWN
        learner = self._records.learner(Visitor("staff", number).key)
        if learner is not None:
            return self._return(number, learner, form, _Asker(current, address, now))
        return self._first(number, form, _Asker(current, address, now), roster)

    def _first(self, number: str, form: EntryForm, asker: _Asker, roster: Roster | None) -> Entered | Refused:
        person = roster.find(number) if roster else None
        if roster and person:
            if not form.join:
                return _WRONG_JOIN
            guess = self._attempts.take(f"join:{number}", asker.address, asker.now.timestamp())
            if isinstance(guess, Wait):
                return _slow_down(guess)
            if not roster.join_matches(person, form.join):
                return _WRONG_JOIN
            self._attempts.right(guess)
        elif wait := self._attempts.stray(asker.address, asker.now.timestamp()):
            return _slow_down(wait)
        code, unit = new_code(), person.unit if person else ""
        key = Visitor("staff", number).key
        learner = self._records.claim(key, unit=unit, code_hash=hash_code(code), now=asker.now)
        if learner is None:  # somebody else was faster, this very second
            return _ASK_CODE
        visitor = Visitor("staff", number, learner.epoch)
        return Entered(visitor, code, self._carry(asker.current, visitor, asker.now))

    def _return(self, number: str, learner: Learner, form: EntryForm, asker: _Asker) -> Entered | Refused:
        visitor = Visitor("staff", number, learner.epoch)
        if asker.current == visitor:
            return Entered(visitor, None, 0)
        if not form.code:
            return _ASK_CODE
        # the epoch is part of it: a reset starts the count anew
        subject = f"code:{number}:{learner.epoch}"
        guess = self._attempts.take(subject, asker.address, asker.now.timestamp())
        if isinstance(guess, Wait):
            return _slow_down(guess, asks_code=True)
        if not code_matches(form.code, learner.code_hash or ""):
            return _WRONG_CODE
        self._attempts.right(guess)
        return Entered(visitor, None, self._carry(asker.current, visitor, asker.now))

    def _carry(self, current: Visitor | None, visitor: Visitor, now: datetime) -> int:
        if current is None or current.kind != "anonymous":
            return 0
        return self._records.carry(current.key, visitor.key, self._lessons, now)


@dataclass(frozen=True)
class _Asker:
    """Who stands at the desk, from where, and when."""

    current: Visitor | None
    address: str
    now: datetime


_NUMBER_MISSING = Refused("还没有填工号，请先填上。", "number")
_BAD_NUMBER = Refused("工号一般是字母和数字，2 到 32 位。请核对后再填。", "number")
_UNKNOWN = Refused("名单里没有这个工号。请核对，或者问一下本单位的培训联系人。", "number")
_WRONG_JOIN = Refused("加入码不对。它印在本单位的通知里，也可以问培训联系人。", "join")
_WRONG_CODE = Refused("续学码不对，请再看一眼。实在找不到，请培训老师重置。", "code", asks_code=True)
_ASK_CODE = Refused("这个工号已经在用了。请填登记时给你的六位续学码。", asks_code=True)


def _slow_down(wait: Wait, *, asks_code: bool = False) -> Refused:
    if wait.seconds > LONGEST_WAIT:
        return Refused(
            "试错的次数有点多，请过十分钟再来；忘了续学码，请找培训老师重置。", asks_code=asks_code
        )
    seconds = max(1, math.ceil(wait.seconds))
    return Refused(f"刚才试错的次数有点多，请等 {seconds} 秒再填一次。", asks_code=asks_code)


def reset_code(records: Records, learner: str) -> str | None:
    """Give the record of a staff number a new resume code; None where there is no such record.

    The code is to be handed over in person: the next entry needs it. The answers stay; every browser
    that held the record is signed out.
    """
    number, code = staff_number(learner), new_code()
    if number is None or not records.reset(Visitor("staff", number).key, hash_code(code)):
        return None
    return code
