"""What breaks into a scenario, what is noted beside it, and the money in it: worked by hand."""

from typing import Any

import pytest
from pydantic import ValidationError

from casebank import Scenario
from casebank.walk import begin, choices, trail, walk_count, walks


def desk(**changes: Any) -> dict[str, Any]:
    """Two questions at a desk; after the second minute the customer's telephone rings, once."""
    return {
        "schema_version": 1,
        "id": "desk-small",
        "content_version": "2026.11",
        "title": "柜台前",
        "genuine": False,
        "pair": "desk-small",
        "based_on": None,
        "constructed": "全部是教学构造。",
        "mps_type": None,
        "channel": "counter",
        "skin": "counter",
        "role": "柜员",
        "brief": "一位客户来汇款。",
        "stake_cny": 1000,
        "promises": ["safe", "partial_loss"],
        "cast": {"customer": {"name": "客户"}},
        "gauges": {
            "clock": {"label": "时间", "high": 3, "words": ["9:00", "9:01", "9:02", "9:03"]},
            "calm": {"label": "平静", "start": 2, "high": 2},
        },
        "notes": [{"text": "电话一直没挂。", "when": {"i1": {"least": 1}}}],
        "interruptions": {
            "i1": {
                "via": "phone",
                "when": {"clock": {"least": 2}},
                "messages": [
                    {"by": "customer", "text": "我接个电话。"},
                    {"by": "customer", "text": "他又在催。", "when": {"calm": {"most": 0}}},
                ],
                "effects": {"calm": -1},
            }
        },
        "start": "n1",
        "nodes": {
            "n1": {
                "messages": [{"by": "customer", "text": "汇一千。"}],
                "choices": [
                    {"id": "a", "act": "ask", "text": "汇给谁？", "to": "n2", "effects": {"clock": 1}},
                    {"id": "b", "act": "talk", "text": "请坐。", "to": "n2", "effects": {"clock": 2}},
                ],
            },
            "n2": {
                "choices": [
                    {"id": "a", "act": "ask", "text": "为什么？", "to": "n3", "effects": {"clock": 1}},
                    {
                        "id": "b",
                        "act": "talk",
                        "text": "快一点。",
                        "to": "n3",
                        "effects": {"clock": 1, "calm": -1},
                    },
                ],
            },
            "n3": {
                "choices": [
                    {"id": "a", "act": "escalate", "text": "请主管来。", "to": "n4"},
                    {"id": "b", "act": "comply", "text": "照办。", "to": "n5"},
                    {
                        "id": "c",
                        "act": "ask",
                        "text": "谁的电话？",
                        "to": "n4",
                        "when": {"i1": {"least": 1}, "calm": {"least": 1}},
                    },
                ],
            },
            "n4": {"ending": {"kind": "safe", "title": "保住了", "text": "好。"}},
            "n5": {"ending": {"kind": "partial_loss", "title": "汇走了", "text": "唉。", "lost_cny": 400}},
        },
        **changes,
    }


def states(chosen: str) -> list[tuple[str, dict[str, int]]]:
    made, last = trail(Scenario.model_validate(desk()), chosen)
    return [(state.node, dict(state.values)) for state in (*(state for state, _ in made), last)]


def test_it_comes_on_arrival_as_soon_as_its_conditions_hold_and_only_once() -> None:
    assert states("aaa") == [
        ("n1", {"calm": 2, "clock": 0, "i1": 0}),
        ("n2", {"calm": 2, "clock": 1, "i1": 0}),
        ("n3", {"calm": 1, "clock": 2, "i1": 1}),
        ("n4", {"calm": 1, "clock": 2, "i1": 1}),
    ]
    assert states("baa")[1:3] == [
        ("n2", {"calm": 1, "clock": 2, "i1": 1}),
        ("n3", {"calm": 1, "clock": 3, "i1": 1}),  # it moved the gauge once, not again
    ]


def test_it_opens_a_choice_and_closes_it_with_the_gauge_it_moved() -> None:
    scenario = Scenario.model_validate(desk())
    _, calm = trail(scenario, "aa")
    _, upset = trail(scenario, "bb")
    assert [choice.id for choice in choices(scenario, calm)] == ["a", "b", "c"]
    assert [choice.id for choice in choices(scenario, upset)] == ["a", "b"]


