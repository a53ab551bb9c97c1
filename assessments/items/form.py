"""A form: slots, each with its variants. What one trainee gets of it is a paper."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from assessments.items.item import Item
from assessments.items.itembank import ITEMS, ItemId, Shelf, misnamed, read_item, shelves
from casebank import yamlfile
from casebank.errors import Fault, FaultsError
from casebank.model import Model, Slug, Text

__all__ = [
    "FORM_SCHEMA",
    "ITEMS",
    "Form",
    "FormFile",
    "Slot",
    "SlotFile",
    "SlotId",
    "fixed_form_ids",
    "form_ids",
    "load_form",
    "load_forms",
    "no_such_form",
    "sort_of",
]

FORM_SCHEMA = "shizha.form/1"
SlotId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,7}$")]
ContentVersion = Annotated[str, Field(pattern=r"^\d{4}\.\d{1,2}(\.\d+)?$")]


class SlotFile(Model):
    """A place in the paper, and the items of which it holds one."""

    id: SlotId
    """Names a row in gradebooks: it never changes."""
    variants: Annotated[tuple[ItemId, ...], Field(min_length=1)]
    """Parallel items of one kind and the same points."""


class FormFile(Model):
    """What stands in a form's file."""

    schema_version: Literal[1]
    """Version of the file format."""
    id: Slug
    """The file's name without .yaml; it never changes."""
    title: Text
    """As the trainee reads it."""
    content_version: ContentVersion
    """Year and month of the content, in quotes: "2026.11"."""
    minutes: Annotated[int, Field(gt=0, le=15)]
    """As long as it takes, at most 15."""
    pass_score: Annotated[float, Field(gt=0)]
    """Of the points that the program gives."""
    intro: Text
    """What is said before it begins."""
    seed: Annotated[int, Field(ge=0, strict=True)] | None = None
    """What draws the papers; null where everybody gets the slots in the order of the file."""
    roles: tuple[Slug, ...] = ()
    """Whom it suits: ids of roles.yaml; empty where it suits everybody."""
    slots: Annotated[tuple[SlotFile, ...], Field(min_length=1)]
    """The places of the paper, in order."""


@dataclass(frozen=True)
class Slot:
    """A place in the paper; its id never changes, because it names a row in gradebooks."""

    id: str
    variants: tuple[Item, ...]

    @property
    def points(self) -> float:
        """What each of the variants can earn."""
        return self.variants[0].points

    @property
    def automatic(self) -> bool:
        """Whether a machine scores it."""
        return self.variants[0].automatic

    @property
    def sort(self) -> str:
        """Slots of one sort may change their contents in a paper."""
        return sort_of(self.id, self.variants[0].kind, self.points)


def sort_of(slot: str, kind: str, points: float) -> str:
    """What slots have in common that may change their contents; a free text stays where its scheme stands."""
    return slot if kind == "text" else f"{kind} {points:g}"


@dataclass(frozen=True)
class Form:
    """All papers of one name, keys included: it stays with the instructor."""

    id: str
    title: str
    content_version: str
    minutes: int
    pass_score: float
    intro: str
    seed: int | None
    slots: tuple[Slot, ...]
    roles: tuple[str, ...] = ()
    """Whom it suits; empty where it suits everybody."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item that somebody may be asked, slot by slot."""
        return tuple(item for slot in self.slots for item in slot.variants)

    @property
    def is_fixed(self) -> bool:
        """Whether everybody gets the same paper."""
        return self.seed is None and all(len(slot.variants) == 1 for slot in self.slots)

    @property
    def public(self) -> bool:
        """Whether an item of it stands in the bank that everybody can read."""
        return any(item.public for item in self.items)

    @property
    def max_score(self) -> float:
        """The sum of all points, those that a person gives included."""
        return sum(slot.points for slot in self.slots)

    @property
    def automatic_max(self) -> float:
        """The sum of the points that a machine gives; the pass score is measured by these alone."""
        return sum(slot.points for slot in self.slots if slot.automatic)

    @property
    def genuine_share(self) -> float:
        """Of what is to be told apart, the share of genuine business; an item with both counts half."""
        judged = [slot.variants[0] for slot in self.slots if slot.variants[0].kind in JUDGED]
        weight = {True: 1.0, False: 0.0, None: 0.5}
        return sum(weight[item.genuine] for item in judged) / len(judged) if judged else 0.0

    def item(self, slot_id: str, variant: str | None = None) -> Item | None:
        """The item in a slot: that variant, or the only one. None where there is none, or no only one."""
        found = [item for item in self.may_hold(slot_id) if variant in (None, item.variant)]
        return found[0] if len(found) == 1 else None

    def may_hold(self, slot_id: str) -> tuple[Item, ...]:
        """Every item that a paper may have in a slot; nothing where there is no such slot."""
        return self._held.get(slot_id, ())

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """By variant the slot of the file in which it stands."""
        return {item.variant: slot.id for slot in self.slots for item in slot.variants}

    @cached_property
    def _held(self) -> Mapping[str, tuple[Item, ...]]:
        if self.seed is None:
            return {slot.id: slot.variants for slot in self.slots}
        return {
            slot.id: tuple(
                item.at(slot.id) for each in self.slots if each.sort == slot.sort for item in each.variants
            )
            for slot in self.slots
        }

    def view(self, items: Iterable[Item] | None = None) -> dict[str, Any]:
        """The paper as the trainee gets it (form.json): JSON values, no key in it.

        `items` are those of one paper, in its order; they may be left out where everybody gets the same.
        """
        if items is None and not self.is_fixed:
            raise ValueError(f"form '{self.id}' has a paper for each learner: see assessments.items.paper")
        return {
            "schema": FORM_SCHEMA,
            "form": self.id,
            "title": self.title,
            "intro": self.intro,
            "minutes": self.minutes,
            "content_version": self.content_version,
            "items": [
                {
                    "id": i.id,
                    "kind": i.kind,
                    "widget": i.widget,
                    "points": i.points,
                    "title": i.title,
                    "spec": i.view(),
                }
                for i in (self.items if items is None else items)
            ],
        }


