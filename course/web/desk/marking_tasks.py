"""One answer on the table, or identical ones: what is seen of it, where it lies, how its mark is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.grading.gradebook import Change, Mark, give
from assessments.grading.secondmarks import SecondMarks
from course.web.desk.marking import Group, Pile, Script
from course.web.desk.marking_sample import Double
from course.web.desk.marking_views import Mode

CHANGED = "这份作答刚刚重新评过，内容换了。请回到上一页，再进来看一眼。"
_OTHERS = "这里的作答刚才变了，现在有 {count} 份。{given}，还没有存，看一眼再存。"


@dataclass(frozen=True)
class Lane:
    """What is marked one after the other: the last part of each address, and whether it waits."""

    stops: tuple[tuple[str, bool], ...]
    here: int

    def near(self, step: int) -> str:
        """The one before (-1) or after (1); empty at the ends."""
        at = self.here + step
        return self.stops[at][0] if 0 <= at < len(self.stops) else ""

    @property
    def onward(self) -> str:
        """The next one that waits, from the start again after the end; empty where none does."""
        order = [*self.stops[self.here + 1 :], *self.stops[: self.here]]
        return next((stop for stop, waits in order if waits), "")

    @property
    def left(self) -> int:
        """How many wait."""
        return sum(1 for _, waits in self.stops if waits)


@dataclass(frozen=True)
class Task:
    """What lies on the table, and gets one mark."""

    mode: Mode
    pile: Pile
    group: Group
    scripts: tuple[Script, ...]
    """The answers that get it."""
    lane: Lane
    double: Double | None = None
    """The answer that two people mark."""
    single: bool = False
    """One of identical answers is marked by itself."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks as they stand: a second marker's are that person's own."""
        if self.mode == "second" and self.double is not None:
            return (self.double.drawn.mark,)
        return tuple(script.grade.mark for script in self.scripts)

    @property
    def mark(self) -> Mark | None:
        """The mark that all of them have; None where they differ."""
        marks = set(self.marks)
        return marks.pop() if len(marks) == 1 else None

    @property
    def seen(self) -> str:
        """Two digests: the first changes with the answers on the table, the second with their marks."""
        answers = [(script.grade.id, script.digest) for script in self.scripts]
        return f"{_digest(answers)}.{_digest([(mark.score, mark.comment) for mark in self.marks])}"


def _digest(rows: list[Any]) -> str:
    return hashlib.blake2b(json.dumps(rows).encode(), digest_size=8).hexdigest()


def first_task(pile: Pile, key: str, one: str = "") -> Task | None:
    """A group, or one answer of it by itself; None where it is not there any more."""
    group = pile.group(key)
    if group is None:
        return None
    if one:
        return _single(pile, group, one)
    stops = tuple((each.key, each.waiting > 0) for each in pile.groups)
    return Task("first", pile, group, group.scripts, Lane(stops, pile.groups.index(group)))


def _single(pile: Pile, group: Group, one: str) -> Task | None:
    at = next((n for n, script in enumerate(group.scripts) if script.grade.id == one), None)
    if at is None:
        return None
    stops = tuple((f"{group.key}?one={script.grade.id}", script.grade.waiting) for script in group.scripts)
    return Task("first", pile, group, (group.scripts[at],), Lane(stops, at), single=True)


def second_task(pile: Pile, sample: Sequence[Double], grade: str) -> Task | None:
    """An answer of the sample for the second marker."""
    stops = tuple((f"second/{double.script.grade.id}", double.second is None) for double in sample)
    return _double("second", pile, sample, grade, stops)


def settle_task(pile: Pile, sample: Sequence[Double], grade: str) -> Task | None:
    """An answer to which both gave different points."""
    apart = [double for double in sample if double.differs]
    stops = tuple((f"settle/{double.script.grade.id}", double.open) for double in apart)
    return _double("settle", pile, apart, grade, stops)


def _double(
    mode: Mode, pile: Pile, sample: Sequence[Double], grade: str, stops: tuple[tuple[str, bool], ...]
) -> Task | None:
    at = next((n for n, double in enumerate(sample) if double.script.grade.id == grade), None)
    if at is None:
        return None
    double = sample[at]
    same = [each for each in double.group.scripts if each.grade.mark == double.script.grade.mark]
    scripts = tuple(same) if mode == "settle" else (double.script,)
    return Task(mode, pile, double.group, scripts, Lane(stops, at), double)


def keep(directory: Path, task: Task, seen: str, given: Mark) -> str:
    """Keep the mark; a sentence where it was not, because another one stands than was seen.

    Raises GradebookError and SecondMarksError where it cannot be written, LookupError where the row is gone.
    """
    if seen.partition(".")[0] != task.seen.partition(".")[0]:
        return _OTHERS.format(count=len(task.scripts), given=_yours(given))
    if seen != task.seen and any(mark != given for mark in task.marks):
        return _moved(task, task.marks, given)
    if task.mode == "second" and task.double is not None:
        return _keep_second(directory, task, task.double, given)
    if task.mode == "settle" and task.double is not None:
        return _settle(directory, task, task.double, given)
    moved = give(directory, task.pile.form.id, _changes(task, given))
    return _moved(task, tuple(grade.mark for grade in moved), given) if moved else ""


def _changes(task: Task, given: Mark) -> list[Change]:
    return [Change(script.grade.id, script.grade.mark, given) for script in task.scripts]


def _keep_second(directory: Path, task: Task, double: Double, given: Mark) -> str:
    book = SecondMarks(directory, task.pile.form.id, task.pile.slot)
    grade, digest = double.script.grade, double.script.digest
    stands = book.give(grade.learner, digest, double.drawn.mark, given)
    return _moved(task, (stands,), given) if stands else ""


class _Moved(Exception):
    """The gradebook says something else by now: what the second marks' book noted is taken back."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        super().__init__()
        self.marks = marks


def _settle(directory: Path, task: Task, double: Double, given: Mark) -> str:
    book = SecondMarks(directory, task.pile.form.id, task.pile.slot)
    grade = double.script.grade
    if grade.mark.score is None or given.score is None:
        return "先选好定下来的分，再存。"
    try:
        with book.settling(grade.learner, double.script.digest, grade.mark.score, given.score):
            if moved := give(directory, task.pile.form.id, _changes(task, given)):
                raise _Moved(tuple(one.mark for one in moved))
    except _Moved as error:
        return _moved(task, error.marks, given)
    return ""


def _moved(task: Task, marks: Sequence[Mark], given: Mark) -> str:
    different = set(marks)
    if len(different) > 1:
        return f"这 {len(task.scripts)} 份的分刚才变了，现在不一样；{_yours(given)}，还没有存。"
    theirs = "把分收回了" if marks[0] == Mark() else f"存了：{told(marks[0]).strip()}"
    return f"刚才另一位老师{theirs}。{_yours(given)}，还没有存。"


def _yours(given: Mark) -> str:
    return f"您给的是{told(given)}" if given.score is not None else f"您{told(given)}"


def told(mark: Mark) -> str:
    """A mark in words."""
    points = "没有给分" if mark.score is None else f" {mark.score:g} 分"
    return f"{points}，评语“{mark.comment.rstrip('。')}”" if mark.comment else points
