"""All that one may read of an item, each text with its place in the item's file or its key's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from assessments.items.item import Item
from assessments.items.itembank import Part
from casebank.errors import Place
from casebank.model import hanzi

_UNSAID = frozenset({"constructed", "role", "fraud_type", "mps_type"})
"""What trainees do not read, or what is no wording of ours."""


class Words(NamedTuple):
    """One text and where it stands."""

    part: Part
    place: Place
    text: str


def item_texts(item: Item) -> Iterator[Words]:
    """Every Chinese text of the item and its key."""
    yield from _words("bank", (), item.shown.model_dump(mode="json"))
    yield from _words("keys", (), item.key.model_dump(mode="json"))


def _words(part: Part, place: Place, value: Any) -> Iterator[Words]:
    if isinstance(value, str):
        if hanzi(value):
            yield Words(part, place, value)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _UNSAID:
                yield from _words(part, (*place, key), each)
    elif isinstance(value, list | tuple):
        for n, each in enumerate(value):
            yield from _words(part, (*place, n), each)
