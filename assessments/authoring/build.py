"""Builds source/<form>/ of the nbgrader course: the same form gives the same bytes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from assessments.authoring.cells import Cell, code, graded, task, words
from assessments.items.check import version_faults
from assessments.items.deck import deck_of
from assessments.items.editions import changed, read_record, record_of, write_record
from assessments.items.form import ITEMS, Form, Slot, form_ids, load_form
from assessments.items.item import TextItem
from assessments.items.itembank import Shelf, load_items
from casebank.errors import Fault, FaultsError

SOURCE = Path(__file__).parent.parent / "source"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def build_form(form_id: str, out: Path, folder: Path = ITEMS) -> Path:
    """Write `<out>/<form>/<form>.ipynb` and form.json; return the folder. `folder` holds the items."""
    form = load_form(form_id, folder)
    target = out / form_id
    target.mkdir(parents=True, exist_ok=True)
    _write(target / f"{form_id}.ipynb", _notebook(form))
    _write(target / "form.json", form_view(form))
    return target


def form_view(form: Form) -> dict[str, Any]:
    """form.json: the one paper of a fixed form of the public bank, else every variant by slot. No key."""
    return form.view() if form.is_fixed and form.public else deck_of(form).view()


def build_all(out: Path) -> None:
    """Build every form of our own bank."""
    for form_id in shelf_forms(Shelf(ITEMS)):
        build_form(form_id, out)


def shelf_forms(shelf: Shelf) -> list[str]:
    """The forms that lie on one shelf, sorted."""
    return [form_id for form_id in form_ids() if (shelf.folder / "forms" / f"{form_id}.yaml").is_file()]


def record_editions(shelf: Shelf, *, afresh: bool = False) -> None:
    """Record what the items of a folder say. Raises FaultsError where one changed and its version did not.

    `afresh` forgets what was recorded before.
    """
    bank = load_items(shelf.folder, ())
    forms = [load_form(form_id) for form_id in shelf_forms(shelf)]
    earlier, faults = (None, []) if afresh else read_record(shelf)
    if earlier is not None:
        faults += changed(shelf, bank, forms, earlier)
    if faults:
        raise FaultsError(faults)
    write_record(shelf, record_of(bank, forms, earlier))


def recorded_faults() -> list[Fault]:
    """Items that say something else than was recorded, and records that are behind."""
    return [*version_faults(ITEMS, load_items(), map(load_form, form_ids()))]


def stale_forms(source: Path = SOURCE) -> list[str]:
    """The committed forms that are not what their items would build today, and those without items."""
    with tempfile.TemporaryDirectory() as scratch:
        build_all(Path(scratch))
        built, kept = _contents(Path(scratch)), _contents(source)
    return sorted(form for form in {*built, *kept} if built.get(form) != kept.get(form))


def _contents(folder: Path) -> dict[str, dict[str, bytes]]:
    forms = (path for path in folder.glob("*") if path.is_dir())
    return {form.name: {path.name: path.read_bytes() for path in form.iterdir()} for form in forms}


def _write(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _notebook(form: Form) -> dict[str, Any]:
    return {
        "cells": _cells(form),
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(form: Form) -> list[Cell]:
    """grade_ids begin with the form's id, so that they are unique over the course, and never change."""
    intro = f"# {form.title}\n\n{form.intro}\n\n作答会自动保存在这个文件夹里。"
    cells = [
        words("title", f"{form.id}-title", intro),
        code("paper", f"{form.id}-paper", "from course.paper import Paper\n\npaper = Paper.here()"),
    ]
    for number, slot in enumerate(form.slots, 1):
        cells += _slot_cells(form, number, slot)
    return cells


def _slot_cells(form: Form, number: int, slot: Slot) -> list[Cell]:
    """One graded cell a slot, whichever variant a learner gets; of a slot with several the title is in it."""
    name, points = f"{form.id}-{slot.id}", f"（{slot.points:g} 分）"
    held = form.may_hold(slot.id)
    only = held[0] if len(held) == 1 else None
    title = f"## 第 {number} 题{f' · {only.title}' if only else ''}{points}"
    heading = words(f"{slot.id}-head", f"{name}-head", title)
    show = code(f"{slot.id}-show", f"{name}-show", f'paper.show("{slot.id}")')
    return [heading, show, _marked(name, slot)]


def _marked(name: str, slot: Slot) -> Cell:
    if not slot.automatic:
        remark = "这一题由老师阅卷，评分后会告诉你得分和理由。"
        return task(f"{slot.id}-mark", name, remark, _scheme(slot), slot.points)
    source = f'from assessments.grading import score_item\n\nscore_item("{slot.id}")'
    return graded(f"{slot.id}-mark", name, source, slot.points)


def _scheme(slot: Slot) -> str:
    """What the marker marks by; where a slot holds several questions, each under its title."""
    schemes = []
    for item in slot.variants:
        if isinstance(item, TextItem):
            lines = "\n".join(f"- {one.text}（{one.points:g} 分）" for one in item.marking)
            head = f"题目是《{item.title}》的：\n\n" if len(slot.variants) > 1 else ""
            schemes.append(head + lines)
    return "\n\n".join(schemes)
