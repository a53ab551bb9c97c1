"""The bank as typed pandas frames; the only module here that imports pandas.

Text is `string`, vocabularies are ordered categoricals, whole numbers `Int64`, other figures `Float64`,
missing is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from casebank.bank import Bank
from casebank.vocab import (
    CaseKind,
    Channel,
    DatePrecision,
    Detail,
    Gender,
    Given,
    LossPrecision,
    Outcome,
    PlaybookKind,
    Precision,
    Provenance,
    RuleKind,
    RuleStatus,
    Word,
)

_WHOLE = ("age", "year", "payments", "loss_cny", "stages", "cues", "items", "sources")


def cases(bank: Bank) -> pd.DataFrame:
    """One row a case. `payments` and `sources` are counts, `loss_cny` is in yuan, `year` of the incident."""
    rows = [
        {
            "id": case.id,
            "kind": case.kind,
            "title": case.title,
            "provenance": case.provenance,
            "date": case.date,
            "year": None if case.date is None else int(case.date[:4]),
            "date_precision": case.date_precision,
            "place": case.place,
            "gender": case.victim.gender,
            "age": case.victim.age,
            "occupation": case.victim.occupation,
            "impersonated": case.impersonated,
            "channel": case.channel,
            "playbook": case.playbook,
            "mps_type": next((p.mps_type for p in bank.lineage(case.playbook) if p.mps_type), None),
            "payments": len(case.payments_cny) or None,
            "loss_cny": case.loss_cny,
            "loss_precision": case.loss_precision,
            "outcome": case.outcome,
            "sources": len(case.sources),
        }
        for case in bank.cases.values()
    ]
    words: dict[str, type[Word]] = {
        "kind": CaseKind,
        "provenance": Provenance,
        "date_precision": DatePrecision,
        "gender": Gender,
        "channel": Channel,
        "loss_precision": LossPrecision,
        "outcome": Outcome,
    }
    return _typed(rows, words)


def playbooks(bank: Bank) -> pd.DataFrame:
    """One row a playbook; `stages`, `cues` and `sources` are counts."""
    rows = [
        {
            "id": playbook.id,
            "kind": playbook.kind,
            "name_zh": playbook.name_zh,
            "name_en": playbook.name_en,
            "parent": playbook.parent,
            "mps_type": playbook.mps_type,
            "detail": playbook.detail,
            "provenance": playbook.provenance,
            "stages": len(playbook.stages),
            "cues": len(playbook.cues),
            "sources": len(playbook.sources),
        }
        for playbook in bank.playbooks.values()
    ]
    return _typed(rows, {"kind": PlaybookKind, "detail": Detail, "provenance": Provenance})


def rules(bank: Bank) -> pd.DataFrame:
    """One row a rule; `items` and `sources` are counts."""
    rows = [
        {
            "id": rule.id,
            "kind": rule.kind,
            "name_zh": rule.name_zh,
            "given": rule.given,
            "items": len(rule.items),
            "status": rule.status,
            "replaced_by": rule.replaced_by,
            "sources": len(rule.sources),
        }
        for rule in bank.rules.values()
    ]
    return _typed(rows, {"kind": RuleKind, "given": Given, "status": RuleStatus})


def statistics(bank: Bank) -> pd.DataFrame:
    """One row a figure; `value` is in units of one, missing where a document masks or lost it."""
    rows = [
        {
            "id": statistic.id,
            "what": statistic.what,
            "value": statistic.value,
            "precision": statistic.precision,
            "unit": statistic.unit,
            "period": statistic.period,
            "place": statistic.place,
            "sources": len(statistic.sources),
        }
        for statistic in bank.statistics.values()
    ]
    return _typed(rows, {"precision": Precision})


def _typed(rows: Iterable[Mapping[str, Any]], words: Mapping[str, type[Word]]) -> pd.DataFrame:
    frame = pd.DataFrame([dict(row) for row in rows])
    for column in frame.columns:
        if column in words:
            values = [None if pd.isna(value) else str(value) for value in frame[column]]
            frame[column] = pd.Categorical(
                values, categories=[str(word) for word in words[column]], ordered=True
            )
        elif column in _WHOLE:
            frame[column] = frame[column].astype("Int64")
        elif column == "value":
            frame[column] = frame[column].astype("Float64")
        else:
            frame[column] = frame[column].astype("string")
    return frame
