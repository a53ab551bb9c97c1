"""Forms out of the blueprint: the files under `forms/`, and why one cannot be made."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from assessments.items.blueprint import Blueprint, FormPlan
from assessments.items.draw import Deal, Hand, Traits, draw
from assessments.items.form import JUDGED, Form, Slot
from assessments.items.itembank import ITEMS, ItemBank, Shelf, read_items, shelves
from assessments.items.pace import form_minutes
from assessments.items.paper import lost
from casebank import yamlfile
from casebank.errors import Fault, FaultsError, Place

Problem = tuple[Place, str]
_HEAD = (
    "# yaml-language-server: $schema=../schema/form.schema.json\n"
    "# Built from blueprint.yaml by `python -m assessments.authoring`: change the blueprint, not this file.\n"
)


def blueprints(folder: Path = ITEMS) -> list[Shelf]:
    """The item folders that hold a blueprint."""
    return [shelf for shelf in shelves(folder) if os.path.lexists(shelf.folder / "blueprint.yaml")]


def read_blueprint(shelf: Shelf) -> tuple[Blueprint | None, list[Fault]]:
    """The blueprint of an item folder, or None and what is wrong with it."""
    path = shelf.folder / "blueprint.yaml"
    return yamlfile.read(path, Blueprint, shelf.shown(path))


def planned_forms(shelf: Shelf, bank: ItemBank | None = None) -> tuple[dict[str, Form], list[Fault]]:
    """Every form that a blueprint plans and the bank can fill, and every fault of the rest."""
    blueprint, faults = read_blueprint(shelf)
    if blueprint is None:
        return {}, faults
    bank = read_items(shelf.folder, ())[0] if bank is None else bank
    hands, problems = draw(blueprint, bank.on(shelf))
    forms = {plan.id: _form(blueprint, plan, hands[plan.id]) for plan in blueprint.forms if plan.id in hands}
    for n, plan in enumerate(blueprint.forms):
        if plan.id in forms:
            problems += [(("forms", n, *place), told) for place, told in _unmet(plan, forms[plan.id])]
    problems += _uneven(blueprint, hands)
    path = shelf.folder / "blueprint.yaml"
    faults = [Fault(shelf.shown(path), yamlfile.line_in(path, *place), told) for place, told in problems]
    return forms, faults


def _form(blueprint: Blueprint, plan: FormPlan, hand: Hand) -> Form:
    slots = tuple(
        Slot(slot.id, tuple(item.at(slot.id) for item in items))
        for slot, items in zip(plan.slots, hand, strict=True)
    )
    form = Form(
        id=plan.id,
        title=plan.title,
        content_version=blueprint.content_version,
        minutes=plan.minutes,
        pass_score=0,
        intro=plan.intro,
        seed=plan.seed,
        slots=slots,
        roles=plan.roles,
    )
    return replace(form, pass_score=math.ceil(plan.pass_share * form.automatic_max))


def _unmet(plan: FormPlan, form: Form) -> Iterator[Problem]:
    """What the blueprint states of a form and its items do not give."""
    kinds = Counter(slot.variants[0].kind for slot in form.slots)
    if kinds != Counter(plan.kinds):
        yield ("kinds",), f"form '{form.id}' has {_counts(kinds)}"
    for m, slot in enumerate(form.slots):
        if len({(i.kind, i.points, i.genuine if i.kind in JUDGED else None) for i in slot.variants}) > 1:
            told = f"slot '{slot.id}': the variants differ in kind, points or in being genuine"
            yield ("slots", m, "family"), told
        yield from ((("slots", m, "family"), told) for told in _one_sided(slot))
    yield from _telling(form)
    if abs(form.genuine_share - plan.genuine_share) > 1e-9:
        yield ("genuine_share",), f"form '{form.id}' has a share of {form.genuine_share:.2f}"
    minutes = form_minutes(slot.variants for slot in form.slots)
    if minutes > plan.minutes:
        yield ("minutes",), f"the longest paper of '{form.id}' takes {minutes:.1f} minutes"
    yield from _wanting(plan, form)
    if never := lost(form):
        yield ("slots",), f"no paper without both twins of a pair can hold {', '.join(never)}"


def _one_sided(slot: Slot) -> Iterator[str]:
    """The texts of a slot, where they are not half genuine: no share of the form counts them."""
    texts = [item.genuine for item in slot.variants if item.kind == "text"]
    genuine = texts.count(True)
    if abs(len(texts) - 2 * genuine) > len(texts) % 2:
        told = f"{genuine} of {len(texts)} texts are about genuine business"
        yield f"slot '{slot.id}': {told} (needed: half)"


def _telling(form: Form) -> Iterator[Problem]:
    """Slots that hold fraud in every paper, or genuine business in every one: their ids would tell it."""
    sides: dict[str, dict[int, bool]] = {}
    for m, slot in enumerate(form.slots):
        genuine = slot.variants[0].genuine
        if slot.variants[0].kind in ("scenario", "choice") and genuine is not None:
            sides.setdefault(slot.sort, {})[m] = genuine
    for places in sides.values():
        if len({*places.values()}) == 1:
            named = ", ".join(f"'{form.slots[m].id}'" for m in places)
            side = "genuine" if all(places.values()) else "fraud"
            told = f"slot {named}: always {side}, so that the id tells it"
            yield (
                ("slots", min(places), "family"),
                f"{told} (needed: as many of each among slots of one sort)",
            )


def _wanting(plan: FormPlan, form: Form) -> Iterator[Problem]:
    """Types and channels of which the form has too few."""
    types = Counter(str(item.shown.fraud_type) for item in form.items)
    channels = Counter(str(item.shown.channel) for item in form.items)
    for field, asked, have in (("types", plan.types, types), ("channels", plan.channels, channels)):
        for name, least in ((str(name), least) for name, least in asked.items()):
            if have[name] < least:
                yield (field, name), f"form '{form.id}' has {have[name]} of '{name}', not {least}"


def _uneven(blueprint: Blueprint, hands: Mapping[str, Hand]) -> Iterator[Problem]:
    """Parallel forms that differ by more than the blueprint allows."""
    for places in blueprint.groups():
        plans = tuple(blueprint.forms[n] for n in places)
        if len(plans) < 2 or any(plan.id not in hands for plan in plans):
            continue
        dealt = tuple(hands[plan.id] for plan in plans)
        items = {item.variant: item for hand in dealt for variants in hand for item in variants}
        deal = Deal(plans, dealt, {name: Traits.of(item) for name, item in items.items()})
        named = ", ".join(plan.id for plan in plans)
        for field, by in deal.excess(blueprint.parity).items():
            allowed = getattr(blueprint.parity, field)
            yield ("parity", field), f"{named} differ by {by:.3g} in {field} (allowed: {allowed:g})"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def form_text(form: Form) -> str:
    """The file of a form: the same form gives the same text."""
    lines = [
        "schema_version: 1",
        f"id: {form.id}",
        f"title: {form.title}",
        f'content_version: "{form.content_version}"',
        f"minutes: {form.minutes}",
        f"pass_score: {form.pass_score:g}",
        f"intro: {form.intro}",
        f"seed: {form.seed}",
        *([f"roles: [{', '.join(form.roles)}]"] if form.roles else []),
        "slots:",
    ]
    for slot in form.slots:
        variants = ", ".join(item.variant for item in slot.variants)
        lines.append(f"  - {{id: {slot.id}, variants: [{variants}]}}")
    return _HEAD + "\n".join(lines) + "\n"


def build_forms(shelf: Shelf) -> list[Path]:
    """Write the forms of a blueprint. Raises FaultsError where one cannot be made."""
    forms, faults = planned_forms(shelf)
    if faults:
        unsound = [fault for item_id in shelf.ids() for fault in shelf.read(item_id)[1]]
        raise FaultsError([*unsound, *faults])
    (shelf.folder / "forms").mkdir(exist_ok=True)
    paths = []
    for form in forms.values():
        path = shelf.folder / "forms" / f"{form.id}.yaml"
        path.write_text(form_text(form), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def stale_plans(shelf: Shelf, forms: Mapping[str, Form]) -> Iterator[Fault]:
    """Files of forms that are not what the blueprint would build today."""
    for form in forms.values():
        path = shelf.folder / "forms" / f"{form.id}.yaml"
        kept = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
        if kept != form_text(form).encode():
            told = "not what blueprint.yaml builds: run `python -m assessments.authoring`"
            yield Fault(shelf.shown(path), None, told)
