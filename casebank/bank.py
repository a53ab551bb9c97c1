"""The bank as a whole: every record by its id, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casebank import yamlfile
from casebank.case import Case
from casebank.errors import Fault, Place
from casebank.law import Law
from casebank.model import Document
from casebank.pair import Pair
from casebank.playbook import Playbook
from casebank.role import Demand, Role
from casebank.rule import Rule
from casebank.scenario import Scenario
from casebank.statistic import Statistic

Record = Case | Playbook | Rule | Law | Statistic | Role | Demand | Scenario | Pair


@dataclass(frozen=True)
class Spot:
    """Where a record stands: its file, the file's name as a person knows it, and the place inside."""

    path: Path
    shown: str
    place: Place = ()

    def line(self, *place: str | int) -> int:
        """The line, from 1, at which the record or a part of it stands."""
        return yamlfile.line_in(self.path, *self.place, *place)


@dataclass(frozen=True)
class Ministry:
    """The frauds that the Ministry of Public Security lists as most frequent, and the year of the list."""

    year: int
    types: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """Everything that the bank holds, by id, in the order of the files' names; packs come last."""

    documents: Mapping[str, Document]
    cases: Mapping[str, Case]
    playbooks: Mapping[str, Playbook]
    rules: Mapping[str, Rule]
    laws: Mapping[str, Law]
    statistics: Mapping[str, Statistic]
    roles: Mapping[str, Role]
    demands: Mapping[str, Demand]
    scenarios: Mapping[str, Scenario]
    pairs: Mapping[str, Pair]
    ministry: Ministry
    folder: Path
    packs: tuple[Path, ...]
    spots: Mapping[tuple[type, str], Spot]
    names: Mapping[type, frozenset[str]]
    """The ids of each kind of record, those of files that did not load included."""

    def spot(self, record: Record) -> Spot:
        """Where the record stands."""
        return self.spots[type(record), record.id]

    def fault(self, record: Record, message: str, *place: str | int) -> Fault:
        """A fault in the record's file, at the line where `place` stands in it."""
        spot = self.spot(record)
        return Fault(spot.shown, spot.line(*place), message)

    def lineage(self, playbook_id: str) -> tuple[Playbook, ...]:
        """A playbook and those of which it is a kind, the nearest first."""
        found: list[Playbook] = []
        above = self.playbooks.get(playbook_id)
        while above is not None and above not in found:
            found.append(above)
            above = self.playbooks.get(above.parent or "")
        return tuple(found)

    @property
    def published(self) -> tuple[Case, ...]:
        """The cases that a second person approved: these are what trainees see."""
        return tuple(case for case in self.cases.values() if case.approval is not None)

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record, kind by kind."""
        kinds: tuple[Mapping[str, Record], ...] = (
            self.cases,
            self.playbooks,
            self.rules,
            self.laws,
            self.statistics,
            self.roles,
            self.demands,
            self.scenarios,
            self.pairs,
        )
        return tuple(record for kind in kinds for record in kind.values())
