"""JSON Schema of items, keys, forms and the blueprint: current, complete, and what the files keep to."""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from assessments.authoring.__main__ import main as authoring
from assessments.items import schema as schemas
from assessments.items.itembank import ITEMS, MOUNTED
from assessments.items.schema import models, stale_schemas
from casebank.schema import schema

KINDS = ("scenario", "marks", "compare", "choice", "order", "text")
HEAD = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    text = (ITEMS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def record(path: Path) -> Any:
    """The file as an editor reads it."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


def files() -> dict[Path, str]:
    """Every file of the bank that a person writes, and the schema that it should keep to."""
    found = dict.fromkeys((ITEMS / "forms").glob("*.yaml"), "form")
    found[ITEMS / "blueprint.yaml"] = "blueprint"
    for path in (ITEMS / "bank").glob("*.yaml"):
        kind = record(path)["kind"]
        found |= {path: f"{kind}-item", ITEMS / "keys" / path.name: f"{kind}-key"}
    return found


def test_each_sort_of_file_has_a_current_schema() -> None:
    assert stale_schemas() == []
    names = {f"{kind}-{part}" for kind in KINDS for part in ("item", "key")} | {"form", "blueprint"}
    assert {path.name for path in (ITEMS / "schema").iterdir()} == {f"{name}.schema.json" for name in names}


@pytest.mark.parametrize("name", sorted(models()))
def test_every_field_is_described(name: str) -> None:
    described = schema(models()[name])
    kinds = {**described.get("$defs", {}), name: described}
    assert [
        f"{kind}.{field}"
        for kind, each in kinds.items()
        for field, told in each.get("properties", {}).items()
        if not told.get("description")
    ] == []


def test_the_files_keep_to_their_schema_and_name_it() -> None:
    checked = set()
    for path, name in sorted(files().items()):
        assert [error.message for error in validator(name).iter_errors(record(path))] == [], path.name
        head = HEAD.match(path.read_text(encoding="utf-8"))
        assert head, f"{path.name}: the first line names no schema"
        assert (path.parent / head[1]).resolve() == ITEMS / "schema" / f"{name}.schema.json", path.name
        checked.add(name)
    assert checked == {*models()}


@pytest.mark.parametrize(
    ("name", "file", "field", "value"),
    [
        ("choice-item", "bank/workmate-call-1", "kind", "marks"),
        ("choice-item", "bank/workmate-call-1", "colour", "red"),
        ("choice-key", "keys/workmate-call-1", "weights", {"a": 2}),
        ("scenario-key", "keys/lesson-01-s1", "points", -10),
        ("form", "forms/lesson-01", "minutes", 16),
        ("blueprint", "blueprint", "forms", []),
    ],
)
def test_an_editor_underlines_what_is_wrong(name: str, file: str, field: str, value: object) -> None:
    changed = {**record(ITEMS / f"{file}.yaml"), field: value}
    assert [*validator(name).iter_errors(changed)]


def test_a_schema_that_is_old_missing_or_of_no_model_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schemas.write_schemas(tmp_path)
    (tmp_path / "schema" / "form.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "schema" / "text-key.schema.json").unlink()
    (tmp_path / "schema" / "poem-key.schema.json").write_text("{}", encoding="utf-8")
    old = ["form.schema.json", "poem-key.schema.json", "text-key.schema.json"]
    assert stale_schemas(tmp_path) == old
    monkeypatch.setenv(MOUNTED, "")
    monkeypatch.setattr("assessments.authoring.__main__.stale_schemas", lambda: stale_schemas(tmp_path))
    for other in ("blueprints", "stale_forms"):  # other tests have these
        monkeypatch.setattr(f"assessments.authoring.__main__.{other}", list)
    monkeypatch.setattr(sys, "argv", ["authoring", "--check"])
    assert authoring() == 1
    assert f"run `make notebooks`: {', '.join(old)}" in capsys.readouterr().err


def test_a_private_folder_gets_them_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    monkeypatch.setattr(sys, "argv", ["authoring", "--items", str(tmp_path)])
    assert authoring() == 0
    assert stale_schemas(tmp_path) == []
    monkeypatch.setattr(sys, "argv", ["authoring", "--items", str(tmp_path / "nowhere")])
    assert authoring() == 1
    assert capsys.readouterr().err.startswith("nowhere: no such folder")
