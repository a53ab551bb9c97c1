"""A figure that a document tells: what is counted, how much, when and where."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Source, Text
from casebank.vocab import Precision


class Statistic(Model):
    """One figure. `value` is in `unit`s of one (85万元 is 850000 元), null where it is masked or lost.

    `what` says in our words what is counted. `period` and `place` are as far as the document gives them. A
    figure that is told in several places names them all in `sources`. `conflicts` names figures that tell the
    same thing otherwise.
    """

    id: Slug
    """Slug of document and figure."""
    what: Text
    """What is counted, in our words."""
    value: int | float | None
    """The figure in units of one, null where masked or lost."""
    precision: Precision
    """The direction of the figure."""
    unit: Text
    """Its unit."""
    period: Text | None
    """When, as far as given."""
    place: Text | None
    """Where, as far as given."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Every passage that tells it."""
    unknown: Text | None = None
    """Why there is no value."""
    conflicts: tuple[Slug, ...] = ()
    """Figures that tell the same thing otherwise."""
    inferred: tuple[Text, ...] = ()
    """Every statement that is ours."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        problems: list[tuple[Place, str]] = []
        if (self.value is None) != (self.precision is Precision.UNKNOWN):
            problems.append((("value",), "'value' is null exactly where 'precision' is 'unknown'"))
        if (self.value is None) != (self.unknown is not None):
            problems.append((("unknown",), "'unknown' gives the reason exactly where 'value' is null"))
        if problems:
            raise Problems(problems)
        return self
