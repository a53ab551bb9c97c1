"""What the author is asked for, and how each answer is understood. The form and the questions share it."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from casebank import Bank, Playbook
from casebank.case import TITLE_LIMIT
from casebank.figure import read_figures
from casebank.model import LOCATOR_HANZI, hanzi
from casebank.vocab import CaseKind, Channel, Gender, Outcome, PlaybookKind, Precision, Provenance, Word
from course.newcase.bulletin import AuthorError


@dataclass(frozen=True)
class Fact:
    """One thing to ask. `read` turns the answer into a value; an empty answer is None where `may_lack`."""

    key: str
    question: str
    hint: str
    read: Callable[[str], Any]
    may_lack: bool = True
    choices: tuple[str, ...] = ()
    many_lines: bool = False
    folded: bool = False
    """Whether full-width figures and signs are read as plain ones."""


def questions(bank: Bank) -> tuple[Fact, ...]:
    """Every fact to ask for, in order; the bank gives the choices for the way of working and the roles."""
    return (*_people(), *_story(bank), *_advised(bank))


def _people() -> tuple[Fact, ...]:
    """When, where, and who."""
    return (
        Fact(
            "title",
            "案例标题",
            "平实的一句话，不带人名，如：会计收到“老板”的转账要求",
            read_title,
            may_lack=False,
        ),
        Fact("kind", "这是一件什么事", "", _word(CaseKind), False, _labels(CaseKind)),
        Fact("date", "日期", "2026年11月3日、2026年11月或2026年", read_date, folded=True),
        Fact("place", "地点", "写到通报写的那一级", str),
        Fact("gender", "当事人性别", "", _word(Gender), choices=_labels(Gender)),
        Fact("age", "当事人年龄", "只填数字", _age, folded=True),
        Fact("occupation", "当事人职业或身份", "不写姓名", str),
        Fact("impersonated", "骗子冒充谁", "写身份，不写姓名", str),
    )


def _story(bank: Bank) -> tuple[Fact, ...]:
    """What happened, and what it cost."""
    usual = sorted(bank.playbooks.values(), key=_usual_first)
    playbooks = {p.name_zh: p.id for p in usual if p.stages or p.kind is PlaybookKind.FRAUD_TYPE}
    return (
        Fact("channel", "从哪里找上门", "", _word(Channel), False, _labels(Channel)),
        Fact("playbook", "属于哪种作案手法", "", _one_of(playbooks), False, tuple(playbooks)),
        Fact(
            "stages",
            "经过",
            "用自己的话，一行写一步；付了钱的，行末加“｜85万元”",
            read_stages,
            False,
            (),
            True,
        ),
        Fact(
            "payments_cny",
            "一笔一笔付了多少",
            "如：85万元、20万元；只写了总数就不填",
            read_payments,
            folded=True,
        ),
        Fact(
            "loss", "一共损失多少", "如：105万元、近2万元、3万余元；没有损失填“没有”", read_loss, folded=True
        ),
        Fact("outcome", "结果", "", _word(Outcome), False, _labels(Outcome)),
        Fact("noticed", "怎样发觉的", "", str),
    )


def _advised(bank: Bank) -> tuple[Fact, ...]:
    """What would have been right, who should read it, who wrote and approved it."""
    roles = {role.name_zh: role.id for role in bank.roles.values()}
    return (
        Fact("response", "当时怎样做更稳妥", "一两句话，说清先做什么", str, may_lack=False),
        Fact(
            "advice",
            "这条做法从哪里来",
            "通报没写、我们自己想的，填“教学构造”",
            _word(Provenance),
            False,
            _labels(Provenance),
        ),
        Fact("audience", "最该看的岗位", "可以填几个，用顿号隔开", _several(roles), False, tuple(roles)),
        Fact("author", "编写岗位或工号", "不写姓名，如：反诈岗", str, may_lack=False),
        Fact("approver", "复核岗位或工号", "另一个人对照通报看过才填；没有复核，学员暂时看不到", str),
    )


def _usual_first(playbook: Playbook) -> tuple[bool, bool, bool, str]:
    """Fraud types before means and helping crimes, of them the ministry's and the described ones."""
    is_type = playbook.kind is PlaybookKind.FRAUD_TYPE
    return not is_type, playbook.mps_type is None, not playbook.stages, playbook.id


def understand(fact: Fact, answer: str) -> Any:
    """The value of an answer. Raises AuthorError with what is allowed."""
    told = unicodedata.normalize("NFKC", answer).strip() if fact.folded else answer.strip()
    if not told:
        if fact.may_lack:
            return None
        raise AuthorError(f"“{fact.question}”不能空着。" + _allowed(fact.choices))
    if fact.choices and told.isdecimal() and 1 <= int(told) <= len(fact.choices):
        told = fact.choices[int(told) - 1]
    try:
        return fact.read(told)
    except AuthorError:
        raise
    except ValueError as error:
        raise AuthorError(f"“{fact.question}”填的是“{told}”，看不懂。{_help(fact, told)}") from error


