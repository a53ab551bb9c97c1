"""A form of which neighbours get different papers, in a real browser at phone size."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from assessments.coursedir import open_form
from assessments.items.form import load_form
from assessments.items.item import ChoiceItem, Item, ScenarioItem
from assessments.items.paper import Paper, paper
from assessments.items.walks import tree

pytestmark = pytest.mark.slow

FORM = "entry-a"
FIELDS = re.compile(
    r'"(act|pair|weights|reasons|rubric|innocent|tells|why|stances|cue|levers|difficulty|fraud_type|'
    r'based_on|group|seed|critical|credits)"\s*:'
)


def sat(number: str) -> Paper:
    return paper(load_form(FORM), number)


def enter(page: Page, url: str, number: str) -> None:
    page.goto(f"{url}course/enter?next=/course/forms/{FORM}")
    page.get_by_label("工号").fill(number)
    page.get_by_label("加入码").fill("CD2026")
    page.get_by_role("button", name="开始学习").click()
    page.goto(f"{url}course/forms/{FORM}")
    expect(page.locator(".sz-item__stage").first).to_be_visible()


def place(page: Page, item: Item):
    return page.locator(f'[data-item="{item.id}"]')


def answer(page: Page, item: Item) -> None:
    """What earns everything, of the kinds that are answered by pressing what one reads."""
    if isinstance(item, ScenarioItem):
        best = max(tree(item).ends(), key=lambda twig: twig.points)
        for node, chosen, _ in best.made:
            text = next(c.text for c in item.scenario.nodes[node].choices if c.id == chosen)
            place(page, item).get_by_role("button", name=text).click()
    if isinstance(item, ChoiceItem):
        right = next(o for o in item.question.options if item.key.single(o.id) == 1)
        place(page, item).get_by_label(right.text).check()


def saved(page: Page) -> None:
    expect(page.locator("#sz-status")).to_have_text("已保存")


def test_neighbours_answer_different_papers_and_no_key_reaches_them(
    served, visitor, key_sentences: Mapping[str, list[str]]
) -> None:
    open_form(served.folder, FORM)
    secrets = [text for texts in key_sentences.values() for text in texts]
    shown = []
    for number in ("00172", "00173"):
        visit, own = visitor(), sat(number)
        bodies: list[str] = []
        visit.context.on("response", lambda r, told=bodies: told.append(told_by(r)))
        page = visit.page
        enter(page, served.url, number)
        ids = page.locator(".sz-item").evaluate_all("all => all.map((one) => one.dataset.item)")
        assert ids == [item.id for item in own.items]
        expect(page.locator(".question__head").nth(8)).to_contain_text("第 9 题")
        for item in own.items:
            answer(page, item)
        saved(page)
        assert visit.axe() == []
        visit.shot(f"drawn-{number}", full=True)
        page.reload()
        expect(page.locator("#sz-count")).to_have_text("6/9 已完成")
        kept = page.evaluate("JSON.stringify(Object.entries(localStorage))")
        told = "\n".join((*bodies, page.content(), kept))
        assert [secret for secret in secrets if secret in told] == []
        assert not FIELDS.search(told)
        others = {i.edition for i in load_form(FORM).items} | {i.variant for i in own.items}
        assert [name for name in others if f'"{name}' in told] == []
        shown.append(ids)
        page.get_by_role("button", name="交卷", exact=True).click()
        page.get_by_role("button", name="确定交卷").click()
        expect(page.get_by_role("heading", name="已交卷")).to_be_visible()
    assert shown[0] != shown[1]
    for command in ("collect", "autograde"):
        served.nbgrader(command, FORM)
    page.goto(f"{served.url}course/results/{FORM}")
    for item in own.items:
        expect(page.get_by_text(item.title, exact=False).first).to_be_visible()
        if isinstance(item, (ScenarioItem, ChoiceItem)):
            row = page.locator(".row", has_text=item.title).first
            expect(row.locator(".row__points")).to_have_text(f"{item.points:g} / {item.points:g}")
    expect(page.get_by_text("公开题").first).to_be_visible()
    assert visit.axe() == []
    visit.shot("drawn-results", full=True)


def told_by(response) -> str:
    """The body of a page or an answer; a redirect has none."""
    kinds = ("text/html", "application/json")
    read = response.status == 200 and response.headers.get("content-type", "").startswith(kinds)
    return response.text() if read else ""


def test_a_page_that_stayed_open_takes_nothing_for_whoever_came_next(served, visitor) -> None:
    open_form(served.folder, FORM)
    visit = visitor()
    left = visit.page
    enter(left, served.url, "00172")
    ticked = next(item for item in sat("00172").items if isinstance(item, ChoiceItem))
    answer(left, ticked)
    saved(left)
    right = visit.context.new_page()
    enter(right, served.url, "00173")
    left.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(left.get_by_text("请刷新页面再答", exact=False)).to_be_visible()
    expect(place(left, ticked).locator("input:checked")).to_have_count(0)
    place(left, ticked).get_by_label(ticked.question.options[0].text).click(force=True)
    left.wait_for_timeout(1500)
    state = json.loads(right.evaluate("fetch('../api/state/entry-a').then((reply) => reply.text())"))
    assert state["items"] == {}
    left.reload()
    ids = left.locator(".sz-item").evaluate_all("all => all.map((one) => one.dataset.item)")
    assert ids == [item.id for item in sat("00173").items]
