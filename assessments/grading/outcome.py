"""A graded submission as the trainee is told of it: item by item, why, and whether it is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.grading.gradebook import ItemResult, Result
from assessments.grading.handed import Told
from assessments.grading.scoring import Score
from assessments.grading.transcribe import legible
from assessments.grading.verdict import Verdict, verdict
from assessments.items.form import Form


@dataclass(frozen=True)
class Remark:
    """One sentence on an answer; `good` None where a person wrote it."""

    text: str
    good: bool | None = None


@dataclass(frozen=True)
class OutcomeRow:
    """One item of a result."""

    title: str
    points: float | None
    """None while it waits for the marker."""
    max_points: float
    pending: bool
    """True while the free text waits for the marker."""
    reasons: tuple[Remark, ...] = ()
    question: str = ""
    answer: str = ""
    """What was asked and handed in, as plain text; empty where it cannot be read."""
    public: bool = False
    """An item of the bank that everybody can read."""
    talk: bool = False
    """The answer is a conversation."""
    by_hand: bool = False
    """A person gave the mark."""
    critical: bool = False
    """A critical error in it caps the whole paper."""


@dataclass(frozen=True)
class Outcome:
    """All of a graded submission, the items as they stood on the learner's own paper."""

    points: float
    """So far, less the penalty."""
    max_points: float
    penalty: float
    """Points taken off for handing in late."""
    pending: bool
    """Something still waits for the marker."""
    rows: tuple[OutcomeRow, ...]
    verdict: Verdict | None
    """Whether it is enough; None where that cannot be told."""

    @property
    def critical(self) -> tuple[int, ...]:
        """The numbers of the items with a critical error, as the rows are counted on the page."""
        return tuple(number for number, row in enumerate(self.rows, 1) if row.critical)

    @property
    def public(self) -> Literal["none", "some", "all"]:
        """How many of the items everybody can look up."""
        known = [row.public for row in self.rows]
        return "all" if all(known) else "some" if any(known) else "none"


def outcome(
    result: Result, told: Mapping[str, Told], form: Form | None, scores: Mapping[str, Score]
) -> Outcome:
    """What the gradebook says, with the reasons of the automatic marks.

    `scores` are those of today's keys; `form` is None where nobody knows it here, and with it the verdict.
    """
    machine = [item for item in result.items if not item.written]
    marks = {item.item_id: item.mark for item in machine}
    judged = verdict(form, scores, marks, {item.item_id: item.extra for item in machine}) if form else None
    critical = judged.critical if judged else ()
    return Outcome(
        points=result.total,
        max_points=result.max_total,
        penalty=result.penalty,
        pending=bool(result.pending),
        rows=tuple(
            _row(item, told.get(item.item_id), scores.get(item.item_id), critical=item.item_id in critical)
            for item in _in_order(result, told)
        ),
        verdict=judged,
    )


def _in_order(result: Result, told: Mapping[str, Told]) -> Sequence[ItemResult]:
    """What the paper does not tell stays behind the rest."""
    places = {slot: place for place, slot in enumerate(told)}
    return sorted(result.items, key=lambda item: places.get(item.item_id, len(places)))


def _row(item: ItemResult, told: Told | None, score: Score | None, *, critical: bool) -> OutcomeRow:
    said = (*_reasons(item, score), *([Remark(legible(item.comment))] if item.comment else []))
    return OutcomeRow(
        title=told.title if told else item.item_id,
        points=None if item.pending else item.points,
        max_points=item.max_points,
        pending=item.pending,
        reasons=said,
        question=told.question if told else "",
        answer=told.answer if told else "",
        public=told.public if told else False,
        talk=told.talk if told else False,
        by_hand=item.manual is not None,
        critical=critical,
    )


def _reasons(item: ItemResult, score: Score | None) -> tuple[Remark, ...]:
    """Why an automatic mark is what it is; nothing where the gradebook says otherwise by now."""
    if score is None or item.auto is None or abs(score.points - item.auto) >= 0.01:
        return ()
    return tuple(Remark(reason.text, reason.good) for reason in score.reasons)
