"""Reading the figures that a passage tells: digits or Chinese numerals, with their unit and direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebank.vocab import Precision

_DIGITS = {ch: value for value, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_COMPOSED = re.compile(
    r"(?P<high>\d+|[一二两三四五六七八九十百千]+)万(?P<low>[一二两三四五六七八九\d]千[零一二三四五六七八九十百]*)"
)
_FIGURE = re.compile(
    r"(?:(?:(?P<before>不少于|超过|大于|不到|不超过|逾|近|约)[占了达]?|(?P<least>至少)(?:[^\W\d]{2}(?=[\d一]))?)\s*)?"
    r"(?:(?P<number>\d+(?:\.\d+)?)|(?P<vague>[几数])?(?P<words>[零〇一二两三四五六七八九十百千]+)|(?=[万亿]))\s*"
    r"(?P<more>余|多)?\s*(?P<unit>万亿|[万亿])?(?P<tail>余|多)?"
    r"(?=(?:[元起人个条张次户名份部场件%]{0,2}以(?:(?P<above>上)|(?P<below>下|内)))?)"
)
_AGE = re.compile(
    r"(?<![一二两三四五六七八九十百\d])"
    r"(\d+|[一二两三四五六七八九]?[十百][零一二三四五六七八九十]*|[一二两三四五六七八九])岁"
)
_COUNTED = frozenset("起人个条张次户名份部场件家级警岁年月日天时分小%宗辆套台处美港欧日英")
_BEFORE = {
    "不少于": Precision.AT_LEAST,
    "超过": Precision.AT_LEAST,
    "大于": Precision.AT_LEAST,
    "逾": Precision.AT_LEAST,
    "近": Precision.NEARLY,
    "约": Precision.NEARLY,
    "不到": Precision.AT_MOST,
    "不超过": Precision.AT_MOST,
}


def numeral(words: str) -> int:
    """A Chinese numeral below ten thousand: 三千 is 3000, 十五 is 15, 两 is 2, 二〇二〇 is 2020."""
    if not any(ch in _SMALL for ch in words):
        return int("".join(str(_DIGITS[ch]) for ch in words))
    total = digit = 0
    for ch in words:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
        else:
            total += (digit or 1) * _SMALL[ch]
            digit = 0
    return total + digit


@dataclass(frozen=True)
class Figure:
    """One number that a passage tells, in units of one, with its direction and the words behind it."""

    value: float
    precision: Precision
    scaled: bool
    """Whether 万 or 亿 stood behind the number."""
    tail: str
    """The few characters that follow."""

    @property
    def money(self) -> bool:
        """Whether it can be a sum: 元 follows, or 万 or 亿 and then nothing that is counted."""
        return self.tail.startswith(("元", "块")) or (self.scaled and self.tail[:1] not in _COUNTED)


def figures(passage: str) -> dict[float, frozenset[Precision]]:
    """Every number that a passage tells, in units of one, with the directions in which it is told.

    '85万' is 850000 and exact, '3万余元' is 30000 and at least, '近两万元' is 20000 and nearly, '三千余万' is
    30000000 and at least. A unit without a number ('近万元') counts as one of it.
    """
    return _told(read_figures(passage))


def sums_of_money(passage: str) -> dict[float, frozenset[Precision]]:
    """The same for sums of money alone: an age, an hour or a count is none."""
    return _told(figure for figure in read_figures(passage) if figure.money)


def _told(found: Iterable[Figure]) -> dict[float, frozenset[Precision]]:
    told: dict[float, frozenset[Precision]] = {}
    for figure in found:
        told[figure.value] = told.get(figure.value, frozenset()) | {figure.precision}
    return told


def folded(text: str) -> str:
    """A text with its figures in plain signs: full-width and formal ones, commas, 3万5千 as one number."""
    plain = unicodedata.normalize("NFKC", text).translate(_FORMAL)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    return _COMPOSED.sub(lambda found: str(_composed(found["high"], found["low"])), plain)


def _composed(high: str, low: str) -> int:
    thousands = numeral(re.sub(r"\d", lambda found: "零一二三四五六七八九"[int(found[0])], low))
    return (int(high) if high.isdecimal() else numeral(high)) * 10_000 + thousands


def _number(match: re.Match[str]) -> float | None:
    """The number before its unit; None where it is vague, or a unit stands alone without a direction."""
    if match["number"] is not None:
        return float(match["number"])
    words = match["words"]
    if words is None:
        return 1 if match["before"] else None
    bare = not any(ch in _SMALL for ch in words)
    if match["vague"] or (bare and 1 < len(words) < 4 and "〇" not in words and "零" not in words):
        return None
    return numeral(words)


def read_figures(passage: str) -> Iterator[Figure]:
    """Every number in a passage, in order. What is vague (几十万, 五六万, 数万) is no figure."""
    passage = folded(passage)
    for match in _FIGURE.finditer(passage):
        number = _number(match)
        if number is None:
            continue
        unit = match["unit"] or ""
        scale = _UNITS["万"] * _UNITS["亿"] if unit == "万亿" else _UNITS[unit]
        precision = _BEFORE.get(match["before"] or "", Precision.EXACT)
        if match["least"] or match["more"] or match["tail"] or match["above"]:
            precision = Precision.AT_LEAST
        if match["below"]:
            precision = Precision.AT_MOST
        yield Figure(round(number * scale, 4), precision, bool(unit), passage[match.end() : match.end() + 4])


def ages(passage: str) -> set[int]:
    """The ages that a passage tells, in figures or in words (三十四岁). 五六岁 is none."""
    told = _AGE.findall(folded(passage))
    return {int(age) if age.isdecimal() else numeral(age) for age in told}


def dated(date: str, passage: str) -> bool:
    """Whether a passage tells an ISO date, or the prefix of one, in Chinese (2022年4月)."""
    units = zip(date.split("-"), "年月日", strict=False)
    wanted = "".join(f"{int(number)}{unit}" for number, unit in units)
    return re.search(rf"(?<!\d){wanted}", re.sub(r"\s", "", folded(passage))) is not None
