"""The case bank: what is known of frauds, as data with its sources. Imports nothing of ours."""

from casebank.bank import Bank
from casebank.errors import CasebankError, Fault, FaultsError, TranscriptError
from casebank.loader import DATA, load_bank
from casebank.model import Case, Document, Playbook, Source
from casebank.scenario import Scenario
from casebank.transcript import Event, Transcript

__all__ = [
    "DATA",
    "Bank",
    "Case",
    "CasebankError",
    "Document",
    "Event",
    "Fault",
    "FaultsError",
    "Playbook",
    "Scenario",
    "Source",
    "Transcript",
    "TranscriptError",
    "load_bank",
]
