"""Conditions on what a scenario remembers: what they open, and what an author gets wrong."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from casebank import Scenario, TranscriptError
from casebank.walk import begin, choices, step, trail, walk_count, walks

AT = datetime(2026, 11, 22, tzinfo=UTC)


def counter(**changes: Any) -> dict[str, Any]:
    """A small counter scene: whoever asks first can name the reason later; the mood falls when pressed."""
    return {
        "schema_version": 1,
        "id": "counter-small",
        "content_version": "2026.11",
        "title": "柜台前",
        "genuine": False,
        "pair": "counter-small",
        "based_on": None,
        "constructed": "全部是教学构造。",
        "mps_type": None,
        "channel": "counter",
        "skin": "chat",
        "role": "柜员",
        "brief": "一位客户来汇款。",
        "promises": ["safe", "loss"],
        "cast": {"customer": {"name": "客户"}},
        "gauges": {
            "proof": {"label": "问到的情况", "high": 2},
            "mood": {"label": "客户的心情", "start": 2, "high": 2, "words": ["恼火", "着急", "平静"]},
        },
        "start": "n1",
        "nodes": {
            "n1": {
                "messages": [{"by": "customer", "text": "汇十万。"}],
                "choices": [
                    {"id": "a", "act": "ask", "text": "汇给谁？", "to": "n2", "effects": {"proof": 1}},
                    {"id": "b", "act": "talk", "text": "快一点填。", "to": "n2", "effects": {"mood": -5}},
                ],
            },
            "n2": {
                "messages": [
                    {"by": "customer", "text": "你管我呢。", "when": {"mood": {"most": 1}}},
                    {"by": "customer", "text": "一个没见过面的朋友。", "when": {"proof": {"least": 1}}},
                ],
                "choices": [
                    {
                        "id": "a",
                        "act": "escalate",
                        "text": "说出疑点，请主管来。",
                        "to": "n3",
                        "when": {"proof": {"least": 1}},
                    },
                    {"id": "b", "act": "comply", "text": "照办。", "to": "n4"},
                    {
                        "id": "c",
                        "act": "ask",
                        "text": "再问一句。",
                        "to": "n4",
                        "branches": [{"when": {"mood": {"least": 1}}, "to": "n3"}],
                    },
                ],
            },
            "n3": {"ending": {"kind": "safe", "title": "保住了", "text": "好。"}},
            "n4": {"ending": {"kind": "loss", "title": "汇走了", "text": "唉。"}},
        },
        **changes,
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    record = counter()
    *way, last = path.split("/")
    place: Any = record
    for part in way:
        place = place[int(part) if part.isdecimal() else part]
    place[int(last) if last.isdecimal() else last] = value
    return record


def test_the_right_question_early_opens_a_better_way_later() -> None:
    scenario = Scenario.model_validate(counter())
    asked, _ = step(scenario, begin(scenario), "a", AT)
    pressed, _ = step(scenario, begin(scenario), "b", AT)
    assert [choice.id for choice in choices(scenario, asked)] == ["a", "b", "c"]
    assert [choice.id for choice in choices(scenario, pressed)] == ["b", "c"]
    with pytest.raises(TranscriptError, match="choice 'a' is not offered at 'n2'"):
        step(scenario, pressed, "a", AT)


def test_a_gauge_never_leaves_its_bounds_and_decides_the_branch() -> None:
    scenario = Scenario.model_validate(counter())
    _, calm = trail(scenario, ["a", "c"])
    _, angry = trail(scenario, ["b", "c"])
    assert (calm.node, dict(calm.values)) == ("n3", {"mood": 2, "proof": 1})
    assert (angry.node, dict(angry.values)) == ("n4", {"mood": 0, "proof": 0})


def test_walks_are_those_on_offer() -> None:
    scenario = Scenario.model_validate(counter())
    walked = ["".join(choice.id for choice in walk) for walk in walks(scenario)]
    assert walked == ["aa", "ab", "ac", "bb", "bc"]
    assert walk_count(scenario) == 5


def test_an_assessed_view_does_not_name_what_moves_unseen() -> None:
    scenario = Scenario.model_validate(counter())
    assessed = str(scenario.view(practice=False))
    assert "proof" not in assessed
    assert "问到的情况" not in assessed
    assert "客户的心情" in assessed  # the trainee sees it


def test_what_a_last_choice_moves_does_not_tell_one_ending_from_another() -> None:
    record = counter()
    record["nodes"]["n2"]["choices"][2]["effects"] = {"mood": -1}
    nodes = Scenario.model_validate(record).view(practice=False)["nodes"]
    asked = {"id": "c", "text": "再问一句。", "to": "end"}  # by two branches it leads into two endings
    assert nodes["n2"]["choices"][2] == asked
    assert nodes["n1"]["choices"][0]["effects"]  # more comes after it: it must move there too


WRONG = [
    ("nodes/n1/choices/0/effects", {"prof": 1}, "no gauge 'prof' (allowed: mood, proof)"),
    ("nodes/n2/choices/0/when", {"proof": {"least": 9}}, "choice 'a' is never on offer"),
    ("nodes/n2/messages/0/when", {"mood": {"least": 9}}, "message 1 is never said"),
    ("nodes/n2/choices/2/branches/0/when", {"mood": {"least": 3}}, "branch 1 of 'c' is never taken"),
    ("nodes/n2/choices/1/when", {"mood": {"least": 2}}, "fewer than two choices with mood 0, proof 0"),
    ("nodes/n2/choices/2/branches/0/when", {}, "a branch needs a condition"),
    ("nodes/n2/choices/2/branches/0/to", "n9", "'c' leads to 'n9', no such node"),
    ("gauges/proof/start", 5, "start 5 must lie in 0 to 2"),
    ("gauges/mood/words", ["好", "坏"], "2 words for the 3 values"),
    ("gauges/idle", {"label": "没有人用"}, "no choice moves gauge 'idle'"),
    ("nodes/n2/messages/0/when", {"mood": {}}, "a condition needs 'least', 'most' or both"),
    ("nodes/n2/messages/0/when", {"mood": {"least": 2, "most": 1}}, "it would never hold"),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_what_an_author_gets_wrong(path: str, value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(changed(path, value))
    assert message in str(caught.value)


def test_a_node_whose_conditions_never_meet_is_found() -> None:
    record = changed(
        "nodes/n2/choices/2/branches/0", {"when": {"mood": {"most": 0}, "proof": {"least": 1}}, "to": "n3"}
    )
    record["nodes"]["n2"]["choices"][0]["to"] = "n4"
    record["promises"] = ["safe", "loss"]
    with pytest.raises(ValidationError, match="no walk reaches node 'n3'"):
        Scenario.model_validate(record)
