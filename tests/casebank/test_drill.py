"""The drill: what an author may write, and what an assessed trainee gets of it."""

from typing import Any

import pytest
from pydantic import ValidationError

from casebank.drill import Drill


def action(key: str, place: int | None = None, **changes: Any) -> dict[str, Any]:
    base = {"id": key, "text": f"做{key}", "minutes": 5, "then": "做了。", "place": place, "why": "因为。"}
    return {**base, **changes}


def drill(*actions: dict[str, Any], **changes: Any) -> Drill:
    base = {
        "schema_version": 1,
        "id": "first",
        "title": "三十分钟",
        "constructed": "都是教学构造。",
        "brief": "钱转出去了。",
        "span": 30,
        "actions": list(actions) or [action("a"), action("b", 2), action("c", 1), action("d")],
        "rules": ["emergency-stop-payment"],
        "closing": "先打110。",
    }
    return Drill.model_validate({**base, **changes})


def test_what_is_recommended_and_why_goes_along_in_practice_only() -> None:
    shown = drill().view(practice=True)
    assert shown["feedback"]["actions"]["c"] == {"place": 1, "why": "因为。"}
    assessed = drill().view(practice=False)
    assert "feedback" not in assessed
    assert set(assessed["actions"][0]) == {"id", "text", "minutes", "then", "instead"}


@pytest.mark.parametrize(
    ("actions", "changes", "told"),
    [
        ([action("a"), action("a", 1), action("b", 2), action("c")], {}, "action 'a' stands twice"),
        (
            [action("a", 2, instead=[{"after": "k", "text": "x"}]), action("b", 1), action("c"), action("d")],
            {},
            r"action 'a': no other action 'k' \(b, c, d\)",
        ),
        (
            [action("a", 2, instead=[{"after": "a", "text": "x"}]), action("b", 1), action("c"), action("d")],
            {},
            "no other action 'a'",
        ),
        (
            [action("a", 1), action("b", 3), action("c"), action("d")],
            {},
            r"places \[1, 3\]: 1, 2, … each once",
        ),
        ([action("a", 1), action("b"), action("c"), action("d")], {}, "two at least"),
        ([action("a", 1), action("b", 2), action("c"), action("d")], {}, "that gives it away"),
        (
            [action("a", 2), action("b", 1), action("c", 4), action("d", 3)],
            {},
            "at least one must be better left",
        ),
        ([], {"span": 9}, "what is recommended takes 10 minutes, the story lasts 9"),
        ([], {"rules": []}, "rules"),
        ([action("a", 2, minutes=0), action("b", 1), action("c"), action("d")], {}, "minutes"),
        ([action("a"), action("b")], {}, "actions"),
    ],
)
def test_a_damaged_drill(actions: list[dict[str, Any]], changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        drill(*actions, **changes)
