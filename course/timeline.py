"""A documented case as a line of money: what was paid when, where it could have stopped, what was still safe.

Only what the document tells is shown; a sum that it does not give for a stage stays 不详.
"""

from __future__ import annotations

from typing import Any

from casebank import Bank, Case
from casebank.case import CaseStage
from casebank.playbook import PlaybookStage
from casebank.vocab import LossPrecision, Outcome
from course import figures, library_case

PROMPT = "在哪一步能停下来？点你会停的那一步。"
UNKNOWN = "不详"
LEFT_UNKNOWN = "还剩多少不详"
_GONE = frozenset({Outcome.LOST, Outcome.SOLVED})


def timeline_spec(case: Case, bank: Bank, prompt: str | None = None) -> dict[str, Any]:
    """What the money timeline is given: the stages as one sees them, and apart from them what helps."""
    playbook = bank.playbooks[case.playbook]
    known = {stage.id: stage for stage in playbook.stages}
    return {
        "title": case.title,
        "prompt": prompt or PROMPT,
        "day": figures.day(case),
        "victim": figures.victim(case) or None,
        "loss": {"text": figures.loss(case), "tone": _tone(case)},
        "payments": _payments(case),
        "stages": [_shown(n, stage, known.get(stage.stage or "")) for n, stage in enumerate(case.stages, 1)],
        "feedback": {
            "stages": {
                f"s{n}": _judged(case, n - 1, known.get(stage.stage or ""))
                for n, stage in enumerate(case.stages, 1)
            },
            "response": {"text": case.response.text, "label": case.response.provenance.label},
        },
        "provenance": case.provenance.label,
        "sources": [figures.citation(source, bank.documents) for source in case.sources],
        "inferred": list(case.inferred),
    }


def _shown(number: int, stage: CaseStage, named: PlaybookStage | None) -> dict[str, Any]:
    paid = None if stage.paid_cny is None else figures.money(stage.paid_cny)
    return {"id": f"s{number}", "name": named.name if named else None, "text": stage.text, "paid": paid}


def _judged(case: Case, index: int, named: PlaybookStage | None) -> dict[str, Any]:
    """What would have stopped it here (ours), and the money that was still there when the stage began."""
    return {
        "stop": named.answer if named else None,
        "levers": [lever.label for lever in named.levers] if named else [],
        "late": index > _last_move(case),
        "safe": safe_money(case, index),
    }


def safe_money(case: Case, index: int) -> dict[str, Any]:
    """The money still safe at the beginning of a stage: in words, as a share (None where nobody knows)."""
    if case.loss_precision is LossPrecision.NONE:
        return _safe("没有付过钱", 1.0)
    if case.loss_cny is None:
        return _safe(LEFT_UNKNOWN, None)
    total = f"{case.loss_precision.label}{figures.money(case.loss_cny)}"
    if index == 0:
        return _safe(f"{total}都还在", 1.0)
    if _told_by_stage(case):
        left = sum(stage.paid_cny or 0 for stage in case.stages[index:])
        if left == case.loss_cny:
            return _safe(f"{total}都还在", 1.0)
        if left:
            gone = figures.money(case.loss_cny - left)
            return _safe(f"还在的有{figures.money(left)}，{gone}已经出去", left / case.loss_cny)
        return _safe(f"{total}已经出去", 0.0)
    if index > _last_move(case) and case.outcome in _GONE:
        return _safe(f"{total}已经出去", 0.0)
    return _safe(LEFT_UNKNOWN, None)


def _safe(text: str, share: float | None) -> dict[str, Any]:
    return {"text": text, "share": share}


def _told_by_stage(case: Case) -> bool:
    """Whether the document tells of each yuan of the loss in which stage it was paid."""
    paid = sum(stage.paid_cny or 0 for stage in case.stages)
    return case.loss_precision is LossPrecision.EXACT and paid == case.loss_cny


def _last_move(case: Case) -> int:
    """The last stage in which the fraudsters did something: paid in, or known to the playbook."""
    moves = [n for n, stage in enumerate(case.stages) if stage.stage is not None or stage.paid_cny]
    return moves[-1] if moves else len(case.stages) - 1


def _payments(case: Case) -> str:
    """What is known of the single payments."""
    if case.loss_precision is LossPrecision.NONE:
        return "没有付过钱"
    told = "、".join(figures.money(sum_) for sum_ in case.payments_cny)
    if told:
        return told
    reason = case.unknown.get("payments_cny")
    return f"{UNKNOWN}（{library_case.open_words(case, reason)}）" if reason else UNKNOWN


def _tone(case: Case) -> str:
    if case.loss_precision is LossPrecision.NONE:
        return "kept"
    return "gone" if case.loss_cny else "open"
