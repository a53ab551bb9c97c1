"""What a trainee was asked and what was handed in, as plain text for the result page. No key in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.items.deck import Card, read_deck
from course.transcribe import transcribe

_NO_MARKS = "（一处也没有点）"


@dataclass(frozen=True)
class Told:
    """One item: the question, and the answer."""

    title: str
    question: str
    answer: str
    public: bool
    """Whether everybody can look the item up."""


def read_told(folder: Path) -> dict[str, Told]:
    """The items of a submission by slot, in the learner's own order.

    Nothing where the folder cannot be read, for marks do not need it.
    """
    try:
        view = json.loads((folder / "form.json").read_text(encoding="utf-8"))
        answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
        deck = read_deck(view)
        cards = deck.recorded(answers.get("variants", {}))
        order = deck.hand(answers["learner"]).slots
        return {slot: _told(cards[slot], answers["items"]) for slot in order if slot in cards}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _told(card: Card, given: Mapping[str, Any]) -> Told:
    spec, answer = card.spec, given.get(card.slot)
    title = card.title or str(spec.get("title", ""))
    question = str(spec.get("prompt") or spec.get("brief") or "")
    said = _NO_MARKS if not answer and card.kind == "marks" else transcribe(spec, answer)
    return Told(title, question, said, card.public)