JUDGED = frozenset({"scenario", "marks", "compare", "choice"})
"""Kinds in which genuine business is to be told from fraud; what follows a fraud is another matter."""


def form_ids(folder: Path = ITEMS) -> list[str]:
    """The ids of all forms, those of mounted item folders included, sorted."""
    files = (path for shelf in shelves(folder) for path in (shelf.folder / "forms").glob("*.yaml"))
    return sorted({path.stem for path in files})


def fixed_form_ids(folder: Path = ITEMS) -> list[str]:
    """The forms of which everybody gets the same paper."""
    return [form_id for form_id in form_ids(folder) if load_form(form_id, folder).is_fixed]


def load_form(form_id: str, folder: Path = ITEMS) -> Form:
    """The form with its items. Raises FaultsError with every fault that it finds."""
    return _load(form_id, shelves(folder))


def load_forms(folder: Path = ITEMS) -> list[Form]:
    """Every form, by id. Raises FaultsError with every fault of all of them."""
    loaded, faults = [], list[Fault]()
    for form_id in form_ids(folder):
        try:
            loaded.append(load_form(form_id, folder))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return loaded


@lru_cache(maxsize=32)
def _load(form_id: str, where: tuple[Shelf, ...]) -> Form:
    named = Path(form_id).name == form_id  # no way out of the folder
    home = next((shelf for shelf in where if named and os.path.lexists(_file(shelf, form_id))), None)
    if home is None:
        raise FaultsError([Fault(f"forms/{form_id}.yaml", None, no_such_form(where))])
    path, shown = _file(home, form_id), home.shown(_file(home, form_id))
    file, faults = yamlfile.read(path, FormFile, shown)
    if file is None:
        raise FaultsError(faults)
    if file.id != form_id:
        faults.append(Fault(shown, yamlfile.line_in(path, "id"), misnamed(file.id, form_id)))
    slots: list[Slot] = []
    for n, slot in enumerate(file.slots):
        items: list[Item] = []
        for m, variant in enumerate(slot.variants):
            read = read_item(variant, where)
            if read is None:
                told = f"item '{variant}' does not exist: no bank/{variant}.yaml"
                faults.append(Fault(shown, yamlfile.line_in(path, "slots", n, "variants", m), told))
            else:
                faults += read[1]
                items += [read[0].at(slot.id)] if read[0] is not None else []
        slots.append(Slot(slot.id, tuple(items)))
    if not faults:
        faults += [
            Fault(shown, yamlfile.line_in(path, *place), told) for place, told in _problems(file, slots)
        ]
    if faults:
        raise FaultsError(faults)
    return Form(slots=tuple(slots), **file.model_dump(exclude={"schema_version", "slots"}))


def no_such_form(where: Sequence[Shelf]) -> str:
    """What to say of a form that no folder has: whoever made it looks for it in a private one."""
    private = [shelf.folder for shelf in where if not shelf.public]
    gone = [str(folder) for folder in private if not folder.is_dir()]
    told = f"no such form (there are: {', '.join(form_ids(where[0].folder))})"
    if gone:
        return f"{told}; the private items were in {', '.join(gone)}: correct private_items.txt of the course"
    return told if private else f"{told}; a private one is looked for with --items DIR"


def _file(shelf: Shelf, form_id: str) -> Path:
    return shelf.folder / "forms" / f"{form_id}.yaml"


def _problems(file: FormFile, slots: list[Slot]) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """What does not fit together in a form whose items are sound."""
    ids = [slot.id for slot in slots]
    asked = [item.variant for slot in slots for item in slot.variants]
    for n, slot in enumerate(slots):
        if slot.id in ids[:n]:
            yield ("slots", n, "id"), f"slot '{slot.id}' stands twice"
        if len({(item.kind, item.points) for item in slot.variants}) > 1:
            yield ("slots", n, "variants"), f"slot '{slot.id}': the variants differ in kind or points"
        if twice := sorted({i.variant for i in slot.variants if asked.count(i.variant) > 1}):
            yield ("slots", n, "variants"), f"asked twice in one form: {', '.join(twice)}"
    best = sum(slot.points for slot in slots if slot.automatic)
    if file.pass_score > best:
        yield ("pass_score",), f"pass_score {file.pass_score:g} above {best:g}"
