"""Every scene in a real browser: each skin on a phone and on a desktop, by touch and by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casebank import load_bank
from casebank.scenario import Scenario
from casebank.walk import begin, choices, ended, step
from course.web import catalog
from course.web.prerender import build_pages

pytestmark = pytest.mark.slow

SCENES = catalog.scenes()
SKINS = {page.place: page for page in SCENES if page.scene in load_bank().pairs}
DESKTOP = {"width": 1280, "height": 900}
LOOKS = {"phone": {"color_scheme": "light"}, "desktop": {**DESKTOP, "color_scheme": "dark"}}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pages = tmp_path_factory.mktemp("scenes") / "pages"
    build_pages(pages, SCENES)
    return pages


@pytest.fixture(scope="module")
def served(serve_pages: Any, built: Any) -> Any:
    """One server for all: each visitor is another."""
    return serve_pages(built)


def letters(scenario: Scenario, pick: int) -> list[str]:
    """The texts that lead to an ending by always taking the choice at `pick`, from the front or the back."""
    state, texts = begin(scenario), []
    while not ended(scenario, state):
        offered = choices(scenario, state)
        chosen = offered[pick]
        texts.append(chosen.text)
        state, _ = step(scenario, state, chosen.id, datetime(2026, 1, 1, tzinfo=UTC))
    return texts


def player(page: Page, scenario: Scenario) -> Any:
    return page.locator(f"#item-{scenario.id}")


def play(page: Page, scenario: Scenario, pick: int) -> None:
    """Click through one walk, and come to its ending."""
    own = player(page, scenario)
    for text in letters(scenario, pick):
        own.locator(".sz-dock button").filter(has_text=text).first.click()
    expect(own.locator(".sz-ending")).to_be_visible()


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def pair_of(page: catalog.CoursePage) -> tuple[Scenario, Scenario]:
    bank = load_bank()
    first, second = bank.pairs[page.scene].scenarios
    return bank.scenarios[first], bank.scenarios[second]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("skin", SKINS)
def test_each_skin_is_played_to_an_end(served: Any, visitor: Any, skin: str, look: str) -> None:
    scene = SKINS[skin]
    first, second = pair_of(scene)
    visit = visitor(**LOOKS[look])
    page = visit.page
    page.goto(f"{served.url}course/{scene.href}")
    own = player(page, first)
    expect(own.locator(".sz-dock button").first).to_be_visible()
    visit.shot(f"30-{scene.scene}-{look}-start")
    assert visit.axe() == []
    play(page, first, 0)
    play(page, second, -1)
    expect(own.get_by_text("教学道具").first).to_be_visible() if first.exhibits else None
    assert narrow(page)
    assert visit.axe() == []
    visit.shot(f"31-{scene.scene}-{look}-played", full=True)
    small = page.eval_on_selector_all(
        ".sz button",
        "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)",
    )
    assert small == []


def test_a_reload_resumes_and_a_step_is_taken_back(served: Any, visitor: Any) -> None:
    scene = SKINS["柜台"]
    first, _ = pair_of(scene)
    page = visitor().page
    page.goto(f"{served.url}course/")
    page.locator("summary", has_text="柜台").click()
    page.get_by_role("link", name=scene.title).click()
    own = player(page, first)
    texts = letters(first, 0)
    own.locator(".sz-dock button").filter(has_text=texts[0]).first.click()
    own.locator(".sz-dock button").filter(has_text=texts[1]).first.click()
    expect(own.locator(".sz-reply")).to_have_count(2)
    expect(page.locator("#sz-status")).to_contain_text("已保存")
    page.reload()
    expect(own.locator(".sz-reply")).to_have_count(2)
    own.get_by_role("button", name="退回一步").click()
    expect(own.locator(".sz-reply")).to_have_count(1)
    own.get_by_role("button", name="重新来过").click()
    expect(own.locator(".sz-reply")).to_have_count(0)


def test_a_scene_is_played_with_the_keyboard_alone(served: Any, visitor: Any) -> None:
    scene = SKINS["柜台"]
    first, _ = pair_of(scene)
    page = visitor(**DESKTOP, reduced_motion="reduce").page
    page.goto(f"{served.url}course/{scene.href}")
    own = player(page, first)
    own.locator(".sz-dock button").first.focus()
    for _ in letters(first, 0):
        page.keyboard.press("Enter")
        if own.locator(".sz-ending").count():
            break
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.closest('.sz-dock') !== null")
        assert focused, "after a choice, Tab leads to the next ones"
    expect(own.locator(".sz-ending")).to_be_visible()


def test_at_twice_the_size_nothing_is_cut(served: Any, visitor: Any) -> None:
    """200 % zoom of a 1280 pixel wide window is a window of 640."""
    visit = visitor(width=640, height=450)
    for scene in SKINS.values():
        visit.page.goto(f"{served.url}course/{scene.href}")
        expect(visit.page.locator(".sz-dock button").first).to_be_visible()
        assert narrow(visit.page), scene.id


OLD_BROWSER = """
for (const [owner, names] of [
  [Array.prototype, ["at", "findLast", "toSorted", "group"]],
  [String.prototype, ["at", "replaceAll"]],
  [Object, ["hasOwn", "groupBy"]],
  [window, ["structuredClone", "speechSynthesis", "ResizeObserver", "IntersectionObserver"]],
  [Navigator.prototype, ["clipboard", "serviceWorker"]],
  [Crypto.prototype, ["subtle", "randomUUID"]],
]) for (const name of names) { try { delete owner[name]; } catch {} }
"""


def test_without_the_newer_interfaces_every_skin_still_plays(served: Any, visitor: Any) -> None:
    """That browser (86) cannot be had here: its bundles are compiled for it, and what it lacks is removed."""
    visit = visitor()
    visit.context.add_init_script(OLD_BROWSER)
    for scene in SKINS.values():
        first, _ = pair_of(scene)
        visit.page.goto(f"{served.url}course/{scene.href}")
        assert visit.page.evaluate("[].at === undefined && window.structuredClone === undefined")
        play(visit.page, first, 0)


def test_every_scene_is_listed_at_home(served: Any, visitor: Any) -> None:
    page = visitor().page
    page.goto(f"{served.url}course/")
    folds = page.locator("section", has=page.get_by_role("heading", name="情景演练")).locator("summary")
    for fold in folds.all():
        fold.click()
    for scene in SCENES:
        expect(page.get_by_role("link", name=scene.title)).to_be_visible()
