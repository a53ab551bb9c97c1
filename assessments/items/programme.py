"""Which forms there are, in the order in which they are sat, without reading an item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assessments.items.blueprint import Blueprint
from assessments.items.form import ITEMS, FormFile
from assessments.items.itembank import Shelf, shelves
from casebank import yamlfile


@dataclass(frozen=True)
class Listed:
    """A form as its own file tells of it."""

    id: str
    title: str
    intro: str
    minutes: int
    roles: tuple[str, ...]
    """Whom it suits: ids of roles.yaml; empty where it suits everybody."""
    turn: int = 0
    """Its place among its parallels: the first is sat before the lessons, the second after them, what follows
    later still. 0 where it has none."""

    @property
    def later(self) -> bool:
        """A parallel of it comes first: it is opened in its time."""
        return self.turn > 1


def programme(folder: Path = ITEMS) -> tuple[Listed, ...]:
    """The forms whose file can be read: those of a blueprint in its order, then the rest by name.

    What is wrong with the others, `shizha check` tells.
    """
    return _programme(shelves(folder))


@lru_cache(maxsize=8)
def _programme(where: tuple[Shelf, ...]) -> tuple[Listed, ...]:
    found: dict[str, Listed] = {}
    for shelf in where:
        order, turns = _planned(shelf)
        for form_id in sorted(_forms(shelf), key=lambda form: (order.get(form, len(order)), form)):
            path = shelf.folder / "forms" / f"{form_id}.yaml"
            file, _ = yamlfile.read(path, FormFile, shelf.shown(path))
            if file is not None and file.id == form_id and form_id not in found:
                told = (file.title, file.intro, file.minutes, file.roles)
                found[form_id] = Listed(form_id, *told, turn=turns.get(form_id, 0))
    return tuple(found.values())


def _forms(shelf: Shelf) -> list[str]:
    return [path.stem for path in (shelf.folder / "forms").glob("*.yaml")]


def _planned(shelf: Shelf) -> tuple[dict[str, int], dict[str, int]]:
    """The places of a blueprint's forms, and of those that have parallels the turn among these."""
    path = shelf.folder / "blueprint.yaml"
    blueprint = yamlfile.read(path, Blueprint, shelf.shown(path))[0] if path.is_file() else None
    if blueprint is None:
        return {}, {}
    ids = [form.id for form in blueprint.forms]
    parallel = [group for group in blueprint.groups() if len(group) > 1]
    turns = {ids[n]: turn for group in parallel for turn, n in enumerate(group, 1)}
    return {form_id: n for n, form_id in enumerate(ids)}, turns
