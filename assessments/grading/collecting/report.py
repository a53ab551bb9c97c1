"""What collecting did, for the instructor who reads it and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from assessments.clock import beijing
from assessments.grading.arrived import Arrival
from assessments.grading.collecting.bring import Brought, Earlier, Taken
from assessments.grading.collecting.found import Refusal
from assessments.grading.collecting.inbox import Collected
from assessments.grading.collecting.versions import Version

CLOCKS = {
    "file": "文件的时间",
    "mail": "邮件发出的时间",
    "answers": "文件没有时间，按最后一次作答算",
    "now": "文件没有时间，按收的这一刻算",
}
_NAMES_SHOWN = 12
_LINES_SHOWN = 40


@dataclass(frozen=True)
class Report:
    """The files that were named, and what lay in the exchange."""

    brought: Brought
    collected: Collected
    dry_run: bool = False

    @property
    def refused(self) -> list[Refusal]:
        """Everything that was not taken in, in the order of its names."""
        both = (*self.brought.refused, *self.collected.refused)
        return sorted(both, key=lambda one: (one.file, one.reason))

    def as_json(self) -> dict[str, Any]:
        """JSON values: lists, and the counts in `collected`."""
        brought, collected = self.brought, self.collected
        return {
            "dry_run": self.dry_run,
            "taken": [_taken(one) for one in brought.taken],
            "same": [_taken(one) for one in brought.same],
            "earlier": [_earlier(one) for one in brought.earlier],
            "refused": [asdict(one) for one in self.refused],
            "skipped": sorted(brought.skipped),
            "collected": {
                "new": [_arrival(one) for one in collected.new],
                "renewed": [_arrival(one) for one in collected.renewed],
                "unchanged": len(collected.unchanged),
                "incomplete": [asdict(one) for one in collected.partly],
            },
        }

    def lines(self) -> Iterator[str]:
        """Everything at once, the counts last, where the eye is."""
        taken_in = _sorted(self.brought.taken)
        for taken in taken_in if len(taken_in) <= _LINES_SHOWN else filter(_worth_a_look, taken_in):
            yield f"收下  {_who(taken.version)}  {taken.version.sheet.file}{_told(taken)}"
        for earlier in sorted(self.brought.earlier, key=lambda one: one.version.sheet.file):
            later = _clock(earlier.later)
            yield f"较早  {_who(earlier.version)}  {earlier.version.sheet.file}：有更晚的一份（{later}）"
        for refused in (*self.refused, *self.collected.partly):
            yield f"没收  {refused.file}：{refused.reason}。{refused.advice}。"
        if self.brought.skipped:
            yield f"没有用到  {_names(sorted(self.brought.skipped))}"
        yield from self._counts()

    def _counts(self) -> Iterator[str]:
        brought, collected = self.brought, self.collected
        if self.dry_run:
            yield "这是预演，什么都没有写。"
        if any((brought.taken, brought.same, brought.earlier, brought.refused)):
            yield (
                f"文件：收下 {len(brought.taken)} 份，和以前一样 {len(brought.same)} 份，"
                f"较早的版本 {len(brought.earlier)} 份，没收 {len(brought.refused)} 个。"
            )
        told = f"收卷：新来 {len(collected.new)} 份，更新 {len(collected.renewed)} 份，"
        refused = f"，没收 {len(collected.refused)} 份" if collected.refused else ""
        yield f"{told}没有变 {len(collected.unchanged)} 份{refused}。"


def _worth_a_look(taken: Taken) -> bool:
    """Whether something was decided here: whose it is, of when, that another one no longer counts."""
    version = taken.version
    return (
        taken.replaces is not None
        or version.clock not in {"file", "mail"}
        or version.sheet.answers.learner != version.answers.learner
    )


def _sorted(taken: Sequence[Taken]) -> list[Taken]:
    return sorted(taken, key=lambda one: (one.version.who, one.version.sheet.file))


def _who(version: Version) -> str:
    learner, form = version.who
    return f"{learner} {form}"


def _told(taken: Taken) -> str:
    version, said = taken.version, taken.version.sheet.answers.learner
    told = f"里面写的是 {said}，" if said != version.answers.learner else ""
    instead = f"；{_clock(taken.replaces)} 交的那份不再算" if taken.replaces else ""
    return f"（{told}{_clock(version.at)}，{CLOCKS[version.clock]}{instead}）"


def _clock(at: datetime) -> str:
    return beijing(at).strftime("%Y-%m-%d %H:%M")


def _names(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > _NAMES_SHOWN else ""
    return "、".join(names[:_NAMES_SHOWN]) + more


def _version(version: Version) -> dict[str, Any]:
    learner, form = version.who
    said = version.sheet.answers.learner
    at, file = version.at.isoformat(), version.sheet.file
    return {"file": file, "learner": learner, "said": said, "form": form, "at": at, "clock": version.clock}


def _taken(taken: Taken) -> dict[str, Any]:
    replaces = taken.replaces.isoformat() if taken.replaces else None
    return {**_version(taken.version), "receipt": taken.receipt.code, "replaces": replaces}


def _earlier(earlier: Earlier) -> dict[str, Any]:
    return {**_version(earlier.version), "later": earlier.later.isoformat()}


def _arrival(arrival: Arrival) -> dict[str, Any]:
    return {"learner": arrival.learner, "form": arrival.form, "at": arrival.at.isoformat()}
