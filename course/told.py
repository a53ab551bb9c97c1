"""What a learner answered, slot by slot, as text for the person who marks it."""

from __future__ import annotations

from collections.abc import Callable

from assessments.grading.remembered import Remembered, gist
from assessments.grading.responses import Answers
from assessments.grading.transcribe import NOTHING, transcribe
from assessments.items.deck import Card, Deck
from casebank.answer import Answer


def cards(deck: Deck, answers: Answers) -> dict[str, Card]:
    """What stood in each slot: as recorded, else as drawn."""
    recorded = deck.recorded(answers.variants)
    if len(recorded) == len(deck.slots):
        return recorded
    return {card.slot: card for card in deck.hand(answers.learner).cards}


def tell(deck: Deck) -> Callable[[Answers | None], Callable[[str], str]]:
    """How answers to a form read: of one paper by slot. What many answered alike is put into words once."""
    known = Remembered[str]()

    def of(answers: Answers | None) -> Callable[[str], str]:
        if answers is None:
            return lambda _: NOTHING
        held = cards(deck, answers)

        def told(slot: str) -> str:
            card, answer = held[slot], answers.items.get(slot)
            key = (slot, card.edition, gist(answer))
            return known.get(key, lambda: _told(card, answer, asked=deck.seed is not None))

        return told

    return of


def _told(card: Card, answer: Answer | None, *, asked: bool) -> str:
    said = transcribe(card.spec, None if answer is None else answer.model_dump(mode="json"))
    if not asked:
        return said
    question = card.spec.get("prompt") or card.spec.get("brief") or ""
    return f"【{card.title}】{question}\n\n{said}"
