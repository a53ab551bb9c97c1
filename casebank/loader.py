"""The only reader of the bank's files: all of it, or every fault at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casebank import sheets, yamlfile
from casebank.bank import Bank, Ministry, Record, Spot
from casebank.case import Case
from casebank.errors import Fault, FaultsError
from casebank.law import Law
from casebank.model import Document, Model
from casebank.pair import Pair
from casebank.playbook import Playbook
from casebank.references import reference_faults
from casebank.role import Demand, Role
from casebank.rule import Rule
from casebank.scenario import WALKED, Scenario
from casebank.statistic import Statistic

DATA = Path(__file__).parent / "data"
PACKS = "SHIZHA_CASES"
"""Folders of further cases, divided by the system's path separator; `--cases` sets it."""

FOLDERS: dict[type[Model], str] = {
    Case: "cases",
    Playbook: "playbooks",
    Rule: "rules",
    Scenario: "scenarios",
    Pair: "pairs",
}
SHEETS: dict[type[Model], tuple[str, type[sheets.Sheet]]] = {
    Law: ("laws", sheets.LawSheet),
    Statistic: ("statistics", sheets.StatisticSheet),
    Role: ("roles", sheets.RoleSheet),
    Demand: ("demands", sheets.DemandSheet),
}


_LOADED: dict[tuple[Path, tuple[Path, ...]], Bank] = {}
_LOADED_LIMIT = 4
_PARSED: dict[tuple[Path, type, str, bool], tuple[bytes, Any, tuple[Fault, ...]]] = {}


def packs_mounted() -> tuple[Path, ...]:
    """The case packs that the environment names."""
    named = os.environ.get(PACKS, "")
    return tuple(Path(name).resolve() for name in named.split(os.pathsep) if name)


def load_bank(folder: Path = DATA, packs: Sequence[Path] | None = None) -> Bank:
    """The whole bank of a folder, and of the case packs that are mounted (by default those of SHIZHA_CASES).

    A pack is a folder with `sources.yaml`, `cases/` and, if it brings new ways of working, `playbooks/`.
    Raises FaultsError with every fault that it finds; nothing loads half. Scenarios of the course's own bank
    are not walked through once more: `survey` did, for the check, for the tests and before a page was built.
    """
    key = (folder, tuple(packs) if packs is not None else packs_mounted())
    return _LOADED.get(key) or _load(*key, walked=folder == DATA)


def renew(folder: Path = DATA, packs: Sequence[Path] | None = None) -> Bank:
    """Read the bank anew, and keep it for `load_bank`. Raises FaultsError; the one before is kept then."""
    return _load(folder, tuple(packs) if packs is not None else packs_mounted(), walked=False)


def _load(folder: Path, mounted: tuple[Path, ...], *, walked: bool) -> Bank:
    bank, faults = _survey(folder, mounted, walked=walked)
    if faults:
        raise FaultsError(faults)
    if len(_LOADED) >= _LOADED_LIMIT:
        _LOADED.clear()
    _LOADED[folder, mounted] = bank
    return bank


def survey(folder: Path = DATA, packs: Sequence[Path] | None = None) -> tuple[Bank, tuple[Fault, ...]]:
    """What of a bank can be read, and every fault of the rest: for checks, which go on beside a fault."""
    return _survey(folder, tuple(packs) if packs is not None else packs_mounted(), walked=False)


def _survey(folder: Path, mounted: tuple[Path, ...], *, walked: bool) -> tuple[Bank, tuple[Fault, ...]]:
    reading = _Reading(walked)
    reading.read_home(folder)
    for pack in mounted:
        reading.read_pack(pack)
    bank = reading.bank(folder, mounted)
    return bank, (*reading.faults, *reference_faults(bank))


