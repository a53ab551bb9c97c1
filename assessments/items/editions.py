"""What each item said in its version: an item that says something else needs another version.

`editions.yaml` of an item folder records it by digests; `python -m assessments.authoring` writes it. Answers
name an item and its version: were the text or the key changed under the same one, they would be scored by
what their learner never saw.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from assessments.items.form import ContentVersion, Form
from assessments.items.item import Item
from assessments.items.itembank import ItemBank, ItemId, Shelf
from assessments.items.shown import Version
from casebank import yamlfile
from casebank.errors import Fault
from casebank.model import Model, Slug

RECORD = "editions.yaml"
_HEAD = "# Built by `python -m assessments.authoring`: what each item and its key said in its version.\n"
_ABOUT = {
    *("schema_version", "version", "slot", "fraud_type", "channel", "roles", "levers", "cue", "difficulty"),
    *("based_on", "constructed"),
}
"""What a file says of its item, and nobody who sits or scores it meets."""
_SCENARIO_ABOUT = {"schema_version", "based_on", "constructed", "mps_type", "promises"}
_KEY_ABOUT = {"schema_version", "item", "version", "sample"}
_SIGN = 8
"""Bytes of a digest."""

Sign = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Recorded(Model):
    """An item as it was when it was recorded."""

    version: Version
    shown: Sign
    key: Sign


class FixedForm(Model):
    """A form of which everybody gets the same paper: its answers name no items, only its content version."""

    content_version: ContentVersion
    asks: tuple[str, ...]
    """Items with their versions."""


class Record(Model):
    """The content of editions.yaml. Items that are gone stay in it: their name is taken."""

    schema_version: Literal[1] = 1
    items: dict[ItemId, Recorded]
    forms: dict[Slug, FixedForm] = Field(default_factory=dict)


def record_of(bank: ItemBank, forms: Iterable[Form], earlier: Record | None = None) -> Record:
    """What these items and forms say today, with what an earlier record knows of those that are gone."""
    items = {name: _recorded(item) for name, item in bank.items.items()}
    fixed = {form.id: _fixed(form) for form in forms if form.is_fixed and form.public}
    gone = earlier or Record(items={})
    return Record(items={**gone.items, **items}, forms={**gone.forms, **fixed})


def _recorded(item: Item) -> Recorded:
    shown = item.shown.model_dump(mode="json", exclude=_ABOUT, exclude_defaults=True)
    if "scenario" in shown:
        shown["scenario"] = {k: told for k, told in shown["scenario"].items() if k not in _SCENARIO_ABOUT}
    key = item.key.model_dump(mode="json", exclude=_KEY_ABOUT, exclude_defaults=True)
    return Recorded(version=item.version, shown=_sign(shown), key=_sign({**key, "points": item.points}))


def _fixed(form: Form) -> FixedForm:
    asks = tuple(item.edition for item in form.items)
    return FixedForm(content_version=form.content_version, asks=asks)


def _sign(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_SIGN).hexdigest()


def read_record(shelf: Shelf) -> tuple[Record | None, list[Fault]]:
    """The record of an item folder; None where there is none, or none that can be read, which is a fault."""
    path = shelf.folder / RECORD
    return yamlfile.read(path, Record, shelf.shown(path)) if os.path.lexists(path) else (None, [])


def edition_faults(shelf: Shelf, bank: ItemBank, forms: Sequence[Form]) -> list[Fault]:
    """Items and fixed forms that say something else than the record has under their version.

    `bank` and `forms` are those of this folder. Without a record nothing is compared.
    """
    record, faults = read_record(shelf)
    if record is None:
        return faults
    told = changed(shelf, bank, forms, record)
    if not told and record_text(record_of(bank, forms, record)) != record_text(record):
        stale = "not what the items say by now: run `python -m assessments.authoring`"
        told = [Fault(shelf.shown(shelf.folder / RECORD), None, stale)]
    return told


def changed(shelf: Shelf, bank: ItemBank, forms: Iterable[Form], record: Record) -> list[Fault]:
    """What says something else than it did under the same version, with the line of its version."""
    return [*_item_faults(shelf, bank, record), *_form_faults(shelf, forms, record)]


def _item_faults(shelf: Shelf, bank: ItemBank, record: Record) -> Iterator[Fault]:
    for name, item in bank.items.items():
        known, now = record.items.get(name), _recorded(item)
        if known is None or known.version < now.version:
            continue
        if known.version > now.version:
            told = f"version {now.version}: it was {known.version} before"
            yield shelf.fault("bank", name, told, "version")
            continue
        told = f"not what version {now.version} said: raise version, in bank/ and in keys/"
        if known.shown != now.shown:
            yield shelf.fault("bank", name, told, "version")
        if known.key != now.key:
            yield shelf.fault("keys", name, told, "version")


def _form_faults(shelf: Shelf, forms: Iterable[Form], record: Record) -> Iterator[Fault]:
    for form in forms:
        known = record.forms.get(form.id)
        if known and known.content_version == form.content_version and known != _fixed(form):
            path = shelf.folder / "forms" / f"{form.id}.yaml"
            told = f"not what content version {form.content_version} asked: raise content_version"
            yield Fault(shelf.shown(path), yamlfile.line_in(path, "content_version"), told)


def record_text(record: Record) -> str:
    """The file of a record: the same record gives the same text."""
    lines = [_HEAD + "schema_version: 1", "items:" if record.items else "items: {}"]
    for name, item in sorted(record.items.items()):
        lines.append(f'  {name}: {{version: {item.version}, shown: "{item.shown}", key: "{item.key}"}}')
    lines += ["forms:"] if record.forms else []
    for name, form in sorted(record.forms.items()):
        lines.append(f'  {name}: {{content_version: "{form.content_version}", asks: [{_quoted(form.asks)}]}}')
    return "\n".join(lines) + "\n"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def write_record(shelf: Shelf, record: Record) -> Path:
    """Write editions.yaml."""
    path = shelf.folder / RECORD
    path.write_text(record_text(record), encoding="utf-8", newline="\n")
    return path
