"""What a trainee gave as an answer, one kind per exercise; the JSON that player, records and scorer share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter

from casebank.drill import ActionId
from casebank.exercise import OptionId, PartId
from casebank.masking import mask
from casebank.model import Model
from casebank.transcript import Transcript

TEXT_LIMIT = 2000

Confidence = Annotated[
    Literal["low", "middle", "high"] | None, Field(default=None, exclude_if=lambda value: value is None)
]
"""How sure one is: 拿不准, 差不多, 很有把握; left out where nobody asked or nothing was said."""


class MarksAnswer(Model):
    """The phrases touched; `checked` where practice has shown the result."""

    kind: Literal["marks"]
    marks: Annotated[tuple[PartId, ...], Field(max_length=99)] = ()
    checked: bool = False


class ChoiceAnswer(Model):
    """The options chosen; `checked` where practice has shown the result."""

    kind: Literal["choice"]
    chosen: Annotated[tuple[OptionId, ...], Field(max_length=8)] = ()
    confidence: Confidence
    checked: bool = False


class OrderAnswer(Model):
    """All options in the order that was given to them; `checked` where practice has shown the result."""

    kind: Literal["order"]
    order: Annotated[tuple[OptionId, ...], Field(max_length=8)] = ()
    confidence: Confidence
    checked: bool = False


class TextAnswer(Model):
    """What was written; mobile, identity and card numbers in it are masked, so that none is ever stored."""

    kind: Literal["text"]
    text: Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(mask)] = ""


class CompareAnswer(Model):
    """Which of two is taken for genuine, and the rows that show it."""

    kind: Literal["compare"]
    genuine: Literal["a", "b"] | None = None
    marks: Annotated[tuple[PartId, ...], Field(max_length=99)] = ()
    checked: bool = False


class StageAnswer(Model):
    """The stage of a case at which one would have stopped."""

    kind: Literal["stage"]
    stage: Annotated[str, Field(pattern=r"^s\d{1,2}$")]


class StepsAnswer(Model):
    """What was done in a drill, in order; `ended` where the trainee closed it before its time."""

    kind: Literal["steps"]
    steps: Annotated[tuple[ActionId, ...], Field(max_length=12)] = ()
    ended: bool = False


Answer = Annotated[
    Transcript
    | MarksAnswer
    | ChoiceAnswer
    | OrderAnswer
    | TextAnswer
    | CompareAnswer
    | StageAnswer
    | StepsAnswer,
    Field(discriminator="kind"),
]
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
"""Validates JSON values into an answer; raises pydantic's ValidationError."""
