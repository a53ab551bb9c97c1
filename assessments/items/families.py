"""Parallel items taken together: neither place nor length gives the right one away, and twins look alike."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assessments.items.item import ChoiceItem, CompareItem, Item, ScenarioItem
from assessments.items.itembank import ItemBank
from casebank.errors import Fault
from casebank.studio.giveaway import LIMIT, habits

LONGEST = 1 / 3
"""In how many of a family's questions the right option may be the longest."""
FEW_NODES = 6
"""With fewer nodes at which something is decided, a share says nothing."""


def family_faults(bank: ItemBank, slot: str) -> Iterator[Fault]:
    """What gives the right answers of a family away."""
    items = bank.family(slot)
    choices = [item for item in items if isinstance(item, ChoiceItem)]
    if len(choices) >= 3:
        yield from (bank.fault(choices[0], f"family '{slot}': {told}", "slot") for told in _options(choices))
    sides = Counter[str](item.key.genuine for item in items if isinstance(item, CompareItem))
    if sides.total() >= 4 and max(sides.values()) > sides.total() / 2 + 1:
        told = f"family '{slot}': the genuine side is {_counts(sides)}: spread it"
        yield bank.fault(items[0], told, "slot")
    scenes = [item for item in items if isinstance(item, ScenarioItem)]
    nodes, shares = habits(item.scenario for item in scenes)
    for habit, share in shares.items():
        if nodes >= FEW_NODES and share > LIMIT:
            told = f"the best choice is the {habit} one in {float(share):.0%} of {nodes} nodes"
            yield bank.fault(scenes[0], f"family '{slot}': {told} (allowed: {float(LIMIT):.0%})", "slot")


def _options(items: Sequence[ChoiceItem]) -> Iterator[str]:
    right = Counter(next(o for o, weight in item.key.weights.items() if weight == 1) for item in items)
    most = math.ceil(len(items) / 4) + (0 if len(items) >= 6 else 1)
    if max(right.values()) > most:
        yield f"the right option is {_counts(right)}: spread it over a to d"
    longest = sum(_is_longest(item) for item in items)
    if longest > LONGEST * len(items):
        yield f"the right option is the longest in {longest} of {len(items)} (allowed: a third)"


def _is_longest(item: ChoiceItem) -> bool:
    lengths = {option.id: len(option.text) for option in item.question.options}
    most = max(lengths.values())
    longest = [option for option, length in lengths.items() if length == most]
    return len(longest) == 1 and item.key.single(longest[0]) == 1


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} times {name}" for name, count in sorted(counts.items()))


def twin_faults(bank: ItemBank, items: Sequence[Item]) -> Iterator[Fault]:
    """Twins whose first choices tell them apart, or that one form might ask in the same slot.

    That they share brief, surface and opening words is told where the bank is read.
    """
    pairs: dict[str, list[ScenarioItem]] = {}
    for item in items:
        if isinstance(item, ScenarioItem):
            pairs.setdefault(item.scenario.pair, []).append(item)
    for name, twins in pairs.items():
        if len(twins) != 2:
            continue  # told where the bank is read
        first, second = (
            [(choice.text, choice.means) for choice in twin.scenario.nodes[twin.scenario.start].choices]
            for twin in twins
        )
        if first != second:
            told = f"pair '{name}': the first choices differ from the twin's in text or means"
            yield bank.fault(twins[1], told, "scenario", "nodes", twins[1].scenario.start)
        if twins[0].shown.slot == twins[1].shown.slot:
            told = f"pair '{name}': both twins belong to the family '{twins[0].shown.slot}'"
            yield bank.fault(twins[1], told, "slot")