class _Reading:
    """What has been read so far, and what was wrong with it; `walked`: every scenario was walked through."""

    def __init__(self, walked: bool) -> None:
        self.walked = walked
        self.faults: list[Fault] = []
        self.documents: dict[str, Document] = {}
        self.records: dict[type, dict[str, Record]] = {kind: {} for kind in (*FOLDERS, *SHEETS)}
        self.spots: dict[tuple[type, str], Spot] = {}
        self.names: dict[type, set[str]] = {kind: set() for kind in (*FOLDERS, *SHEETS)}
        self.ministry = Ministry(0, ())

    def read_home(self, folder: Path) -> None:
        """Read the course's own bank."""
        self._documents(folder, "")
        for kind in FOLDERS:
            self._folder(folder, kind, "")
        for kind in SHEETS:
            self._sheet(folder, kind)
        sheet, found = yamlfile.read(folder / "ministry.yaml", sheets.MinistrySheet, "ministry.yaml")
        self.faults += found
        if sheet is not None:
            self.ministry = Ministry(sheet.year, sheet.types)

    def read_pack(self, folder: Path) -> None:
        """Read a case pack."""
        if not folder.is_dir():
            self.faults.append(Fault(folder.name, None, "no such folder: a case pack is a folder"))
            return
        self._documents(folder, f"{folder.name}/")
        for kind in (Case, Playbook):
            self._folder(folder, kind, f"{folder.name}/")

    def _documents(self, folder: Path, prefix: str) -> None:
        shown = f"{prefix}sources.yaml"
        sheet, found = yamlfile.read(folder / "sources.yaml", sheets.DocumentSheet, shown)
        self.faults += found
        for n, document in enumerate(sheet.documents if sheet else ()):
            spot = Spot(folder / "sources.yaml", shown, ("documents", n))
            known = self.documents.setdefault(document.number, document)
            if known.sha256 != document.sha256:
                told = (
                    f"document '{document.number}' is another text in {self._stands(Document, known.number)}"
                )
                self.faults.append(Fault(shown, spot.line(), told))
            self.spots.setdefault((Document, document.number), spot)

    def _folder(self, folder: Path, kind: type[Any], prefix: str) -> None:
        for path in sorted((folder / FOLDERS[kind]).glob("*.yaml")):
            shown = f"{prefix}{FOLDERS[kind]}/{path.name}"
            self.names[kind].add(path.stem)
            record, found = _read(path, kind, shown, self.walked)
            self.faults += found
            if record is None:
                continue
            if record.id != path.stem:
                message = f"id '{record.id}' must be the file's name, '{path.stem}'"
                self.faults.append(Fault(shown, yamlfile.line_in(path, "id"), message))
            else:
                self._keep(kind, record, Spot(path, shown))

    def _sheet(self, folder: Path, kind: type[Any]) -> None:
        name, model = SHEETS[kind]
        path = folder / f"{name}.yaml"
        sheet, found = _read(path, model, path.name, self.walked)
        self.faults += found
        for n, record in enumerate(getattr(sheet, name, ())):
            self.names[kind].add(record.id)
            self._keep(kind, record, Spot(path, path.name, (name, n)))

    def _keep(self, kind: type[Any], record: Any, spot: Spot) -> None:
        if record.id in self.records[kind]:
            told = f"id '{record.id}' stands twice, also in {self._stands(kind, record.id)}"
            self.faults.append(Fault(spot.shown, spot.line("id"), told))
            return
        self.records[kind][record.id] = record
        self.spots[kind, record.id] = spot

    def _stands(self, kind: type[Any], record_id: str) -> str:
        spot = self.spots[kind, record_id]
        return f"{spot.shown}:{spot.line()}"

    def bank(self, folder: Path, packs: tuple[Path, ...]) -> Bank:
        """What has been read, as a bank."""

        def all_of(kind: type[Any]) -> Any:
            return MappingProxyType(self.records[kind])

        return Bank(
            documents=MappingProxyType(self.documents),
            cases=all_of(Case),
            playbooks=all_of(Playbook),
            rules=all_of(Rule),
            laws=all_of(Law),
            statistics=all_of(Statistic),
            roles=all_of(Role),
            demands=all_of(Demand),
            scenarios=all_of(Scenario),
            pairs=all_of(Pair),
            ministry=self.ministry,
            folder=folder,
            packs=packs,
            spots=MappingProxyType(self.spots),
            names=MappingProxyType({kind: frozenset(names) for kind, names in self.names.items()}),
        )


def _read(path: Path, kind: type[Any], shown: str, walked: bool) -> tuple[Any, tuple[Fault, ...]]:
    """What a file holds; one that says the same as before is not parsed again. Records are frozen."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # the reader tells why
    key = (path, kind, shown, walked and kind is Scenario)
    if key not in _PARSED or _PARSED[key][0] != content:
        record, faults = yamlfile.read(path, kind, shown, WALKED if walked else None)
        _PARSED[key] = (content, record, tuple(faults))
    _, record, told = _PARSED[key]
    return record, told


def forget() -> None:
    """Read the bank anew the next time: for authors' tools, which write its files."""
    _LOADED.clear()
