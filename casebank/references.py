"""What the records of a bank owe each other: that what one names, another is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casebank.bank import Bank, Record
from casebank.errors import Fault
from casebank.model import Case, Playbook, Source
from casebank.scenario import Scenario


def reference_faults(bank: Bank) -> list[Fault]:
    """Every name in a record that leads nowhere, and every pair of scenarios that is none."""
    faults: list[Fault] = []
    for case in bank.cases.values():
        faults += _case_faults(bank, case)
    for playbook in bank.playbooks.values():
        faults += _playbook_faults(bank, playbook)
    return [*faults, *_pair_faults(bank)]


def _source_faults(
    bank: Bank, record: Record, sources: tuple[Source, ...], *place: str | int
) -> Iterator[Fault]:
    for n, source in enumerate(sources):
        if bank.documents and source.document not in bank.documents:
            message = (
                f"document '{source.document}' is not in sources.yaml (allowed: {', '.join(bank.documents)})"
            )
            yield bank.fault(record, message, *place, "sources", n, "document")


def _case_faults(bank: Bank, case: Case) -> Iterator[Fault]:
    yield from _source_faults(bank, case, case.sources)
    playbook = bank.playbooks.get(case.playbook)
    if playbook is None:
        known = bank.names(Playbook)
        if case.playbook not in known:
            yield bank.fault(
                case, f"playbook '{case.playbook}' does not exist (allowed: {_list(known)})", "playbook"
            )
        return
    stages = {stage.id for stage in playbook.stages}
    for n, stage in enumerate(case.stages):
        if stage.stage is not None and stage.stage not in stages:
            message = f"'{stage.stage}' is no stage of '{playbook.id}' (allowed: {_list(stages)})"
            yield bank.fault(case, message, "stages", n, "stage")
    cues = {cue.id for cue in playbook.cues}
    for n, cue in enumerate(case.cues):
        if cue not in cues:
            yield bank.fault(
                case, f"'{cue}' is no cue of '{playbook.id}' (allowed: {_list(cues)})", "cues", n
            )


def _playbook_faults(bank: Bank, playbook: Playbook) -> Iterator[Fault]:
    yield from _source_faults(bank, playbook, playbook.sources)
    for n, guard in enumerate(playbook.safeguards):
        yield from _source_faults(bank, playbook, guard.sources, "safeguards", n)
    known = bank.names(Playbook)
    if playbook.parent is not None and playbook.parent not in known:
        yield bank.fault(
            playbook, f"parent '{playbook.parent}' does not exist (allowed: {_list(known)})", "parent"
        )


def _pair_faults(bank: Bank) -> Iterator[Fault]:
    cases = bank.names(Case)
    for scenario in bank.scenarios.values():
        if scenario.based_on is not None and scenario.based_on not in cases:
            yield bank.fault(scenario, f"case '{scenario.based_on}' does not exist", "based_on")
    if len(bank.scenarios) == len(bank.names(Scenario)):  # a twin that did not load is not missing
        for scenario, field, message in twin_problems(bank.scenarios.values()):
            yield bank.fault(scenario, message, field)


def twin_problems(scenarios: Iterable[Scenario]) -> Iterator[tuple[Scenario, str, str]]:
    """Pairs that are none: the scenario, its field, what is wrong.

    A pair is one genuine and one fraudulent scenario, which look alike at first: the same skin, channel,
    role, brief and opening words.
    """
    pairs: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        pairs.setdefault(scenario.pair, []).append(scenario)
    for name, twins in pairs.items():
        if sorted(twin.genuine for twin in twins) != [False, True]:
            told = f"pair '{name}' needs one genuine and one fraudulent scenario, it has {len(twins)} in all"
            yield twins[0], "pair", told
            continue
        for field in ("skin", "channel", "role", "brief"):
            if len({getattr(twin, field) for twin in twins}) > 1:
                yield twins[1], field, f"pair '{name}': the twins differ in '{field}', their surface is one"
        if len({twin.nodes[twin.start].messages for twin in twins}) > 1:
            yield twins[1], "start", f"pair '{name}': the twins differ in their opening words"


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))
