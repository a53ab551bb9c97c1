"""What the records of a bank owe each other: that what one names, another is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from casebank.bank import Bank, Record
from casebank.case import Case
from casebank.errors import Fault, Place
from casebank.model import Source
from casebank.playbook import Playbook
from casebank.role import Role
from casebank.rule import Rule
from casebank.scenario import Scenario
from casebank.statistic import Statistic


def reference_faults(bank: Bank) -> list[Fault]:
    """Every name in a record that leads nowhere, and every pair of scenarios that is none."""
    faults = [fault for record in bank.records for fault in _source_faults(bank, record)]
    for case in bank.cases.values():
        faults += _case_faults(bank, case)
    for playbook in bank.playbooks.values():
        faults += _playbook_faults(bank, playbook)
    for rule in bank.rules.values():
        faults += _rule_faults(bank, rule)
    for statistic in bank.statistics.values():
        named = (("conflicts", other) for other in statistic.conflicts)
        faults += _lost(bank, statistic, Statistic, named)
    for record in bank.records:
        faults += _audience_faults(bank, record)
    return [*faults, *_ministry_faults(bank), *_pair_faults(bank)]


def all_sources(record: Record) -> Iterator[tuple[Source, Place]]:
    """Every passage that a record rests on, with its place in the record."""
    for n, source in enumerate(getattr(record, "sources", ())):
        yield source, ("sources", n)
    if isinstance(record, Case):
        yield from ((source, ("response", "sources", n)) for n, source in enumerate(record.response.sources))
    parts = {Playbook: ("safeguards",), Role: ("learns", "does")}.get(type(record), ())
    for part in parts:
        for m, entry in enumerate(getattr(record, part)):
            for n, source in enumerate(entry.sources):
                yield source, (part, m, "sources", n)


def _source_faults(bank: Bank, record: Record) -> Iterator[Fault]:
    for source, place in all_sources(record):
        if bank.documents and source.document not in bank.documents:
            allowed = ", ".join(bank.documents)
            message = f"document '{source.document}' is not in sources.yaml (allowed: {allowed})"
            yield bank.fault(record, message, *place, "document")
        elif bank.documents and source.span[1] > bank.documents[source.document].characters:
            length = bank.documents[source.document].characters
            start, end = source.span
            told = f"span {start}-{end} lies outside document {source.document} ({length} characters)"
            yield bank.fault(record, told, *place, "span")


def _lost(
    bank: Bank, record: Record, kind: type[Record], named: Iterable[tuple[str, str | None]]
) -> Iterator[Fault]:
    """Names of records of a kind that are none."""
    known = bank.names[kind]
    for field, name in named:
        if name is not None and name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.4) or sorted(known)
            yield bank.fault(record, f"{field} '{name}' does not exist (near it: {', '.join(near)})", field)


def _audience_faults(bank: Bank, record: Record) -> Iterator[Fault]:
    known = bank.names[Role]
    for n, role in enumerate(getattr(record, "audience", ())):
        if role not in known:
            message = f"role '{role}' is not in roles.yaml (allowed: {_list(known)})"
            yield bank.fault(record, message, "audience", n)


def _case_faults(bank: Bank, case: Case) -> Iterator[Fault]:
    yield from _lost(bank, case, Playbook, [("playbook", case.playbook)])
    playbook = bank.playbooks.get(case.playbook)
    if playbook is None:
        return
    stages = {stage.id for stage in playbook.stages}
    for n, stage in enumerate(case.stages):
        if stage.stage is not None and stage.stage not in stages:
            message = f"'{stage.stage}' is no stage of '{playbook.id}' (allowed: {_list(stages)})"
            yield bank.fault(case, message, "stages", n, "stage")
    cues = {cue.id for cue in playbook.cues}
    for n, cue in enumerate(case.cues):
        if cue not in cues:
            message = f"'{cue}' is no cue of '{playbook.id}' (allowed: {_list(cues)})"
            yield bank.fault(case, message, "cues", n)


def _playbook_faults(bank: Bank, playbook: Playbook) -> Iterator[Fault]:
    yield from _lost(bank, playbook, Playbook, [("parent", playbook.parent)])
    seen, above = {playbook.id}, bank.playbooks.get(playbook.parent or "")
    while above is not None:
        if above.id in seen:
            yield bank.fault(playbook, f"parent '{playbook.parent}' leads back to '{playbook.id}'", "parent")
            break
        seen.add(above.id)
        above = bank.playbooks.get(above.parent or "")
    if playbook.mps_type is not None and playbook.mps_type not in bank.ministry.types:
        allowed = ", ".join(bank.ministry.types)
        message = f"mps_type '{playbook.mps_type}' is not on the ministry's list (allowed: {allowed})"
        yield bank.fault(playbook, message, "mps_type")


def _ministry_faults(bank: Bank) -> Iterator[Fault]:
    if len(bank.playbooks) < len(bank.names[Playbook]):  # one that did not load is not missing
        return
    covered = {playbook.mps_type for playbook in bank.playbooks.values()}
    for name in bank.ministry.types:
        if name not in covered:
            yield Fault("ministry.yaml", None, f"no playbook covers '{name}'")


def _rule_faults(bank: Bank, rule: Rule) -> Iterator[Fault]:
    yield from _lost(bank, rule, Rule, [("replaced_by", rule.replaced_by)])
    yield from _lost(bank, rule, Rule, (("contradicts", other) for other in rule.contradicts))
    for n, other in enumerate(rule.contradicts):
        if other in bank.rules and rule.id not in bank.rules[other].contradicts:
            message = f"'{other}' does not name '{rule.id}' in its 'contradicts'"
            yield bank.fault(rule, message, "contradicts", n)


def _pair_faults(bank: Bank) -> Iterator[Fault]:
    cases = bank.names[Case]
    for scenario in bank.scenarios.values():
        if scenario.based_on is not None and scenario.based_on not in cases:
            yield bank.fault(scenario, f"case '{scenario.based_on}' does not exist", "based_on")
    if len(bank.scenarios) == len(bank.names[Scenario]):  # a twin that did not load is not missing
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
        if twins[0].nodes[twins[0].start].messages != twins[1].nodes[twins[1].start].messages:
            yield twins[1], "start", f"pair '{name}': the twins differ in their opening words"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
