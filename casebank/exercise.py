"""The exercises beside the scenario: touching cues, answering questions. What is shown, without any key."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from casebank.graph import CastId, Exhibit, Person
from casebank.model import Model, Text

PartId = Annotated[str, Field(pattern=r"^w\d{1,2}$")]
OptionId = Annotated[str, Field(pattern=r"^[a-h]$")]


class Part(Model):
    """A phrase that can be touched."""

    id: PartId
    text: Text


class Line(Model):
    """What one person says, cut into phrases."""

    by: CastId
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class Marking(Model):
    """A conversation in which the trainee touches the words that give it away."""

    title: Text
    prompt: Text
    cast: dict[CastId, Person]
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = self.part_ids()
        problems = [f"part '{i}' stands twice" for i in sorted(set(ids)) if ids.count(i) > 1]
        problems += [
            f"nobody is called '{line.by}'" for line in self.lines if line.by not in {*self.cast, "me"}
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def part_ids(self) -> list[str]:
        """The ids of all phrases, in order."""
        return [part.id for line in self.lines for part in line.parts]

    def view(self) -> dict[str, Any]:
        """What the browser gets, as JSON values."""
        return {
            "title": self.title,
            "prompt": self.prompt,
            "cast": {who: person.model_dump() for who, person in self.cast.items()},
            "lines": [
                {"id": f"l{n}", "from": line.by, "parts": [part.model_dump() for part in line.parts]}
                for n, line in enumerate(self.lines, 1)
            ],
        }


class Option(Model):
    """One answer on offer."""

    id: OptionId
    text: Text


class Question(Model):
    """A question: choose one, choose several, or write."""

    title: Text
    prompt: Text
    type: Literal["single", "multiple", "text"]
    options: tuple[Option, ...] = ()
    exhibit: Exhibit | None = None
    max_chars: Annotated[int, Field(ge=20, le=2000)] = 300
    placeholder: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [option.id for option in self.options]
        if (self.type == "text") != (not ids):
            raise ValueError("options belong to 'single' and 'multiple', and only there")
        if len(ids) != len(set(ids)) or len(ids) == 1:
            raise ValueError(f"options {', '.join(ids)}: two at least, all distinct")
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets, as JSON values."""
        return self.model_dump(mode="json")
