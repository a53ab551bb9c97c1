"""What `answers.json` holds of a page, and which saved answers belong into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from assessments.items.deck import Card, Deck, Hand, read_deck
from assessments.items.fitting import fits
from casebank.answer import Answer
from course.web.assets import package_folder
from course.web.saving import Stored

if TYPE_CHECKING:
    from assessments.grading.responses import Answers


def pack(
    form: str,
    content_version: str,
    learner: str,
    answers: Mapping[str, Stored],
    items: tuple[str, ...],
) -> dict[str, object]:
    """The contents of ``answers.json``: what was answered of these items."""
    given = {item: answers[item].answer for item in items if item in answers and answers[item].answer}
    return {
        "schema": "shizha.answers/1",
        "form": form,
        "content_version": content_version,
        "learner": learner,
        "items": given,
    }


def pack_form(deck: Deck, hand: Hand, learner: str, answers: Mapping[str, Stored]) -> dict[str, object]:
    """``answers.json`` of a form: the answers to this very paper, and what stood in its slots."""
    own = {slot: kept for slot, kept in answers.items() if is_own(deck, hand, kept)}
    packed = pack(deck.form, deck.content_version, learner, own, hand.slots)
    return {**packed, "variants": hand.variants} if hand.variants else packed


def form_answers(deck: Deck, learner: str, answers: Mapping[str, Stored]) -> Answers:
    """The same as nbgrader will read it. Raises ValueError where something else was stored."""
    from assessments.grading.responses import Answers

    packed = pack_form(deck, deck.hand(learner), learner, answers)
    return Answers.model_validate_json(json.dumps(packed))


def marked_answers(deck: Deck, learner: str, answers: Mapping[str, Stored]) -> Answers:
    """The same, where every one of them can be marked. Raises UnfitAnswer, ValueError as above."""
    from assessments.errors import UnfitAnswer

    packed = form_answers(deck, learner, answers)
    if unfit := unfitting(deck.hand(learner), packed.items):
        raise UnfitAnswer(unfit.title or str(unfit.spec["title"]))
    return packed


def is_own(deck: Deck, hand: Hand, kept: Stored) -> bool:
    """Whether an answer was given to this paper; one to another variant of its slot says nothing here.

    Early answers to a form that is the same for everybody do not say to which paper.
    """
    return kept.content_version == hand.version or (deck.seed is None and not kept.content_version)


def unfitting(hand: Hand, given: Mapping[str, Answer]) -> Card | None:
    """The first item of a paper that cannot have the answer given to it; None where all of them can."""
    answered = (card for card in hand.cards if card.slot in given)
    return next((card for card in answered if not fits(card.kind, card.spec, given[card.slot])), None)


@lru_cache
def packaged_deck(form: str) -> Deck | None:
    """A form as the program carries it; None where it carries none of that name."""
    path = package_folder("assessments") / "source" / form / "form.json"
    return read_deck(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
