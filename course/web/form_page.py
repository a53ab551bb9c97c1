"""The page of a form: rendered in pieces once for each release, put together for each learner.

Only the variants of the own paper are in it. Everything but order, numbers and version is ready beforehand.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from markupsafe import Markup

from assessments.items.deck import Card, Deck, Hand
from course.web.assets import digest
from course.web.blocks import Block
from course.web.catalog import CoursePage
from course.web.files import Content
from course.web.prerender import page_config
from course.web.templating import environment
from course.web.views import Site

_NUMBER, _VERSION, _PLACES, _QUESTIONS = "\0number\0", "%version%", "\0places\0", "\0questions\0"
_LEVEL = 6
"""Of gzip: a millisecond for a page that a learner gets two or three times."""
_FORMS_KEPT, _PAGES_KEPT = 40, 200
_Slot = tuple[str, str]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class FormPageView:
    """What `form.html` is given; marks stand where learners differ."""

    site: Site
    page: CoursePage
    intro: str
    items: tuple[Block, ...]
    """One for each slot."""
    scripts: tuple[str, ...]
    config: Markup
    places: str = _PLACES
    questions: str = _QUESTIONS
    sheet: str = "lesson.css"

    @property
    def total(self) -> float:
        """Points of all slots together."""
        return sum(block.points or 0 for block in self.items)


@dataclass(frozen=True)
class Fragment:
    """One variant: its line in the contents and its question, cut where the number stands."""

    place: tuple[str, ...]
    question: tuple[str, ...]


@dataclass(frozen=True)
class Pieces:
    """A form's page, cut where learners differ."""

    frame: tuple[str, ...]
    """Up to the version, on to the contents, on to the questions, and what follows."""
    fragments: Mapping[_Slot, Fragment]
    key: str
    """Changes with everything in it."""

    def together(self, hand: Hand) -> str:
        """The page of one learner."""
        start, version_to_places, places_to_questions, end = self.frame
        own = [(str(n), self.fragments[_slot(card)]) for n, card in enumerate(hand.cards, 1)]
        places = "".join(number.join(each.place) for number, each in own)
        questions = "".join(number.join(each.question) for number, each in own)
        return "".join((start, hand.version, version_to_places, places, places_to_questions, questions, end))


def cut(page: CoursePage, deck: Deck, assets: Mapping[str, str]) -> Pieces:
    """Render a form once; every address in it is relative, so it may be served below any path."""
    site = Site(base="../", xsrf="", assets=assets)
    page = replace(page, title=deck.title, minutes=deck.minutes)
    cards = [card for cards in deck.may_hold.values() for card in cards]
    widgets = tuple(sorted({f"{card.widget}.js" for card in cards}))
    view = FormPageView(
        site=site,
        page=page,
        intro=deck.intro,
        items=tuple(_block(cards[0]) for cards in deck.slots),
        scripts=tuple(site.asset(name) for name in ("host.js", *widgets)),
        config=page_config(page, site, widgets, _VERSION, drawn=deck.seed is not None),
    )
    text = environment().get_template("form.html").render(view=view)
    start, text = _cut(text, _VERSION)
    version_to_places, text = _cut(text, _PLACES)
    frame = (start, version_to_places, *_cut(text, _QUESTIONS))
    fragments = {_slot(card): _fragment(card) for card in cards}
    told = (*frame, *(part for each in fragments.values() for part in (*each.place, *each.question)))
    return Pieces(frame, fragments, digest(*(part.encode() for part in told)))


def _fragment(card: Card) -> Fragment:
    made = environment().get_template("_question.html").make_module()
    block = _block(card)
    place, question = (str(render(block, _NUMBER)) for render in (made.place, made.question))  # type: ignore[attr-defined]
    return Fragment(tuple(place.split(_NUMBER)), tuple(question.split(_NUMBER)))


def _block(card: Card) -> Block:
    return Block(
        "item", widget=card.widget, item=card.slot, mode="assessed", points=card.points, spec=card.spec
    )


def _slot(card: Card) -> _Slot:
    return card.slot, card.edition


def _cut(text: str, mark: str) -> tuple[str, str]:
    before, found, after = text.partition(mark)
    if not found:
        raise ValueError(f"form.html lost its mark {mark!r}")
    return before, after


class FormPages:
    """The pages of forms, made when somebody asks; what was not asked for in a long time is forgotten."""

    def __init__(self) -> None:
        self._pieces: OrderedDict[str, tuple[Deck, Mapping[str, str], Pieces]] = OrderedDict()
        self._pages: OrderedDict[str, Content] = OrderedDict()

    def page(
        self, page: CoursePage, deck: Deck, hand: Hand, assets: Mapping[str, str]
    ) -> tuple[Content, str]:
        """The page of one learner, and its etag, which changes whenever that page does."""
        pieces = self._cut(page, deck, assets)
        etag = digest(pieces.key.encode(), hand.version.encode())[:20]
        kept = self._pages.get(etag)
        if kept is None:
            plain = pieces.together(hand).encode()
            kept = Content(plain, gzip.compress(plain, _LEVEL, mtime=0))
        _keep(self._pages, etag, kept, _PAGES_KEPT)
        return kept, etag

    def _cut(self, page: CoursePage, deck: Deck, assets: Mapping[str, str]) -> Pieces:
        """The pieces, made anew for another release and for other assets."""
        kept = self._pieces.get(page.id)
        if kept is None or kept[0] is not deck or kept[1] != assets:
            kept = (deck, assets, cut(page, deck, assets))
        _keep(self._pieces, page.id, kept, _FORMS_KEPT)
        return kept[2]


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
