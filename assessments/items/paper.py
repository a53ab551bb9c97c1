"""What one trainee gets of a form: one variant a slot, in an order of its own, always the same again.

Slots that are worth the same and ask for the same change their contents too: else a slot's id, which every
trainee sees, would say for everybody whether fraud or genuine business stands there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from assessments.items.dice import Dice
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
    """The learner's paper. The same form, seed, content version and learner always give the same."""
    if form.seed is None:
        return Paper(form, learner, form.items)
    name = f"{form.id}|{form.seed}|{form.content_version}|{learner}"
    surfaces = {slot.id: [surface(item) for item in slot.variants] for slot in form.slots}
    places = drawn(name, surfaces, {slot.id: slot.sort for slot in form.slots})
    variants = {slot.id: slot.variants for slot in form.slots}
    return Paper(form, learner, tuple(variants[p.home][p.number].at(p.slot) for p in places))


def surface(item: Item) -> str:
    """What twins have in common: the name of their pair; any other item has its own."""
    return item.scenario.pair if isinstance(item, ScenarioItem) else item.variant


@dataclass(frozen=True)
class Drawn:
    """A slot of a paper, and what it holds: the variant with this number of the slot `home`."""

    slot: str
    home: str
    number: int


def drawn(name: str, slots: Mapping[str, Sequence[str]], sorts: Mapping[str, str]) -> list[Drawn]:
    """The slots in an order of their own, each with what it holds.

    `slots` names the surfaces of each slot's variants. No two slots get the same one: who has seen one twin
    knows what to ask about the other. Slots of one sort change their contents. Nothing else than these three
    decides, no item need be at hand. Raises NoPaper where it cannot be done.
    """
    dice = Dice(name)
    ties = _tied(slots)
    fillings = list(_fillings([slots[slot] for slot in ties]))
    if not fillings:
        raise NoPaper(f"slots {', '.join(ties)}: no paper without both twins of a pair")
    chosen = dict(zip(ties, fillings[dice.roll("twins", len(fillings))], strict=True))
    chosen |= {slot: dice.roll(slot, len(names)) for slot, names in slots.items() if slot not in chosen}
    homes = swapped(dice, sorts)
    order = sorted(slots, key=lambda slot: dice.number(f"order {slot}"))
    return [Drawn(slot, homes[slot], chosen[homes[slot]]) for slot in order]


def swapped(dice: Dice, sorts: Mapping[str, str]) -> dict[str, str]:
    """By slot the one of its sort whose contents it gets."""
    alike = defaultdict[str, list[str]](list)
    for slot, sort in sorts.items():
        alike[sort].append(slot)
    return {
        slot: home
        for slots in alike.values()
        for slot, home in zip(slots, sorted(slots, key=lambda slot: dice.number(f"home {slot}")), strict=True)
    }


def _tied(slots: Mapping[str, Sequence[str]]) -> list[str]:
    """Slots that may get a surface which another slot may get too."""
    owners: dict[str, set[str]] = {}
    for slot, names in slots.items():
        for each in names:
            owners.setdefault(each, set()).add(slot)
    return [slot for slot, names in slots.items() if any(len(owners[each]) > 1 for each in names)]


def _fillings(slots: Sequence[Sequence[str]]) -> Iterator[tuple[int, ...]]:
    """Every way to take one of each slot, by number, with no surface taken twice."""
    for numbers in product(*(range(len(names)) for names in slots)):
        taken = [names[number] for names, number in zip(slots, numbers, strict=True)]
        if len(taken) == len(set(taken)):
            yield numbers


def lost(form: Form) -> list[str]:
    """Variants that no paper can hold."""
    ties = _tied({slot.id: [surface(item) for item in slot.variants] for slot in form.slots})
    slots = [slot for slot in form.slots if slot.id in ties]
    fillings = _fillings([[surface(item) for item in slot.variants] for slot in slots])
    met = {(slot.id, number) for numbers in fillings for slot, number in zip(slots, numbers, strict=True)}
    return [item.variant for slot in slots for n, item in enumerate(slot.variants) if (slot.id, n) not in met]


def rebuild(form: Form, variants: Mapping[str, str], learner: str = "") -> Paper | None:
    """The paper that answers.json records, in the order of the form, with the items as they are today.

    An item's version may be another one by now. None where the form cannot have given out such a paper.
    """
    items = [form.item(slot.id, variants.get(slot.id, "").partition("@")[0]) for slot in form.slots]
    found = tuple(item for item in items if item is not None)
    homes = {form.homes[item.variant] for item in found}
    whole = len(homes) == len(found) == len(form.slots) == len(variants)
    return Paper(form, learner, found) if whole and _without_twins(found) else None


def _without_twins(items: Iterable[Item]) -> bool:
    surfaces = [surface(item) for item in items]
    return len(surfaces) == len(set(surfaces))
