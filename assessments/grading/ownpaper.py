"""Whether answers are to the paper that their learner was given.

Everybody's paper of a drawn form is another one, so answers to somebody else's paper were somebody else's.
What was taken in under another number than it was worked under stands in the receipt book: an instructor
said whose it is.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from assessments.grading.receipts import ReceiptBook
from assessments.grading.responses import Answers
from assessments.items.deck import Deck

_FOREIGN = "里面的题不是发给 {learner} 的那几道：像是别人的作答，也可能试卷后来换过题，请本人重新交"


def is_own_paper(deck: Deck, answers: Answers) -> bool:
    """Whether the learner who is named in the answers was given these variants, in whatever version."""
    if deck.seed is None or not answers.variants:
        return True
    return _names(answers.variants) == _names(deck.hand(answers.learner).variants)


def foreign(directory: Path, deck: Deck, answers: Answers | None) -> str | None:
    """Why answers that the receipt book does not know are not the learner's own; None where they are.

    A phrase for the instructor. `directory` is the course directory.
    """
    if answers is None or is_own_paper(deck, answers) or _was_taken(directory, answers):
        return None
    return _FOREIGN.format(learner=answers.learner)


def _names(variants: dict[str, str]) -> dict[str, str]:
    return {slot: edition.partition("@")[0] for slot, edition in variants.items()}


def _was_taken(directory: Path, answers: Answers) -> bool:
    try:
        return ReceiptBook(directory).holds(answers.form, answers.learner, answers.digest)
    except sqlite3.Error:
        return False  # a book that cannot be read knows of nothing
