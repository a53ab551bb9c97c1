"""What a trainee was asked and what was handed in, as plain text. No key in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.errors import DamagedAnswers
from assessments.grading.responses import Answers, read_answers
from assessments.grading.transcribe import NOTHING, UNREADABLE, transcribe
from assessments.items.deck import Card, Deck, read_deck

_NO_MARKS = "（一处也没有点）"


@dataclass(frozen=True)
class Told:
    """One item: the question, and the answer."""

    title: str
    question: str
    answer: str
    public: bool
    """Whether everybody can look the item up."""
    talk: bool = False
    """The answer is a conversation; each choice in it is a line that begins with `transcribe.CHOSEN`."""


def read_told(folder: Path, learner: str) -> dict[str, Told]:
    """The items of a submission by slot, in the learner's own order, by the form.json in its folder.

    Nothing where that cannot be read, for marks do not need it.
    """
    try:
        deck = read_deck(json.loads((folder / "form.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return told(deck, folder, learner)


def told(deck: Deck, folder: Path, learner: str) -> dict[str, Told]:
    """The same, by a deck that is at hand.

    Where the answers are missing or cannot be read, the paper is the one that was drawn for the learner.
    """
    try:
        answers = read_answers(folder)
        if answers is not None and answers.form != deck.form:
            raise DamagedAnswers(f"the answers are to form '{answers.form}'")
    except DamagedAnswers:
        return {card.slot: _told(card, UNREADABLE) for card in deck.hand(learner).cards}
    if answers is None:
        return {card.slot: _told(card, _said(card, None)) for card in deck.hand(learner).cards}
    given = answers.model_dump(mode="json", include={"items"})["items"]
    cards = _cards(deck, answers)
    return {card.slot: _told(card, _said(card, given.get(card.slot))) for card in cards}


def _cards(deck: Deck, answers: Answers) -> list[Card]:
    """What stood on the paper: as recorded, else as drawn; a slot whose card nobody knows is left out."""
    hand = deck.hand(answers.learner)
    if not answers.variants:
        return list(hand.cards)
    recorded = deck.recorded(answers.variants)
    return [recorded[slot] for slot in hand.slots if slot in recorded]


def _said(card: Card, answer: Mapping[str, Any] | None) -> str:
    said = transcribe(card.spec, answer)
    return _NO_MARKS if said == NOTHING and card.kind == "marks" else said


def _told(card: Card, said: str) -> Told:
    title = card.title or str(card.spec.get("title", ""))
    question = str(card.spec.get("prompt") or card.spec.get("brief") or "")
    return Told(title, question, said, card.public, talk=card.kind == "scenario")
