"""Which variant of each slot a learner gets, and in which order: one function for bank, server and notebook.

It knows of the variants only how many there are and which of them are twins, so that it draws the same from
the bank, keys and all, and from a release that may be older than the bank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from assessments.items.dice import Dice


@dataclass(frozen=True)
class Stack:
    """The variants of one slot, by their places."""

    slot: str
    twins: tuple[str | int | None, ...]
    """One entry a variant: twins have the same name; None is no twin's."""

    @property
    def joint(self) -> bool:
        """Whether it is drawn together with the other slots that have twins."""
        return self.twins[0] is not None


@dataclass(frozen=True)
class Drawn:
    """The variant of one slot, by its place in the stack."""

    slot: str
    place: int


def deal(name: str, seed: int, content_version: str, learner: str, stacks: Sequence[Stack]) -> list[Drawn]:
    """One variant of each slot in the learner's order; always the same again. Empty where twins forbid all.

    `name` is the form's id. Nobody gets both twins: who has seen the one knows what to ask about the other.
    """
    dice = Dice(f"{name}|{seed}|{content_version}|{learner}")
    fillings = list(fill(stacks))
    if not fillings:
        return []
    joint = (stack.slot for stack in stacks if stack.joint)
    chosen = dict(zip(joint, fillings[dice.roll("scenarios", len(fillings))], strict=True))
    for stack in stacks:
        if stack.slot not in chosen:
            chosen[stack.slot] = dice.roll(stack.slot, len(stack.twins))
    order = sorted(chosen, key=lambda slot: dice.number(f"order {slot}"))
    return [Drawn(slot, chosen[slot]) for slot in order]


def fill(stacks: Sequence[Stack]) -> Iterator[tuple[int, ...]]:
    """Every way to fill the slots with twins, by places, without both twins of a pair."""
    joint = [stack.twins for stack in stacks if stack.joint]
    for filling in product(*(range(len(twins)) for twins in joint)):
        names = [twins[place] for twins, place in zip(joint, filling, strict=True)]
        if len(set(names)) == len(names):
            yield filling
