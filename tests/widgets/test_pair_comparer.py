"""The pair comparer from Python's side."""

from typing import Any

import pytest

from widgets import PairComparer

SPEC: dict[str, Any] = {
    "title": "两位客户",
    "prompt": "哪一位是正事？",
    "rows": [{"id": "w1", "what": "谁让他来的", "a": "电话里的人", "b": "自己"}],
}
FEEDBACK = {"genuine": "b", "rows": {"w1": {"tells": True, "why": "别人在电话里定的。"}}}


def test_a_side_and_its_rows_arrive_as_an_answer() -> None:
    comparer = PairComparer(item="01-p1", spec={**SPEC, "feedback": FEEDBACK})
    answer = {"kind": "compare", "genuine": "b", "marks": ["w1"], "checked": True}
    comparer.set_state({"answer": answer, "done": True})
    assert (comparer.answer, comparer.done) == (answer, True)


def test_the_genuine_side_never_reaches_an_assessed_trainee() -> None:
    assert PairComparer(item="p1", spec=SPEC, mode="assessed").spec == SPEC
    with pytest.raises(ValueError, match="feedback"):
        PairComparer(item="p1", spec={**SPEC, "feedback": FEEDBACK}, mode="assessed")
    with pytest.raises(ValueError, match=r"rows\[0\]\.tells"):
        PairComparer(item="p1", spec={"rows": [{"id": "w1", "tells": True}]}, mode="assessed")
