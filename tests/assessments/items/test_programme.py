"""The list of forms: in the order of the blueprint, each as its own file tells of it."""

import shutil
from pathlib import Path

import pytest

from assessments.items.check import role_faults
from assessments.items.form import ITEMS, form_ids, load_form
from assessments.items.itembank import MOUNTED
from assessments.items.programme import programme


def test_it_lists_every_form_as_it_is() -> None:
    listed = programme()
    assert sorted(form.id for form in listed) == form_ids()
    for form in listed:
        loaded = load_form(form.id)
        told = (form.title, form.intro, form.minutes, form.roles)
        assert told == (loaded.title, loaded.intro, loaded.minutes, loaded.roles)


def test_the_order_is_that_of_the_blueprint_and_parallels_come_later() -> None:
    listed = programme()
    assert [form.id for form in listed][:3] == ["entry-a", "end-b", "delayed-c"]
    assert listed[-1].id == "lesson-01"
    assert [form.id for form in listed if form.later] == ["end-b", "delayed-c"]
    assert {form.id for form in listed if form.roles} == {"counter", "finance", "office"}


def test_private_forms_follow_and_hide_none_of_ours(
    private_items: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = ITEMS / "forms" / "lesson-01.yaml"
    shutil.copyfile(double, private_items / "forms" / "lesson-01.yaml")
    monkeypatch.setenv(MOUNTED, str(private_items))
    listed = programme()
    assert [form.id for form in listed][-2:] == ["lesson-01", "own-test"]
    assert len(listed) == len({form.id for form in listed})


def test_a_form_that_cannot_be_read_is_left_out_and_its_neighbours_stay(
    duo_items: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(duo_items, tmp_path / "items"))
    assert [(form.id, form.turn) for form in programme(folder)] == [("duo-a", 1), ("duo-b", 2)]
    (folder / "forms" / "duo-a.yaml").write_text("id: duo-a\n", encoding="utf-8")
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    assert [form.id for form in programme(other)] == ["duo-b"]


def test_a_role_that_is_none_is_told_with_its_line(private_items: Path, tmp_path: Path) -> None:
    path = private_items / "forms" / "own-test.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "roles:\n  - teller\n  - wizard\n", encoding="utf-8")
    (fault,) = role_faults(private_items, {"teller", "lobby"})
    line = path.read_text(encoding="utf-8").splitlines().index("  - wizard") + 1
    told = f"forms/own-test.yaml:{line}: role 'wizard' is not in roles.yaml (allowed: lobby, teller)"
    assert str(fault) == told
    assert [*role_faults(ITEMS, {"teller", "lobby", "finance", "office-staff", "unit-head"})] == []
