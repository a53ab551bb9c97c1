"""Exercises as authors write them: what is shown, what is refused, and in which words."""

from typing import Any

import pytest
from pydantic import ValidationError

from casebank.answer import ANSWER
from casebank.exercise import Line, Marking, Question

SMS = {
    "kind": "sms",
    "title": "手机银行",
    "rows": [["时间", "今天"]],
    "body": "您好。请点开地址办理，逾期不补。",
    "buttons": ["打开"],
}


def marking(*parts: dict[str, Any], exhibit: dict[str, Any] | None = None, **line: Any) -> Marking:
    one = {"exhibit": SMS if exhibit is None else exhibit, "parts": list(parts), **line}
    return Marking.model_validate({"title": "题", "prompt": "点一点", "lines": [one]})


def question(**changes: Any) -> Question:
    options = [{"id": i, "text": i} for i in "abc"]
    return Question.model_validate(
        {"title": "题", "prompt": "问", "type": "ordering", "options": options, **changes}
    )


def test_a_part_that_names_its_field_bears_the_words_that_stand_there() -> None:
    parts = [
        {"id": "w1", "field": "title"},
        {"id": "w2", "field": "body", "text": "请点开地址办理，"},
        {"id": "w3", "field": "row:0"},
        {"id": "w4", "field": "button:0"},
    ]
    view = marking(*parts).view()["lines"][0]
    assert [part["text"] for part in view["parts"]] == ["手机银行", "请点开地址办理，", "今天", "打开"]
    assert (view["from"], view["exhibit"]["kind"]) == (None, "sms")


def test_words_keep_the_view_that_they_had() -> None:
    lines = [{"by": "me", "parts": [{"id": "w1", "text": "好。"}]}]
    view = Marking.model_validate({"title": "题", "prompt": "点", "lines": lines}).view()
    assert view["lines"] == [{"id": "l1", "from": "me", "parts": [{"id": "w1", "text": "好。"}]}]


@pytest.mark.parametrize(
    ("parts", "line", "told"),
    [
        (
            [{"id": "w1", "field": "row:1"}],
            {},
            r"part 'w1': the exhibit has no 'row:1' \(title, body, row:0, button:0\)",
        ),
        ([{"id": "w1", "field": "footer"}], {}, r"lines\.0\.parts\.0\.field"),
        ([{"id": "w1", "text": "您好。"}], {}, "part 'w1': 'field' belongs to parts of an exhibit"),
        (
            [{"id": "w1", "field": "body", "text": "再见"}],
            {},
            "part 'w1' does not stand in 'body' after the parts before it",
        ),
        (
            [
                {"id": "w1", "field": "body", "text": "逾期不补"},
                {"id": "w2", "field": "body", "text": "您好"},
            ],
            {},
            "part 'w2' does not stand in 'body'",
        ),
        ([{"id": "w1", "field": "title"}, {"id": "w1", "field": "body"}], {}, "part 'w1' stands twice"),
        ([{"id": "w1", "field": "title"}], {"by": "peer"}, "nobody is called 'peer'"),
        ([{"id": "w1", "field": "title"}], {"exhibit": {"kind": "sms"}}, "title"),
    ],
)
def test_a_damaged_marking(parts: list[dict[str, Any]], line: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        marking(*parts, **line)


def test_a_line_of_nobody_with_nothing() -> None:
    with pytest.raises(ValidationError, match="a line is somebody's words"):
        Line.model_validate({"parts": [{"id": "w1", "text": "好。"}]})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"options": [{"id": i, "text": i} for i in "ab"]}, "'ordering' needs three options"),
        ({"options": []}, "options belong to 'single', 'multiple' and 'ordering'"),
        ({"type": "text"}, "options belong to"),
        (
            {"type": "text", "options": [], "confidence": True},
            "'confidence' belongs to questions with options",
        ),
        ({"options": [{"id": "a", "text": "x"}] * 3}, "all distinct"),
    ],
)
def test_a_damaged_question(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        question(**changes)


def test_confidence_travels_only_where_it_is_asked_for() -> None:
    assert "confidence" not in question().view()
    assert question(confidence=True).view()["confidence"] is True


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "choice", "chosen": ["a"], "checked": False},
        {"kind": "choice", "chosen": ["a"], "confidence": "low", "checked": True},
        {"kind": "order", "order": ["b", "a"], "checked": False},
        {"kind": "compare", "genuine": "a", "marks": ["w1"], "checked": False},
        {"kind": "stage", "stage": "s2"},
        {"kind": "steps", "steps": ["d", "c"], "ended": True},
    ],
    ids=str,
)
def test_an_answer_comes_back_as_it_was(answer: dict[str, Any]) -> None:
    assert ANSWER.validate_python(answer).model_dump(mode="json") == answer


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "choice", "chosen": ["a"], "confidence": "very"},
        {"kind": "order", "order": ["z"]},
        {"kind": "compare", "genuine": "c"},
        {"kind": "stage"},
        {"kind": "stage", "stage": "n1"},
        {"kind": "steps", "steps": ["a"] * 13},
    ],
    ids=str,
)
def test_what_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ANSWER.validate_python(answer)
