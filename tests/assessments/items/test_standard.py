"""What gives an answer away, rewards a habit or repeats what was said elsewhere keeps an item out of a form."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from assessments.items.check import plan_faults
from assessments.items.survey import survey_items


def told(folder: Path, taught: tuple[tuple[str, str], ...] = ()) -> list[str]:
    bank, faults = survey_items(folder, ())
    assert faults == (), "these items are sound, they only fall short"
    return [str(fault) for fault in plan_faults(folder, bank, taught)]


def choices(kit: Any, name: str, node: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = kit.bank(name)["scenario"]["nodes"][node]["choices"]
    return found


def act(kit: Any, name: str, node: str, wanted: str) -> dict[str, Any]:
    return next(choice for choice in choices(kit, name, node) if choice["act"] == wanted)


def verifying_ends_the_matter(kit: Any) -> None:
    act(kit, "east-1", "n2", "verify_known_channel")["to"] = "n4"


def after_the_check_one_can_only_go_on(kit: Any) -> None:
    for choice in choices(kit, "east-1", "n3"):
        choice["act"] = "comply"


def nothing_to_refuse_with(kit: Any) -> None:
    for node in ("n1", "n2", "n3"):
        for name in ("east-1", "east-2"):
            for choice in choices(kit, name, node):
                choice["act"] = "ask" if choice["act"] == "refuse" else choice["act"]


def verifying_earns_too_much(kit: Any) -> None:
    first, second, _ = kit.key("east-1")["rubric"]["credits"]
    first["points"], second["points"] = 6, 3


def verifying_is_an_error(kit: Any) -> None:
    kit.key("east-1")["rubric"]["critical"].append(
        {"cap": 9, "when": {"acts": ["verify_known_channel"]}, "reason": "不该问"}
    )
    _, decided, more = kit.key("east-1")["rubric"]["credits"]
    decided["points"], more["when"]["endings"] = 9, ["n4", "n6"]


def another_check_earns_nothing(kit: Any) -> None:
    act(kit, "east-1", "n2", "verify_known_channel")["act"] = "consult"


def complying_is_not_capped(kit: Any) -> None:
    kit.key("east-1")["rubric"]["critical"] = []
    kit.key("east-1")["rubric"]["credits"][1]["when"]["endings"] = ["n4", "n5", "n6"]


def refusing_the_genuine_one_is_not_capped(kit: Any) -> None:
    kit.key("east-2")["rubric"]["critical"] = []
    kit.key("east-2")["rubric"]["credits"][1]["when"]["endings"] = ["n4", "n5", "n6"]


def a_check_that_leads_astray(kit: Any) -> None:
    """Whoever checks at n2 loses the money, whatever comes after."""
    scenario = kit.bank("east-1")["scenario"]
    scenario["nodes"]["n7"] = {
        "messages": [{"by": "peer", "text": "嗯"}],
        "choices": [
            {"id": "a", "act": "comply", "text": "照办", "to": "n5"},
            {"id": "b", "act": "refuse", "text": "不办", "to": "n5"},
        ],
    }
    act(kit, "east-1", "n2", "verify_known_channel")["to"] = "n7"


def nine_nodes(kit: Any) -> None:
    scenario = kit.bank("east-1")["scenario"]
    for key in ("n7", "n8", "n9"):
        scenario["nodes"][key] = copy.deepcopy(scenario["nodes"]["n4"])
        letter = {"n7": "d", "n8": "e", "n9": "f"}[key]
        choices(kit, "east-1", "n3").append({"id": letter, "act": "wait", "text": "等", "to": key})


def a_name_that_gives_it_away(kit: Any) -> None:
    for part in ("bank", "keys"):
        record = kit.records.pop((part, "east-mark-1"))
        record["id" if part == "bank" else "item"] = "fake-mark-1"
        kit.records[part, "fake-mark-1"] = record


def short_options(kit: Any) -> None:
    kit.bank("east-ask-1")["question"]["options"][0]["text"] = "不"


def no_option_to_refuse(kit: Any) -> None:
    stances = kit.key("east-ask-1")["stances"]
    kit.key("east-ask-1")["stances"] = {o: "other" if s == "refuse" else s for o, s in stances.items()}


def refusing_is_right_in_a_genuine_matter(kit: Any) -> None:
    refused = next(o for o, s in kit.key("east-ask-2")["stances"].items() if s == "refuse")
    kit.key("east-ask-2")["weights"] = {refused: 1}


def shown_in_the_right_order(kit: Any) -> None:
    kit.key("east-order-1")["order"] = list("abcd")


def one_speaker(kit: Any) -> None:
    kit.bank("east-mark-1")["marking"]["lines"][1]["by"] = "one"


def other_points(kit: Any) -> None:
    kit.key("east-match-1")["points"] = 6


def a_brand(kit: Any) -> None:
    kit.bank("east-match-1")["pair"]["rows"][0]["a"] = "他在微信上说"


def a_number_that_works(kit: Any) -> None:
    kit.key("east-match-1")["rows"]["w1"]["why"] = "打 13812345678 问"


def the_same_words_twice(kit: Any) -> None:
    kit.bank("west-ask-1")["question"]["prompt"] = kit.bank("east-ask-1")["question"]["prompt"]


def twins_that_begin_differently(kit: Any) -> None:
    choices(kit, "east-2", "n1")[0]["text"] = "好的"


@pytest.mark.parametrize(
    ("damage", "file", "expected"),
    [
        (verifying_ends_the_matter, "bank/east-1", "verifies and ends"),
        (after_the_check_one_can_only_go_on, "bank/east-1", "one can only go on"),
        (nothing_to_refuse_with, "bank/east-1", "nothing to refuse with"),
        (verifying_earns_too_much, "keys/east-1", "verifying earns 6 of 10"),
        (verifying_is_an_error, "keys/east-1", "verifying never costs anything"),
        (another_check_earns_nothing, "keys/east-1", "'consult' stands in the graph and earns nothing"),
        (complying_is_not_capped, "keys/east-1", "'comply' earns 5 (allowed: 2)"),
        (refusing_the_genuine_one_is_not_capped, "keys/east-2", "'refuse' earns 5 (allowed: 2)"),
        (a_check_that_leads_astray, "bank/east-1", "the best falls from 5 to 1"),
        (nine_nodes, "bank/east-1", "9 nodes (allowed: 4 to 8"),
        (a_name_that_gives_it_away, "bank/fake-mark-1", "gives it away: fake"),
        (short_options, "bank/east-ask-1", "(allowed: 1.6 times)"),
        (no_option_to_refuse, "keys/east-ask-1", "no option has the stance 'refuse'"),
        (refusing_is_right_in_a_genuine_matter, "keys/east-ask-2", "the right option has stance 'refuse'"),
        (shown_in_the_right_order, "bank/east-order-1", "agrees with the right one by +1.00"),
        (one_speaker, "bank/east-mark-1", "one person speaks"),
        (other_points, "keys/east-match-1", "6 points: in a form that is drawn a compare item has 5"),
        (a_brand, "bank/east-match-1", "'微信' is the name of a brand"),
        (a_number_that_works, "keys/east-match-1", "may be a number that works"),
        (the_same_words_twice, "bank/west-ask-1", "also stands in east-ask-1"),
        (twins_that_begin_differently, "bank/east-2", "the first choices differ from the twin's"),
    ],
)
def test_what_falls_short_is_told_with_its_line(kit: Any, damage: Any, file: str, expected: str) -> None:
    damage(kit)
    found = told(kit.write())
    assert [line for line in found if re.match(rf"{file}\.yaml:\d+: ", line) and expected in line], found


def test_what_a_lesson_says_is_no_item(kit: Any) -> None:
    text = kit.bank("east-ask-1")["question"]["prompt"]
    found = told(kit.write(), (("01_lesson.md", f"从前，{text}"),))
    assert [line for line in found if "also stands in 01_lesson.md" in line]


def test_the_right_option_is_spread_and_not_the_longest(kit: Any) -> None:
    for pair in ("east", "west", "north", "south"):
        key, shown = kit.key(f"{pair}-ask-1"), kit.bank(f"{pair}-ask-1")["question"]
        key["weights"] = {"c": 1}
        key["stances"] = {"a": "comply", "b": "refuse", "c": "verify", "d": "other"}
        shown["options"][2]["text"] += "了" * 2
        for n in (0, 1, 3):
            shown["options"][n]["text"] = shown["options"][n]["text"][:12]
    found = "\n".join(told(kit.write()))
    assert "the right option is 4 times c: spread it over a to d" in found
    assert "the right option is the longest in 4 of 4 (allowed: a third)" in found
