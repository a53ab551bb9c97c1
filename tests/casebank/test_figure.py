"""Figures as documents write them: worked examples, read off by eye, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebank.figure import ages, figures, numeral, sums_of_money


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "分两笔转账85万、20万，共计损失105万元",
            {850_000: {"exact"}, 200_000: {"exact"}, 1_050_000: {"exact"}},
        ),
        ("被诈骗2500元", {2_500: {"exact"}}),
        ("近123.45万元", {1_234_500: {"nearly"}}),
        ("损失3万余元", {30_000: {"at_least"}}),
        ("损失3余万元", {30_000: {"at_least"}}),
        ("至少 2亿元", {200_000_000: {"at_least"}}),
        ("三千余万元", {30_000_000: {"at_least"}}),
        ("近两万元", {20_000: {"nearly"}}),
        ("近万元的存款", {10_000: {"nearly"}}),
        ("累计逾百万元", {1_000_000: {"at_least"}}),
        ("受损在百万以上的案件7个", {1_000_000: {"at_least"}, 7: {"exact"}}),
        ("上升38.89%", {38.89: {"exact"}}),
        ("达到80%以上", {80: {"at_least"}}),
        ("不到24小时", {24: {"at_most"}}),
        ("先说1万元，后说1万余元", {10_000: {"exact", "at_least"}}),
        ("没有数字", {}),
    ],
)
def test_figures_read_what_a_document_writes(text: str, expected: dict[float, set[str]]) -> None:
    told = {value: {str(word) for word in words} for value, words in figures(text).items()}
    assert {value: told.get(value) for value in expected} == expected
    assert set(told) - set(expected) <= {2}  # 分两笔 counts the payments


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三千", 3000),
        ("两百零五", 205),
        ("二〇二〇", 2020),
        ("一千二百三十四", 1234),
    ],
)
def test_numerals(words: str, value: int) -> None:
    assert numeral(words) == value


@given(st.integers(1, 9_999_999), st.sampled_from(["", "万", "亿"]), st.sampled_from(["", "余", "多"]))
def test_digits_keep_their_unit_and_direction(number: int, unit: str, more: str) -> None:
    scale = {"": 1, "万": 10_000, "亿": 100_000_000}[unit]
    assert figures(f"损失{number}{more}{unit}元") == {
        number * scale: frozenset({"at_least" if more else "exact"})
    }


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(value >= 0 for value in figures(text))


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("一位69岁的职工，说好24小时内到账，损失7万元", {70_000}),
        ("抓获828名，涉案2.2亿元", {220_000_000}),
        ("转账85万、20万", {850_000, 200_000}),
        ("覆盖3万户、发放2万余份", set()),
        ("2022年4月26日被骗2500元", {2_500}),
    ],
)
def test_only_sums_are_sums(text: str, sums: set[float]) -> None:
    assert set(sums_of_money(text)) == sums


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一位69岁的职工", {69}),
        ("六十九岁、二十岁、８８岁", {69, 20, 88}),
        ("五六岁的孩子", set()),
        ("没有年龄", set()),
    ],
)
def test_ages_in_figures_and_in_words(text: str, told: set[int]) -> None:
    assert ages(text) == told
