"""The question card from Python's side."""

from typing import Any

import pytest

from widgets import QuestionCard


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", {"kind": "choice", "chosen": ["a"], "checked": False}),
        ("multiple", {"kind": "choice", "chosen": ["a", "b"], "checked": False}),
        ("text", {"kind": "text", "text": "先别转账，我们一起打个电话。"}),
    ],
)
def test_each_type_brings_its_answer(kind: str, answer: dict[str, Any]) -> None:
    spec = {
        "title": "题",
        "prompt": "问",
        "type": kind,
        "options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}],
    }
    card = QuestionCard(item="q1", spec=spec, mode="assessed")
    card.set_state({"answer": answer, "done": True})
    assert card.answer == answer
    assert card.done
