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
    """Easy, middle or hard."""
    why: Text
    """What makes it so."""


class Row(Model):
    """One thing to look at, on both sides."""

    id: Annotated[str, Field(pattern=r"^w\d{1,2}$")]
    """w1, w2, …"""
    what: Text
    """What is looked at."""
    a: Text
    """How it is on side a."""
    b: Text
    """How it is on side b."""


class Comparison(Model):
    """Two matters side by side: which is genuine, and what shows it?"""

    title: Text
    """Its heading."""
    prompt: Text
    """What is asked."""
    rows: Annotated[tuple[Row, ...], Field(min_length=4, max_length=8)]
    """What to look at, in order."""

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
    """Version of the file format."""
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
    """How hard we take it to be."""
    based_on: Slug | None
    """Id of a case, null where constructed."""
    constructed: Text
    """What is invented."""
    title: Text
    """Neutral."""


class ShownScenario(_Shown):
    """A scenario of its own, never one that a lesson practises."""

    kind: Literal["scenario"]
    """A walk through a graph."""
    genuine: bool
    """Whether it is genuine business."""
    scenario: Scenario
    """The graph, as in a scenario of the course."""


class ShownMarks(_Shown):
    """Phrases to touch."""

    kind: Literal["marks"]
    """Phrases to touch."""
    genuine: bool | Literal["mixed"]
    """Whether it is genuine business; mixed where both speak."""
    marking: Marking
    """The lines and their phrases."""


class ShownCompare(_Shown):
    """Two matters to compare."""

    kind: Literal["compare"]
    """Two matters side by side."""
    genuine: Literal["mixed"]
    """One of the two is."""
    pair: Comparison
    """The two sides, row by row."""


class ShownChoice(_Shown):
    """A question with options."""

    kind: Literal["choice"]
    """Options to choose from."""
    genuine: bool
    """Whether it is genuine business."""
    question: Question
    """The question with its options."""

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type not in ("single", "multiple"):
            raise ValueError("a choice item needs a question of type 'single' or 'multiple'")
        return self


class ShownOrder(_Shown):
    """Things to do, to be put in order."""

    kind: Literal["order"]
    """Things to put in order."""
    genuine: bool
    """Whether it is genuine business."""
    question: Question
    """The question with what is to be ordered, in the order shown."""

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type != "ordering":
            raise ValueError("an order item needs a question of type 'ordering'")
        return self


class ShownText(_Shown):
    """Free text, marked by a person."""

    kind: Literal["text"]
    """A few sentences to write."""
    genuine: bool
    """Whether it is genuine business."""
    question: Question
    """What to write about."""

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if self.question.type != "text":
            raise ValueError("a text item needs a question of type 'text'")
        return self


Shown = Annotated[
    ShownScenario | ShownMarks | ShownCompare | ShownChoice | ShownOrder | ShownText,
    Field(discriminator="kind"),
]


SHOWN: dict[str, type[_Shown]] = {
    "scenario": ShownScenario,
    "marks": ShownMarks,
    "compare": ShownCompare,
    "choice": ShownChoice,
    "order": ShownOrder,
    "text": ShownText,
}
"""The model of bank/ID.yaml by its kind."""


class ShownFile(RootModel[Shown]):
    """What stands in bank/ID.yaml."""
