"""Deals the families of items out to the forms of the blueprint, so that parallel forms are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.items.blueprint import Blueprint, FormPlan, Parity, SlotPlan
from assessments.items.dice import Dice
from assessments.items.form import sort_of
from assessments.items.item import Item, ScenarioItem
from assessments.items.itembank import ItemBank
from assessments.items.pace import item_minutes
from assessments.items.paper import swapped
from assessments.items.trainees import ABILITIES, expected
from casebank.errors import Place

TRIES = 1_500
"""Deals that are tried until one is even enough; if none is, the most even one shows what is wrong."""
_LEVELS = {"easy": 1, "middle": 2, "hard": 3}
Problem = tuple[Place, str]
Hand = tuple[tuple[Item, ...], ...]
"""The variants of each slot of one form."""


@dataclass(frozen=True)
class Traits:
    """What of an item is compared between forms; reckoned once, because many deals are tried."""

    level: int
    minutes: float
    expected: tuple[float, ...]

    @classmethod
    def of(cls, item: Item) -> Traits:
        """The traits of an item."""
        level = _LEVELS[item.shown.difficulty.level]
        return cls(level, item_minutes(item), tuple(expected(item, ability) for ability in ABILITIES))


@dataclass(frozen=True)
class Measures:
    """What of a form is compared with its parallels."""

    difficulty: float
    minutes: float
    expected: tuple[float, ...]
    """The points that simulated trainees may expect, by ability."""
    types: Counter[str]
    channels: Counter[str]

    @classmethod
    def of(cls, hand: Hand, traits: Mapping[str, Traits]) -> Measures:
        """The measures of a form with these variants."""
        slots = [[traits[item.variant] for item in variants] for variants in hand]
        items = [item for variants in hand for item in variants]
        levels = [each.level for slot in slots for each in slot]
        return cls(
            difficulty=sum(levels) / len(levels),
            minutes=sum(max(each.minutes for each in slot) for slot in slots),
            expected=tuple(
                sum(sum(each.expected[n] for each in slot) / len(slot) for slot in slots)
                for n in range(len(ABILITIES))
            ),
            types=Counter(item.shown.fraud_type for item in items if item.shown.fraud_type),
            channels=Counter(str(item.shown.channel) for item in items),
        )

    def lacks(self, plan: FormPlan) -> int:
        """How many variants of a type or a channel are wanting."""
        wanted = ((plan.types, self.types), (plan.channels, self.channels))
        return sum(max(0, least - have[str(name)]) for asked, have in wanted for name, least in asked.items())


@dataclass(frozen=True)
class Deal:
    """The hands of parallel forms, and how uneven they are."""

    plans: tuple[FormPlan, ...]
    hands: tuple[Hand, ...]
    traits: Mapping[str, Traits]

    @cached_property
    def measures(self) -> tuple[Measures, ...]:
        """The measures of each form."""
        return tuple(Measures.of(hand, self.traits) for hand in self.hands)

    @cached_property
    def spread(self) -> dict[str, float]:
        """By how much the forms differ, named as in the blueprint's `parity`."""
        levels, minutes = ([getattr(m, name) for m in self.measures] for name in ("difficulty", "minutes"))
        points = zip(*(m.expected for m in self.measures), strict=True)
        most = sum(variants[0].points for variants in self.hands[0] if variants[0].automatic)
        return {
            "difficulty": max(levels) - min(levels),
            "minutes": max(minutes) - min(minutes),
            "share": max(max(p) - min(p) for p in points) / most,
            "types": _widest([m.types for m in self.measures]),
            "channels": _widest([m.channels for m in self.measures]),
        }

    def excess(self, parity: Parity) -> dict[str, float]:
        """Where the forms differ by more than the blueprint allows, and by how much."""
        return {name: by for name, by in self.spread.items() if by > getattr(parity, name)}

    @cached_property
    def lacks(self) -> int:
        """How many variants of a type or a channel are wanting."""
        return sum(m.lacks(plan) for m, plan in zip(self.measures, self.plans, strict=True))

    def cost(self, parity: Parity) -> float:
        """What is to be small: what is wanting before all, then what is more than allowed."""
        too_much = (by / float(getattr(parity, name)) for name, by in self.excess(parity).items())
        return 100.0 * self.lacks + sum(too_much)


