"""A spread over the bank by which one answers without judging is told, with the items and what is allowed."""

import copy
from typing import Any

import pytest

from assessments.items import habits
from assessments.items.check import plan_faults
from assessments.items.form import ITEMS
from assessments.items.itembank import load_items
from assessments.items.survey import survey_items

PAIRS = ("east", "west", "north", "south")


def more(kit: Any, suffix: str, times: int) -> list[str]:
    """Copies of four parallel items; the names of all of them."""
    names = [f"{pair}-{suffix}" for pair in PAIRS]
    for n in range(times):
        for name in names[:4]:
            again = f"{name[:-2]}-{n + 2}"
            for part in ("bank", "keys"):
                kit.records[part, again] = copy.deepcopy(kit.records[part, name])
            kit.bank(again)["id"] = kit.key(again)["item"] = again
            names.append(again)
    return names


def lengths(kit: Any, name: str, rank: int) -> None:
    """Options of 10 to 13 signs, the right one at a rank of its own."""
    question, key = kit.bank(name)["question"], kit.key(name)
    right = next(option for option, weight in key["weights"].items() if weight == 1)
    wrong = [size for size in (10, 11, 12, 13) if size != 10 + rank]
    for option in question["options"]:
        size = 10 + rank if option["id"] == right else wrong.pop()
        option["text"] = (option["text"] * 2)[:size]


def expect(kit: Any, what: str, expected: str, names: list[str]) -> None:
    """The line about this habit says so much and names every item; without `expected` there is no line."""
    bank, faults = survey_items(kit.write(), ())
    assert faults == ()
    found = [str(fault) for fault in habits.habit_faults(bank, [bank.items[name] for name in names])]
    if not expected:
        assert found == []
        return
    line = next(line for line in found if what in line)
    assert expected in line
    assert all(name in line for name in names)


@pytest.mark.parametrize(
    ("ranks", "expected"), [((0, 0, 0, 0), "in 12 of 12 (allowed: 4)"), ((0, 1, 2, 3), "")]
)
def test_the_rank_of_the_right_length(kit: Any, ranks: tuple[int, ...], expected: str) -> None:
    for part in ("bank", "keys"):
        for pair in PAIRS:
            del kit.records[part, f"{pair}-ask-2"]  # the copies get these names
    names = more(kit, "ask-1", 2)
    for n, name in enumerate(names):
        lengths(kit, name, ranks[n % 4])
    expect(kit, "the right option's length, from the shortest (of 4) is number 1", expected, names)


@pytest.mark.parametrize(
    ("tells", "expected"),
    [(("w2", "w2", "w2", "w2"), "row 2 tells in 12 of 12 (allowed: 6)"), (("w1", "w3", "w4", "w5"), "")],
)
def test_the_rows_that_tell(kit: Any, tells: tuple[str, ...], expected: str) -> None:
    names = more(kit, "match-1", 2)
    rows = [f"w{n}" for n in range(1, 6)]
    for n, name in enumerate(names):
        other = rows[(rows.index(tells[n % 4]) + 1 + n % 3) % 5] if not expected else rows[2 + n % 3]
        for row in rows:
            kit.key(name)["rows"][row]["tells"] = row in (tells[n % 4], other)
    expect(kit, "row 2 tells", expected, names)


@pytest.mark.parametrize("even", [False, True])
def test_the_speaker_of_the_cues(kit: Any, even: bool) -> None:
    names = more(kit, "mark-1", 2)
    for n, name in enumerate(names):
        if even and n % 2:
            kit.bank(name)["marking"]["lines"].reverse()
    expected = "" if even else "number 2 in 12 of 12 (allowed: 7)"
    expect(kit, "the speaker of the cues (of 2)", expected, names)


@pytest.mark.slow
def test_our_own_bank_is_even_and_the_check_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no place may hold anything, every sort of place is told: the check looks at all four."""
    drawn = [item for item in load_items().items.values() if not item.variant.startswith("lesson-01")]
    assert list(habits.habit_faults(load_items(), drawn)) == []
    monkeypatch.setattr(habits, "SLACK", 0)
    monkeypatch.setattr(habits, "_most", lambda total, places: 0)
    lines = [str(fault) for fault in plan_faults(ITEMS, load_items())]
    for what in ("right option's length", "row 1 tells", "best last choice (of 3)", "speaker of the cues"):
        assert any(what in line for line in lines)
