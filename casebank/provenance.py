"""Whether the documents say what the records say of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from casebank.bank import Bank, Record
from casebank.case import Case
from casebank.errors import Fault, Place
from casebank.figure import ages, dated, figures, sums_of_money
from casebank.model import Document, Source
from casebank.playbook import Playbook
from casebank.references import all_sources
from casebank.rule import Rule
from casebank.statistic import Statistic
from casebank.vocab import Provenance
from casebank.wording import untold_words

BULLETINS = "bulletins"
"""The folder of a case pack in which its documents lie."""


@dataclass(frozen=True)
class Proof:
    """What a check against the documents found: faults, and what could not be proved without them."""

    faults: tuple[Fault, ...]
    unproved: tuple[str, ...]
    proved: int


def digest(text: str) -> str:
    """The sha256 of a passage or a document, in hexadecimal, over its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def prove(bank: Bank, sources: Path | None) -> Proof:
    """Check every source and every documented figure, age and date against the documents in a folder.

    The documents are found by their number, `NNN_*.txt`, UTF-8, in the folder or in a pack's `bulletins/`.
    Where one of the course's is missing, what rests on it is unproved, which is no fault; a pack has its own.
    """
    texts, faults = documents_at_hand(bank, sources)
    unproved: list[str] = []
    proved = 0
    for record in bank.records:
        sound = True
        for source, place in all_sources(record):
            if source.document not in texts:
                unproved.append(f"{record.id}: {source.document} {source.locator}")
                sound = False
                continue
            wrong = _passage_fault(source, texts[source.document])
            faults += [bank.fault(record, wrong, *place, "span")] if wrong else []
            proved += not wrong
            sound &= not wrong
        if sound:
            faults += [bank.fault(record, message, *at) for at, message in _untold(record, texts)]
    return Proof((*faults, *_overlaps(bank)), tuple(unproved), proved)


def documents_at_hand(bank: Bank, sources: Path | None) -> tuple[dict[str, str], list[Fault]]:
    """The texts of the registered documents that are at hand, by number, and what is wrong with them."""
    folders = [
        folder for folder in (sources, *(pack / BULLETINS for pack in bank.packs)) if folder is not None
    ]
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for document in bank.documents.values():
        paths = [path for folder in folders for path in sorted(folder.glob(f"{document.number}_*.txt"))]
        if paths:
            text, wrong = _read(document, paths[0])
            spot = bank.spots[Document, document.number]
            faults += [Fault(spot.shown, spot.line(), wrong)] if wrong else []
            if text is not None:
                texts[document.number] = text
        elif bank.spots[Document, document.number].path.parent in bank.packs:
            spot = bank.spots[Document, document.number]
            told = f"document {document.number}: no {document.number}_*.txt in {BULLETINS}/"
            faults.append(Fault(spot.shown, spot.line(), told))
    return texts, faults


def _read(document: Document, path: Path) -> tuple[str | None, str | None]:
    """The text, or what is wrong with the file."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None, f"document {document.number}: {path.name} is not UTF-8 (perhaps GBK)"
    if digest(text) != document.sha256:
        return None, f"document {document.number}: {path.name} is another text (sha256)"
    return text, None


def _passage_fault(source: Source, text: str) -> str | None:
    start, end = source.span
    if digest(text[start:end]) != source.sha256:
        return f"span {start}-{end} of document {source.document}: the passage has another sha256"
    return None


def _untold(record: Record, texts: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """What a record says and its passages do not, with its place in the record."""
    passage = "\n".join(texts[source.document][slice(*source.span)] for source, _ in all_sources(record))
    yield from untold_words(record, passage)
    if isinstance(record, Case) and record.provenance is Provenance.DOCUMENTED:
        yield from _untold_case(record, passage)
    elif isinstance(record, Statistic):
        yield from _untold_statistic(record, passage)
    elif isinstance(record, Rule):
        yield from _untold_rule(record, passage, texts)
    elif isinstance(record, Playbook):
        whole = _bare("".join(texts.values()))
        for n, alias in enumerate(record.aliases):
            if _bare(alias) not in whole:
                yield ("aliases", n), f"alias '{alias}' stands in no document"


def _untold_case(case: Case, passage: str) -> Iterator[tuple[Place, str]]:
    told = sums_of_money(passage)
    sums: list[tuple[Place, int | None]] = [(("loss_cny",), case.loss_cny)]
    sums += [(("payments_cny", n), paid) for n, paid in enumerate(case.payments_cny)]
    sums += [(("stages", n, "paid_cny"), stage.paid_cny) for n, stage in enumerate(case.stages)]
    for place, value in sums:
        if value and value not in told:
            listed = ", ".join(f"{number:g}" for number in sorted(told))
            yield place, f"{place[0]}: no sum of {value} is told in its passage (told: {listed or 'none'})"
    if case.loss_cny and case.loss_cny in told and str(case.loss_precision) not in told[case.loss_cny]:
        directions = " or ".join(f"'{word}'" for word in sorted(told[case.loss_cny]))
        yield ("loss_precision",), f"loss_precision: '{case.loss_precision}', the passage says {directions}"
    if case.victim.age is not None and case.victim.age not in ages(passage):
        yield ("victim", "age"), f"victim.age: {case.victim.age} is not told in its passage"
    if case.date is not None and not dated(case.date, passage):
        yield ("date",), f"date: {case.date} is not told in its passage"


def _untold_statistic(statistic: Statistic, passage: str) -> Iterator[tuple[Place, str]]:
    told = figures(passage)
    value = statistic.value
    if value is not None:
        if value not in told:
            listed = ", ".join(f"{number:g}" for number in sorted(told))
            yield ("value",), f"value: {value} is not told in its passage (told: {listed})"
        elif str(statistic.precision) not in {str(word) for word in told[value]}:
            directions = " or ".join(f"'{word}'" for word in sorted(told[value]))
            yield ("precision",), f"precision: '{statistic.precision}', the passage says {directions}"
    for number in re.findall(r"\d+(?:\.\d+)?", statistic.period or ""):
        if float(number) not in told and not any(number in line for line in statistic.inferred):
            yield ("period",), f"period: {number} is not told in its passage, and 'inferred' does not name it"


def _untold_rule(rule: Rule, passage: str, texts: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    bare, whole = _bare(passage), _bare("".join(texts.values()))
    if _bare(rule.name_zh) not in bare:
        yield ("name_zh",), f"name_zh: '{rule.name_zh}' is not in its passages as it is spelled here"
    for n, item in enumerate(rule.items):
        if _bare(item) not in bare:
            yield ("items", n), f"item '{item}' is not in its passages as it is spelled here"
    for n, alias in enumerate(rule.aliases):
        if _bare(alias) not in whole:
            yield ("aliases", n), f"alias '{alias}' stands in no document"


def _bare(text: str) -> str:
    """A text without blanks and signs: documents set those at random."""
    return "".join(ch for ch in text if ch.isalnum())


def _overlaps(bank: Bank) -> Iterator[Fault]:
    spans = sorted(
        (s.document, *s.span, case.id, n) for case in bank.cases.values() for n, s in enumerate(case.sources)
    )
    for (doc, _, end, first, _), (other, start, _, second, n) in pairwise(spans):
        if doc == other and start < end and first != second:
            message = f"its passage in document {doc} overlaps that of '{first}'"
            yield bank.fault(bank.cases[second], message, "sources", n, "span")
