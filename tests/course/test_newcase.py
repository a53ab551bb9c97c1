"""From a bulletin to a checked case: the questions, the Excel form, and what an author gets wrong."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from casebank import Case, load_bank
from casebank.loader import DATA, forget
from casebank.provenance import digest
from course.checks import check_bank
from course.cli import app
from course.newcase import facts
from course.newcase.bulletin import AuthorError, find_quote, read_bulletin

QUOTE = "2026年11月3日，某贸易公司会计（女，34岁）在工作群里接到付合同款的要求，分两笔转出12万元、8万元，共计损失20万元。"
BULLETIN = f"关于一起案件的通报\n\n{QUOTE}\n请各单位注意，另有一起，损失3万元。\n"
ANSWERS = {
    "通报文件": "bulletin.txt",
    "通报标题": "关于一起案件的通报",
    "发布单位": "某局",
    "通报年份": "2026",
    "引文在第几部分": "正文·第二段",
    "引文": QUOTE,
    "案例标题": "群里的“老板”让会计付合同款",
    "这是一件什么事": "受骗",
    "日期": "2026年11月3日",
    "当事人性别": "女",
    "当事人年龄": "34",
    "当事人职业或身份": "贸易公司会计",
    "骗子冒充谁": "公司老板",
    "从哪里找上门": "即时通信",
    "属于哪种作案手法": "冒充领导、熟人",
    "经过": "有人在群里说要付一笔款\n会计转了第一笔｜12万元\n又转了第二笔｜8万元",
    "一笔一笔付了多少": "12万元、8万元",
    "一共损失多少": "20万元",
    "结果": "钱已被骗走",
    "当时怎样做更稳妥": "付款前先打老板的旧号码问一句。",
    "这条做法从哪里来": "教学构造",
    "最该看的岗位": "财务人员、企业负责人",
    "编写岗位或工号": "反诈岗",
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget()


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "bulletin.txt"
    path.write_bytes(BULLETIN.encode("gbk"))
    return path


def fill(path: Path, answers: dict[str, str]) -> Path:
    """An empty form of the command, filled in as a person would."""
    assert CliRunner().invoke(app, ["new", "form", str(path)]).exit_code == 0
    book = load_workbook(path)
    sheet = book["案例"]
    rows = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2, max_col=2)}
    for name, answer in answers.items():
        rows[name].value = answer
    book.save(path)
    return path


def new_case(tmp_path: Path, *more: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["new", "case", "--pack", str(tmp_path / "pack"), *more], input=typed)
    told = done.output + ("" if done.exception is None else f"\n{done.exception}")
    return done.exit_code, told


def only_case(pack: Path) -> Case:
    """The one case that a pack adds to the bank."""
    (case,) = (c for c in load_bank(DATA, (pack,)).cases.values() if c.id not in load_bank(DATA, ()).cases)
    return case


def test_a_form_becomes_a_case_that_proves_itself(tmp_path: Path, bulletin: Path) -> None:
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "form.xlsx", ANSWERS)))
    assert code == 0, told
    assert "检查通过" in told
    assert "请另一个人对照通报看一遍" in told
    case = only_case(tmp_path / "pack")
    assert (case.loss_cny, case.payments_cny, case.date) == (200_000, (120_000, 80_000), "2026-11-03")
    assert [stage.paid_cny for stage in case.stages] == [None, 120_000, 80_000]
    (source,) = case.sources
    assert BULLETIN[slice(*source.span)] == QUOTE
    assert source.sha256 == digest(QUOTE)
    assert case.unknown == {"place": "文件没有写", "noticed": "文件没有写"}
    assert case not in load_bank(DATA, (tmp_path / "pack",)).published


def test_a_second_person_publishes_it(tmp_path: Path, bulletin: Path) -> None:
    filled = fill(tmp_path / "form.xlsx", {**ANSWERS, "复核岗位或工号": "复核岗"})
    assert new_case(tmp_path, "--form", str(filled))[0] == 0
    assert only_case(tmp_path / "pack") in load_bank(DATA, (tmp_path / "pack",)).published


def test_the_author_does_not_approve_alone(tmp_path: Path, bulletin: Path) -> None:
    filled = fill(tmp_path / "form.xlsx", {**ANSWERS, "复核岗位或工号": "反诈岗"})
    code, told = new_case(tmp_path, "--form", str(filled))
    assert code == 1
    assert "复核" in told
    assert not list((tmp_path / "pack").glob("cases/*.yaml"))


def test_a_second_case_of_the_same_bulletin_keeps_its_number(tmp_path: Path, bulletin: Path) -> None:
    assert new_case(tmp_path, "--form", str(fill(tmp_path / "form.xlsx", ANSWERS)))[0] == 0
    other = {
        **ANSWERS,
        "引文": "请各单位注意，另有一起，损失3万元。",
        "日期": "",
        "当事人年龄": "",
        "经过": "又一起，通报只写了数目",
        "一笔一笔付了多少": "",
        "一共损失多少": "3万元",
    }
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "other.xlsx", other)))
    assert code == 0, told
    bank = load_bank(DATA, (tmp_path / "pack",))
    ours = [case for case in bank.cases.values() if case.id not in load_bank(DATA, ()).cases]
    assert len(ours) == 2
    assert len({case.sources[0].document for case in ours}) == 1
    assert {case.date for case in ours} == {"2026-11-03", None}
    assert check_bank((tmp_path / "pack",)) == ()


def test_two_fresh_packs_are_mounted_together(tmp_path: Path, bulletin: Path) -> None:
    """Two offices write a case each and know nothing of each other."""
    (tmp_path / "other.txt").write_text(BULLETIN.replace("贸易公司", "建材公司"), encoding="utf-8")
    other = {**ANSWERS, "通报文件": "other.txt", "引文": QUOTE.replace("贸易公司", "建材公司")}
    assert new_case(tmp_path, "--form", str(fill(tmp_path / "a.xlsx", ANSWERS)))[0] == 0
    form = str(fill(tmp_path / "b.xlsx", other))
    done = CliRunner().invoke(app, ["new", "case", "--pack", str(tmp_path / "second"), "--form", form])
    assert done.exit_code == 0, done.output
    packs = (tmp_path / "pack", tmp_path / "second")
    assert check_bank(packs) == ()
    assert len(load_bank(DATA, packs).cases) == len(load_bank(DATA, ()).cases) + 2


def test_a_date_that_stands_elsewhere_in_the_bulletin(tmp_path: Path) -> None:
    quote = QUOTE.replace("2026年11月3日", "当天")
    text = f"2026年11月3日通报\n\n{quote}\n"
    (tmp_path / "bulletin.txt").write_text(text, encoding="utf-8")
    answers = {**ANSWERS, "引文": quote, "另一处引文": "2026年11月3日通报"}
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "form.xlsx", answers)))
    assert code == 0, told
    case = only_case(tmp_path / "pack")
    assert [text[slice(*source.span)] for source in case.sources] == [quote, "2026年11月3日通报"]
    assert case.date == "2026-11-03"


def test_a_sentence_serves_one_case_only(tmp_path: Path) -> None:
    """Two incidents below one date: the second says so before anything is written."""
    quotes = [
        QUOTE.replace("2026年11月3日", "当天"),
        "另一家单位的出纳（女，34岁）转出12万元、8万元，共计损失20万元。",
    ]
    (tmp_path / "bulletin.txt").write_text("\n".join(["2026年11月3日通报", *quotes]), encoding="utf-8")
    given = [{**ANSWERS, "引文": quote, "另一处引文": "2026年11月3日通报"} for quote in quotes]
    assert new_case(tmp_path, "--form", str(fill(tmp_path / "a.xlsx", given[0])))[0] == 0
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "b.xlsx", given[1])))
    assert code == 1
    assert "一句话只给一个案例作出处" in told
    assert len(list((tmp_path / "pack" / "cases").iterdir())) == 1


def test_an_age_is_no_sum(tmp_path: Path, bulletin: Path) -> None:
    wrong = {**ANSWERS, "一共损失多少": "34元", "一笔一笔付了多少": "", "经过": "有人在群里说要付一笔款"}
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "form.xlsx", wrong)))
    assert code == 1
    assert "引文里没有34元这笔钱" in told


def test_a_tampered_bulletin_is_told(tmp_path: Path, bulletin: Path) -> None:
    filled = str(fill(tmp_path / "form.xlsx", ANSWERS))
    assert new_case(tmp_path, "--form", filled)[0] == 0
    (kept,) = (tmp_path / "pack" / "bulletins").glob("*.txt")
    kept.write_text(kept.read_text(encoding="utf-8") + "改", encoding="utf-8")
    (tmp_path / "next.txt").write_text("另一份通报。" + QUOTE, encoding="utf-8")
    code, told = new_case(tmp_path, "--form", filled, "--bulletin", str(tmp_path / "next.txt"))
    assert code == 1
    assert re.search(r"pack/sources.yaml:\d+: document \d{3}: .* is another text", told)


WRONG = {
    "一共损失多少": ("21万元", "引文里没有210000元这笔钱"),
    "日期": ("2026年11月31日", "不在日历上"),
    "当事人年龄": ("43", "引文里没有“43岁”"),
    "这是一件什么事": ("大案", "可以填：受骗 / 拦下了"),
    "从哪里找上门": ("鸽子", "看不懂"),
    "案例标题": ("长" * 41, "最多40个"),
    "引文": (QUOTE.replace("合同款", "货款"), "和通报对不上"),
    "通报文件": ("no-such.txt", "读不到通报文件"),
    "经过": (QUOTE[:60], "一模一样"),
    "一笔一笔付了多少": ("12万元、3万元", "对不上"),
    "属于哪种作案手法": ("冒充领导", "可以填：冒充领导、熟人"),
    "编写岗位或工号": ("", "不能空着"),
    "引文在第几部分": ("附件二关于加强宣传工作的若干具体意见第三段", "最多12个汉字"),
}


@pytest.mark.parametrize("field", sorted(WRONG))
def test_a_mistake_in_a_form_names_its_cell(field: str, tmp_path: Path, bulletin: Path) -> None:
    value, message = WRONG[field]
    path = fill(tmp_path / "form.xlsx", {**ANSWERS, field: value})
    code, told = new_case(tmp_path, "--form", str(path))
    assert code == 1
    assert message in told
    rows = {
        row[0].value: row[1].coordinate for row in load_workbook(path)["案例"].iter_rows(min_row=2, max_col=2)
    }
    assert f"{rows[field]}：" in told
    assert not list((tmp_path / "pack").glob("cases/*.yaml")), "nothing is written while something is wrong"


def test_all_mistakes_are_told_at_once(tmp_path: Path, bulletin: Path) -> None:
    wrong = {**ANSWERS, "日期": "昨天", "当事人年龄": "三十", "结果": "不知道", "案例标题": ""}
    _, told = new_case(tmp_path, "--form", str(fill(tmp_path / "form.xlsx", wrong)))
    assert len(re.findall(r"^B\d+：", told, re.MULTILINE)) == 4


def test_another_workbook_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("no workbook", encoding="utf-8")
    code, told = new_case(tmp_path, "--form", str(tmp_path / "x.xlsx"))
    assert code == 1
    assert "打不开 x.xlsx" in told


TYPED = [
    "关于一起案件的通报",
    "某局",
    "2026",
    "正文·第二段",
    QUOTE,
    "",
    "",
    "群里的“老板”让会计付合同款",
    "1",
    "2026年11月31日",  # not on the calendar: asked again
    "2026年11月3日",
    "",
    "女",
    "34",
    "贸易公司会计",
    "公司老板",
    "1",
    "冒充领导、熟人",
    "有人在群里说要付一笔款",
    "会计转了第一笔｜12万元",
    "",
    "",
    "20万元",
    "钱已被骗走",
    "",
    "付款前先打老板的旧号码问一句。",
    "教学构造",
    "财务人员",
    "反诈岗",
    "",
]


def test_questions_become_a_case(tmp_path: Path, bulletin: Path) -> None:
    code, told = new_case(tmp_path, "--bulletin", str(bulletin), typed="\n".join(TYPED) + "\n")
    assert code == 0, told
    assert "不在日历上" in told
    assert only_case(tmp_path / "pack").loss_cny == 200_000
    assert not (tmp_path / "pack" / "draft.json").exists()


def test_an_interruption_costs_nothing(tmp_path: Path, bulletin: Path) -> None:
    code, told = new_case(tmp_path, "--bulletin", str(bulletin), typed="\n".join(TYPED[:8]) + "\n")
    assert code == 1
    assert "已经填的都记下了" in told
    going_on = "\n".join(["y", *TYPED[8:]]) + "\n"
    code, told = new_case(tmp_path, "--bulletin", str(bulletin), typed=going_on)
    assert code == 0, told
    assert "接着填吗" in told


def test_facts_that_do_not_fit_are_asked_again(tmp_path: Path, bulletin: Path) -> None:
    typed = [*TYPED]
    typed[typed.index("20万元")] = "21万元"
    code, told = new_case(tmp_path, "--bulletin", str(bulletin), typed="\n".join([*typed, "20万元"]) + "\n")
    assert code == 0, told
    assert "引文里没有210000元这笔钱" in told
    assert only_case(tmp_path / "pack").loss_cny == 200_000


def test_a_written_case_is_never_overwritten(tmp_path: Path, bulletin: Path) -> None:
    filled = str(fill(tmp_path / "form.xlsx", ANSWERS))
    assert new_case(tmp_path, "--form", filled)[0] == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "pack" / "cases").iterdir()}
    code, told = new_case(tmp_path, "--form", filled)
    assert code == 1
    assert "这段引文已经写成案例" in told
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack" / "cases").iterdir()} == before


def test_a_filled_form_is_never_overwritten(tmp_path: Path) -> None:
    path = fill(tmp_path / "form.xlsx", ANSWERS)
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["new", "form", str(path)])
    assert done.exit_code == 1
    assert "已经有了，没有动它" in str(done.exception)
    assert path.read_bytes() == before


def test_a_pack_that_lost_its_list_is_left_alone(tmp_path: Path, bulletin: Path) -> None:
    filled = str(fill(tmp_path / "form.xlsx", ANSWERS))
    assert new_case(tmp_path, "--form", filled)[0] == 0
    (tmp_path / "pack" / "sources.yaml").unlink()
    code, told = new_case(tmp_path, "--form", filled)
    assert code == 1
    assert "没有 sources.yaml" in told


def test_a_draft_of_another_bulletin_is_not_offered(tmp_path: Path, bulletin: Path) -> None:
    new_case(tmp_path, "--bulletin", str(bulletin), typed="\n".join(TYPED[:8]) + "\n")
    (tmp_path / "other.txt").write_text(BULLETIN, encoding="utf-8")
    other = str(tmp_path / "other.txt")
    code, told = new_case(tmp_path, "--bulletin", other, typed="\n".join(TYPED) + "\n")
    assert code == 0, told
    assert "上次的草稿是另一份通报的" in told


def test_a_bulletin_in_full_width_figures_and_words(tmp_path: Path) -> None:
    quote = (
        "２０２６年１１月３日，会计（女，三十四岁）在群里接到要求，两次转出１２万元、捌万元，共计损失20万元。"
    )
    (tmp_path / "bulletin.txt").write_text(quote, encoding="utf-16")
    code, told = new_case(tmp_path, "--form", str(fill(tmp_path / "f.xlsx", {**ANSWERS, "引文": quote})))
    assert code == 0, told
    assert only_case(tmp_path / "pack").victim.age == 34


@pytest.mark.parametrize(
    "told", ["几十万元", "五六万元", "-48万元", "5000美元", "13.6万元左右", "5万至6万元"]
)
def test_what_is_no_sum_is_asked_again(told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        facts.read_money(told)


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("23,500元", (23_500, "exact")),
        ("三万五千元", (35_000, "exact")),
        ("12万8千余元", (128_000, "at_least")),
        ("85万元", (850_000, "exact")),
        ("近2万元", (20_000, "nearly")),
        ("3万余元", (30_000, "at_least")),
        ("2500元", (2_500, "exact")),
        ("没有", (0, "none")),
    ],
)
def test_sums_as_people_write_them(told: str, value: tuple[int, str]) -> None:
    assert facts.read_loss(told) == value


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("2026年11月3日", ("2026-11-03", "day")),
        ("2026-11", ("2026-11", "month")),
        ("2026", ("2026", "year")),
        ("2026/1/9", ("2026-01-09", "day")),
    ],
)
def test_dates_as_people_write_them(told: str, value: tuple[str, str]) -> None:
    assert facts.read_date(told) == value


def test_no_answer_is_a_crash() -> None:
    asked = facts.questions(load_bank(DATA, ()))

    @given(st.sampled_from(asked), st.text(max_size=12))
    def any_answer(fact: facts.Fact, told: str) -> None:
        with contextlib.suppress(AuthorError):  # a sentence; anything else would be a crash
            facts.understand(fact, told)

    any_answer()


@given(st.integers(0, 30), st.integers(5, 30))
def test_a_quote_is_found_whatever_its_blanks(start: int, length: int) -> None:
    text = "甲乙丙 丁戊己\n庚辛壬癸 子丑寅卯\n辰巳午未 申酉戌亥 天地玄黄 宇宙洪荒"
    piece = text[start : start + length].strip()
    if piece:
        span = find_quote(text, " ".join(piece.replace("\n", "")))
        assert text[slice(*span)] == piece


def test_a_bulletin_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\x00\x00\xff\xff")
    with pytest.raises(AuthorError, match="不是文本文件"):
        read_bulletin(tmp_path / "a.doc")


def test_a_quote_that_stands_twice() -> None:
    with pytest.raises(AuthorError, match="不止一次"):
        find_quote("被骗了。后来又被骗了。", "被骗了")
