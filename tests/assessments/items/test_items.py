"""The item bank: what is damaged is told all at once, each with the file and line where it is mended."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from assessments.items.check import plan_faults, twice_named
from assessments.items.form import form_ids, load_form
from assessments.items.itembank import MOUNTED, load_items, shelves
from assessments.items.plan import planned_forms
from assessments.items.survey import survey_items

REMOVED = object()


def told(folder: Path) -> list[str]:
    """Every fault of a folder of items, its blueprint included; forms that are not built yet are none."""
    bank, faults = survey_items(folder, ())
    found = [str(fault) for fault in (*faults, *plan_faults(folder, bank))]
    return [line for line in found if "run `python -m assessments.authoring`" not in line]


def change(record: Any, place: str, value: Any) -> None:
    """Put a value at a place such as `rubric.credits.0.points`, or take away what stands there."""
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in way:
        record = record[part]
    if value is REMOVED:
        del record[last]
    else:
        record[last] = value


def test_sound_items_have_no_fault_and_make_sound_forms(kit: Any, duo_items: Path) -> None:
    assert told(kit.write()) == []
    assert told(duo_items) == []
    assert form_ids(duo_items) == ["duo-a", "duo-b"]


@pytest.mark.parametrize(
    ("file", "place", "value", "expected"),
    [
        ("keys/east-1", "rubric.credits.0.points", 3, "the best walk reaches 9 points, the item has 10"),
        ("keys/east-1", "rubric.credits.0.when.acts", ["call_110"], "the graph has no act 'call_110'"),
        ("keys/east-1", "rubric.critical.0.cap", 10, "a cap of 10 is no cap"),
        ("keys/east-1", "version", 2, "the key was written for version 2, the item is at version 1"),
        ("keys/east-1", "item", "west-1", "'west-1' must be the file's name"),
        ("keys/east-1", "rubric", REMOVED, "field 'rubric' is missing"),
        ("keys/east-mark-1", "innocent.w1", REMOVED, "must name each phrase once"),
        ("keys/east-match-1", "rows.w1", REMOVED, "'rows' must name each row once"),
        ("keys/east-match-1", "rows.w2.tells", "perhaps", "tells"),
        ("keys/east-ask-1", "weights", {"e": 1}, "names options that are none"),
        ("keys/east-order-1", "order", ["a", "b", "c"], "'order' must name each option once"),
        ("bank/east-1", "scenario.nodes.n2.choices.0.to", "n99", "leads to 'n99', no such node"),
        ("bank/east-1", "scenario.genuine", True, "does not fit a genuine scenario"),
        ("bank/east-1", "kind", "smell", "kind"),
        ("bank/east-1", "version", 0, "greater than or equal to 1"),
        ("bank/east-1", "id", "east-9", "id 'east-9' must be the file's name"),
        ("bank/east-1", "roles", ["office"], "role 'office' is not in roles.yaml"),
        ("bank/east-1", "based_on", "case-999-9", "case 'case-999-9' does not exist"),
        ("bank/east-mark-1", "fraud_type", "中奖", "fraud_type '中奖' is not on the ministry's list"),
        ("bank/east-1", "scenario.pair", "lonely", "needs one genuine and one fraudulent scenario"),
        ("bank/east-order-1", "question.type", "single", "'ordering'"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(
    kit: Any, file: str, place: str, value: object, expected: str
) -> None:
    change(kit.records[tuple(file.split("/"))], place, value)
    found = [line for line in told(kit.write()) if expected in line]
    assert [line for line in found if re.match(rf"{file}\.yaml:\d+: ", line)], told(kit.folder)


def test_the_line_is_that_of_the_mistake(kit: Any) -> None:
    kit.key("east-1")["rubric"]["credits"][1]["when"]["endings"] = ["n3"]
    text = (kit.write() / "keys" / "east-1.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, row in enumerate(text, 1) if "endings:" in row)
    assert f"keys/east-1.yaml:{line}: node 'n3' is no ending (endings: n4, n5, n6)" in told(kit.folder)


def test_all_at_once(kit: Any) -> None:
    """An item without a key, a key without an item, a wrong version, points that do not add up: one run."""
    del kit.records["keys", "east-ask-1"]
    del kit.records["bank", "west-ask-1"]
    kit.key("south-ask-1")["version"] = 4
    kit.key("north-1")["rubric"]["credits"][0]["points"] = 2
    found = "\n".join(told(kit.write()))
    assert (
        "bank/east-ask-1.yaml:1: item 'east-ask-1' has no key (keys/east-ask-1.yaml does not exist)" in found
    )
    assert "keys/west-ask-1.yaml:1: a key without its item: bank/west-ask-1.yaml does not exist" in found
    assert "keys/south-ask-1.yaml:3: the key was written for version 4" in found
    assert "keys/north-1.yaml:" in found
    assert "family 'duo-q1' has 1 sound items, duo-a, duo-b take 4" in found


def test_a_private_folder_is_mounted_beside_ours(duo_items: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "duo-a" not in form_ids()
    monkeypatch.setenv(MOUNTED, str(duo_items))
    assert "duo-a" in form_ids()
    form = load_form("duo-a")
    assert {item.public for item in form.items} == {False}
    assert not form.public
    assert load_form("lesson-01").public
    assert load_items().items["east-1"].public is False


def test_ours_and_a_private_blueprint_draw_from_their_own_items_alone(
    kit: Any, duo_items: Path, tmp_path: Path
) -> None:
    """An organisation's items of a family that we have too disturb neither our forms nor theirs."""
    theirs = kit.folder = tmp_path / "theirs"
    for part, name in list(kit.records):
        record = kit.records.pop((part, name))
        record["id" if part == "bank" else "item"] = f"own-{name}"
        if "scenario" in record:
            record["scenario"]["pair"] = f"own-{record['scenario']['pair']}"
            record["scenario"]["id"] = f"own-{record['scenario']['id']}"
        kit.records[part, f"own-{name}"] = record
    for n, form in enumerate(kit.blueprint["forms"]):
        form["id"] = f"own-{'ab'[n]}"
    kit.write()
    bank, faults = survey_items(duo_items, (theirs,))
    assert faults == ()
    for shelf in shelves(duo_items, (theirs,)):
        forms, faults_ = planned_forms(shelf, bank)
        assert faults_ == []
        for form in forms.values():
            assert {bank.homes[item.variant] for item in form.items} == {shelf}
            assert form.public is shelf.public


def test_a_private_form_may_not_take_the_name_of_one_of_ours(
    duo_items: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "more"
    shutil.copytree(duo_items / "forms", other / "forms")
    monkeypatch.setenv(MOUNTED, str(other))
    found = [str(fault) for fault in twice_named(duo_items)]
    assert found == [
        f"more/forms/duo-{x}.yaml:1: form 'duo-{x}' stands twice, also in {duo_items}" for x in "ab"
    ]


def test_a_private_item_may_not_take_the_name_of_one_of_ours(kit: Any, tmp_path: Path) -> None:
    other = tmp_path / "more"
    (other / "bank").mkdir(parents=True)
    (other / "keys").mkdir()
    kit.write()
    for part in ("bank", "keys"):
        os.link(kit.folder / part / "east-ask-1.yaml", other / part / "east-ask-1.yaml")
    _, faults = survey_items(kit.folder, (other, tmp_path / "nowhere"))
    found = [str(fault) for fault in faults]
    assert [
        line for line in found if line.startswith("more/bank/east-ask-1.yaml:2: id 'east-ask-1' stands twice")
    ]
    assert "nowhere: no such folder: private items are a folder with bank/ and keys/" in found
