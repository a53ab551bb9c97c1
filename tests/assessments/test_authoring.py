"""The built notebooks: deterministic, sound, and nothing to read but Chinese."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from assessments.authoring import SOURCE, build_form, stale_forms
from assessments.authoring.build import shelf_forms
from assessments.items.form import ITEMS, load_form
from assessments.items.item import TextItem
from assessments.items.itembank import Shelf

FORMS = shelf_forms(Shelf(ITEMS))


def cells(form: str) -> list[Any]:
    notebook = nbformat.read(SOURCE / form / f"{form}.ipynb", as_version=4)
    nbformat.validate(notebook)
    return list(notebook.cells)


def test_the_committed_forms_are_what_their_items_build() -> None:
    assert stale_forms() == []


def test_a_changed_a_missing_and_an_extra_form_are_told(tmp_path: Path) -> None:
    for form in FORMS:
        build_form(form, tmp_path)
    assert stale_forms(tmp_path) == []
    (tmp_path / "lesson-99").mkdir()
    (tmp_path / "lesson-99" / "form.json").write_text("{}", encoding="utf-8")
    (tmp_path / FORMS[0] / "form.json").write_text("{}", encoding="utf-8")
    assert stale_forms(tmp_path) == [FORMS[0], "lesson-99"]


@pytest.mark.parametrize("form", FORMS)
def test_each_cell_is_locked_named_and_without_output(form: str) -> None:
    for cell in cells(form):
        assert cell.metadata.nbgrader.locked
        assert cell.metadata.nbgrader.grade_id.startswith(f"{form}-")
        assert not cell.metadata.nbgrader.solution
        if cell.cell_type == "code":
            assert cell.metadata.jupyter.source_hidden
            assert cell.outputs == []
            assert cell.execution_count is None


def test_grade_ids_and_cell_ids_are_unique() -> None:
    grade_ids = [cell.metadata.nbgrader.grade_id for form in FORMS for cell in cells(form)]
    assert len(grade_ids) == len(set(grade_ids))
    for form in FORMS:
        ids = [cell.id for cell in cells(form)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("form", FORMS)
def test_each_item_is_marked_once_by_the_program_or_by_a_person(form: str) -> None:
    marked = {
        cell.metadata.nbgrader.grade_id: (cell.metadata.nbgrader.grade, cell.metadata.nbgrader.points)
        for cell in cells(form)
        if cell.metadata.nbgrader.grade or cell.metadata.nbgrader.task
    }
    assert marked == {f"{form}-{slot.id}": (slot.automatic, slot.points) for slot in load_form(form).slots}


@pytest.mark.parametrize("form", FORMS)
def test_the_marker_gets_the_scheme_of_whichever_question_was_drawn(form: str) -> None:
    schemes = "".join(cell.source for cell in cells(form) if cell.metadata.nbgrader.task)
    for item in load_form(form).items:
        if isinstance(item, TextItem):
            assert all(f"- {line.text}（{line.points:g} 分）" in schemes for line in item.marking)
            assert len(load_form(form).slots) < len(load_form(form).items) or "题目是" not in schemes
    drawn = [slot for slot in load_form(form).slots if not slot.automatic and len(slot.variants) > 1]
    assert all(f"题目是《{item.title}》的：" in schemes for slot in drawn for item in slot.variants)


def test_the_grade_ids_of_the_first_form_never_change() -> None:
    """They name rows in the gradebooks of those who use it."""
    names = {cell.metadata.nbgrader.grade_id for cell in cells("lesson-01")}
    assert {f"lesson-01-{item}" for item in ("s1", "s2", "m1", "q1", "q2", "q3", "t1")} <= names
    assert "lesson-01-paper" in names
