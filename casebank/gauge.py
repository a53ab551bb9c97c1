"""What a scenario remembers beside the place where the walk stands: small whole numbers with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from casebank.model import Model, Text

GaugeId = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,15}$")]
Values = Mapping[str, int]
"""The value of each gauge."""


class Gauge(Model):
    """One number: evidence gathered, trust, pressure, mood, minutes. It never leaves its bounds.

    `words` names each value from `low` to `high`, for a gauge that the trainee sees (a customer's mood); a
    gauge without words works unseen.
    """

    label: Text
    """What it counts, in Chinese."""
    start: int = 0
    """The value at the beginning."""
    low: Annotated[int, Field(ge=-9)] = 0
    """The least value."""
    high: Annotated[int, Field(le=99)] = 9
    """The greatest value."""
    words: tuple[Text, ...] = ()
    """The word for each value, from `low` to `high`; empty where it is not shown."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if not self.low <= self.start <= self.high or self.low == self.high:
            raise ValueError(
                f"start {self.start} must lie in {self.low} to {self.high}, which are two at least"
            )
        if self.words and len(self.words) != self.high - self.low + 1:
            raise ValueError(
                f"{len(self.words)} words for the {self.high - self.low + 1} values: one each, or none"
            )
        return self

    def moved(self, value: int, by: int) -> int:
        """The value after a change, kept within the bounds."""
        return max(self.low, min(self.high, value + by))


class Range(Model):
    """The values of a gauge for which something holds, both ends included."""

    least: int | None = None
    """The least value, null for no bound."""
    most: int | None = None
    """The greatest value, null for no bound."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("a condition needs 'least', 'most' or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"least {self.least} is above most {self.most}: it would never hold")
        return self

    def holds(self, value: int) -> bool:
        """Whether the value lies within."""
        return met({"": self}, {"": value})


Guard = dict[Annotated[str, Field(pattern=r"^([a-z][a-z_]{0,15}|i\d)$")], Range]
"""Conditions on gauges, or on whether an interruption has come (0 or 1); all must hold, none always does."""


def met(guard: Mapping[str, Range], values: Values) -> bool:
    """Whether every condition holds."""
    for gauge, condition in guard.items():  # no generator: this runs for every state of every graph
        value = values[gauge]
        if condition.least is not None and value < condition.least:
            return False
        if condition.most is not None and value > condition.most:
            return False
    return True
