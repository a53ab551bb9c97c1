"""The exercises beside the scenario: touching cues, answering questions. What is shown, without any key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from casebank.errors import Place, Problems
from casebank.exhibit import Exhibit
from casebank.graph import CastId, Person
from casebank.model import Model, Text

PartId = Annotated[str, Field(pattern=r"^w\d{1,2}$")]
OptionId = Annotated[str, Field(pattern=r"^[a-h]$")]
FieldKey = Annotated[str, Field(pattern=r"^(title|amount|body|foot|(row|button):\d{1,2})$")]

_OPEN = "?"


class Part(Model):
    """A phrase that can be touched; on an exhibit `field` says where it stands."""

    id: PartId
    """w1, w2, …; says nothing about the answer."""
    text: Text
    """The phrase as it stands; may be left out where `field` names all of it."""
    field: FieldKey | None = None
    """Of an exhibit: title, amount, body, foot, row:N or button:N."""


class Line(Model):
    """What one person says, cut into phrases; or an exhibit with the fields that can be touched.

    A part of an exhibit names its `field`. Its text is the field's, unless it gives a phrase of it.
    """

    by: CastId | None = None
    """Who speaks: an id of the cast, or `me`."""
    exhibit: Exhibit | None = None
    """A thing on the desk instead of words."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    """The phrases, in their order; together they are the line."""

    @model_validator(mode="before")
    @classmethod
    def _texts_of_fields(cls, data: Any) -> Any:
        """Give a part that only names its field the text that stands there."""
        if not isinstance(data, Mapping) or not isinstance(data.get("parts"), list | tuple):
            return data
        texts = _raw_fields(data.get("exhibit"))
        parts = [
            {**part, "text": texts.get(str(part["field"]), _OPEN)}
            if isinstance(part, Mapping) and "field" in part and "text" not in part
            else part
            for part in data["parts"]
        ]
        return {**data, "parts": parts}

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if problems := [*self._problems()]:
            raise Problems(problems)
        return self

    def _problems(self) -> Iterator[tuple[Place, str]]:
        if self.exhibit is None and self.by is None:
            yield (), "a line is somebody's words ('by') or an 'exhibit'"
        fields = {} if self.exhibit is None else exhibit_fields(self.exhibit)
        for n, part in enumerate(self.parts):
            if (part.field is None) != (self.exhibit is None):
                yield (
                    ("parts", n),
                    f"part '{part.id}': 'field' belongs to parts of an exhibit, and only there",
                )
            elif part.field is not None and part.field not in fields:
                allowed = ", ".join(fields)
                yield (
                    ("parts", n, "field"),
                    f"part '{part.id}': the exhibit has no '{part.field}' ({allowed})",
                )
        for key, text in fields.items():
            rest = text
            for n, part in enumerate(self.parts):
                if part.field == key and not (found := rest.partition(part.text))[1]:
                    yield (
                        ("parts", n),
                        f"part '{part.id}' does not stand in '{key}' after the parts before it",
                    )
                elif part.field == key:
                    rest = found[2]

    def view(self, number: int) -> dict[str, Any]:
        """What the browser gets, as JSON values."""
        shown: dict[str, Any] = {"id": f"l{number}", "from": self.by}
        if self.exhibit is not None:
            shown["exhibit"] = self.exhibit.model_dump(mode="json")
        return {**shown, "parts": [part.model_dump(exclude_none=True) for part in self.parts]}


def exhibit_fields(exhibit: Exhibit) -> dict[str, str]:
    """The texts on an exhibit by the key under which the browser draws each."""
    single = {"title": exhibit.title, "amount": exhibit.amount, "body": exhibit.body, "foot": exhibit.foot}
    many = {f"row:{n}": value for n, (_, value) in enumerate(exhibit.rows)}
    many |= {f"button:{n}": text for n, text in enumerate(exhibit.buttons)}
    return {**{key: text for key, text in single.items() if text}, **many}


def _raw_fields(exhibit: object) -> dict[str, str]:
    """The same of an exhibit that nobody has checked yet; none where it is faulty, which is told later."""
    try:
        return exhibit_fields(Exhibit.model_validate(exhibit))
    except ValidationError:
        return {}


class Marking(Model):
    """A conversation, or exhibits, in which the trainee touches what gives it away."""

    title: Text
    """Its heading."""
    prompt: Text
    """What to look for."""
    cast: dict[CastId, Person] = Field(default_factory=dict)
    """Who speaks, by id."""
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What is said and shown, in order."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = self.part_ids()
        problems = [f"part '{i}' stands twice" for i in sorted(set(ids)) if ids.count(i) > 1]
        problems += [
            f"nobody is called '{line.by}'"
            for line in self.lines
            if line.by is not None and line.by not in {*self.cast, "me"}
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
            "lines": [line.view(n) for n, line in enumerate(self.lines, 1)],
        }


class Option(Model):
    """One answer on offer, or one thing to put in its place."""

    id: OptionId
    """a to h, in the order of the file."""
    text: Text
    """The option as it is read."""


class Question(Model):
    """A question: choose one, choose several, put in order, or write.

    `confidence` asks how sure one is. What is to be ordered is shown as the options stand here.
    """

    title: Text
    """Its heading."""
    prompt: Text
    """What is asked."""
    type: Literal["single", "multiple", "ordering", "text"]
    """Choose one, choose several, put in order, or write."""
    options: tuple[Option, ...] = ()
    """What is on offer; none where it is written."""
    exhibit: Exhibit | None = None
    """A thing on the desk above the options."""
    confidence: bool = False
    """Whether it asks how sure one is."""
    max_chars: Annotated[int, Field(ge=20, le=2000)] = 300
    """The most that can be written, in characters."""
    placeholder: str = ""
    """What stands in the empty field."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [option.id for option in self.options]
        if (self.type == "text") != (not ids):
            raise ValueError("options belong to 'single', 'multiple' and 'ordering', and only there")
        if len(ids) != len(set(ids)) or len(ids) == 1:
            raise ValueError(f"options {', '.join(ids)}: two at least, all distinct")
        if self.type == "ordering" and len(ids) < 3:
            raise ValueError("'ordering' needs three options at least")
        if self.type == "text" and self.confidence:
            raise ValueError("'confidence' belongs to questions with options: nothing checks a text at once")
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets, as JSON values."""
        return self.model_dump(mode="json", exclude=None if self.confidence else {"confidence"})
