"""One case as the case library shows it: plain data, every word of it ready to be read."""

from __future__ import annotations

from typing import Any

from casebank import Bank, Case, Playbook
from casebank.vocab import LossPrecision, Provenance
from course import figures

NO_YEAR = "unknown"
LOSS_BANDS = {
    "none": "未受损",
    "1w": "1万元以下",
    "10w": "1–10万元",
    "100w": "10–100万元",
    "more": "100万元以上",
    "unknown": "损失不详",
}
"""Values of the filter by loss; each band begins with its lower bound."""

_UPPER = {"1w": 10_000, "10w": 100_000, "100w": 1_000_000}
UNTOLD = "文件没有写"
_VICTIM = {"occupation": "职业", "gender": "性别", "age": "年龄"}


def library_case(case: Case, bank: Bank) -> dict[str, Any]:
    """The case with its labels, its stages by name, its sources, and what the document leaves open."""
    playbook = bank.playbooks[case.playbook]
    return {
        "id": case.id,
        "title": case.title,
        "kind": str(case.kind),
        "kind_label": case.kind.label,
        "provenance": str(case.provenance),
        "provenance_label": case.provenance.label,
        "date": case.date,
        "date_precision": str(case.date_precision),
        "day": figures.day(case),
        "year": year(case),
        "place": case.place,
        "victim": victim(case),
        "impersonated": case.impersonated,
        "channel": str(case.channel),
        "channel_label": case.channel.label,
        "playbook": playbook.name_zh,
        "type": fraud_type(case, bank),
        "roles": [bank.roles[role].name_zh for role in case.audience],
        "stages": _stages(case, playbook),
        "payments": "、".join(figures.money(sum_) for sum_ in case.payments_cny) or None,
        "loss": {
            "value": case.loss_cny,
            "precision": str(case.loss_precision),
            "text": figures.loss(case),
        },
        "outcome": str(case.outcome),
        "outcome_label": case.outcome.label,
        "noticed": case.noticed,
        "response": {"text": case.response.text, "label": case.response.provenance.label},
        "sources": [figures.citation(source, bank.documents) for source in case.sources],
        "inferred": list(case.inferred),
        "unknown": {name: open_words(case, reason) for name, reason in case.unknown.items()},
    }


def year(case: Case) -> int | None:
    """The year in which it happened, as far as it is known."""
    return int(case.date[:4]) if case.date else None


def fraud_type(case: Case, bank: Bank) -> str:
    """What the ministry calls this fraud; where it has no name for it, the widest of our own."""
    lineage = bank.lineage(case.playbook)
    return next((playbook.mps_type for playbook in lineage if playbook.mps_type), lineage[-1].name_zh)


def loss_band(case: Case) -> str:
    """The band in which the sum lies; what is nearly a bound lies below it."""
    if case.loss_cny is None:
        return "unknown"
    if case.loss_precision is LossPrecision.NONE:
        return "none"
    known = case.loss_cny - (case.loss_precision is LossPrecision.NEARLY)
    return next((band for band, upper in _UPPER.items() if known < upper), "more")


def victim(case: Case) -> str | None:
    """Who was aimed at, and which of occupation, gender and age the document leaves out."""
    told = figures.victim(case)
    reasons = {word: case.unknown.get(f"victim.{name}") for name, word in _VICTIM.items()}
    if not told or case.provenance is Provenance.CONSTRUCTED:
        return told or None
    plain = "、".join(word for word, reason in reasons.items() if reason == UNTOLD)
    notes = [f"{UNTOLD}{plain}"] if plain else []
    notes += [f"{word}：{reason}" for word, reason in reasons.items() if reason not in (None, UNTOLD)]
    return f"{told}（{'；'.join(notes)}）" if notes else told


def open_words(case: Case, reason: str) -> str:
    """What to say of a thing that is not known: calmly that the document does not tell it, and why."""
    if case.provenance is Provenance.CONSTRUCTED or "没有写" in reason or "没有讲" in reason:
        return reason
    return f"文件没有写明，{reason[2:]}" if reason.startswith("文件") else f"文件没有写明：{reason}"


def _stages(case: Case, playbook: Playbook) -> list[dict[str, Any]]:
    """The moments; the first one to which the playbook knows an answer is where it could have ended."""
    known = {stage.id: stage for stage in playbook.stages}
    first = next((n for n, stage in enumerate(case.stages) if stage.stage in known), None)
    shown: list[dict[str, Any]] = []
    for number, stage in enumerate(case.stages):
        named = known.get(stage.stage or "")
        shown.append(
            {
                "name": named.name if named else None,
                "text": stage.text,
                "paid": figures.money(stage.paid_cny) if stage.paid_cny else None,
                "stop": named.answer if named and number == first else None,
            }
        )
    return shown