def _help(fact: Fact, told: str) -> str:
    """What may be filled in: the nearest of many choices, or the hint."""
    near = difflib.get_close_matches(told, fact.choices, 3, 0.2) if len(fact.choices) > 8 else fact.choices
    return _allowed(tuple(near)) or (
        _allowed(fact.choices[:3]) + "全部见表格的“选项”页。" if fact.choices else fact.hint
    )


def _allowed(choices: tuple[str, ...]) -> str:
    return f"可以填：{' / '.join(choices)}。" if choices else ""


def _labels(words: type[Word]) -> tuple[str, ...]:
    return tuple(word.label for word in words)


def _word(words: type[Word]) -> Callable[[str], str]:
    return _one_of({word.label: str(word) for word in words})


def _one_of(names: Mapping[str, str]) -> Callable[[str], str]:
    def read(told: str) -> str:
        if told in names:
            return names[told]
        if told in names.values():
            return told
        raise ValueError(told)

    return read


def _several(names: Mapping[str, str]) -> Callable[[str], list[str]]:
    def read(told: str) -> list[str]:
        return [_one_of(names)(part.strip()) for part in re.split(r"[、,，;；\s]+", told) if part.strip()]

    return read


def _age(told: str) -> int:
    age = int(told.removesuffix("岁"))
    if not 0 <= age <= 120:
        raise AuthorError(f"年龄填的是{age}，应在0到120之间。")
    return age


def read_title(told: str) -> str:
    """A title, short enough for a card."""
    if len(told) > TITLE_LIMIT:
        raise AuthorError(f"案例标题有{len(told)}个字，最多{TITLE_LIMIT}个。")
    return told


def read_locator(told: str) -> str:
    """A part of the bulletin, short enough for a locator."""
    if len(hanzi(told)) > LOCATOR_HANZI:
        raise AuthorError(f"引文在第几部分：最多{LOCATOR_HANZI}个汉字，写“正文·第二段”这样的就行，不抄标题。")
    return told


def read_date(told: str) -> tuple[str, str]:
    """An ISO date or prefix and its precision, from 2026年11月3日, 2026-11 or 2026."""
    told = re.sub(r"\s+\d{1,2}:\d{2}(:\d{2})?$", "", told)  # Excel writes the time of day behind a date
    told = re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", told)
    parts = [int(part) for part in re.findall(r"\d+", told)]
    if not re.fullmatch(r"\d{4}(\D\d{1,2}){0,2}\D?", told.replace(" ", "")) or not 1990 <= parts[0] <= 2100:
        raise ValueError(told)
    try:
        day = dt.date(*(*parts, 1, 1)[:3])
    except ValueError as error:
        raise AuthorError(f"“{told}”不在日历上。请再核对日期。") from error
    precision = ("year", "month", "day")[len(parts) - 1]
    return day.isoformat()[: (4, 7, 10)[len(parts) - 1]], precision


def read_money(told: str) -> tuple[int, str]:
    """A sum in whole yuan and its direction, from 85万元, 近2万元, 3万余元, 23,500元 or 三万五千元."""
    found = list(read_figures(told))
    left = re.sub(r"[\d.,，零〇一二两三四五六七八九十百千万亿余多壹贰叁肆伍陆柒捌玖拾佰仟元\s]", "", told)
    if len(found) != 1 or left not in {"", "近", "约", "逾", "超过", "至少", "不到", "人民币", "以上"}:
        raise ValueError(told)
    (figure,) = found
    if figure.value != int(figure.value) or figure.value <= 0:
        raise ValueError(told)
    if figure.precision is Precision.AT_MOST:
        raise AuthorError("“不到”多少记不成损失。请填通报写的数，或者空着。")
    return int(figure.value), str(figure.precision)


def read_payments(told: str) -> list[int]:
    """Payments in whole yuan, from 85万元、20万元."""
    return [read_money(part)[0] for part in re.split(r"[、;；+\s]+|[,，](?!\d{3}(?!\d))", told) if part]


def read_loss(told: str) -> tuple[int, str]:
    """The loss in whole yuan and its direction; 没有 is none."""
    return (0, "none") if told in {"没有", "无", "0", "未受损", "没有损失"} else read_money(told)


def read_stages(told: str) -> list[dict[str, Any]]:
    """The steps, one a line, each with what was paid where the line ends in ｜ and a sum."""
    stages = []
    for line in filter(None, (line.strip() for line in told.splitlines())):
        text, _, paid = line.replace("|", "｜").partition("｜")
        stages.append(
            {"stage": None, "text": text.strip(), "paid_cny": read_money(paid)[0] if paid.strip() else None}
        )
    return stages
