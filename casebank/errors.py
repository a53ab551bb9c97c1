"""What can be wrong with the bank, said all at once and with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a file that a person writes.

    `path` is as the person knows it, `line` counts from 1 (None where no line can be named),
    `message` gives the value and what is allowed.
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


class CasebankError(Exception):
    """The base of every error that the case bank raises."""


class FaultsError(CasebankError):
    """Every fault that one reading found, in the order of file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=lambda f: (f.path, f.line or 0, f.message)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


Place = tuple[str | int, ...]
"""Keys and indexes that lead to a part of a record."""


class Problems(ValueError):
    """What a model's own check found: each problem with its place inside the record."""

    def __init__(self, problems: Iterable[tuple[Place, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(message for _, message in self.problems))


class TranscriptError(CasebankError):
    """A list of events that the scenario's graph does not allow."""
