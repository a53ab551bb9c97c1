"""The key of an item: a file of its own, apart from what is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from itertools import combinations
from typing import Annotated, Literal

from pydantic import Field

from assessments.items.rubric import Rubric
from assessments.items.shown import Version
from casebank.exercise import OptionId, PartId
from casebank.model import Model, Slug, Text

Points = Annotated[float, Field(gt=0, le=100)]
Stance = Literal["comply", "refuse", "verify", "other"]
"""What an option does with the request."""


class _Key(Model):
    """What every key says of itself."""

    schema_version: Literal[1]
    """Version of the file format."""
    item: Slug
    """The item's id, which is the file's name."""
    version: Version
    """The item's version for which this key was written."""


class ScenarioKey(_Key):
    """How a walk becomes points."""

    points: Points = 10.0
    """The most that it earns."""
    rubric: Rubric
    """How a walk becomes points."""


class MarksKey(_Key):
    """`marks` names the cues, `innocent` all other phrases, each with its reason."""

    points: Points = 5.0
    """The most that it earns."""
    marks: Annotated[dict[PartId, Text], Field(min_length=1)]
    """The cues: why each one tells."""
    innocent: Annotated[dict[PartId, Text], Field(min_length=1)]
    """All other phrases: why each one tells nothing."""

    def share(self, touched: Set[str]) -> float:
        """Share of cues found, less the share of innocent phrases touched: all or none gives nothing."""
        return _found(touched, self.marks, self.innocent)


class RowKey(Model):
    """Whether a row tells genuine from fraud, and why or why not."""

    tells: bool
    """Whether it tells genuine from fraud."""
    why: Text
    """Why, or why not."""


class CompareKey(_Key):
    """Which side is genuine, and which rows show it."""

    points: Points = 5.0
    """The most that it earns."""
    genuine: Literal["a", "b"]
    """The side that is genuine business."""
    rows: Annotated[dict[PartId, RowKey], Field(min_length=1)]
    """What each row is worth looking at."""

    @property
    def telling(self) -> tuple[str, ...]:
        """The rows that tell genuine from fraud."""
        return tuple(row for row, key in self.rows.items() if key.tells)

    @property
    def idle(self) -> tuple[str, ...]:
        """The rows that prove nothing."""
        return tuple(row for row, key in self.rows.items() if not key.tells)

    def share(self, genuine: str | None, touched: Set[str]) -> float:
        """Half for the side, half for the rows that show it; the side alone is a coin tossed.

        The wrong side gives nothing. The right one counts as soon as the rows say more than chance: touching
        all of them or none says nothing.
        """
        rows = _found(touched, self.telling, self.idle)
        return 0.5 + rows / 2 if genuine == self.genuine and rows > 0 else 0.0


class ChoiceKey(_Key):
    """Weights of 0 to 1 by option (1: fully right; left out: 0), a reason and a stance for each option."""

    points: Points = 4.0
    """The most that it earns."""
    weights: Annotated[dict[OptionId, Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)]
    """Above 0 to 1 by option; an option left out is worth nothing."""
    reasons: dict[OptionId, Text]
    """For each option one sentence to the trainee."""
    stances: dict[OptionId, Stance] = Field(default_factory=dict)
    """What each option does with the request."""

    def single(self, option: str) -> float:
        """What the one chosen option is worth."""
        return self.weights.get(option, 0.0)

    def multiple(self, chosen: Set[str]) -> float:
        """Share of right options chosen, less the share of wrong ones: all or none gives nothing."""
        return _found(chosen, self.weights, self.reasons.keys() - self.weights.keys())


class OrderKey(_Key):
    """The right order, and why each stands where it stands."""

    points: Points = 4.0
    """The most that it earns."""
    order: Annotated[tuple[OptionId, ...], Field(min_length=3)]
    """The right order of the options."""
    reasons: dict[OptionId, Text]
    """Why each stands where it stands."""

    def share(self, given: Sequence[str]) -> float:
        """Pairs in the right order less pairs in the wrong one, as a share: chance gives nothing."""
        place = {option: n for n, option in enumerate(self.order)}
        pairs = [place[first] < place[then] for first, then in combinations(given, 2)]
        return 2 * sum(pairs) / len(pairs) - 1


class Criterion(Model):
    """One line of the scheme by which a person marks free text."""

    points: Points
    """What it earns."""
    text: Text
    """What the answer must say."""


class Sample(Model):
    """Answers as somebody might write them: one worth everything, one worth about half."""

    full: Text
    """An answer worth everything."""
    middle: Text
    """An answer worth about half."""


class TextKey(_Key):
    """The scheme by which a person marks free text."""

    points: Points = 5.0
    """The most that it earns: what the criteria add up to."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    """What the marker looks for."""
    sample: Sample | None = None
    """Answers to compare with."""


Key = ScenarioKey | MarksKey | CompareKey | ChoiceKey | OrderKey | TextKey
KEYS: dict[str, type[Key]] = {
    "scenario": ScenarioKey,
    "marks": MarksKey,
    "compare": CompareKey,
    "choice": ChoiceKey,
    "order": OrderKey,
    "text": TextKey,
}
"""The model of keys/ID.yaml by the kind of its item."""


def _found(touched: Set[str], right: Collection[str], wrong: Collection[str]) -> float:
    """The share of right things touched, less the share of wrong ones, never below nothing."""
    found = len(touched & set(right)) / len(right)
    return max(0.0, found - (len(touched & set(wrong)) / len(wrong) if wrong else 0.0))
