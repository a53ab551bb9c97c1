"""A form as it is released: every variant as a trainee would see it, and no key.

This is form.json. The server and a notebook draw papers from it alone: a course keeps the release that its
trainees have seen, whatever the bank says by now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assessments.items.dice import Dice
from assessments.items.form import sort_of
from assessments.items.item import Item, ScenarioItem
from assessments.items.paper import drawn

if TYPE_CHECKING:
    from assessments.items.form import Form

DECK_SCHEMA = "shizha.deck/1"
_SIGN = 8
"""Signs that tell one paper from another."""


@dataclass(frozen=True)
class Card:
    """A variant in its slot, as it is shown."""

    slot: str
    edition: str
    """Variant and version, for answers.json; empty where the slot has but one."""
    kind: str
    widget: str
    points: float
    title: str
    spec: Mapping[str, Any]
    public: bool = True
    """Whether it belongs to the bank that everybody can read."""

    def view(self) -> dict[str, Any]:
        """The item as a trainee gets it: JSON values."""
        shown = {"id": self.slot, "kind": self.kind, "widget": self.widget, "points": self.points}
        return {**shown, "title": self.title, "spec": self.spec}


@dataclass(frozen=True)
class Hand:
    """What one learner gets of a form, in that learner's order."""

    cards: tuple[Card, ...]
    version: str
    """Changes with the content, and where papers are drawn with the paper: answers belong to one of them."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The ids of the slots, in order."""
        return tuple(card.slot for card in self.cards)

    @property
    def variants(self) -> dict[str, str]:
        """What answers.json records: the variant and version in each slot; nothing of a fixed form."""
        return {card.slot: card.edition for card in self.cards if card.edition}


@dataclass(frozen=True)
class Deck:
    """All papers of a form without their keys."""

    form: str
    title: str
    intro: str
    minutes: int
    content_version: str
    slots: tuple[tuple[Card, ...], ...]
    """The variants of each slot."""
    twins: tuple[tuple[int | None, ...], ...]
    """For each a number that twins have in common and that says nothing else; None where there are none."""
    seed: int | None = None
    """None where everybody gets the slots in this order."""

    @cached_property
    def _surfaces(self) -> dict[str, list[str]]:
        """What the draw knows of the variants: which of them are twins."""
        return {
            cards[0].slot: [
                card.edition if twin is None else f"twins {twin}"
                for card, twin in zip(cards, twins, strict=True)
            ]
            for cards, twins in zip(self.slots, self.twins, strict=True)
        }

    def hand(self, learner: str) -> Hand:
        """The learner's paper. Raises NoPaper where twins leave none."""
        if self.seed is None:
            return Hand(tuple(cards[0] for cards in self.slots), self.content_version)
        name = f"{self.form}|{self.seed}|{self.content_version}|{learner}"
        by_slot = {cards[0].slot: cards for cards in self.slots}
        places = drawn(name, self._surfaces, self._sorts)
        cards = tuple(replace(by_slot[p.home][p.number], slot=p.slot) for p in places)
        told = "|".join(f"{card.slot} {card.edition}" for card in cards)
        sign = hashlib.blake2b(told.encode(), digest_size=_SIGN // 2).hexdigest()
        return Hand(cards, f"{self.content_version}-{sign}")

    def recorded(self, variants: Mapping[str, str]) -> dict[str, Card]:
        """By slot the card that answers.json records; where it says nothing, the only one of the slot."""
        found = {}
        for slot, cards in self.may_hold.items():
            known = [card for card in cards if card.edition == variants.get(slot, "")]
            if known or len(cards) == 1:
                found[slot] = (known or cards)[0]
        return found

    @cached_property
    def may_hold(self) -> dict[str, tuple[Card, ...]]:
        """By slot every card that a paper may have there."""
        if self.seed is None:
            return {cards[0].slot: cards for cards in self.slots}
        return {
            slot: tuple(
                replace(card, slot=slot)
                for cards in self.slots
                if self._sorts[cards[0].slot] == sort
                for card in cards
            )
            for slot, sort in self._sorts.items()
        }

    @cached_property
    def _sorts(self) -> dict[str, str]:
        firsts = (cards[0] for cards in self.slots)
        return {card.slot: sort_of(card.slot, card.kind, card.points) for card in firsts}

    def view(self) -> dict[str, Any]:
        """The content of form.json, as JSON values."""
        head = {"form": self.form, "title": self.title, "intro": self.intro, "minutes": self.minutes}
        slots = [
            {
                "id": cards[0].slot,
                "kind": cards[0].kind,
                "widget": cards[0].widget,
                "points": cards[0].points,
                "variants": [_variant(card, twin) for card, twin in zip(cards, twins, strict=True)],
            }
            for cards, twins in zip(self.slots, self.twins, strict=True)
        ]
        stamp = {"schema": DECK_SCHEMA, "content_version": self.content_version, "seed": self.seed}
        return {**head, **stamp, "slots": slots}


def _variant(card: Card, twin: int | None) -> dict[str, Any]:
    shown = {"edition": card.edition, "title": card.title, "spec": card.spec, "public": card.public}
    return shown if twin is None else {**shown, "group": twin}


def read_deck(view: Mapping[str, Any]) -> Deck:
    """The deck in form.json, that of a fixed form too. Raises LookupError or TypeError for anything else."""
    if view.get("schema") == DECK_SCHEMA:
        slots = tuple(tuple(_card(slot, each) for each in slot["variants"]) for slot in view["slots"])
        twins = tuple(tuple(each.get("group") for each in slot["variants"]) for slot in view["slots"])
    else:
        slots = tuple((_card(item, {"title": "", **item, "edition": ""}),) for item in view["items"])
        twins = tuple((None,) for _ in slots)
    named = {name: view[name] for name in ("form", "title", "intro", "minutes", "content_version")}
    return Deck(**named, slots=slots, twins=twins, seed=view.get("seed"))


def _card(slot: Mapping[str, Any], each: Mapping[str, Any]) -> Card:
    return Card(
        slot=slot["id"],
        edition=each["edition"],
        kind=slot["kind"],
        widget=slot["widget"],
        points=slot["points"],
        title=each["title"],
        spec=each["spec"],
        public=each.get("public", True),
    )


def deck_of(form: Form) -> Deck:
    """The deck of a form of the bank."""
    dice = Dice(f"{form.id}|{form.seed}|twins")  # numbers in the order of the file would tell of it
    pairs = {item.scenario.pair for item in form.items if isinstance(item, ScenarioItem)}
    numbers = {pair: number for number, pair in enumerate(dice.shuffled(sorted(pairs)), 1)}
    return Deck(
        form=form.id,
        title=form.title,
        intro=form.intro,
        minutes=form.minutes,
        content_version=form.content_version,
        slots=tuple(tuple(map(_card_of, slot.variants)) for slot in form.slots),
        twins=tuple(tuple(_number(item, numbers) for item in slot.variants) for slot in form.slots),
        seed=form.seed,
    )


def _card_of(item: Item) -> Card:
    return Card(
        slot=item.id,
        edition=item.edition,
        kind=item.kind,
        widget=item.widget,
        points=item.points,
        title=item.title,
        spec=item.view(),
        public=item.public,
    )


def _number(item: Item, numbers: Mapping[str, int]) -> int | None:
    return numbers[item.scenario.pair] if isinstance(item, ScenarioItem) else None
