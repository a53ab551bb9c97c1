"""From understood facts to the record of a case, and what in them does not fit the quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casebank import Bank, Source
from casebank.copying import first_copied, runs
from casebank.figure import ages, dated, sums_of_money
from casebank.provenance import digest
from course.library_case import UNTOLD

_GIVEN = frozenset({"quote", "second_quote", "bulletin", "bulletin_title", "issuer", "locator"})
"""What is the bulletin's own wording."""
OPEN = ("date", "place", "impersonated", "noticed", "gender", "age", "occupation")


def misfits(facts: Mapping[str, Any], quote: str, bulletin: str) -> Iterator[tuple[str, str]]:
    """What the quote does not tell, or the facts tell twice and otherwise: the fact's key, and a sentence."""
    loss, precision = facts["loss"] or (None, "unknown")
    yield from _untold_sums(facts, quote, loss, precision)
    yield from _unequal_sums(facts, loss, precision)
    if facts["age"] is not None and facts["age"] not in ages(quote):
        yield "age", f"引文里没有“{facts['age']}岁”。"
    if facts["date"] is not None and not dated(facts["date"][0], quote):
        yield "date", "引文里找不到这个日期。请核对；日期写在别处的，把那句填进“另一处引文”。"
    if facts["approver"] == facts["author"]:
        yield "approver", "编写和复核填了同一个人。请由另一个人复核，或者先空着。"
    known = frozenset(digest for _, digest in runs(bulletin))
    for key, text in _texts(facts):
        copied = first_copied(text, known)
        if copied is not None:
            yield key, f"“{copied}”这20多个字和通报一模一样。请用自己的话写。"


def _untold_sums(
    facts: Mapping[str, Any], quote: str, loss: int | None, precision: str
) -> Iterator[tuple[str, str]]:
    told = sums_of_money(quote)
    for key, value in _sums(facts, loss):
        if value and value not in told:
            yield key, f"引文里没有{value}元这笔钱。请核对，或者换一段写到它的引文。"
    if loss and loss in told and precision not in {str(word) for word in told[loss]}:
        yield "loss", "损失的“近”“余”“至少”和引文不一样。请照通报填。"


def _unequal_sums(facts: Mapping[str, Any], loss: int | None, precision: str) -> Iterator[tuple[str, str]]:
    steps = sum(stage["paid_cny"] or 0 for stage in facts["stages"])
    if precision in {"exact", "none"} and steps > (loss or 0):
        yield "stages", f"经过里各步付的钱加起来是{steps}元，比损失多。追回、退回的钱不要写在“｜”后面。"
    if precision == "none" and facts["outcome"] == "lost":
        yield "outcome", "结果填的是钱已被骗走，损失填的是没有，对不上。"
    payments = facts["payments_cny"] or []
    if payments and precision == "exact" and sum(payments) != loss:
        yield "payments_cny", f"一笔一笔加起来是{sum(payments)}元，损失填的是{loss}元，对不上。"


def _sums(facts: Mapping[str, Any], loss: int | None) -> Iterator[tuple[str, int | None]]:
    yield "loss", loss
    yield from (("payments_cny", paid) for paid in facts["payments_cny"] or ())
    yield from (("stages", stage["paid_cny"]) for stage in facts["stages"])


def _texts(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((key, value) for key, value in facts.items() if isinstance(value, str) and key not in _GIVEN)
    yield from (("stages", stage["text"]) for stage in facts["stages"])


def build(facts: Mapping[str, Any], sources: Sequence[Source]) -> dict[str, Any]:
    """The record, field by field in the order in which an author reads it; empty ones with their reason."""
    date, date_precision = facts["date"] or (None, "unknown")
    loss, loss_precision = facts["loss"] or (None, "unknown")
    payments = facts["payments_cny"] or []
    approver = facts["approver"]
    return {
        "schema_version": 1,
        "id": case_id(sources[0]),
        "kind": facts["kind"],
        "title": facts["title"],
        "provenance": "documented",
        "sources": [source.model_dump(mode="json") for source in sources],
        "date": date,
        "date_precision": date_precision,
        "place": facts["place"],
        "victim": {key: facts[key] for key in ("gender", "age", "occupation")},
        "impersonated": facts["impersonated"],
        "channel": facts["channel"],
        "playbook": facts["playbook"],
        "stages": facts["stages"],
        "payments_cny": payments,
        "loss_cny": loss,
        "loss_precision": loss_precision,
        "outcome": facts["outcome"],
        "noticed": facts["noticed"],
        "cues": [],
        "response": {
            "text": facts["response"],
            "provenance": facts["advice"],
            "sources": []
            if facts["advice"] == "constructed"
            else [source.model_dump(mode="json") for source in sources],
        },
        "audience": facts["audience"],
        "unknown": dict.fromkeys(_lacking(facts, loss, loss_precision, payments), UNTOLD),
        "inferred": [],
        "merged_from": [],
        "approval": None
        if approver is None
        else {"author": facts["author"], "approver": approver, "day": today()},
    }


def today() -> str:
    """The day, as ISO text, where the author is."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()


def _lacking(
    facts: Mapping[str, Any], loss: int | None, precision: str, payments: list[int]
) -> Iterator[str]:
    for key in OPEN:
        if facts[key] is None:
            yield f"victim.{key}" if key in {"gender", "age", "occupation"} else key
    if facts["channel"] == "unknown":
        yield "channel"
    if loss is None:
        yield "loss_cny"
    if not payments and precision != "none":
        yield "payments_cny"


def case_id(source: Source) -> str:
    """The id of a case: its document, and the beginning of its quote's digest, so that packs never clash."""
    return f"case-{source.document}-{source.sha256[:6]}"


def told_already(bank: Bank, bulletin: str, span: tuple[int, int]) -> str | None:
    """The id of a case that rests on this part of the bulletin already."""
    number = next((d.number for d in bank.documents.values() if d.sha256 == digest(bulletin)), None)
    for case in bank.cases.values():
        for source in case.sources:
            if source.document == number and source.span[0] < span[1] and span[0] < source.span[1]:
                return case.id
    return None
