"""Where each fact comes from, and whether the document says so."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from casebank.bank import Bank
from casebank.errors import Fault
from casebank.model import Case, Document, Playbook, Source
from casebank.vocab import LossPrecision

_UNITS = {"万": 10_000, "亿": 100_000_000}
_FIGURE = re.compile(
    r"(?P<before>至少|不少于|超过|逾|近|约)?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<more>余|多)?\s*(?P<unit>[万亿])?(?P<tail>余|多)?"
)
_BEFORE = {
    "至少": LossPrecision.AT_LEAST,
    "不少于": LossPrecision.AT_LEAST,
    "超过": LossPrecision.AT_LEAST,
    "逾": LossPrecision.AT_LEAST,
    "近": LossPrecision.NEARLY,
    "约": LossPrecision.NEARLY,
}


@dataclass(frozen=True)
class Proof:
    """What a check against the documents found: faults, and what could not be proved without them."""

    faults: tuple[Fault, ...]
    unproved: tuple[str, ...]
    proved: int


def digest(text: str) -> str:
    """The sha256 of a passage or a document, in hexadecimal, over its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def figures(passage: str) -> dict[int, LossPrecision]:
    """Every number that a passage tells, in units of one, with its direction.

    '85万' is 850000 and exact, '3万余元' is 30000 and at least, '近2万' is 20000 and nearly.
    """
    found: dict[int, LossPrecision] = {}
    for match in _FIGURE.finditer(passage):
        value = round(float(match["number"]) * _UNITS.get(match["unit"] or "", 1))
        at_least = match["more"] or match["tail"]
        before = _BEFORE.get(match["before"] or "", LossPrecision.EXACT)
        found[value] = LossPrecision.AT_LEAST if at_least else before
    return found


def prove(bank: Bank, sources: Path | None) -> Proof:
    """Check every source and every documented figure, age and date against the documents in a folder.

    The documents are found by their number, `NNN_*.txt`, UTF-8. Without a folder, or where one is
    missing, what rests on it is unproved, which is no fault.
    """
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for document in bank.documents.values():
        text, found = _read(document, sources)
        faults += found
        if text is not None:
            texts[document.number] = text
    records: list[Case | Playbook] = [*bank.cases.values(), *bank.playbooks.values()]
    unproved: list[str] = []
    proved = 0
    for record in records:
        for source, place in all_sources(record):
            if source.document not in texts:
                unproved.append(f"{record.id}: {source.document} {source.locator}")
                continue
            wrong = _passage_fault(source, texts[source.document])
            faults += [bank.fault(record, wrong, *place, "span")] if wrong else []
            proved += not wrong
        if isinstance(record, Case) and all(s.document in texts for s in record.sources):
            faults += [bank.fault(record, message, *place) for place, message in _fact_faults(record, texts)]
    faults += _overlaps(bank)
    return Proof(tuple(faults), tuple(unproved), proved)


def all_sources(record: Case | Playbook) -> Iterator[tuple[Source, tuple[str | int, ...]]]:
    """Every passage that a record rests on, with its place in the record."""
    for n, source in enumerate(record.sources):
        yield source, ("sources", n)
    if isinstance(record, Playbook):
        for m, guard in enumerate(record.safeguards):
            for n, source in enumerate(guard.sources):
                yield source, ("safeguards", m, "sources", n)


def _read(document: Document, folder: Path | None) -> tuple[str | None, list[Fault]]:
    paths = sorted(folder.glob(f"{document.number}_*.txt")) if folder is not None else []
    if not paths:
        return None, []
    try:
        text = paths[0].read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None, [Fault(paths[0].name, None, "not UTF-8 (perhaps GBK): save the document as UTF-8")]
    if digest(text) != document.sha256:
        return None, [
            Fault(
                "sources.yaml", None, f"document {document.number}: {paths[0].name} is another text (sha256)"
            )
        ]
    return text, []


def _passage_fault(source: Source, text: str) -> str | None:
    start, end = source.span
    if end > len(text):
        return f"span {start}-{end} lies outside document {source.document} ({len(text)} characters)"
    if digest(text[start:end]) != source.sha256:
        return f"span {start}-{end} of document {source.document}: the passage has another sha256"
    return None


def _fact_faults(case: Case, texts: dict[str, str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What the passage does not tell, with its place in the record."""
    passage = "\n".join(texts[s.document][slice(*s.span)] for s in case.sources)
    told = figures(passage)
    sums: list[tuple[tuple[str | int, ...], int | None]] = [(("loss_cny",), case.loss_cny)]
    sums += [(("payments_cny", n), paid) for n, paid in enumerate(case.payments_cny)]
    sums += [(("stages", n, "paid_cny"), stage.paid_cny) for n, stage in enumerate(case.stages)]
    for place, value in sums:
        if value and value not in told:
            listed = ", ".join(str(number) for number in sorted(told))
            yield place, f"{place[0]}: {value} is not told in its passage (told: {listed})"
    if case.loss_cny in told and case.loss_cny and told[case.loss_cny] is not case.loss_precision:
        direction = told[case.loss_cny]
        yield ("loss_precision",), f"loss_precision: '{case.loss_precision}', the passage says '{direction}'"
    if case.victim.age is not None and f"{case.victim.age}岁" not in passage:
        yield ("victim", "age"), f"victim.age: {case.victim.age} is not told in its passage"
    if case.date is not None and not _date_told(case.date, passage):
        yield ("date",), f"date: {case.date} is not told in its passage"


def _date_told(date: str, passage: str) -> bool:
    units = zip(date.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in units) in re.sub(r"\s", "", passage)


def _overlaps(bank: Bank) -> Iterator[Fault]:
    spans = sorted(
        (s.document, *s.span, case.id, n) for case in bank.cases.values() for n, s in enumerate(case.sources)
    )
    for (doc, _, end, first, _), (other, start, _, second, n) in pairwise(spans):
        if doc == other and start < end and first != second:
            message = f"its passage in document {doc} overlaps that of '{first}'"
            yield bank.fault(bank.cases[second], message, "sources", n, "span")
