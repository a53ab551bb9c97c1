"""All that is wrong with the items, also with what they name of the case bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assessments.items.item import ScenarioItem
from assessments.items.itembank import ITEMS, ItemBank, read_items
from casebank import Bank, Case, Role, Scenario
from casebank.errors import Fault
from casebank.loader import survey
from casebank.references import twin_problems


def survey_items(
    folder: Path = ITEMS, mounted: Sequence[Path] | None = None, bank: Bank | None = None
) -> tuple[ItemBank, tuple[Fault, ...]]:
    """All items that can be read, and every fault of these and the rest.

    `bank` is what of the case bank can be read; one that is faulty hides no fault of an item.
    """
    items, faults = read_items(folder, mounted)
    bank = survey()[0] if bank is None else bank
    return items, (*faults, *_reference_faults(items, bank), *_scenario_faults(items, bank))


def _reference_faults(items: ItemBank, bank: Bank) -> Iterator[Fault]:
    """Names of types, roles and cases that are none."""
    for item in items.items.values():
        shown = item.shown
        if shown.fraud_type is not None and shown.fraud_type not in bank.ministry.types:
            told = f"fraud_type '{shown.fraud_type}' is not on the ministry's list"
            yield items.fault(item, f"{told} (allowed: {', '.join(bank.ministry.types)})", "fraud_type")
        for n, role in enumerate(shown.roles):
            if role not in bank.names[Role]:
                told = f"role '{role}' is not in roles.yaml (allowed: {', '.join(sorted(bank.names[Role]))})"
                yield items.fault(item, told, "roles", n)
        if shown.based_on is not None and shown.based_on not in bank.names[Case]:
            yield items.fault(item, f"case '{shown.based_on}' does not exist", "based_on")


def _scenario_faults(items: ItemBank, bank: Bank) -> Iterator[Fault]:
    """Pairs that are none, and scenarios that a lesson practises: those are no longer a test."""
    found = {item.scenario.id: item for item in items.items.values() if isinstance(item, ScenarioItem)}
    whole = len(items.items) == len(items.homes)  # a twin that did not load is not missing
    for scenario, field, told in twin_problems(i.scenario for i in found.values()) if whole else ():
        yield items.fault(found[scenario.id], told, "scenario", field)
    for name, item in found.items():
        if name in bank.names[Scenario]:
            yield items.fault(item, f"scenario '{name}' is practised in the course", "scenario", "id")
