"""What an item must be like before a form takes it: nothing gives the answer away, and nothing works."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem, TextItem
from assessments.items.itembank import Part
from assessments.items.key import ChoiceKey
from assessments.items.scenes import scenario_standard
from assessments.items.texts import item_texts
from casebank.errors import Place
from casebank.studio.harmless import working
from casebank.studio.unfit import brands

Lack = tuple[Part, Place, str]
"""The file, the place in it, and what is wrong."""

POINTS = {"scenario": 10, "marks": 5, "compare": 5, "choice": 4, "order": 4, "text": 5}
RATIO = 1.6
"""How many times longer the longest option may be."""
AGREE = 1 / 3
"""How far the order shown may agree with the right one, or with its reverse."""
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*-\d+")
_TELLING_ID = frozenset("fraud real fake ok genuine scam true false good bad safe honest trap trick".split())
_TELLING_TITLE = re.compile(r"骗|诈|假|正事|真的|陷阱|套路")


def standard_problems(item: Item) -> Iterator[Lack]:
    """Everything in which an item falls short."""
    yield from _common(item)
    if isinstance(item, ScenarioItem):
        yield from scenario_standard(item)
    elif isinstance(item, MarksItem):
        yield from _marks(item)
    elif isinstance(item, CompareItem):
        yield from _compare(item)
    elif isinstance(item, ChoiceItem):
        yield from _choice(item)
    elif isinstance(item, OrderItem):
        yield from _order(item)
    elif isinstance(item, TextItem) and item.key.sample is None:
        yield "keys", ("criteria",), "'sample' is missing: an answer worth everything and a middling one"


def _common(item: Item) -> Iterator[Lack]:
    if not _ID.fullmatch(item.variant):
        yield "bank", ("id",), f"id '{item.variant}': lower-case words, then a number"
    if telling := sorted(_TELLING_ID & set(item.variant.split("-"))):
        yield "bank", ("id",), f"id '{item.variant}' gives it away: {', '.join(telling)}"
    if found := _TELLING_TITLE.search(item.title):
        yield "bank", ("title",), f"title '{item.title}' is not neutral: '{found.group()}'"
    if item.points != POINTS[item.kind]:
        told = f"{item.points:g} points: in a form that is drawn a {item.kind} item has {POINTS[item.kind]}"
        yield "keys", ("points",), told
    for part, place, text in item_texts(item):
        for told in (*working(text), *brands(text)):
            yield part, place, told


def _marks(item: MarksItem) -> Iterator[Lack]:
    parts, cues = item.marking.part_ids(), item.key.marks
    if not 8 <= len(parts) <= 12:
        yield "bank", ("marking", "lines"), f"{len(parts)} phrases (allowed: 8 to 12)"
    if not 3 <= len(cues) <= 5:
        yield "keys", ("marks",), f"{len(cues)} cues (allowed: 3 to 5)"
    if len({line.by for line in item.marking.lines} - {"me", None}) < 2:
        yield "bank", ("marking", "lines"), "one person speaks: two are needed, of whom one is genuine"


def _compare(item: CompareItem) -> Iterator[Lack]:
    rows = item.pair.rows
    if not 5 <= len(rows) <= 7:
        yield "bank", ("pair", "rows"), f"{len(rows)} rows (allowed: 5 to 7)"


def _choice(item: ChoiceItem) -> Iterator[Lack]:
    options, key = item.question.options, item.key
    if item.question.type != "single" or [option.id for option in options] != list("abcd"):
        yield "bank", ("question", "options"), "one of four options, a to d, is to be chosen"
        return
    lengths = [len(option.text) for option in options]
    if max(lengths) > RATIO * min(lengths):
        told = f"options of {min(lengths)} to {max(lengths)} characters (allowed: {RATIO:g} times)"
        yield "bank", ("question", "options"), told
    yield from (("keys", place, told) for place, told in _stances(item.genuine, key))


def _stances(genuine: bool | None, key: ChoiceKey) -> Iterator[tuple[Place, str]]:
    """Whether complying, refusing and verifying are all on offer, and each is worth what it should be."""
    right = [option for option, weight in key.weights.items() if weight == 1]
    if len(right) != 1:
        yield ("weights",), f"{len(right)} options are fully right (needed: one)"
    for stance in ("comply", "refuse", "verify"):
        if stance not in key.stances.values():
            yield ("stances",), f"no option has the stance '{stance}'"
    allowed = ("comply", "verify") if genuine else ("refuse", "verify")
    wrong, most = ("refuse", 0.3) if genuine else ("comply", 0.2)
    for option, stance in key.stances.items():
        if option in right and stance not in allowed:
            yield (
                ("stances", option),
                f"the right option has stance '{stance}' (allowed: {', '.join(allowed)})",
            )
        if stance == wrong and key.single(option) > most:
            told = f"'{option}' ({stance}) is worth {key.single(option):g} (allowed: {most:g})"
            yield ("weights", option), told


def _order(item: OrderItem) -> Iterator[Lack]:
    shown = [option.id for option in item.question.options]
    if not 4 <= len(shown) <= 5:
        yield "bank", ("question", "options"), f"{len(shown)} options (allowed: 4 or 5)"
    agree = item.key.share(shown)
    if abs(agree) > AGREE + 1e-9:
        told = f"the order shown agrees with the right one by {agree:+.2f}"
        yield "bank", ("question", "options"), f"{told} (allowed: {-AGREE:+.2f} to {AGREE:+.2f})"
