"""Every fault that an author can make, from the facts to the lessons, in one report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assessments.items.form import form_ids, load_form
from casebank import Fault, FaultsError, load_bank
from casebank.provenance import Proof, prove
from course.practice import PRACTICE, load_practice


@dataclass(frozen=True)
class Report:
    """What is wrong, how many passages were proved, and which could not be for want of their document."""

    faults: tuple[Fault, ...]
    proved: int
    unproved: tuple[str, ...]


def check(sources: Path | None) -> Report:
    """Check cases, playbooks and scenarios, then forms and lessons; one that is wrong hides no other.

    `sources` is a folder of the documents; without it what rests on them is unproved, which is no fault.
    """
    faults: list[Fault] = []
    proof = Proof((), (), 0)
    try:
        proof = prove(load_bank(), sources)
    except FaultsError as error:
        faults += error.faults
    for form in form_ids():
        faults += _faults_of(load_form, form)
    for path in sorted(PRACTICE.glob("[0-9][0-9].yaml")):
        faults += _faults_of(load_practice, path.stem)
    return Report((*proof.faults, *faults), proof.proved, proof.unproved)


def _faults_of(load: Callable[[str], object], name: str) -> tuple[Fault, ...]:
    try:
        load(name)
    except FaultsError as error:
        return error.faults
    return ()
