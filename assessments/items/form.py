"""A form: the items of one paper, in order."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from assessments.items.item import Item, ItemId, ScenarioItem
from casebank import load_bank, yamlfile
from casebank.errors import Fault, FaultsError
from casebank.model import Model, Slug, Text
from casebank.references import twin_problems

ITEMS = Path(__file__).parent
FORM_SCHEMA = "shizha.form/1"


class FormFile(Model):
    """What stands in a form's file."""

    schema_version: Literal[1]
    id: Slug
    title: Text
    content_version: Annotated[str, Field(pattern=r"^\d{4}\.\d{1,2}(\.\d+)?$")]
    minutes: Annotated[int, Field(gt=0, le=15)]
    pass_score: Annotated[float, Field(gt=0)]
    intro: Text
    items: Annotated[tuple[ItemId, ...], Field(min_length=1)]


class Form(Model):
    """A paper with its items, keys included: it stays with the instructor."""

    id: str
    title: str
    content_version: str
    minutes: int
    pass_score: float
    intro: str
    items: tuple[Item, ...]

    @property
    def max_score(self) -> float:
        """The sum of all points, those that a person gives included."""
        return sum(item.points for item in self.items)

    @property
    def automatic_max(self) -> float:
        """The sum of the points that a machine gives."""
        return sum(item.points for item in self.items if item.automatic)

    def item(self, item_id: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    def view(self) -> dict[str, Any]:
        """The paper as the trainee gets it (form.json): JSON values, no key in it."""
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
                for i in self.items
            ],
        }


class _ItemFile(RootModel[Item]):
    pass


def form_ids(folder: Path = ITEMS) -> list[str]:
    """The ids of all forms, sorted."""
    return sorted(path.stem for path in (folder / "forms").glob("*.yaml"))


@lru_cache(maxsize=32)
def load_form(form_id: str, folder: Path = ITEMS) -> Form:
    """The form with its items. Raises FaultsError with every fault that it finds."""
    shown = f"forms/{form_id}.yaml"
    path = folder / "forms" / f"{form_id}.yaml"
    if not path.is_file():
        raise FaultsError([Fault(shown, None, f"no such form (there are: {', '.join(form_ids(folder))})")])
    file, faults = yamlfile.read(path, FormFile, shown)
    if file is None:
        raise FaultsError(faults)
    items = []
    for item_id in file.items:
        item, found = _load_item(folder, form_id, item_id)
        faults += found
        items += [item] if item is not None else []
    best = sum(item.points for item in items if item.automatic)
    if not faults and file.pass_score > best:
        faults.append(
            Fault(
                shown, yamlfile.line_in(path, "pass_score"), f"pass_score {file.pass_score:g} above {best:g}"
            )
        )
    if not faults:
        faults += _scenario_faults(folder, form_id, items)
    if faults:
        raise FaultsError(faults)
    return Form(items=tuple(items), **file.model_dump(exclude={"schema_version", "items"}))


def _scenario_faults(folder: Path, form_id: str, items: list[Item]) -> list[Fault]:
    """Pairs that are none, and scenarios that a lesson practises: those are no longer a test."""
    found = {item.scenario.id: item for item in items if isinstance(item, ScenarioItem)}
    practised = load_bank().scenarios
    problems = [(s.id, field, told) for s, field, told in twin_problems(i.scenario for i in found.values())]
    problems += [(i, "id", f"scenario '{i}' is practised in the course") for i in found if i in practised]
    return [
        Fault(
            f"{form_id}/{found[i].id}.yaml",
            yamlfile.line_in(folder / form_id / f"{found[i].id}.yaml", "scenario", field),
            told,
        )
        for i, field, told in problems
    ]


def _load_item(folder: Path, form_id: str, item_id: str) -> tuple[Item | None, list[Fault]]:
    shown = f"{form_id}/{item_id}.yaml"
    path = folder / form_id / f"{item_id}.yaml"
    if not path.is_file():
        return None, [
            Fault(shown, None, f"forms/{form_id}.yaml names item '{item_id}', its file does not exist")
        ]
    read, faults = yamlfile.read(path, _ItemFile, shown)
    if read is None:
        return None, faults
    if read.root.id != item_id:
        return None, [
            Fault(shown, yamlfile.line_in(path, "id"), f"id '{read.root.id}' must be the file's name")
        ]
    return read.root, []
