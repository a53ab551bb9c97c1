"""The whole way of a trainee, in a real browser at phone size, and of the instructor, with nbgrader's commands."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessments.grading.gradebook import result

pytestmark = pytest.mark.slow

FRAUD = ["先不回，用通讯录里他原来的手机号打过去。", "没问到本人之前不办，等他回电。"]
GENUINE = [
    "周总，是什么事？单位的钱不是都走系统吗？",
    "先打他办公室的座机问一声。",
    "谢谢。那我照合同提申请。",
]
ASSESSED_FRAUD = ["先用客户档案里的电话打给罗总。", "告诉罗总有人冒用他的名字，再打96110说明情况。"]
ASSESSED_GENUINE = ["先用客户档案里的电话打给罗总。", "电话不挂，陪他登录官方客户端，把这期的费用交上。"]
CUES = [
    "这是我的工作号，刚换的，",
    "有笔工程款，想从你卡上过一下，",
    "截图发你了，已经转到你工资卡上。",
    "银行说24小时内到，",
    "你先垫上，施工队等着。",
]
WORDS = "先别转，打局长办公室的电话问一声；截图不算数，看看自己卡里到没到。<b>我的手机13800138000</b>"


def item(page: Page, name: str):
    return page.locator(f'[data-item="{name}"]')


def play(page: Page, name: str, choices: list[str]) -> None:
    for text in choices:
        item(page, name).get_by_role("button", name=text, exact=True).click()


def saved(page: Page) -> None:
    expect(page.locator("#sz-status")).to_have_text("已保存")


def enter(page: Page, url: str, number: str = "00172", join: str = "CD2026") -> str:
    """Enter with a staff number; the resume code that the page shows."""
    page.goto(f"{url}course/enter")
    page.get_by_label("工号").fill(number)
    page.get_by_label("加入码").fill(join)
    page.get_by_role("button", name="开始学习").click()
    return re.sub(r"\D", "", page.locator("main").inner_text().split("续学码")[-1])[:6]


def finish_lesson(page: Page) -> None:
    for text in ("这是我的工作账号，以后在这儿说。", "我不方便出面，借你的账户过一下。"):
        item(page, "01-p3").get_by_role("button", name=text).click()
    item(page, "01-p3").get_by_role("button", name="看看结果").click()
    item(page, "01-p4").get_by_label("拨通讯录里早就存着的号码，问他本人").check()
    item(page, "01-p4").get_by_role("button", name="看看结果").click()
    for text in ("供应商尾款到期", "同事请你在出差报销单上"):
        item(page, "01-p5").get_by_label(re.compile(text)).check()
    item(page, "01-p5").get_by_role("button", name="看看结果").click()


def answer_form(page: Page) -> None:
    play(page, "s1", ASSESSED_FRAUD)
    play(page, "s2", ASSESSED_GENUINE)
    for text in CUES:
        item(page, "m1").get_by_role("button", name=text).click()
    item(page, "q1").get_by_label(re.compile("钱没到，一分不转")).check()
    item(page, "q3").get_by_label(re.compile("当面问一句")).check()
    for text in ("记下对方的账户", "马上打110", "把聊天记录"):
        item(page, "q2").get_by_label(re.compile(text)).check()
    item(page, "t1").get_by_role("textbox").fill(WORDS)


def test_the_whole_way(served, visitor) -> None:
    visit = visitor()
    page = visit.page
    page.goto(served.url)
    expect(page).to_have_url(f"{served.url}course/")
    visit.shot("01-home")
    assert len(enter(page, served.url)) == 6
    visit.shot("02-entered")

    page.goto(f"{served.url}course/lessons/01")
    expect(page.get_by_role("heading", level=1)).to_have_text("领导、熟人托我过账")
    visit.shot("03-lesson")
    play(page, "01-p1", FRAUD)
    expect(item(page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    page.wait_for_timeout(400)  # for the picture: motion is over
    visit.shot("04-feedback")
    expect(item(page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    play(page, "01-p2", GENUINE[:2])
    saved(page)

    page.reload()  # in the middle of the second scenario
    expect(item(page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    expect(item(page, "01-p2").get_by_text("新号今早在我这儿登记过", exact=False)).to_be_visible()
    play(page, "01-p2", GENUINE[2:])
    expect(item(page, "01-p2").get_by_text("正事办成了", exact=True)).to_be_visible()
    finish_lesson(page)
    expect(page.locator("#sz-count")).to_have_text("5/7 已完成")
    saved(page)
    visit.shot("05-lesson-full", full=True)
    assert visit.axe() == []

    page.goto(f"{served.url}course/forms/lesson-01")
    answer_form(page)
    saved(page)
    served.kill()  # and the server goes away, and comes back
    served.start()
    page.reload()
    expect(item(page, "t1").get_by_role("textbox")).to_have_value(
        WORDS.replace("13800138000", "＊＊＊＊＊＊00")
    )
    assert visit.axe() == []
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确定交卷").click()
    expect(page.get_by_role("heading", name="已交卷")).to_be_visible()
    receipt = page.locator(".receipt__code").inner_text()
    visit.shot("06-receipt")

    page.reload()
    expect(page.locator(".receipt__code")).to_have_text(receipt)
    page.goto(f"{served.url}course/results/lesson-01")
    expect(page.get_by_role("heading", name="已交卷，等待评分")).to_be_visible()

    collect_and_grade(served)
    page.reload()
    expect(page.locator(".score__points")).to_have_text("40")
    expect(page.get_by_text("待阅卷").first).to_be_visible()
    assert "你用客户档案里的电话找到了罗总本人" in page.locator("main").inner_text()
    assert visit.axe() == []
    visit.shot("07-results", full=True)
    look_at_the_instructors_side(served.folder)

    mark_by_hand(served, 4)
    page.reload()
    expect(page.locator(".score__points")).to_have_text("44")


def collect_and_grade(served) -> None:
    served.nbgrader("collect", "lesson-01")
    served.nbgrader("autograde", "lesson-01")
    served.nbgrader("generate_feedback", "lesson-01", "--force")
    served.nbgrader("export", "--to", "grades.csv")


def look_at_the_instructors_side(folder: Path) -> None:
    submitted = folder / "submitted" / "00172" / "lesson-01"
    answers = json.loads((submitted / "answers.json").read_text(encoding="utf-8"))
    assert answers["learner"] == "00172"
    assert sorted(answers["items"]) == ["m1", "q1", "q2", "q3", "s1", "s2", "t1"]
    notebook = (submitted / "lesson-01.ipynb").read_bytes()
    assert notebook == (folder / "release" / "lesson-01" / "lesson-01.ipynb").read_bytes()
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["assignment"] == "lesson-01"]
    (row,) = [row for row in rows if row["student_id"] == "00172"]
    assert float(row["score"]) == 40.0
    feedback = (folder / "feedback" / "00172" / "lesson-01" / "lesson-01.html").read_text(encoding="utf-8")
    assert "你用客户档案里的电话找到了罗总本人" in feedback
    assert "<b>我的手机" not in feedback


def mark_by_hand(served, points: float) -> None:
    """The instructor marks the free text in formgrader, which `shizha lab` opens."""
    with served.formgrader() as formgrader:
        (handed_in,) = formgrader.get("/formgrader/api/submitted_notebooks/lesson-01/lesson-01").json()
        assert handed_in["student"] == "00172"
        grades = formgrader.get("/formgrader/api/grades", params={"submission_id": handed_in["id"]}).json()
        (grade,) = [grade for grade in grades if grade["name"] == "lesson-01-t1"]
        assert (grade["manual_score"], grade["needs_manual_grade"]) == (None, True)
        sent = formgrader.put(f"/formgrader/api/grade/{grade['id']}", json={"manual_score": points})
        assert sent.status_code == 200, sent.text
    given = result(served.folder, "lesson-01", "00172")
    assert given is not None
    assert given.pending == ()
    assert [(i.item_id, i.manual, i.needs_manual) for i in given.items if i.written] == [
        ("t1", points, False)
    ]


def test_handing_in_twice_is_once_and_a_change_is_a_new_one(served, visitor) -> None:
    page = visitor().page
    enter(page, served.url)
    page.goto(f"{served.url}course/forms/lesson-01")
    play(page, "s1", ASSESSED_FRAUD)
    saved(page)
    inbound = served.folder / "exchange" / "shizha" / "inbound"
    for _ in range(2):
        reply = page.evaluate(
            """async () => {
              const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
              const sent = await fetch("../api/submit/lesson-01", {method: "POST", headers: {"X-XSRFToken": token}});
              return [sent.status, await sent.json()];
            }"""
        )
        assert reply[0] == 200
    assert reply[1]["repeated"] is True
    assert len(list(inbound.iterdir())) == 1


def test_a_second_device_needs_the_resume_code(served, visitor) -> None:
    first = visitor().page
    code = enter(first, served.url)
    first.goto(f"{served.url}course/lessons/01")
    play(first, "01-p1", FRAUD)
    saved(first)

    visit = visitor(1280, 800)
    second = visit.page
    enter(second, served.url)  # a colleague knows the number and the unit's code
    expect(second.get_by_label("续学码")).to_be_visible()
    visit.shot("08-asks-code")
    second.get_by_label("续学码").fill("000000" if code != "000000" else "111111")
    second.get_by_role("button", name="开始学习").click()
    second.goto(f"{served.url}course/lessons/01")
    assert "钱保住了，别人也得了提醒" not in second.locator("main").inner_text()
    enter(second, served.url)
    second.get_by_label("续学码").fill(code)
    second.get_by_role("button", name="开始学习").click()
    second.goto(f"{served.url}course/lessons/01")
    expect(item(second, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()


def test_a_second_tab_follows_the_first(served, visitor) -> None:
    visit = visitor()
    one = visit.page
    enter(one, served.url)
    one.goto(f"{served.url}course/lessons/01")
    two = visit.context.new_page()
    two.goto(f"{served.url}course/lessons/01")
    expect(item(two, "01-p1").get_by_role("button", name=FRAUD[0])).to_be_visible()
    one.bring_to_front()
    play(one, "01-p1", FRAUD)
    saved(one)
    two.bring_to_front()
    expect(item(two, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    play(two, "01-p2", GENUINE)
    saved(two)
    one.reload()
    expect(item(one, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    expect(item(one, "01-p2").get_by_text("正事办成了", exact=True)).to_be_visible()


def test_two_devices_at_once_lose_nothing(served, visitor) -> None:
    here, there = visitor(), visitor(1280, 800)
    there.expect("409", "/course/api/answers/01/01-p1")
    code = enter(here.page, served.url)
    enter(there.page, served.url)
    there.page.get_by_label("续学码").fill(code)
    there.page.get_by_role("button", name="开始学习").click()
    for page in (here.page, there.page):
        page.goto(f"{served.url}course/lessons/01")
        expect(item(page, "01-p1").get_by_role("button", name=FRAUD[0])).to_be_visible()
    play(here.page, "01-p1", FRAUD)
    saved(here.page)
    play(there.page, "01-p1", ["在的，周总，您说。"])
    expect(item(there.page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
    expect(there.page.locator("#sz-notices")).to_contain_text("别的窗口或设备上改过了")
    there.shot("10-two-devices")
    here.page.reload()
    expect(item(here.page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()


def test_an_offline_spell_is_made_good(served, visitor) -> None:
    visit = visitor()
    for path in ("/course/api/answers/01/01-p1", "/course/api/ping"):
        visit.expect("net::ERR_INTERNET_DISCONNECTED", path)
    page = visit.page
    enter(page, served.url)
    page.goto(f"{served.url}course/lessons/01")
    expect(item(page, "01-p1").get_by_role("button", name=FRAUD[0])).to_be_visible()
    visit.context.set_offline(True)
    play(page, "01-p1", FRAUD)
    expect(page.locator("#sz-status")).to_have_text("离线，稍后自动保存")
    visit.shot("09-offline")
    visit.context.set_offline(False)
    saved(page)
    page.reload()
    expect(item(page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_nothing_is_wider_than_the_screen_and_all_by_keyboard(
    served, visitor, width: int, height: int
) -> None:
    visit = visitor(width, height)
    page = visit.page
    for address in ("course/", "course/enter", "course/lessons/01"):
        page.goto(f"{served.url}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert visit.axe() == [], address
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
    first = item(page, "01-p1").get_by_role("button", name="在的，周总，您说。")
    first.focus()
    page.keyboard.press("Enter")
    expect(item(page, "01-p1").get_by_text("先听听是什么事，没关系。", exact=False)).to_be_visible()


def test_the_dark_look_can_be_read(served, visitor) -> None:
    visit = visitor(color_scheme="dark")
    page = visit.page
    enter(page, served.url)
    for address in ("course/", "course/lessons/01", "course/forms/lesson-01"):
        page.goto(f"{served.url}{address}")
        page.wait_for_load_state("networkidle")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, re.findall(r"\d+", ground)[:3])) < 64, (address, ground)
        assert visit.axe() == [], address


def test_what_is_pressed_is_big_enough_for_a_thumb(served, visitor) -> None:
    page = visitor().page
    page.goto(f"{served.url}course/lessons/01")
    play(page, "01-p1", FRAUD)  # with undo and restart
    expect(item(page, "01-p3").get_by_role("button", name="看看结果")).to_be_visible()
    heights = page.evaluate(
        """[...document.querySelectorAll("button, a.button, summary, [role=button]")]
             .filter((one) => one.checkVisibility())
             .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])"""
    )
    assert len(heights) > 15
    assert [(text, height) for text, height in heights if height < 44] == []


def test_no_key_reaches_the_browser(served, visitor, key_sentences: Mapping[str, list[str]]) -> None:
    """Everything that a visitor of the form's page is sent, searched for what only the key knows."""
    visit = visitor()
    bodies: list[str] = []
    kinds = ("text/html", "application/json")
    visit.context.on(
        "response",
        lambda r: bodies.append(r.text()) if r.headers.get("content-type", "").startswith(kinds) else None,
    )
    enter(visit.page, served.url)
    visit.page.goto(f"{served.url}course/forms/lesson-01")
    expect(item(visit.page, "s1")).to_be_visible()
    answer_form(visit.page)
    saved(visit.page)
    told = "\n".join(bodies)
    assert "客户的新号" in told
    secrets = [secret for sentences in key_sentences.values() for secret in sentences]
    assert [secret for secret in secrets if secret in told] == []
    for word in (
        '"genuine"',
        '"act"',
        "partial_loss",
        '"served"',
        "feedback",
        "weights",
        "critical",
    ):
        assert word not in told, word
