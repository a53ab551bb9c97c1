"""Figures in our own sentences: none that the passages, or an inference, do not tell."""

import pytest

from casebank import load_bank
from casebank.wording import untold_words


def told(record_id: str, passage: str, **changes: object) -> list[str]:
    case = load_bank().cases[record_id].model_copy(update={"inferred": (), **changes})
    return [message for _, message in untold_words(case, passage)]


@pytest.mark.parametrize(
    ("title", "faults"),
    [
        ("损失7万元", 0),
        ("损失8万元", 1),
        ("等了24小时", 0),
        ("等了三个小时", 1),
        ("打110，或者打96110", 0),
        ("一笔钱，两个人", 0),
        ("三十万元", 1),
    ],
)
def test_a_figure_of_ours_is_the_passages(title: str, faults: int) -> None:
    passage = "2022年4月23日下午，一位69岁的职工被骗7万元，对方说24小时到账。"
    found = told("case-000-4", passage, title=title, stages=(), noticed=None)
    assert len(found) == faults, found


def test_an_inference_may_name_it() -> None:
    assert (
        told(
            "case-000-4", "没有数字", title="等了三天", stages=(), noticed=None, inferred=("三天是我们算的",)
        )
        == []
    )
