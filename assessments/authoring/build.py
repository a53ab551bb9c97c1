"""Builds source/<form>/ of the nbgrader course: the same form gives the same bytes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from assessments.authoring.cells import Cell, code, graded, task, words
from assessments.items.form import Form, fixed_form_ids, load_form
from assessments.items.item import Item, TextItem

SOURCE = Path(__file__).parent.parent / "source"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def build_form(form_id: str, out: Path) -> Path:
    """Write `<out>/<form>/<form>.ipynb` and form.json; return the folder."""
    form = load_form(form_id)
    folder = out / form_id
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{form_id}.ipynb", _notebook(form))
    _write(folder / "form.json", form.view())
    return folder


def build_all(out: Path) -> None:
    """Build every form of which everybody gets the same paper."""
    for form_id in fixed_form_ids():
        build_form(form_id, out)


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
    for number, item in enumerate(form.items, 1):
        cells += _item_cells(form, number, item)
    return cells


def _item_cells(form: Form, number: int, item: Item) -> list[Cell]:
    name = f"{form.id}-{item.id}"
    title = f"## 第 {number} 题 · {item.title}（{item.points:g} 分）"
    heading = words(f"{item.id}-head", f"{name}-head", title)
    show = code(f"{item.id}-show", f"{name}-show", f'paper.show("{item.id}")')
    return [heading, show, _marked(name, item)]


def _marked(name: str, item: Item) -> Cell:
    if isinstance(item, TextItem):
        remark = "这一题由老师阅卷，评分后会告诉你得分和理由。"
        scheme = "\n".join(f"- {criterion.text}（{criterion.points:g} 分）" for criterion in item.marking)
        return task(f"{item.id}-mark", name, remark, scheme, item.points)
    source = f'from assessments.grading import score_item\n\nscore_item("{item.id}")'
    return graded(f"{item.id}-mark", name, source, item.points)
