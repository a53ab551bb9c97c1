"""What the records of a bank owe each other: that what one names, another is."""

from __future__ import annotations

from collections.abc import Iterator

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
    pairs: dict[str, list[Scenario]] = {}
    cases = bank.names(Case)
    for scenario in bank.scenarios.values():
        pairs.setdefault(scenario.pair, []).append(scenario)
        if scenario.based_on is not None and scenario.based_on not in cases:
            yield bank.fault(scenario, f"case '{scenario.based_on}' does not exist", "based_on")
    if len(bank.scenarios) < len(bank.names(Scenario)):
        return  # a twin that did not load would look like a missing one
    for name, twins in pairs.items():
        if sorted(twin.genuine for twin in twins) != [False, True]:
            message = (
                f"pair '{name}' needs one genuine and one fraudulent scenario, it has {len(twins)} in all"
            )
            yield bank.fault(twins[0], message, "pair")
            continue
        for field in ("skin", "channel", "role", "brief"):
            if len({getattr(twin, field) for twin in twins}) > 1:
                message = f"pair '{name}': the twins differ in '{field}', their surface must be the same"
                yield bank.fault(twins[1], message, field)


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))
