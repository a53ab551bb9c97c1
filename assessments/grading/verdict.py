"""Whether a paper passes. A critical error caps the whole form below its pass score, whatever the rest is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.grading.scoring import Score
from assessments.items.form import Form

BELOW = 0.5
"""By how many points a paper with a critical error stays under the pass score at least."""


@dataclass(frozen=True)
class Verdict:
    """What the slots that a machine scores come to; what a person marks does not decide."""

    earned: float
    """Their points, as they stand in the gradebook."""
    max_points: float
    pass_score: float
    critical: tuple[str, ...]
    """The slots with a critical error, in the order of the form."""

    @property
    def cap(self) -> float:
        """The most that a paper with a critical error comes to."""
        return self.pass_score - BELOW

    @property
    def points(self) -> float:
        """What counts: the points, capped where there is a critical error."""
        return min(self.earned, self.cap) if self.critical else self.earned

    @property
    def passed(self) -> bool:
        """Whether that is enough."""
        return self.points >= self.pass_score


def verdict(
    form: Form,
    scores: Mapping[str, Score],
    marks: Mapping[str, float] | None = None,
    extra: Mapping[str, float] | None = None,
) -> Verdict:
    """The verdict on a paper: `scores` by slot; marks and extra credit those of the gradebook.

    A mark that a person gave instead takes its critical error back: somebody has looked at it. Extra credit
    counts and takes nothing back.
    """
    slots = [slot.id for slot in form.slots if slot.automatic and slot.id in scores]
    given = {slot: (marks or {}).get(slot, scores[slot].points) for slot in slots}
    stands = [slot for slot in slots if abs(given[slot] - scores[slot].points) < 0.01]
    critical = tuple(slot for slot in stands if scores[slot].critical)
    earned = sum(given.values()) + sum((extra or {}).get(slot, 0.0) for slot in slots)
    return Verdict(float(earned), float(form.automatic_max), float(form.pass_score), critical)
