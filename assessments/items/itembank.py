"""The items: what is shown in `bank/`, the keys apart in `keys/`; ours, and those of mounted folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from assessments.items.fit import fit_problems
from assessments.items.item import Item, make_item
from assessments.items.key import KEYS
from assessments.items.shown import ShownFile
from casebank import yamlfile
from casebank.errors import Fault

ITEMS = Path(__file__).parent
MOUNTED = "SHIZHA_ITEMS"
"""Folders of private items, divided by the system's path separator; `--items` sets it."""

NO_FOLDER = "no such folder: private items are a folder with bank/ and keys/"

ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_KIND = re.compile(rb"^kind:[ ]*([a-z]+)", re.MULTILINE)
_HEAD = 4_000
"""Bytes within which an item says its kind."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Part = Literal["bank", "keys"]


def items_mounted() -> tuple[Path, ...]:
    """The private item folders that the environment names; ours is there anyway, and is none of them."""
    named = os.environ.get(MOUNTED, "")
    folders = dict.fromkeys(Path(name).resolve() for name in named.split(os.pathsep) if name)
    return tuple(folder for folder in folders if folder != ITEMS.resolve())


def misnamed(record_id: str, name: str) -> str:
    """What to say of a record that has another id than its file has a name."""
    told = f"id '{record_id}' must be the file's name, '{name}'"
    fits = _NAME.fullmatch(name) is not None
    return told if fits else f"{told}, and a name is made of a to z, 0 to 9 and hyphens"


@dataclass(frozen=True)
class Shelf:
    """One folder of items, its forms and blueprint beside them."""

    folder: Path
    public: bool = True

    def file(self, part: Part, item_id: str) -> Path:
        """Where a part of an item lies."""
        return self.folder / part / f"{item_id}.yaml"

    def shown(self, path: Path) -> str:
        """The name of a file of this shelf, as a person knows it."""
        inside = path.relative_to(self.folder).as_posix()
        return inside if self.public else f"{self.folder.name}/{inside}"

    def ids(self) -> list[str]:
        """The items whose file lies here, sorted."""
        return sorted(path.stem for path in (self.folder / "bank").glob("*.yaml"))

    def fault(self, part: Part, item_id: str, message: str, *place: str | int) -> Fault:
        """A fault with the line of its place in the file of an item."""
        path = self.file(part, item_id)
        return Fault(self.shown(path), yamlfile.line_in(path, *place), message)

    def read(self, item_id: str) -> tuple[Item | None, list[Fault]]:
        """The item with its key, or None and all that is wrong with the two files."""
        path, key_path = self.file("bank", item_id), self.file("keys", item_id)
        file, faults = yamlfile.read(path, ShownFile, self.shown(path))
        shown = None if file is None else file.root
        if shown is not None and shown.id != item_id:
            faults.append(self.fault("bank", item_id, misnamed(shown.id, item_id), "id"))
        if not os.path.lexists(key_path):
            told = f"item '{item_id}' has no key ({self.shown(key_path)} does not exist)"
            return None, [*faults, Fault(self.shown(path), 1, told)]
        kind = _named_kind(path) if shown is None else shown.kind
        key, found = (None, []) if kind is None else yamlfile.read(key_path, KEYS[kind], self.shown(key_path))
        faults += found
        if shown is None or key is None or faults:
            return None, faults
        faults = [self.fault("keys", item_id, told, *place) for place, told in fit_problems(shown, key)]
        return (None if faults else make_item(shown, key, self.public)), faults


def _named_kind(path: Path) -> str | None:
    """The kind that an unsound item names, so that its key is looked at in the same run."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        found = _KIND.search(file.read(_HEAD))
    kind = found[1].decode() if found else ""
    return kind if kind in KEYS else None


def shelves(folder: Path = ITEMS, mounted: Sequence[Path] | None = None) -> tuple[Shelf, ...]:
    """Our folder and the private ones (by default those of SHIZHA_ITEMS)."""
    private = items_mounted() if mounted is None else mounted
    return (Shelf(folder), *(Shelf(path, public=False) for path in private))


@dataclass(frozen=True)
class ItemBank:
    """Every item that can be read, and on which shelf each lies."""

    items: Mapping[str, Item]
    homes: Mapping[str, Shelf]
    """Also of those that cannot be read."""

    def on(self, shelf: Shelf) -> ItemBank:
        """The items of one shelf: a blueprint draws from its own folder alone."""
        items = {name: item for name, item in self.items.items() if self.homes[name].folder == shelf.folder}
        return ItemBank(MappingProxyType(items), self.homes)

    def family(self, slot: str) -> tuple[Item, ...]:
        """The parallel items of a slot family, by id."""
        return tuple(item for _, item in sorted(self.items.items()) if item.shown.slot == slot)

    def fault(self, item: Item, message: str, *place: str | int, part: Part = "bank") -> Fault:
        """A fault with the line of its place."""
        return self.homes[item.variant].fault(part, item.variant, message, *place)


def read_items(folder: Path = ITEMS, mounted: Sequence[Path] | None = None) -> tuple[ItemBank, list[Fault]]:
    """All items that can be read, and what is wrong with the files of the rest."""
    items: dict[str, Item] = {}
    homes: dict[str, Shelf] = {}
    faults: list[Fault] = []
    for shelf in shelves(folder, mounted):
        faults += _folder_faults(shelf)
        faults += _orphan_keys(shelf)
        for item_id in shelf.ids():
            if item_id in homes:
                told = f"id '{item_id}' stands twice, also in {homes[item_id].folder}"
                faults.append(shelf.fault("bank", item_id, told, "id"))
                continue
            homes[item_id] = shelf
            item, found = shelf.read(item_id)
            faults += found
            items |= {} if item is None else {item_id: item}
    return ItemBank(MappingProxyType(items), MappingProxyType(homes)), faults


def load_items(folder: Path = ITEMS, mounted: Sequence[Path] | None = None) -> ItemBank:
    """The items that can be read. What is wrong with the others, `survey_items` of `survey` tells."""
    return read_items(folder, mounted)[0]


def read_item(item_id: str, where: Iterable[Shelf]) -> tuple[Item | None, list[Fault]] | None:
    """One item without reading the others; None where no shelf has it."""
    home = next((shelf for shelf in where if os.path.lexists(shelf.file("bank", item_id))), None)
    return None if home is None else home.read(item_id)


def _folder_faults(shelf: Shelf) -> Iterator[Fault]:
    """A private folder that is none, and files that nobody would ever read for the end of their name."""
    if not shelf.public and not shelf.folder.is_dir():
        yield Fault(shelf.folder.name, None, NO_FOLDER)
        return
    for part in ("bank", "keys"):
        if not (shelf.folder / part).is_dir():
            yield Fault(shelf.shown(shelf.folder / part), None, NO_FOLDER)
    for pattern in ("*", "bank/*", "keys/*", "forms/*"):
        for path in sorted(shelf.folder.glob(pattern)):
            if path.suffix != ".yaml" and path.suffix.lower() in (".yml", ".yaml"):
                yield Fault(shelf.shown(path), None, "is not read: its name must end in .yaml")


def _orphan_keys(shelf: Shelf) -> Iterator[Fault]:
    """Keys without an item."""
    known = set(shelf.ids())
    for path in sorted((shelf.folder / "keys").glob("*.yaml")):
        if path.stem not in known:
            yield Fault(shelf.shown(path), 1, f"a key without its item: bank/{path.name} does not exist")
