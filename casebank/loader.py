"""The only reader of the bank's files: all of it, or every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from casebank import yamlfile
from casebank.bank import FOLDERS, Bank
from casebank.errors import Fault, FaultsError
from casebank.model import Case, Document, Model, Playbook
from casebank.references import reference_faults
from casebank.scenario import Scenario

DATA = Path(__file__).parent / "data"
R = TypeVar("R", Case, Playbook, Scenario)


class Register(Model):
    """The documents from which facts come."""

    schema_version: Literal[1]
    documents: tuple[Document, ...]


@lru_cache(maxsize=4)
def load_bank(folder: Path = DATA) -> Bank:
    """The whole bank of a folder. Raises FaultsError with every fault that it finds; nothing loads half."""
    register, faults = yamlfile.read(folder / "sources.yaml", Register, "sources.yaml")
    bank = Bank(
        MappingProxyType({d.number: d for d in register.documents} if register else {}),
        _load_folder(folder, Case, faults),
        _load_folder(folder, Playbook, faults),
        _load_folder(folder, Scenario, faults),
        folder,
    )
    faults += reference_faults(bank)
    if faults:
        raise FaultsError(faults)
    return bank


def _load_folder(folder: Path, model: type[R], faults: list[Fault]) -> Mapping[str, R]:
    records: dict[str, R] = {}
    name = FOLDERS[model]
    for path in sorted((folder / name).glob("*.yaml")):
        shown = f"{name}/{path.name}"
        record, found = yamlfile.read(path, model, shown)
        faults += found
        if record is None:
            continue
        if record.id == path.stem:
            records[record.id] = record
        else:
            message = f"id '{record.id}' must be the file's name, '{path.stem}'"
            faults.append(Fault(shown, yamlfile.line_in(path, "id"), message))
    return MappingProxyType(records)
