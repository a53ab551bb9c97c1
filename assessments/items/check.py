"""Everything that keeps a form from being used: its blueprint, its items, and who would pass it by habit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from assessments.items.audit import audit
from assessments.items.editions import edition_faults
from assessments.items.families import family_faults, twin_faults
from assessments.items.form import Form, FormFile
from assessments.items.habits import habit_faults
from assessments.items.item import Item
from assessments.items.itembank import ItemBank, Shelf, shelves
from assessments.items.plan import blueprints, planned_forms, read_blueprint, stale_plans
from assessments.items.standard import standard_problems
from assessments.items.twice import forms_twice
from assessments.items.wording import wording_faults
from casebank import yamlfile
from casebank.errors import Fault


def plan_faults(folder: Path, bank: ItemBank, taught: Iterable[tuple[str, str]] = ()) -> Iterator[Fault]:
    """What is wrong with the blueprints and with the items that they draw from.

    `taught` are the texts of lessons, practice and scenarios by name: no item says the same in their words.
    """
    drawn: list[Item] = []
    for shelf in blueprints(folder):
        forms, faults = planned_forms(shelf, bank)
        yield from faults
        blueprint, _ = read_blueprint(shelf)
        if blueprint is not None:
            yield from stale_plans(shelf, forms)
            own = bank.on(shelf)
            for family in sorted(blueprint.families):
                drawn += own.family(family)
                yield from family_faults(own, family)
    for item in drawn:
        for part, place, told in standard_problems(item):
            yield bank.fault(item, told, *place, part=part)
    yield from twin_faults(bank, drawn)
    yield from habit_faults(bank, drawn)
    yield from wording_faults(bank, drawn, taught)


def version_faults(folder: Path, bank: ItemBank, forms: Iterable[Form]) -> Iterator[Fault]:
    """Items and forms that say something else than they did under the same version."""
    known = {form.id: form for form in forms}
    for shelf in shelves(folder):
        ids = sorted(path.stem for path in (shelf.folder / "forms").glob("*.yaml"))
        yield from edition_faults(shelf, bank.on(shelf), [known[name] for name in ids if name in known])


def role_faults(folder: Path, known: Collection[str]) -> Iterator[Fault]:
    """Roles that are none: nobody would find their form on the home page."""
    for shelf in shelves(folder):
        for path in sorted((shelf.folder / "forms").glob("*.yaml")):
            file, _ = yamlfile.read(path, FormFile, shelf.shown(path))
            for n, role in enumerate(file.roles if file else ()):
                if role not in known:
                    told = f"role '{role}' is not in roles.yaml (allowed: {', '.join(sorted(known))})"
                    yield Fault(shelf.shown(path), yamlfile.line_in(path, "roles", n), told)


def twice_named(folder: Path) -> Iterator[Fault]:
    """Forms of a mounted folder that have the name of another one: nobody would ever get them."""
    return (each.fault for each in forms_twice(shelves(folder)))


def audit_faults(form: Form, folder: Path) -> Iterator[Fault]:
    """The policies that pass a form without judging."""
    for each in audit(form):
        if each.passed:
            told = f"policy '{each.policy}' scores {each.score:g} of {each.max_score:g} and passes"
            shelf = _home(form, folder)
            path = shelf.folder / "forms" / f"{form.id}.yaml"
            yield Fault(shelf.shown(path), yamlfile.line_in(path, "pass_score"), told)


def _home(form: Form, folder: Path) -> Shelf:
    return next(s for s in shelves(folder) if (s.folder / "forms" / f"{form.id}.yaml").is_file())