def test_it_comes_only_where_it_may() -> None:
    record = desk()
    record["interruptions"]["i1"]["at"] = ["n3"]
    scenario = Scenario.model_validate(record)
    made, last = trail(scenario, "ba")
    assert dict(made[1][0].values)["i1"] == 0  # at n2 the clock says 9:02, but it may come at n3 only
    assert dict(last.values)["i1"] == 1


def test_nothing_breaks_in_at_the_start_or_at_an_ending() -> None:
    record = desk()
    record["gauges"]["clock"]["start"] = 2
    record["interruptions"]["i1"]["messages"].pop()
    assert dict(begin(Scenario.model_validate(record)).values)["i1"] == 0
    record = desk()
    record["interruptions"]["i1"]["when"] = {"clock": {"least": 3}}
    record["nodes"]["n3"]["choices"][0]["effects"] = {"clock": 1}
    scenario = Scenario.model_validate(record)
    _, served = trail(scenario, "aaa")
    assert (served.node, dict(served.values)["clock"], dict(served.values)["i1"]) == ("n4", 3, 0)


def test_one_that_never_comes_is_a_fault() -> None:
    record = desk()
    record["interruptions"]["i1"]["when"] = {"clock": {"least": 9}}
    with pytest.raises(ValidationError, match="interruption 'i1' never comes"):
        Scenario.model_validate(record)


def test_walks_count_what_an_interruption_opens() -> None:
    scenario = Scenario.model_validate(desk())
    walked = ["".join(choice.id for choice in walk) for walk in walks(scenario)]
    assert walked == ["aaa", "aab", "aac", "aba", "abb", "baa", "bab", "bac", "bba", "bbb"]
    assert walk_count(scenario) == 10


def test_the_browser_gets_the_interruption_and_in_practice_the_money() -> None:
    scenario = Scenario.model_validate(desk())
    practice = scenario.view(practice=True)
    assert practice["stake"] == 1000
    assert practice["nodes"]["n5"]["ending"]["lost"] == 400
    assert practice["gauges"]["i1"] == {"start": 0, "low": 0, "high": 1}
    assert practice["nodes"]["n3"]["choices"][0]["safety"] == "报告主管"
    assessed = scenario.view(practice=False)
    assert assessed["interruptions"][0]["effects"] == {"g1": -1}
    assert assessed["notes"] == [{"text": "电话一直没挂。", "when": {"i1": [1, None]}}]
    assert not {"stake", "feedback"} & set(assessed)
    assert "safety" not in str(assessed)
    assert "lost" not in str(assessed)


WRONG: list[tuple[str, Any, str]] = [
    ("interruptions/i1/at", ["n9"], "no node 'n9' with choices"),
    ("interruptions/i1/at", ["n4"], "no node 'n4' with choices"),
    ("interruptions/i1/when", {"mood": {"least": 1}}, "no gauge 'mood' (allowed: calm, clock, i1)"),
    ("interruptions/i1/effects", {"hurry": 1}, "no gauge 'hurry'"),
    ("interruptions/i1/messages/0/by", "stranger", "nobody is called 'stranger'"),
    ("interruptions/i1/messages/1/when", {"calm": {"least": 2}}, "'i1': message 2 is never said"),
    ("notes/0/when", {"clock": {"least": 9}}, "note 1 never appears"),
    ("notes/0/when", {"i2": {"least": 1}}, "no gauge 'i2'"),
    ("nodes/n4/ending/lost_cny", 5, "5 yuan lost in an ending of the kind 'safe'"),
    ("nodes/n5/ending/lost_cny", 0, "'partial_loss' loses 0 yuan (allowed: 1 to 1000)"),
    ("nodes/n5/ending/lost_cny", 1001, "'partial_loss' loses 1001 yuan (allowed: 1 to 1000)"),
    ("stake_cny", None, "400 yuan lost, but there is no 'stake_cny'"),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG, ids=[f"{p}: {m}" for p, _, m in WRONG])
def test_what_an_author_gets_wrong(path: str, value: Any, message: str) -> None:
    record = desk()
    *way, last = path.split("/")
    place: Any = record
    for part in way:
        place = place[int(part) if part.isdecimal() else part]
    place[last] = value
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(record)
    assert message in str(caught.value)
