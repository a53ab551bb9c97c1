"""What a learner answered, slot by slot, as text for the person who marks it."""

from __future__ import annotations

from collections.abc import Callable

from assessments.grading.responses import Answers
from assessments.grading.transcribe import NOTHING, transcribe
from assessments.items.deck import Card, Deck


def cards(deck: Deck, answers: Answers) -> dict[str, Card]:
    """What stood in each slot: as recorded, else as drawn."""
    recorded = deck.recorded(answers.variants)
    if len(recorded) == len(deck.slots):
        return recorded
    return {card.slot: card for card in deck.hand(answers.learner).cards}


def tell(deck: Deck, answers: Answers | None) -> Callable[[str], str]:
    """By slot the answer; where papers differ, with the question that this learner was asked."""
    if answers is None:
        return lambda _: NOTHING
    held = cards(deck, answers)
    given = answers.model_dump(mode="json")["items"]

    def told(slot: str) -> str:
        card = held[slot]
        said = transcribe(card.spec, given.get(slot))
        if deck.seed is None:
            return said
        asked = card.spec.get("prompt") or card.spec.get("brief") or ""
        return f"【{card.title}】{asked}\n\n{said}"

    return told
