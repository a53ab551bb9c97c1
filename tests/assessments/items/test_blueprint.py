"""The blueprint: forms that it can make, and every reason why it cannot, with the line."""

import copy
import itertools
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assessments.authoring.__main__ import main as authoring
from assessments.items.form import form_ids, load_form
from assessments.items.item import ScenarioItem
from assessments.items.itembank import ITEMS, MOUNTED, Shelf, load_items
from assessments.items.pace import form_minutes
from assessments.items.plan import blueprints, build_forms, planned_forms, read_blueprint, stale_plans
from casebank.errors import FaultsError


def told(kit: Any) -> list[str]:
    return [str(fault) for fault in planned_forms(Shelf(kit.write()))[1]]


def test_it_makes_the_same_files_again(kit: Any) -> None:
    shelf = Shelf(kit.write())
    first = {path.name: path.read_bytes() for path in build_forms(shelf)}
    assert {path.name: path.read_bytes() for path in build_forms(shelf)} == first
    assert sorted(first) == ["duo-a.yaml", "duo-b.yaml"]
    assert [*stale_plans(shelf, planned_forms(shelf)[0])] == []


def test_parallel_forms_share_no_item_and_no_form_holds_both_twins(duo_items: Path) -> None:
    one, other = (load_form(name, duo_items) for name in ("duo-a", "duo-b"))
    asked = [item.variant for form in (one, other) for item in form.items]
    assert len(asked) == len(set(asked)) == len(load_items(duo_items).items)
    for form in (one, other):
        pairs = Counter(item.scenario.pair for item in form.items if isinstance(item, ScenarioItem))
        assert set(pairs.values()) == {1}
        assert form.genuine_share == 0.5
        assert (form.max_score, form.pass_score) == (42.0, 30)  # 70 % of 42 is 29.4


def test_another_seed_deals_other_forms(kit: Any, duo_items: Path) -> None:
    for form in kit.blueprint["forms"]:
        form["seed"] = 8
    build_forms(Shelf(kit.write()))
    asked = {item.variant for item in load_form("duo-a", kit.folder).items}
    assert asked != {item.variant for item in load_form("duo-a", duo_items).items}


def test_a_form_that_was_changed_by_hand_or_not_built_is_told(kit: Any) -> None:
    shelf = Shelf(kit.write())
    build_forms(shelf)
    path = kit.folder / "forms" / "duo-b.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 12", "minutes: 11"), encoding="utf-8")
    (kit.folder / "forms" / "duo-a.yaml").unlink()
    found = [str(fault) for fault in stale_plans(shelf, planned_forms(shelf)[0])]
    assert len(found) == 2
    assert all("run `python -m assessments.authoring`" in line for line in found)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("kinds", {"scenario": 3, "choice": 2}, r"form 'duo-a' has 2 choice, 1 compare, 1 marks, 1 order, 2"),
        ("genuine_share", 0.75, r"form 'duo-a' has a share of 0\.50"),
        ("minutes", 2, r"the longest paper of 'duo-a' takes \d\.\d minutes"),
        ("types", {"虚假贷款": 15}, r"form 'duo-a' has 14 of '虚假贷款', not 15"),
        ("channels", {"phone": 1}, r"form 'duo-a' has 0 of 'phone', not 1"),
        ("pass_share", 1.5, r"pass_share: Input should be less than 1"),
        ("minutes", 16, r"minutes: Input should be less than or equal to 15"),
        ("id", "duo-b", r"form 'duo-b' stands twice"),
    ],
)
def test_what_cannot_be_met_is_told_with_its_line(kit: Any, field: str, value: object, expected: str) -> None:
    kit.blueprint["forms"][0][field] = value
    found = told(kit)
    matching = [line for line in found if re.search(expected, line)]
    assert matching, found
    line = int(re.match(r"blueprint\.yaml:(\d+): ", matching[0])[1])  # type: ignore[index]
    text = (kit.folder / "blueprint.yaml").read_text(encoding="utf-8").splitlines()
    key = field if not isinstance(value, dict) or len(value) > 1 else next(iter(value))
    assert key in text[line - 1]


@pytest.mark.parametrize(
    ("genuine", "one_sided"), [([True, True], 2), ([False, False], 0), ([True, False], None)]
)
def test_the_texts_of_a_slot_are_half_genuine(kit: Any, genuine: list[bool], one_sided: int | None) -> None:
    for n, is_genuine in enumerate(genuine):
        name = f"note-{n + 1}"
        question = {"title": "两句话", "prompt": "写两句话。", "type": "text", "max_chars": 200}
        key = {"criteria": [{"points": 5, "text": "说清楚。"}], "sample": {"full": "好。", "middle": "行。"}}
        kit.add(name, "solo-t1", "text", {"question": question}, key, genuine=is_genuine)
    for part, gone in itertools.product(("bank", "keys"), ("north-mark-1", "south-mark-1")):
        del kit.records[part, gone]
    slots = [{"id": f"{s}1", "family": f"{of}-{s}1", "take": 2} for s, of in (("m", "duo"), ("t", "solo"))]
    alone = {"parallel": None, "kinds": {"marks": 1, "text": 1}, "types": {}, "channels": {}, "slots": slots}
    kit.blueprint["forms"] = [{**kit.blueprint["forms"][0], **alone}]
    expected = [] if one_sided is None else [f"slot 't1': {one_sided} of 2 texts are about genuine business"]
    found = told(kit)
    assert len(found) == len(expected), found
    assert all(text in line for text, line in zip(expected, found, strict=True))


