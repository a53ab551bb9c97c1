"""What `answers.json` holds of a page, and which saved answers belong into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from assessments.items.deck import Deck, Hand, read_deck
from course.web.assets import package_folder
from course.web.saving import Stored


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


def is_own(deck: Deck, hand: Hand, kept: Stored) -> bool:
    """Whether an answer was given to this paper; one to another variant of its slot says nothing here.

    Early answers to a form that is the same for everybody do not say to which paper.
    """
    return kept.content_version == hand.version or (deck.seed is None and not kept.content_version)


@lru_cache
def packaged_deck(form: str) -> Deck | None:
    """A form as the program carries it; None where it carries none of that name."""
    path = package_folder("assessments") / "source" / form / "form.json"
    return read_deck(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
