"""Names that stand in two item folders: of the two only one would ever be asked, and scored by its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.items.itembank import Shelf
from casebank.errors import Fault


@dataclass(frozen=True)
class Twice:
    """An item or a form that an earlier folder has too."""

    what: str
    """item or form."""
    name: str
    path: Path
    shelf: Shelf
    earlier: Shelf

    @property
    def fault(self) -> Fault:
        """The fault of the file that nobody would ever get."""
        told = f"{self.what} '{self.name}' stands twice, also in {self.earlier.folder}"
        return Fault(self.shelf.shown(self.path), 1, told)


def forms_twice(where: Sequence[Shelf]) -> Iterator[Twice]:
    """Forms of a folder that have the name of an earlier one."""
    return _twice("form", where, "forms")


def twice(where: Sequence[Shelf]) -> Iterator[Twice]:
    """The same, and items too."""
    yield from _twice("item", where, "bank")
    yield from forms_twice(where)


def _twice(what: str, where: Sequence[Shelf], part: str) -> Iterator[Twice]:
    seen: dict[str, Shelf] = {}
    for shelf in where:
        for path in sorted((shelf.folder / part).glob("*.yaml")):
            if path.stem in seen:
                yield Twice(what, path.stem, path, shelf, seen[path.stem])
            seen.setdefault(path.stem, shelf)
