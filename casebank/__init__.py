"""The case bank: what is known of frauds, as data with its sources. Imports nothing of ours."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebank.bank import Bank
    from casebank.case import Case
    from casebank.errors import CasebankError, Fault, FaultsError, TranscriptError
    from casebank.law import Law
    from casebank.loader import DATA, load_bank
    from casebank.model import Approval, Document, Source
    from casebank.playbook import Playbook
    from casebank.role import Demand, Role
    from casebank.rule import Rule
    from casebank.scenario import Scenario
    from casebank.statistic import Statistic
    from casebank.transcript import Event, Transcript

_HOME = {
    "Approval": "model",
    "Bank": "bank",
    "Case": "case",
    "CasebankError": "errors",
    "DATA": "loader",
    "Demand": "role",
    "Document": "model",
    "Event": "transcript",
    "Fault": "errors",
    "FaultsError": "errors",
    "Law": "law",
    "Playbook": "playbook",
    "Role": "role",
    "Rule": "rule",
    "Scenario": "scenario",
    "Source": "model",
    "Statistic": "statistic",
    "Transcript": "transcript",
    "TranscriptError": "errors",
    "load_bank": "loader",
}
"""Where each public name lives. They are imported when asked for: commands that need none start at once."""

__all__ = [
    "DATA",
    "Approval",
    "Bank",
    "Case",
    "CasebankError",
    "Demand",
    "Document",
    "Event",
    "Fault",
    "FaultsError",
    "Law",
    "Playbook",
    "Role",
    "Rule",
    "Scenario",
    "Source",
    "Statistic",
    "Transcript",
    "TranscriptError",
    "load_bank",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'casebank' has no attribute '{name}'")
    return getattr(importlib.import_module(f"casebank.{_HOME[name]}"), name)
