"""The answers that two people mark: how they are drawn, and how far the two agree."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.grading.agreement import Agreement, agreement
from assessments.grading.secondmarks import Drawn
from course.web.desk.marking import Group, Pile, Script


@dataclass(frozen=True)
class Double:
    """An answer that was drawn for a second marker."""

    group: Group
    script: Script
    drawn: Drawn

    @property
    def first(self) -> float | None:
        """The first marker's points, as they were before the two settled."""
        return self.script.grade.mark.score if self.drawn.first is None else self.drawn.first

    @property
    def second(self) -> float | None:
        """The second marker's points."""
        return self.drawn.mark.score

    @property
    def marked(self) -> bool:
        """Whether both have marked it."""
        return self.first is not None and self.second is not None

    @property
    def differs(self) -> bool:
        """Whether both have marked it, and not alike."""
        return self.marked and self.first != self.second

    @property
    def open(self) -> bool:
        """Whether the two have to settle on something."""
        return self.differs and self.drawn.settled is None


def doubles(pile: Pile, drawn: Collection[Drawn]) -> tuple[Double, ...]:
    """What was drawn and still stands as it was written, in an order that says nothing of anybody."""
    by_answer = {(one.learner, one.answer): one for one in drawn}
    found = [
        Double(group, script, by_answer[_answer(script)])
        for group in pile.groups
        for script in group.scripts
        if _answer(script) in by_answer
    ]
    return tuple(sorted(found, key=lambda double: _lot(pile, double.script)))


def draw(pile: Pile, drawn: Collection[Drawn], size: int) -> tuple[tuple[str, str], ...]:
    """What to draw so that `size` different answers are drawn in all, by learner and digest of the answer.

    The same answers always give the same sample, a larger one holds the smaller one, and what was drawn stays
    drawn. Of identical answers one is drawn at most: that people agree about the same words once more says
    nothing.
    """
    taken = {(one.learner, one.answer) for one in drawn}
    lots = {min(_lot(pile, one) for one in group.scripts): group for group in pile.distinct}
    held = [group for group in pile.distinct if any(_answer(one) in taken for one in group.scripts)]
    free = [lots[lot] for lot in sorted(lots) if lots[lot] not in held]
    chosen = free[: max(0, size - len(held))]
    return tuple(_answer(min(group.scripts, key=lambda one: _lot(pile, one))) for group in chosen)


def compared(sample: Sequence[Double]) -> Agreement:
    """How far the two markers agree, before they settled anything."""
    return agreement(
        (double.first, double.second)
        for double in sample
        if double.first is not None and double.second is not None
    )


def _answer(script: Script) -> tuple[str, str]:
    return script.grade.learner, script.digest


def _lot(pile: Pile, script: Script) -> str:
    named = "|".join((pile.form.id, pile.slot, *_answer(script)))
    return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
