"""JSON Schema of the files that an author of items writes, for editors: one for each sort of file."""

from __future__ import annotations

from pathlib import Path

from assessments.items.blueprint import Blueprint
from assessments.items.form import FormFile
from assessments.items.itembank import ITEMS
from assessments.items.key import KEYS
from assessments.items.shown import SHOWN
from casebank import schema
from casebank.model import Model


def schema_folder(items: Path = ITEMS) -> Path:
    """Where the schemas of an item folder lie: its files name them as `../schema/NAME.schema.json`."""
    return items / "schema"


def models() -> dict[str, type[Model]]:
    """The model of each sort of file, by the name of its schema."""
    shown = {f"{kind}-item": model for kind, model in SHOWN.items()}
    keys = {f"{kind}-key": model for kind, model in KEYS.items()}
    return {**shown, **keys, "form": FormFile, "blueprint": Blueprint}


def write_schemas(items: Path = ITEMS) -> None:
    """Write the schemas into an item folder."""
    schema.write(schema_folder(items), models())


def stale_schemas(items: Path = ITEMS) -> list[str]:
    """The schemas of an item folder that are not what the models say today."""
    return schema.stale(schema_folder(items), models())
