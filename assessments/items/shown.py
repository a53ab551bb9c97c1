"""What an item shows, and what it is about: all of it without its key."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, RootModel, model_validator

from casebank.exercise import Marking, Question
from casebank.model import Model, Slug, Text
from casebank.scenario import Scenario
from casebank.vocab import Channel, Lever

Version = Annotated[int, Field(ge=1, strict=True)]


class Difficulty(Model):
    """How hard we take it to be, and why: an estimate until answers have been counted."""

    level: Literal["easy", "middle", "hard"]
    why: Text


class Row(Model):
    """One thing to look at, on both sides."""

    id: Annotated[str, Field(pattern=r"^w\d{1,2}$")]
    what: Text
    a: Text
    b: Text


class Comparison(Model):
    """Two matters side by side: which is genuine, and what shows it?"""

    title: Text
    prompt: Text
    rows: Annotated[tuple[Row, ...], Field(min_length=4, max_length=8)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [row.id for row in self.rows]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"rows stand twice: {', '.join(twice)}")
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets, as JSON values."""
        return self.model_dump(mode="json")


class _Shown(Model):
    """What every item says of itself."""

    schema_version: Literal[1]
    id: Slug
    """The file's name without .yaml. Trainees may see it: it gives nothing away."""
    version: Version
    """Goes up whenever wording, graph or key change."""
    slot: Slug
    """The family of parallel items from which a form takes some."""
    fraud_type: Text | None
    """One of the ministry's ten; for a genuine item the type that it looks like."""
    channel: Channel
    """Where the words arrive."""
    roles: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Whom it suits: ids of roles.yaml."""
    levers: tuple[Lever, ...] = ()
    """What it pulls at; genuine business hurries people too."""
    cue: Text
    """What tells, or in genuine business what looks like a sign and is none."""
    difficulty: Difficulty
    based_on: Slug | None
    """Id of a case, null where constructed."""
    constructed: Text
    """What is invented."""
    title: Text
    """Neutral."""


class ShownScenario(_Shown):
    """A scenario of its own, never one that a lesson practises."""

    kind: Literal["scenario"]
    genuine: bool
    scenario: Scenario


class ShownMarks(_Shown):
    """Phrases to touch."""

    kind: Literal["marks"]
    genuine: bool | Literal["mixed"]
    marking: Marking


class ShownCompare(_Shown):
    """Two matters to compare."""

    kind: Literal["compare"]
    genuine: Literal["mixed"]
    pair: Comparison


class ShownChoice(_Shown):
    """A question with options."""

    kind: Literal["choice"]
    genuine: bool
    question: Question

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type not in ("single", "multiple"):
            raise ValueError("a choice item needs a question of type 'single' or 'multiple'")
        return self


class ShownOrder(_Shown):
    """Things to do, to be put in order."""

    kind: Literal["order"]
    genuine: bool
    question: Question

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type != "ordering":
            raise ValueError("an order item needs a question of type 'ordering'")
        return self


class ShownText(_Shown):
    """Free text, marked by a person."""

    kind: Literal["text"]
    genuine: bool
    question: Question

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type != "text":
            raise ValueError("a text item needs a question of type 'text'")
        return self


Shown = Annotated[
    ShownScenario | ShownMarks | ShownCompare | ShownChoice | ShownOrder | ShownText,
    Field(discriminator="kind"),
]


class ShownFile(RootModel[Shown]):
    """What stands in bank/ID.yaml."""
