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
        ("座机 021-62345678", "座机 ＊＊＊＊＊＊78"),
        ("打(010)6234 5678", "打(＊＊＊＊＊＊78"),
        ("１３８００１３８０００", "＊＊＊＊＊＊00"),
        ("微信wx13800138000abc", "微信wx＊＊＊＊＊＊00abc"),
        ("138.0013.8000", "＊＊＊＊＊＊00"),
        ("138 – 0013 – 8000", "＊＊＊＊＊＊00"),
        ("138\u200b0013\u30008000", "＊＊＊＊＊＊00"),
        ("008613800138000", "＊＊＊＊＊＊00"),
        ("13800138000 13900139012", "＊＊＊＊＊＊00 ＊＊＊＊＊＊12"),
        ("110 13800138000", "110 ＊＊＊＊＊＊00"),
        ("6222021234567890123 13800138000", "＊＊＊＊＊＊23 ＊＊＊＊＊＊00"),
        ("6222021234567890123456789012", "＊＊＊＊＊＊12"),
        ("11010519491231002x号", "＊＊＊＊＊＊2X号"),
        ("手机一三八零零一三八零零零", "手机＊＊＊＊＊＊"),
        ("一二三四五六七八九", "一二三四五六七八九"),
        ("400-820-8888", "400-820-8888"),
        ("12345678", "12345678"),
        ("2026年11月22日14:50转了1,050,000.00元", "2026年11月22日14:50转了1,050,000.00元"),
    ],
)
def test_worked_examples(text: str, expected: str) -> None:
    assert mask(text) == expected


@given(st.text(alphabet="0123456789 -.Xx（元的卡＊一１", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(
    st.sampled_from(["13800138000", "11010519491231002X", "6222021234567890", "02162345678"]),
    st.text(alphabet="打我的a，：;X/", max_size=8),
    st.text(alphabet="打我的b，：;/", max_size=8),
)
def test_no_number_survives_what_stands_around_it(number: str, before: str, after: str) -> None:
    assert mask(before + number + after) == f"{before}＊＊＊＊＊＊{number[-2:]}{after}"


def test_no_free_text_answer_keeps_a_number() -> None:
    answer = ANSWER.validate_json('{"kind": "text", "text": "打13800138000找我"}')
    assert isinstance(answer, TextAnswer)
    assert answer.text == "打＊＊＊＊＊＊00找我"
