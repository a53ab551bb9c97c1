"""The money timeline from Python's side."""

from typing import Any

import pytest

from widgets import MoneyTimeline

SPEC: dict[str, Any] = {
    "title": "过账",
    "prompt": "在哪一步能停下来？",
    "stages": [{"id": "s1", "name": "加好友", "text": "一个新号来加他。", "paid": None}],
}


def test_a_stage_arrives_as_an_answer() -> None:
    money = MoneyTimeline(item="01-p1", spec=SPEC)
    money.set_state({"answer": {"kind": "stage", "stage": "s1"}, "done": True})
    assert (money.answer["stage"], money.done) == ("s1", True)


@pytest.mark.parametrize("hint", [{"stop": "停手"}, {"late": True}, {"safe": {"text": "都在"}}])
def test_what_would_have_stopped_it_never_reaches_an_assessed_trainee(hint: dict[str, Any]) -> None:
    spec = {**SPEC, "stages": [{**SPEC["stages"][0], **hint}]}
    with pytest.raises(ValueError, match=r"stages\[0\]\."):
        MoneyTimeline(item="m1", spec=spec, mode="assessed")
