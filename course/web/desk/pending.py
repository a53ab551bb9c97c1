"""What an instructor has under way between two pages: a roster to confirm, a code to hand over."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.cohort.roster import Roster


@dataclass(frozen=True)
class Pending:
    """A roster that was read without a fault and waits to be confirmed."""

    id: str
    roster: Roster
    source: str
    """The name of the file, fit to be shown."""
    made_codes: bool = False
    """The file had no join codes: each unit was given one."""


@dataclass(frozen=True)
class Slip:
    """A new resume code on its way to its owner."""

    number: str
    name: str
    unit: str
    code: str
