"""What is hidden in free text, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebank.answer import ANSWER, TextAnswer
from casebank.masking import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的手机13800138000，打给我", "我的手机＊＊＊＊＊＊00，打给我"),
        ("+86 138-0013-8000", "＊＊＊＊＊＊00"),
        ("身份证11010519491231002X。", "身份证＊＊＊＊＊＊2X。"),
        ("卡号 6222 0212 3456 7890 123", "卡号 ＊＊＊＊＊＊23"),
        ("拨96110或110，报警回执20261122", "拨96110或110，报警回执20261122"),
        ("转了85000元，又转20万", "转了85000元，又转20万"),
        ("2026-11-22 14:50", "2026-11-22 14:50"),
        ("座机 021-62345678", "座机 021-62345678"),
    ],
)
def test_worked_examples(text: str, expected: str) -> None:
    assert mask(text) == expected


@given(st.text(alphabet="0123456789 -Xx元的卡", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_no_free_text_answer_keeps_a_number() -> None:
    answer = ANSWER.validate_json('{"kind": "text", "text": "打13800138000找我"}')
    assert isinstance(answer, TextAnswer)
    assert answer.text == "打＊＊＊＊＊＊00找我"
