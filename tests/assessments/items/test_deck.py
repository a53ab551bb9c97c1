"""The deck of a form: what is released of it, and that papers drawn from it are those of the bank."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.authoring.build import form_view
from assessments.items.deck import Deck, deck_of, read_deck
from assessments.items.form import Form, form_ids, load_form
from assessments.items.item import ScenarioItem
from assessments.items.paper import Paper, paper

REAL = form_ids()
LEARNERS = st.text(min_size=1, max_size=20)


@pytest.fixture(scope="module")
def duo(duo_items: Path) -> Form:
    return load_form("duo-a", duo_items)


def released(form: Form) -> Deck:
    """The deck as a file gives it back."""
    return read_deck(json.loads(json.dumps(form_view(form), ensure_ascii=False)))


def same(deck: Deck, learner: str, drawn: Paper) -> None:
    hand = deck.hand(learner)
    assert [card.view() for card in hand.cards] == drawn.view()["items"]
    assert hand.variants in (drawn.variants, {} if deck.seed is None else None)


@given(learner=LEARNERS)
def test_a_paper_from_the_release_is_that_of_the_bank(duo: Form, learner: str) -> None:
    same(released(duo), learner, paper(duo, learner))


@pytest.mark.parametrize("form_id", REAL)
def test_so_it_is_with_every_real_form(form_id: str) -> None:
    form = load_form(form_id)
    deck = released(form)
    for learner in map(str, range(1001, 1201)):
        same(deck, learner, paper(form, learner))


def test_the_version_tells_papers_apart(duo: Form) -> None:
    deck = released(duo)
    versions = {learner: deck.hand(learner).version for learner in map(str, range(60))}
    papers = {learner: deck.hand(learner).cards for learner in versions}
    assert all(version.startswith("2026.11-") and len(version) <= 20 for version in versions.values())
    for one in versions:
        for other in versions:
            assert (versions[one] == versions[other]) == (papers[one] == papers[other])
    newer = released(replace(duo, content_version="2026.12"))
    assert newer.hand("1").version.startswith("2026.12-")


def test_a_fixed_form_is_dealt_as_it_stands_and_records_nothing() -> None:
    form = load_form("lesson-01")
    hand = released(form).hand("1001")
    assert hand.version == form.content_version
    assert hand.variants == {}
    assert list(hand.slots) == [item.id for item in form.items]


def test_a_private_fixed_form_says_that_it_is_private() -> None:
    form = load_form("lesson-01")
    slots = tuple(
        replace(slot, variants=tuple(replace(item, public=False) for item in slot.variants))
        for slot in form.slots
    )
    deck = released(replace(form, slots=slots))
    assert not any(card.public for card in deck.hand("1").cards)
    assert all(card.public for card in released(form).hand("1").cards)


def test_what_answers_record_finds_its_card(duo: Form) -> None:
    deck = released(duo)
    hand = deck.hand("1001")
    assert list(deck.recorded(hand.variants).values()) == [
        card for slot in duo.slots for card in hand.cards if card.slot == slot.id
    ]
    assert deck.recorded({}) == {}
    assert set(deck.recorded({**hand.variants, "s1": "nobody-1@1"})) == set(hand.slots) - {"s1"}


def test_twins_have_a_number_that_says_nothing_else(duo: Form) -> None:
    deck = deck_of(duo)
    pairs: dict[int | None, set[str]] = {}
    for slot, numbers in zip(duo.slots, deck.twins, strict=True):
        for item, number in zip(slot.variants, numbers, strict=True):
            if isinstance(item, ScenarioItem):
                pairs.setdefault(number, set()).add(item.scenario.pair)
            else:
                assert number is None
    assert sorted(filter(None, pairs)) == list(range(1, len(pairs) + 1))
    assert all(len(names) == 1 for names in pairs.values())


def names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for inner in value.values() for name in names(inner)}
    return {name for inner in value for name in names(inner)} if isinstance(value, list) else set()


@pytest.mark.parametrize("form_id", REAL)
def test_no_field_of_a_release_is_of_a_key(form_id: str) -> None:
    told = names(form_view(load_form(form_id)))
    secret = {"act", "genuine", "pair", "weights", "reasons", "rubric", "innocent", "tells", "why", "stances"}
    assert not told & (secret | {"order", "criteria", "cue", "levers", "difficulty", "fraud_type", "effects"})
