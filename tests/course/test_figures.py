"""Cases as HTML: sums and dates as one reads them, everything escaped, inferences marked."""

import pytest

from casebank import Case, load_bank
from course import figures


def case(**changes: object) -> Case:
    return load_bank().cases["case-000-1"].model_copy(update=changes)


@pytest.mark.parametrize(
    ("yuan", "text"), [(1_050_000, "105万元"), (70_000, "7万元"), (2_500, "2,500元"), (12_345, "12,345元")]
)
def test_sums(yuan: int, text: str) -> None:
    assert figures.money(yuan) == text


def test_dates_and_losses_keep_their_precision() -> None:
    cases = load_bank().cases
    assert figures.day(cases["case-000-1"]) == "2022年4月26日"
    assert figures.day(cases["case-001-1"]) == "2020年12月（到月）"
    assert figures.day(cases["case-001-2"]) == "日期不详"
    assert figures.loss(cases["case-000-1"]) == "损失105万元"
    assert figures.loss(cases["case-001-3"]) == "没有损失"


def test_a_card_marks_inferences_and_escapes() -> None:
    documents = load_bank().documents
    html = figures.cards([case(title="<b>x</b>", inferred=("<i>y</i>",))], documents)
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>我们的推断</b>：&lt;i&gt;y&lt;/i&gt;" in html
    assert "含我们的推断" not in figures.cards([case(inferred=())], documents)


def test_a_timeline_shows_every_stage_and_each_way_out() -> None:
    bank = load_bank()
    told = bank.cases["case-000-3"]
    html = figures.timeline(told, bank.playbooks[told.playbook], bank.documents)
    assert all(stage.text in html for stage in told.stages)
    assert html.count("这里可以停") == 4
    assert "文件000" in html


def test_a_way_of_working_says_of_each_step_how_sure_it_is() -> None:
    bank = load_bank()
    html = figures.stages(bank.playbooks["online-romance"], bank.documents)
    assert html.count("<li><h3>") == 4
    assert html.count("<small>（教学构造）</small>") == 2
    assert html.count("<small>（据文件改写）</small>") == 2
    assert html.count("这里可以停") == 4


def test_a_rule_shows_its_items_and_what_is_taught_instead() -> None:
    bank = load_bank()
    html = figures.rule(bank.rules["five-must-asks"], bank.documents)
    assert html.count("<li><b>") == 5
    assert "转账汇款目的必问" in html
    assert "有更稳妥的做法" in html
    assert "课程这样教" in html
    named = figures.rule(bank.rules["one-id-check"], bank.documents)
    assert "<ol>" not in named
    assert "一证通查" in named
