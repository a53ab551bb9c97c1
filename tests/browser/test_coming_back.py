"""Coming back to a page in a real browser: where it lands, and what it says of what was handed in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

FRAUD = ["先不回，用通讯录里他原来的手机号打过去。", "没问到本人之前不办，等他回电。"]


def enter(page: Page, url: str) -> None:
    page.goto(f"{url}course/enter")
    page.get_by_label("工号").fill("00172")
    page.get_by_label("加入码").fill("CD2026")
    page.get_by_role("button", name="开始学习").click()
    expect(page.get_by_role("heading", name="你的续学码")).to_be_visible()


def test_coming_back(served, visitor) -> None:
    page = visitor().page
    enter(page, served.url)
    code = page.locator(".code__digits").inner_text()
    page.reload()  # once more the same page, and no question whether to send the form again
    expect(page.locator(".code__digits")).to_have_text(code)
    page.get_by_role("button", name="记下了").click()
    page.go_back()
    expect(page.locator(".code__digits")).to_have_count(0)

    page.goto(f"{served.url}course/lessons/01")
    for text in FRAUD:
        page.locator('[data-item="01-p1"]').get_by_role("button", name=text, exact=True).click()
    expect(page.locator("#sz-status")).to_have_text("已保存")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.reload()
    expect(page.locator("#sz-count")).to_have_text("1/7 已完成")
    page.wait_for_timeout(300)
    top = page.locator("#item-01-p2").evaluate("section => section.getBoundingClientRect().top")
    assert 0 <= top < 300

    page.goto(f"{served.url}course/forms/lesson-01")
    words = page.locator('[data-item="t1"]').get_by_role("textbox")
    words.fill("先打电话问本人。")
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确定交卷").click()
    expect(page.get_by_role("heading", name="已交卷")).to_be_visible()
    words.fill("先打电话问本人，再报警。")
    expect(page.locator("#sz-status")).to_have_text("已保存")
    page.reload()
    expect(page.get_by_text("交卷之后又改了答案")).to_be_visible()
    page.goto(f"{served.url}course/results/lesson-01")
    page.get_by_role("link", name="改答案再交").click()
    expect(page.get_by_role("button", name="交卷", exact=True)).to_be_visible()
