"""The case library: the approved cases as plain data, and what they can be sorted out by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from casebank import Bank, Case, load_bank
from casebank.vocab import Channel
from course.library_case import LOSS_BANDS, NO_YEAR, fraud_type, library_case, loss_band, year
from widgets import CaseLibrary

CHARTED = 3
"""A group of fewer cases is told in words: a bar would claim more than it carries."""

Options = Sequence[tuple[str, str]]
"""What one may choose in a filter: value and label, in order."""


class Library:
    """The cases that trainees may leaf through: those of the bank that a second person approved."""

    def __init__(self, bank: Bank | None = None) -> None:
        self.bank = bank or load_bank()

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The approved cases, the latest first; those without a date come last."""
        return tuple(sorted(self.bank.published, key=lambda case: case.date or "", reverse=True))

    def show(self) -> CaseLibrary:
        """The widget."""
        return CaseLibrary(spec=self.spec())

    def spec(self) -> dict[str, Any]:
        """Everything that the widget draws."""
        return {
            "cases": [{**library_case(case, self.bank), "facets": self._facets(case)} for case in self.cases],
            "filters": [
                {"id": "type", "label": "类型", "options": self._options("type", self._types())},
                {"id": "role", "label": "岗位", "options": self._options("role", self._roles())},
                {"id": "channel", "label": "渠道", "options": self._options("channel", _channels())},
                {"id": "year", "label": "年份", "options": self._options("year", self._years())},
                {"id": "loss", "label": "损失", "options": self._options("loss", LOSS_BANDS.items())},
            ],
            "overview": self._overview(),
        }

    def _facets(self, case: Case) -> dict[str, list[str]]:
        """Under which values of each filter the case is found."""
        return {
            "type": [fraud_type(case, self.bank)],
            "role": list(case.audience),
            "channel": [str(case.channel)],
            "year": [str(year(case) or NO_YEAR)],
            "loss": [loss_band(case)],
        }

    def _counts(self, facet: str) -> Counter[str]:
        return Counter(value for case in self.cases for value in self._facets(case)[facet])

    def _options(self, facet: str, known: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        """The values that occur, with the number of cases."""
        counts = self._counts(facet)
        return [
            {"value": value, "label": label, "count": counts[value]}
            for value, label in known
            if counts[value]
        ]

    def _types(self) -> Options:
        return [(name, name) for name, _ in self._ranked()]

    def _ranked(self) -> list[tuple[str, int]]:
        """Types with the number of their cases, the largest first, equal ones by name."""
        return sorted(self._counts("type").items(), key=lambda entry: (-entry[1], entry[0]))

    def _roles(self) -> Options:
        return [(role.id, role.name_zh) for role in self.bank.roles.values()]

    def _years(self) -> Options:
        told = sorted({found for case in self.cases if (found := year(case)) is not None}, reverse=True)
        return [*((str(number), f"{number}年") for number in told), (NO_YEAR, "年份不详")]

    def _overview(self) -> dict[str, Any]:
        """How many cases of each type there are, as far as the numbers carry a picture."""
        charted = [(name, count) for name, count in self._ranked() if count >= CHARTED]
        rest = self._counts("type").total() - sum(count for _, count in charted)
        told = len({source.document for case in self.cases for source in case.sources})
        origin = f"{told}份文件里的案例" if told else "教学构造的案例"
        return {
            "rows": [{"label": name, "count": count} for name, count in charted],
            "note": f"这里只是{origin}，不能说明哪一种骗局更常见。"
            + (f"另有{rest}个案例，所属类型都不足{CHARTED}个，没有画出来。" if charted and rest else ""),
        }


def _channels() -> Options:
    return [
        (str(channel), "渠道不详" if channel is Channel.UNKNOWN else channel.label) for channel in Channel
    ]
