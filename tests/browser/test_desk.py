"""The instructor's way in a real browser: log in, a roster from Excel's CSV, a trainee comes, coverage shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
DESK = (1280, 800)
PHONE = (390, 844)
PEOPLE = ["工号,姓名,单位,岗位,加入码"] + [f"0017{n},学员{n},城东支行,柜员,CD2026" for n in range(2, 8)]
SMALL = ["00201,学员甲,河西网点,大堂,HX2026", "00202,学员乙,河西网点,柜员,HX2026"]


@pytest.fixture
def serve_options(tmp_path: Path) -> tuple[str, ...]:
    """No roster yet, and a password for the instructor."""
    secret = tmp_path / "password.txt"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return ("--desk-password-file", str(secret))


def looked_at(visit: Any, name: str) -> None:
    """No axe violation and nothing that needs sideways scrolling, on a desktop and on a phone."""
    for width, height in (DESK, PHONE):
        visit.page.set_viewport_size({"width": width, "height": height})
        assert visit.axe() == [], name
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
        visit.shot(f"desk-{name}-{width}", full=True)
    visit.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def places(page: Page) -> Locator:
    return page.get_by_role("navigation", name="管理台")


def counts(page: Page) -> dict[str, str]:
    told = page.locator(".desk-sum div")
    return {box.locator("dt").inner_text(): box.locator("dd").inner_text() for box in told.all()}


def test_from_the_roster_to_the_coverage(served, visitor, tmp_path) -> None:
    desk = visitor(*DESK)
    page = desk.page
    page.goto(f"{served.url}course/desk")
    expect(page.get_by_role("heading", name="管理台")).to_be_visible()
    looked_at(desk, "login")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="先传一份名册")).to_be_visible()
    looked_at(desk, "home-empty")

    page.get_by_role("link", name="去传名册").click()
    looked_at(desk, "roster-empty")
    bad = tmp_path / "名册.csv"
    bad.write_bytes("\n".join([*PEOPLE, "1,,城东支行,柜员,CD2026"]).encode("gbk"))
    desk.expect("400", "/course/desk/roster")
    page.get_by_label("选文件").set_input_files(bad)
    page.get_by_role("button", name="先看看会变什么").click()
    expect(page.get_by_text("2 处要改，名册没有变")).to_be_visible()
    expect(page.get_by_text("第 8 行：姓名")).to_be_visible()
    looked_at(desk, "roster-faults")
    good = tmp_path / "名册改好.csv"
    good.write_bytes("\n".join([*PEOPLE, *SMALL]).encode("gbk"))
    page.get_by_label("选文件").set_input_files(good)
    page.get_by_role("button", name="先看看会变什么").click()
    expect(page.get_by_role("heading", name="核对名册")).to_be_visible()
    assert counts(page) == {"新来": "8", "离开": "0", "调动": "0", "留任": "0"}
    looked_at(desk, "preview")
    page.get_by_role("button", name="确认，换成这份名册").click()
    expect(page.get_by_text("名册换好了，共 8 人")).to_be_visible()
    looked_at(desk, "roster")

    places(page).get_by_role("link", name="加入码").click()
    page.get_by_label("手机打开的地址").fill(f"127.0.0.1:{served.port}")
    page.get_by_role("button", name="换成这个").click()
    expect(page.get_by_role("img", name="城东支行的登记二维码")).to_be_visible()
    looked_at(desk, "join")
    places(page).get_by_role("link", name="试卷和日期").click()
    page.get_by_label("截止日期：第一课小测").fill("2027-01-31")
    page.get_by_role("button", name=re.compile("存日期.*第一课小测")).click()
    expect(page.get_by_text("“第一课小测”截止日期是 2027年1月31日。")).to_be_visible()
    looked_at(desk, "forms")

    places(page).get_by_role("link", name="总览").click()
    expect(page.locator(".desk-sum")).to_be_visible()
    assert counts(page) == {"在册": "8", "已登记": "0", "已交卷": "0", "已评完": "0"}
    trainee = visitor().page
    trainee.goto(f"{served.url}course/enter?join=CD2026")
    trainee.get_by_label("工号").fill("00172")
    trainee.get_by_role("button", name="开始学习").click()
    expect(trainee.get_by_role("heading", name="你的续学码")).to_be_visible()
    trainee.get_by_role("button", name="记下了").click()
    trainee.goto(f"{served.url}course/forms/lesson-01")
    trainee.locator('[data-item="t1"]').get_by_role("textbox").fill("先打电话问本人。")
    trainee.get_by_role("button", name="交卷", exact=True).click()
    trainee.get_by_role("button", name="确定交卷").click()
    expect(trainee.get_by_role("heading", name="已交卷")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # looking at it again counts anew at once
    expect(page.locator(".desk-sum dd").nth(2)).to_have_text("1")
    looked_at(desk, "home")
    expect(page.get_by_role("link", name="河西网点")).to_have_count(0)
    page.get_by_role("link", name="城东支行").click()
    expect(page.get_by_role("heading", name="还没登记 5 人")).to_be_visible()
    expect(page.get_by_text("学员2")).to_have_count(0)
    looked_at(desk, "unit")

    places(page).get_by_role("link", name="续学码").click()
    page.get_by_label("工号").fill("00172")
    page.get_by_role("button", name="查一下").click()
    looked_at(desk, "code-look")
    page.get_by_role("button", name="给新的续学码").click()
    expect(page.locator(".code__digits")).to_have_text(re.compile(r"^\d{6}$"))
    looked_at(desk, "code-slip")
    page.get_by_role("button", name="退出管理台").click()
    expect(page.get_by_label("口令")).to_be_visible()
    page.goto(f"{served.url}course/desk/unit?form=lesson-01&unit=城东支行")
    expect(page.get_by_label("口令")).to_be_visible()
