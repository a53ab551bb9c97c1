"""What a browser may send, and what of it is stored."""

import json

import pytest

from course.web.payload import BODY_LIMIT, PayloadError, TooLarge, parse_save


def body(answer: object, **more: object) -> bytes:
    return json.dumps({"answer": answer, "done": True, "rev": 0, **more}).encode()


def test_free_text_is_masked_before_anything_is_stored() -> None:
    save = parse_save(body({"kind": "text", "text": "打13800138000找我"}), "t1")
    assert save.answer == {"kind": "text", "text": "打＊＊＊＊＊＊00找我"}


def test_other_answers_are_stored_as_they_came() -> None:
    answer = {"kind": "choice", "chosen": ["a"], "checked": False}
    assert parse_save(body(answer), "q1").answer == answer
    assert parse_save(body({}), "q1").answer == {}


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 5000,
        body({"kind": "smell"}),
        body({"kind": "text", "text": 1}),
        body({}, x=1),
    ],
    ids=["empty", "list", "not utf-8", "deep", "unknown kind", "wrong type", "unknown key"],
)
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(PayloadError):
        parse_save(sent, "q1")


def test_a_large_body_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        parse_save(b" " * (BODY_LIMIT + 1), "q1")


def test_a_transcript_must_be_of_its_item() -> None:
    answer = {
        "kind": "transcript",
        "schema": "shizha.transcript/1",
        "item": "s2",
        "content_version": "2026.11",
    }
    with pytest.raises(PayloadError, match="'s2' sent for 's1'"):
        parse_save(body(answer), "s1")
