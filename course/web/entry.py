"""Signing in with a staff number: who may, and how a record gets bound to one person.

Colleagues know each other's number and the unit's join code, so the first entry binds the record:
it yields a personal six-digit 续学码, which every further browser must give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assessments.cohort.roster import Person, Roster
from course.web.identity import Visitor, code_matches, hash_code, new_code, staff_number
from course.web.limit import Limit
from course.web.records import Learner, Records

WRONG_GUESSES = 5
WINDOW_SECONDS = 600.0
_ADDRESS_GUESSES = 100


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

    def __init__(self, records: Records, roster: Roster | None, lessons: Iterable[str]) -> None:
        self._records = records
        self._roster = roster
        self._lessons = tuple(lessons)
        self._numbers = Limit(WRONG_GUESSES, WINDOW_SECONDS)
        self._addresses = Limit(_ADDRESS_GUESSES, WINDOW_SECONDS)

    @property
    def needs_join(self) -> bool:
        """Whether a join code is asked for."""
        return self._roster is not None

    def label(self, visitor: Visitor) -> str:
        """How a page addresses the visitor."""
        if visitor.kind == "anonymous":
            return ""
        person = self._roster.find(visitor.id) if self._roster else None
        return person.name if person else visitor.id

    def enter(
        self, form: EntryForm, *, current: Visitor | None, address: str, now: datetime
    ) -> Entered | Refused:
        """Sign in, or say why not."""
        number = staff_number(form.number)
        if number is None:
            return Refused("工号由 2 到 32 位字母、数字、- 或 _ 组成，请核对后再填。", "number")
        moment = now.timestamp()
        if self._numbers.blocked(number, moment) or self._addresses.blocked(address, moment):
            return Refused("试错的次数有点多，请过十分钟再来；忘了续学码，请找培训老师重置。")
        outcome = self._decide(number, form, current, now)
        if isinstance(outcome, Entered):
            self._numbers.forget(number)
        elif outcome.field in ("join", "code") and (form.join or form.code):
            self._numbers.note(number, moment)
            self._addresses.note(address, moment)
        elif outcome.field == "number":
            self._addresses.note(address, moment)
        return outcome

    def _decide(
        self, number: str, form: EntryForm, current: Visitor | None, now: datetime
    ) -> Entered | Refused:
        person = self._roster.find(number) if self._roster else None
        if self._roster is not None and person is None:
            return Refused("名单里没有这个工号。请核对，或者问一下本单位的培训联系人。", "number")
        key = Visitor("staff", number).key
        learner = self._records.learner(key)
        if learner is not None and learner.code_hash is not None:
            return self._return(number, learner, form, current, now)
        if self._roster and person and not self._roster.join_matches(person, form.join):
            return Refused("加入码不对。它印在本单位的通知里，也可以问培训联系人。", "join")
        return self._first(number, person, current, now)

    def _first(
        self, number: str, person: Person | None, current: Visitor | None, now: datetime
    ) -> Entered | Refused:
        code = new_code()
        unit = person.unit if person else ""
        key = Visitor("staff", number).key
        learner = self._records.claim(key, unit=unit, code_hash=hash_code(code), now=now)
        if learner is None:  # somebody else was faster, this very second
            return Refused(_ASK_CODE, asks_code=True)
        visitor = Visitor("staff", number, learner.epoch)
        return Entered(visitor, code, self._carry(current, visitor, now))

    def _return(
        self, number: str, learner: Learner, form: EntryForm, current: Visitor | None, now: datetime
    ) -> Entered | Refused:
        visitor = Visitor("staff", number, learner.epoch)
        if current == visitor:
            return Entered(visitor, None, 0)
        if not form.code:
            return Refused(_ASK_CODE, asks_code=True)
        if not code_matches(form.code, learner.code_hash or ""):
            return Refused("续学码不对，请再看一眼。实在找不到，请培训老师重置。", "code", asks_code=True)
        return Entered(visitor, None, self._carry(current, visitor, now))

    def _carry(self, current: Visitor | None, visitor: Visitor, now: datetime) -> int:
        if current is None or current.kind != "anonymous":
            return 0
        return self._records.carry(current.key, visitor.key, self._lessons, now)


_ASK_CODE = "这个工号已经在用了。请填第一次登记时给你的六位续学码。"


def reset_code(records: Records, learner: str) -> bool:
    """Free the record of a staff number for a new first entry; False where there is no such record.

    The answers stay; every browser that held the record is signed out.
    """
    return records.reset(Visitor("staff", learner).key)