def test_everything_is_told_at_once(kit: Any) -> None:
    first, second = kit.blueprint["forms"]
    first["genuine_share"] = 0.25
    second["types"] = {"刷单返利": 1}
    kit.bank("east-mark-1")["points"] = 3  # an unknown field: the item cannot be read
    alone = {**copy.deepcopy(first), "id": "solo", "parallel": None, "slots": [dict(first["slots"][0])]}
    kit.blueprint["forms"].append(alone)
    found = "\n".join(told(kit))
    assert "family 'duo-m1' has 3 sound items, duo-a, duo-b take 4" in found
    assert "family 'duo-s1' has 4 sound items, solo take 2" in found


def test_parallel_forms_have_the_same_slots(kit: Any) -> None:
    kit.blueprint["forms"][1]["slots"].pop()
    assert "form 'duo-b' is parallel to 'duo-a': their slots must be the same" in told(kit)[0]


def test_forms_that_are_not_alike_are_told(kit: Any) -> None:
    """Bounds that allow nothing, and what cannot be halved: three by telephone, one hard item."""
    kit.blueprint["parity"] |= {"difficulty": 0.001, "minutes": 0.001, "share": 0.0001}
    for pair in ("east", "west", "north"):
        kit.bank(f"{pair}-mark-1")["channel"] = "phone"
    kit.bank("east-mark-1")["difficulty"]["level"] = "hard"
    found = told(kit)
    text = (kit.folder / "blueprint.yaml").read_text(encoding="utf-8").splitlines()
    for measure in ("difficulty", "minutes", "share"):
        line = 1 + next(n for n, row in enumerate(text) if row.strip().startswith(f"{measure}: 0.00"))
        wanted = rf"blueprint\.yaml:{line}: duo-a, duo-b differ by \S+ in {measure} \(allowed: "
        assert any(re.match(wanted, row) for row in found), found
    for form in kit.blueprint["forms"]:
        form["channels"] = {"phone": 2}
    assert any("has 1 of 'phone', not 2" in row for row in told(kit))


def test_a_blueprint_that_cannot_be_met_builds_nothing(kit: Any) -> None:
    kit.blueprint["forms"][0]["minutes"] = 1
    with pytest.raises(FaultsError, match="the longest paper"):
        build_forms(Shelf(kit.write()))
    assert form_ids(kit.folder) == []


def test_minutes_are_those_of_the_longest_paper(duo_items: Path) -> None:
    form = load_form("duo-a", duo_items)
    every = form_minutes(slot.variants for slot in form.slots)
    shortest = form_minutes(slot.variants[:1] for slot in form.slots)
    assert shortest <= every < 15


def test_in_our_own_forms_neighbours_are_asked_different_things() -> None:
    blueprint, _ = read_blueprint(Shelf(ITEMS))
    assert blueprint is not None
    assert [slot.id for form in blueprint.forms for slot in form.slots if slot.take < 2] == []


def test_the_real_forms_are_what_their_blueprint_makes() -> None:
    for shelf in blueprints():
        forms, faults = planned_forms(shelf)
        assert [str(fault) for fault in (*faults, *stale_plans(shelf, forms))] == []


def test_the_command_builds_the_forms_of_a_private_folder_and_tells_what_it_cannot(
    kit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    monkeypatch.setattr(sys, "argv", ["authoring", "--items", str(kit.write())])
    assert authoring() == 0
    assert sorted(path.stem for path in (kit.folder / "forms").iterdir()) == ["duo-a", "duo-b"]
    assert load_form("duo-a").public is False
    kit.blueprint["forms"][1]["minutes"] = 1
    kit.write()
    assert authoring() == 1
    assert re.search(r"^items/blueprint\.yaml:\d+: the longest paper of 'duo-b'", capsys.readouterr().err)


def test_the_command_tells_why_an_item_is_unsound_and_not_only_that_it_is_missing(
    kit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    kit.bank("east-mark-1")["version"] = 2
    monkeypatch.setattr(sys, "argv", ["authoring", "--items", str(kit.write())])
    assert authoring() == 1
    second, first = capsys.readouterr().err.splitlines()
    assert re.match(
        r"items/keys/east-mark-1\.yaml:\d+: the key was written for version 1, the item is", first
    )
    assert re.match(r"items/blueprint\.yaml:\d+: family '[a-z0-9-]+' has \d sound items, duo-a", second)


def test_a_blueprint_without_parallel_forms_needs_no_more_than_its_slots(kit: Any) -> None:
    del kit.blueprint["parity"]
    for form in kit.blueprint["forms"]:
        del form["types"], form["channels"]
    assert told(kit) == []


def test_the_command_says_what_is_stale(
    kit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    monkeypatch.setattr(sys, "argv", ["authoring", "--check", "--items", str(kit.write())])
    assert authoring() == 1
    assert "items/forms/duo-a.yaml: not what blueprint.yaml builds" in capsys.readouterr().err
