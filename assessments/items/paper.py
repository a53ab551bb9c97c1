"""What one trainee gets of a form: one variant a slot, in an order of its own, always the same again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.items.deal import Stack, deal
from assessments.items.deal import fill as deal_fill
from assessments.items.form import Form
from assessments.items.item import Item, ScenarioItem


@dataclass(frozen=True)
class Paper:
    """The items of one learner, each under the id of its slot, in their order."""

    form: Form
    learner: str
    items: tuple[Item, ...]

    @property
    def variants(self) -> dict[str, str]:
        """The variant and version of each item, by slot: what answers.json records."""
        return {item.id: item.edition for item in self.items}

    def item(self, slot_id: str) -> Item | None:
        """The item in a slot, or None."""
        return next((item for item in self.items if item.id == slot_id), None)

    def view(self) -> dict[str, Any]:
        """What the trainee gets (form.json): JSON values, no key in it."""
        return self.form.view(self.items)


class NoPaper(ValueError):
    """Every way to fill the form's slots holds both twins of a pair."""


def paper(form: Form, learner: str) -> Paper:
    """The learner's paper. The same form, seed, content version and learner always give the same.

    Nobody gets both twins of a pair: who has seen the one knows what to ask about the other.
    """
    if form.seed is None:
        return Paper(form, learner, form.items)
    drawn = deal(form.id, form.seed, form.content_version, learner, _stacks(form))
    if not drawn:
        raise NoPaper(f"form '{form.id}' has no paper without both twins of a pair")
    slots = {slot.id: slot.variants for slot in form.slots}
    return Paper(form, learner, tuple(slots[one.slot][one.place] for one in drawn))


def fill(form: Form) -> Iterator[tuple[Item, ...]]:
    """Every way to fill the slots of scenarios with no two of the same pair."""
    slots = [slot.variants for slot in form.slots if isinstance(slot.variants[0], ScenarioItem)]
    for places in deal_fill(_stacks(form)):
        yield tuple(variants[place] for variants, place in zip(slots, places, strict=True))


def _stacks(form: Form) -> list[Stack]:
    return [Stack(slot.id, tuple(map(_pair, slot.variants))) for slot in form.slots]


def _pair(item: Item) -> str | None:
    return item.scenario.pair if isinstance(item, ScenarioItem) else None


def rebuild(form: Form, variants: Mapping[str, str], learner: str = "") -> Paper | None:
    """The paper that answers.json records, in the order of the form, with the items as they are today.

    An item's version may be another one by now. None where the form cannot have given out such a paper.
    """
    items = [form.item(slot.id, variants.get(slot.id, "").partition("@")[0]) for slot in form.slots]
    found = tuple(item for item in items if item is not None)
    whole = len(found) == len(form.slots) == len(variants)
    return Paper(form, learner, found) if whole and _without_twins(found) else None


def _without_twins(items: Iterable[Item]) -> bool:
    pairs = [item.scenario.pair for item in items if isinstance(item, ScenarioItem)]
    return len(pairs) == len(set(pairs))
