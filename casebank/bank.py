"""The bank as a whole: every record by its id, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casebank import yamlfile
from casebank.errors import Fault
from casebank.model import Case, Document, Model, Playbook
from casebank.scenario import Scenario

Record = Case | Playbook | Scenario
FOLDERS: dict[type[Model], str] = {Case: "cases", Playbook: "playbooks", Scenario: "scenarios"}


@dataclass(frozen=True)
class Bank:
    """Everything that the bank holds, by id, in the order of the files' names."""

    documents: Mapping[str, Document]
    cases: Mapping[str, Case]
    playbooks: Mapping[str, Playbook]
    scenarios: Mapping[str, Scenario]
    folder: Path

    def path(self, record: Record) -> Path:
        """The file that holds the record."""
        return self.folder / FOLDERS[type(record)] / f"{record.id}.yaml"

    def fault(self, record: Record, message: str, *place: str | int) -> Fault:
        """A fault in the record's file, at the line where `place` stands in it."""
        path = self.path(record)
        return Fault(path.relative_to(self.folder).as_posix(), yamlfile.line_in(path, *place), message)

    def names(self, model: type[Model]) -> set[str]:
        """The ids of a kind of record, those of files that did not load included."""
        return {path.stem for path in (self.folder / FOLDERS[model]).glob("*.yaml")}
