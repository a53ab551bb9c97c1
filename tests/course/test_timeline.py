"""The money of a case: what the document tells, and 不详 where it does not."""

from typing import Any

import pytest

from casebank import Case, load_bank
from course.timeline import PROMPT, safe_money, timeline_spec


def spec(case_id: str) -> dict[str, Any]:
    bank = load_bank()
    return timeline_spec(bank.cases[case_id], bank)


def safe(case_id: str) -> list[tuple[str, float | None]]:
    stages = spec(case_id)["feedback"]["stages"].values()
    return [(stage["safe"]["text"], stage["safe"]["share"]) for stage in stages]


def test_payments_that_the_document_tells_by_stage() -> None:
    assert safe("case-000-1") == [
        ("105万元都还在", 1.0),
        ("105万元都还在", 1.0),
        ("105万元都还在", 1.0),
        ("105万元已经出去", 0.0),
    ]
    assert spec("case-000-1")["payments"] == "85万元、20万元"
    assert [stage["paid"] for stage in spec("case-000-1")["stages"]] == [None, None, "105万元", None]


def test_what_the_document_leaves_open_stays_open() -> None:
    assert safe("case-000-3") == [
        ("20万元都还在", 1.0),
        ("还剩多少不详", None),
        ("还剩多少不详", None),
        ("还剩多少不详", None),
        ("20万元已经出去", 0.0),
    ]
    assert spec("case-000-3")["payments"].startswith("不详（")
    assert {text for text, _ in safe("case-003-7")} == {"还剩多少不详"}
    assert safe("case-003-3")[0] == ("至少20万元都还在", 1.0)


def test_a_case_without_loss() -> None:
    told = spec("case-003-2")
    assert (told["payments"], told["loss"]["tone"]) == ("没有付过钱", "kept")
    assert {text for text, _ in safe("case-003-2")} == {"没有付过钱"}


def test_a_part_that_had_gone() -> None:
    case = load_bank().cases["case-000-1"]
    stages = (
        case.stages[0].model_copy(update={"paid_cny": 850_000}),
        case.stages[2].model_copy(update={"paid_cny": 200_000}),
    )
    half: Case = case.model_copy(update={"stages": stages})
    assert safe_money(half, 1) == {"text": "还在的有20万元，85万元已经出去", "share": 200_000 / 1_050_000}


@pytest.mark.parametrize("case_id", [case.id for case in load_bank().published])
def test_every_case_can_be_shown_with_its_sources(case_id: str) -> None:
    told = spec(case_id)
    case = load_bank().cases[case_id]
    assert told["prompt"] == PROMPT
    assert len(told["stages"]) == len(told["feedback"]["stages"]) == len(case.stages)
    assert len(told["sources"]) == len(case.sources)
    sums = sum(stage.paid_cny is not None for stage in case.stages)
    assert sum(stage["paid"] is not None for stage in told["stages"]) == sums
