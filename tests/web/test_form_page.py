"""A form's page is put together for one learner: own variants only, own order, and the same again."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.authoring import SOURCE
from assessments.items.deck import Card, Deck
from course.web import catalog
from course.web.assets import collect_assets
from course.web.catalog import CoursePage
from course.web.form_page import FormPages

ASSETS = {asset.name: asset.hashed for asset in collect_assets().values()}
PAGE = CoursePage("entry-x", "form", "小测", "", 10, "")


def card(slot: str, n: int, kind: str = "choice") -> Card:
    spec = {"title": f"{slot} 的第{n}种</script>", "prompt": f"{slot}-{n} 问什么？", "type": "single"}
    widget = "scenario_player" if kind == "scenario" else "question_card"
    return Card(slot, f"item-{slot}-{n}@1", kind, widget, 4, f"{slot}{n}", spec)


@pytest.fixture(scope="module")
def deck() -> Deck:
    slots = tuple(
        tuple(card(slot, n, "scenario" if slot[0] == "s" else "choice") for n in (1, 2, 3))
        for slot in ("s1", "s2", "q1", "q2", "q3")
    )
    twins = (((1, 2, 3), (3, 1, 4)), ((None,) * 3,) * 3)
    return Deck("entry-x", "摸底<一>", "看清再答。", 12, "2026.11", slots, (*twins[0], *twins[1]), seed=3)


def text_of(deck: Deck, learner: str, pages: FormPages | None = None) -> str:
    content, _ = (pages or FormPages()).page(PAGE, deck, deck.hand(learner), ASSETS)
    assert gzip.decompress(content.zipped) == content.plain
    return content.plain.decode()


@pytest.mark.parametrize("learner", ["1001", "1002", "1003"])
def test_only_the_own_paper_is_in_it_in_its_order_and_numbered(deck: Deck, learner: str) -> None:
    text, hand = text_of(deck, learner), deck.hand(learner)
    own = [card.spec["prompt"] for card in hand.cards]
    assert re.findall(r"[sq]\d-\d 问什么", text) == [prompt[:-1] for prompt in own]
    assert re.findall(r'data-item="(\w+)"', text) == list(hand.slots)
    heads = re.findall(r'<h2 class="question__head" id="q-(\w+)">第 (\d) 题', text)
    assert heads == [(slot, str(n)) for n, slot in enumerate(hand.slots, 1)]
    lines = re.findall(r'<li><a href="#q-(\w+)">第 (\d) 题　(\w+ 的第\d种)', text)
    assert lines == [
        (c.slot, str(n), c.spec["title"].removesuffix("</script>")) for n, c in enumerate(hand.cards, 1)
    ]


def test_nothing_tells_of_variants_twins_or_seed(deck: Deck) -> None:
    text = text_of(deck, "1001")
    assert "item-s" not in text.replace('id="item-s', "")
    assert "@1" not in text
    config = json.loads(re.search(r'id="sz-page">(.*?)</script>', text)[1])  # type: ignore[index]
    assert set(config) == {"page", "kind", "title", "base", "version", "widgets", "results", "drawn"}
    assert config["version"] == deck.hand("1001").version
    assert set(config["widgets"]) == {"scenario_player", "question_card"}


def test_it_holds_nothing_that_a_strict_policy_refuses(deck: Deck) -> None:
    text = text_of(deck, "1001")
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all('type="application/json"' in script or "src=" in script for script in scripts)
    assert not re.search(r"\son[a-z]+=|<style|\sstyle=|https?://|\0|%version%", text)
    assert text.count("<h1") == 1
    assert "摸底&lt;一&gt;" in text
    assert "5 题 · 20 分 · 约 12 分钟" in text
    assert text.count("</script>") == len(scripts)


def test_the_etag_changes_with_paper_release_and_assets_and_with_nothing_else(deck: Deck) -> None:
    pages = FormPages()

    def etag(deck: Deck, learner: str = "1001", assets: dict[str, str] = ASSETS) -> str:
        return pages.page(PAGE, deck, deck.hand(learner), assets)[1]

    first = etag(deck)
    assert etag(replace(deck)) == first
    others = [
        etag(deck, "1002"),
        etag(replace(deck, content_version="2026.12")),
        etag(replace(deck, intro="改了。")),
        etag(deck, assets={**ASSETS, "host.js": "host.0000000000.js"}),
    ]
    assert len({first, *others}) == 5
    assert etag(deck) == first


def test_a_fixed_form_is_the_same_for_everybody() -> None:
    from course.web.packing import packaged_deck

    deck, page = packaged_deck("lesson-01"), catalog.find("lesson-01")
    assert deck is not None
    assert page is not None
    pages = FormPages()
    one, other = (pages.page(page, deck, deck.hand(learner), ASSETS) for learner in ("1", "2"))
    assert one == other
    assert '"drawn"' not in one[0].plain.decode()
    assert f'"version": "{deck.content_version}"' in one[0].plain.decode()


def test_pages_that_nobody_asks_for_are_forgotten(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.web.form_page._PAGES_KEPT", 2)
    pages = FormPages()
    for learner in map(str, range(9)):
        text_of(deck, learner, pages)
    assert len(pages._pages) == 2


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*/form.json")), ids=lambda p: p.parent.name)
def test_each_released_form_makes_a_page(path: Path) -> None:
    from assessments.items.deck import read_deck

    deck = read_deck(json.loads(path.read_text(encoding="utf-8")))
    text = text_of(deck, "1001")
    assert text.count('class="sz-item"') == len(deck.slots)
