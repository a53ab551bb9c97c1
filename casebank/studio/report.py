"""Every fault of the scenarios that only an author's eye would find."""

from __future__ import annotations

from collections.abc import Iterator

from casebank.bank import Bank
from casebank.errors import Fault
from casebank.scenario import Scenario
from casebank.studio.giveaway import giveaways
from casebank.studio.harmless import unsafe_texts
from casebank.studio.likeness import LIMIT, copies
from casebank.studio.surface import surface_problems
from casebank.studio.unfit import unfit_words


def studio_faults(bank: Bank) -> Iterator[Fault]:
    """What gives a scenario away, works outside the course, or was written twice."""
    yield from unsafe_faults(bank)
    pairs: dict[str, list[Scenario]] = {}
    for scenario in bank.scenarios.values():
        pairs.setdefault(scenario.pair, []).append(scenario)
        yield from _own_faults(bank, scenario)
    for name, twins in pairs.items():
        if len(twins) == 2:
            for field, told in surface_problems(*twins):
                yield bank.fault(twins[1], f"pair '{name}': {told}", field)
        if name not in bank.pairs:
            yield bank.fault(twins[0], f"pair '{name}' has no pairs/{name}.yaml to compare the twins", "pair")
    for name, pair in bank.pairs.items():
        if name not in pairs:
            known = ", ".join(sorted(pairs))
            yield bank.fault(pair, f"no scenarios of the pair '{name}' (allowed: {known})", "id")
    for one, other, share in copies(pairs):
        told = f"shares {share:.0%} of its text with the pair '{one}' (allowed: {LIMIT:.0%})"
        yield bank.fault(pairs[other][0], f"pair '{other}' {told}", "pair")


def unsafe_faults(bank: Bank) -> Iterator[Fault]:
    """What must not even reach an author's own page: it may work, or is somebody's name."""
    for scenario in bank.scenarios.values():
        for place, told in (*unsafe_texts(scenario), *unfit_words(scenario)):
            yield bank.fault(scenario, told, *place)


def _own_faults(bank: Bank, scenario: Scenario) -> Iterator[Fault]:
    for told in giveaways(scenario):
        yield bank.fault(scenario, told, "nodes")
    if scenario.stake_cny is None:
        yield bank.fault(scenario, "'stake_cny' is missing: the money that the scene is about", "promises")
    if scenario.mps_type is not None and scenario.mps_type not in bank.ministry.types:
        allowed = ", ".join(bank.ministry.types)
        told = f"mps_type '{scenario.mps_type}' is not on the ministry's list (allowed: {allowed})"
        yield bank.fault(scenario, told, "mps_type")