def _widest(counts: Sequence[Counter[str]]) -> int:
    """The most by which the counts of one name differ."""
    names = {name for each in counts for name in each}
    return max((max(c[name] for c in counts) - min(c[name] for c in counts) for name in names), default=0)


def draw(blueprint: Blueprint, bank: ItemBank) -> tuple[dict[str, Hand], list[Problem]]:
    """The variants of each slot by form, and why a form cannot be filled. Its blueprint's seeds decide."""
    hands: dict[str, Hand] = {}
    problems: list[Problem] = []
    for places in blueprint.groups():
        plans = tuple(blueprint.forms[n] for n in places)
        short = [*_short(places, plans, bank)]
        problems += short
        if not short:
            deal = _deal(plans, bank, blueprint.parity)
            hands |= {plan.id: hand for plan, hand in zip(plans, deal.hands, strict=True)}
    return hands, problems


def _short(places: Sequence[int], plans: tuple[FormPlan, ...], bank: ItemBank) -> Iterator[Problem]:
    """Families that hold another number of items than their forms take."""
    for m, slot in enumerate(plans[0].slots):
        have, want = len(bank.family(slot.family)), slot.take * len(plans)
        if have != want:
            named = ", ".join(plan.id for plan in plans)
            told = f"family '{slot.family}' has {have} sound items, {named} take {want}"
            yield ("forms", places[0], "slots", m, "family"), told


def _deal(plans: tuple[FormPlan, ...], bank: ItemBank, parity: Parity) -> Deal:
    """The first deal that is even enough: so a word changed in an item seldom deals all forms anew."""
    families = {slot.family: bank.family(slot.family) for slot in plans[0].slots}
    traits = {item.variant: Traits.of(item) for items in families.values() for item in items}
    nearest: Deal | None = None
    for n in range(1 if len(plans) == 1 else TRIES):
        deal = Deal(plans, _hands(plans, families, Dice(f"{plans[0].seed}|{n}")), traits)
        if not deal.lacks and not deal.excess(parity):
            return deal
        nearest = deal if nearest is None else min(nearest, deal, key=lambda each: each.cost(parity))
    assert nearest is not None
    return nearest


def _hands(
    plans: tuple[FormPlan, ...], families: Mapping[str, tuple[Item, ...]], dice: Dice
) -> tuple[Hand, ...]:
    """One deal. A family of twins goes one form further, so that no form holds both twins of a pair."""
    stacks: list[list[tuple[Item, ...]]] = []
    dealt: dict[frozenset[str], list[list[str]]] = {}
    for slot in plans[0].slots:
        items = families[slot.family]
        by_name = {_name(item): item for item in items}
        known = dealt.get(frozenset(by_name)) if len(plans) > 1 else None
        if known is None:
            names = _cut(dice.shuffled(sorted(by_name)), slot)
            dealt[frozenset(by_name)] = names
        else:
            names = [*known[1:], known[0]]
        stacks.append([tuple(by_name[name] for name in sorted(stack)) for stack in names])
    hands = (tuple(stack[n] for stack in stacks) for n in range(len(plans)))
    return tuple(_mixed(plan, hand) for plan, hand in zip(plans, hands, strict=True))


def _mixed(plan: FormPlan, hand: Hand) -> Hand:
    """A hand in which the place among slots of one sort says nothing: not what is fraud, in any form."""
    sorts = {
        slot.id: sort_of(slot.id, held[0].kind, held[0].points)
        for slot, held in zip(plan.slots, hand, strict=True)
    }
    held = dict(zip(sorts, hand, strict=True))
    homes = swapped(Dice(f"{plan.seed}|{plan.id}"), sorts)
    return tuple(held[homes[slot]] for slot in sorts)


def _name(item: Item) -> str:
    """Twins have one name."""
    return item.scenario.pair if isinstance(item, ScenarioItem) else item.variant


def _cut(names: list[str], slot: SlotPlan) -> list[list[str]]:
    return [names[n : n + slot.take] for n in range(0, len(names), slot.take)]
