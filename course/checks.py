"""Every fault that an author can make, from the facts to the lessons, in one report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from assessments.items.check import audit_faults, plan_faults, role_faults, twice_named, version_faults
from assessments.items.form import ITEMS, Form, form_ids, load_form
from assessments.items.itembank import ItemBank
from assessments.items.survey import survey_items
from casebank import DATA, Bank, Case, Fault, FaultsError, Playbook, Role, Rule
from casebank.copying import copied
from casebank.loader import survey
from casebank.provenance import Proof, documents_at_hand, prove
from casebank.studio import studio_faults
from casebank.studio.texts import texts as studio_texts
from course.authoring import TEXT, texts
from course.path import path_faults
from course.practice import PRACTICE, load_practice
from course.practice.drill import drill_ids, load_drill
from course.web import catalog

_CALL = re.compile(r"lesson\.(exercise|timeline|cases|stages|rule|safeguards|card)\(([^)]*)\)")
_NAME = re.compile(r"[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Report:
    """What is wrong, how many passages were proved, and what is still open."""

    faults: tuple[Fault, ...]
    proved: int
    unproved: tuple[str, ...]
    unapproved: tuple[str, ...]
    """Cases that no second person has approved: trainees do not see them."""


def check(
    sources: Path | None, items: Path = ITEMS, practice: Path = PRACTICE, lessons: Path = TEXT
) -> Report:
    """Check cases, playbooks and scenarios, then forms, items and lessons; one that is wrong hides no other.

    `sources` is a folder of the documents; without it what rests on them is unproved, which is no fault.
    """
    bank, unread = survey()
    proof, copies = _proof(bank, sources)
    faults = [*unread, *proof.faults, *copies, *studio_faults(bank)]
    faults += item_faults(items, bank)
    for path in sorted(practice.glob("[0-9][0-9].yaml")):
        faults += _faults_of(lambda name: load_practice(name, practice), path.stem)
    for drill in drill_ids(practice / "drills"):
        faults += _faults_of(lambda name: load_drill(name, practice / "drills"), drill)
    for text in texts(lessons):
        faults += _lesson_faults(text, bank, practice)
    faults += path_faults(catalog.lesson_minutes(), bank)
    unapproved = tuple(case.id for case in bank.cases.values() if case.approval is None)
    return Report(tuple(faults), proof.proved, proof.unproved, unapproved)


def check_bank(packs: Sequence[Path]) -> tuple[Fault, ...]:
    """Every fault of the case bank with these packs, proved against the bulletins that lie in them."""
    bank, unread = survey(DATA, packs)
    proof, copies = _proof(bank, None)
    return (*unread, *proof.faults, *copies)


def _proof(bank: Bank, sources: Path | None) -> tuple[Proof, list[Fault]]:
    """What the documents at hand prove, and which of our sentences are copied."""
    return prove(bank, sources), [*copied(bank, documents_at_hand(bank, sources)[0].values())]


def _faults_of(load: Callable[[str], object], name: str) -> tuple[Fault, ...]:
    try:
        load(name)
    except FaultsError as error:
        return error.faults
    return ()


def item_faults(folder: Path, cases: Bank) -> tuple[Fault, ...]:
    """What is wrong with items, keys and forms; each told once. `cases` is what can be read of the bank."""
    bank, faults = survey_items(folder, bank=cases)
    told, asked = list(faults), set[str]()
    forms: list[Form] = []
    for form_id in form_ids(folder):
        try:
            forms.append(load_form(form_id, folder))
        except FaultsError as error:
            told += error.faults
            asked |= bank.homes.keys()  # what it names cannot be known
    asked |= {item.variant for form in forms for item in form.items}
    told += twice_named(folder)
    told += role_faults(folder, cases.names[Role])
    told += plan_faults(folder, bank, _taught(cases))
    told += version_faults(folder, bank, forms)
    told += [fault for form in forms for fault in audit_faults(form, folder)]
    return (*dict.fromkeys(told), *_orphans(bank, asked))


def _taught(cases: Bank) -> Iterator[tuple[str, str]]:
    """What lessons, practice and scenarios say, by the name of their file."""
    for path in (*texts(TEXT), *sorted(PRACTICE.rglob("*.yaml"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.name, line
    for scenario in cases.scenarios.values():
        yield from ((f"scenario '{scenario.id}'", text) for _, text in studio_texts(scenario))


def _orphans(items: ItemBank, asked: Set[str]) -> Iterator[Fault]:
    """Items that no form names: nobody would notice that they are never asked."""
    for item_id, item in items.items.items():
        if item_id not in asked:
            yield items.fault(item, "no form names this item", "slot")


def _lesson_faults(text: Path, bank: Bank, practice: Path) -> Iterator[Fault]:
    """Exercises, cases and playbooks that a lesson shows and nobody knows."""
    try:
        practised = load_practice(text.name[:2], practice)
    except FaultsError:  # told already
        return
    known: dict[str, Set[str]] = {"exercise": {e.id for e in practised.exercises}, "card": {*practised.cards}}
    known |= dict.fromkeys(("timeline", "cases"), bank.names[Case])
    known |= dict.fromkeys(("stages", "safeguards"), bank.names[Playbook])
    known["rule"] = bank.names[Rule]
    for number, line in enumerate(text.read_text(encoding="utf-8").splitlines(), 1):
        for verb, arguments in _CALL.findall(line):
            for name in _NAME.findall(arguments):
                if name not in known[verb]:
                    allowed = ", ".join(sorted(known[verb]))
                    yield Fault(f"authoring/{text.name}", number, f"{verb}: no '{name}' (allowed: {allowed})")
