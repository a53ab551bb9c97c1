"""JSON Schema for editors: current, complete, and what the files themselves keep to."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from casebank import DATA
from casebank.schema import OUT, models, schema, stale

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HOME = {"case": "cases", "playbook": "playbooks", "rule": "rules", "scenario": "scenarios", "pair": "pairs"}


def test_the_committed_schemas_are_current() -> None:
    assert stale(OUT, models()) == []


@pytest.mark.parametrize("name", sorted(models()))
def test_every_field_is_described(name: str) -> None:
    described = schema(models()[name])
    kinds = {**described.get("$defs", {}), name: described}
    bare = [
        f"{kind}.{field}"
        for kind, d in kinds.items()
        for field, f in d.get("properties", {}).items()
        if "description" not in f
    ]
    assert bare == []


def files() -> Iterator[tuple[str, Path]]:
    for name in models():
        folder = HOME.get(name)
        yield from (
            ((name, path) for path in sorted((DATA / folder).glob("*.yaml")))
            if folder
            else [(name, DATA / f"{name}.yaml")]
        )


@pytest.mark.parametrize("name", sorted(models()))
def test_the_files_keep_to_their_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(
        json.loads((OUT / f"{name}.schema.json").read_text(encoding="utf-8"))
    )
    checked = 0
    for kind, path in files():
        if kind == name:
            record = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # as an editor reads it
            assert [error.message for error in validator.iter_errors(record)] == [], path.name
            checked += 1
    assert checked
