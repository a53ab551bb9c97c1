"""JSON Schema of the bank's files, for editors: `python -m casebank.schema [--check]` keeps it current."""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casebank import sheets
from casebank.loader import DATA, FOLDERS, SHEETS
from casebank.model import Model

OUT = DATA / "schema"


def models() -> dict[str, type[Model]]:
    """The model of each sort of file, by the name of its schema."""
    one_a_file = {kind.__name__.lower(): kind for kind in FOLDERS}
    many_a_file: dict[str, type[Model]] = dict(SHEETS.values())
    return {**one_a_file, **many_a_file, "sources": sheets.DocumentSheet, "ministry": sheets.MinistrySheet}


def schema(model: type[Model]) -> dict[str, Any]:
    """The JSON Schema of a model; every field is described by the string below it in the source."""
    described = model.model_json_schema()
    definitions = {kind.__name__: kind for kind in _kinds()}
    for name, definition in {**described.get("$defs", {}), model.__name__: described}.items():
        for field, text in _docstrings(definitions.get(name)).items():
            if field in definition.get("properties", {}):
                definition["properties"][field]["description"] = text
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def _kinds() -> Iterator[type[Model]]:
    """All models of the house."""
    todo = [Model]
    while todo:
        kind = todo.pop()
        yield kind
        todo += kind.__subclasses__()


def _docstrings(kind: type[Model] | None) -> dict[str, str]:
    """The string below each field, of the class and those above it."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__ if kind else ()):
        if issubclass(base, Model):
            (body,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
            assert isinstance(body, ast.ClassDef)
            for field, text in zip(body.body, body.body[1:], strict=False):
                target = field.target if isinstance(field, ast.AnnAssign) else None
                value = text.value if isinstance(text, ast.Expr) else None
                told = value.value if isinstance(value, ast.Constant) else None
                if isinstance(target, ast.Name) and isinstance(told, str):
                    found[target.id] = told
    return found


def files(out: Path, kinds: Mapping[str, type[Model]]) -> dict[Path, str]:
    """Every schema file of a folder and what it should hold."""
    return {
        out / f"{name}.schema.json": json.dumps(schema(model), ensure_ascii=False, indent=1) + "\n"
        for name, model in kinds.items()
    }


def stale(out: Path, kinds: Mapping[str, type[Model]]) -> list[str]:
    """The schemas of a folder that are not what the models say today, and those of no model."""
    current = files(out, kinds)
    old = {
        path.name for path, text in current.items() if not path.is_file() or path.read_text("utf-8") != text
    }
    return sorted(old | {path.name for path in out.glob("*.schema.json") if path not in current})


def write(out: Path, kinds: Mapping[str, type[Model]]) -> None:
    """Write the schemas of a folder, which is made where it is missing."""
    out.mkdir(exist_ok=True)
    for path, text in files(out, kinds).items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        old = stale(OUT, models())
        sys.exit(f"not what the models say, run `make notebooks`: {', '.join(old)}" if old else 0)
    write(OUT, models())
