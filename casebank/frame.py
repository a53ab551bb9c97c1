"""The bank as typed pandas frames; the only module here that imports pandas."""

from __future__ import annotations

import pandas as pd

from casebank.bank import Bank
from casebank.vocab import Channel, DatePrecision, LossPrecision, Outcome, Provenance

_CATEGORIES = {
    "provenance": Provenance,
    "date_precision": DatePrecision,
    "channel": Channel,
    "loss_precision": LossPrecision,
    "outcome": Outcome,
}


def cases(bank: Bank) -> pd.DataFrame:
    """One row a case: text columns as `string`, vocabularies as categoricals, sums in yuan as `Int64`."""
    rows = [
        {
            "id": case.id,
            "title": case.title,
            "provenance": str(case.provenance),
            "date": case.date,
            "date_precision": str(case.date_precision),
            "place": case.place,
            "gender": None if case.victim.gender is None else str(case.victim.gender),
            "age": case.victim.age,
            "occupation": case.victim.occupation,
            "impersonated": case.impersonated,
            "channel": str(case.channel),
            "playbook": case.playbook,
            "payments": len(case.payments_cny) or None,
            "loss_cny": case.loss_cny,
            "loss_precision": str(case.loss_precision),
            "outcome": str(case.outcome),
        }
        for case in bank.cases.values()
    ]
    frame = pd.DataFrame(rows)
    for column in frame.columns:
        if column in _CATEGORIES:
            words = [str(word) for word in _CATEGORIES[column]]
            frame[column] = pd.Categorical(frame[column], categories=words, ordered=True)
        elif column in {"age", "payments", "loss_cny"}:
            frame[column] = frame[column].astype("Int64")
        else:
            frame[column] = frame[column].astype("string")
    return frame
