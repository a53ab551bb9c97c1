"""What a trainee gave as an answer, one kind per widget; the JSON that player, records and scorer share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter

from casebank.exercise import OptionId, PartId
from casebank.masking import mask
from casebank.model import Model
from casebank.transcript import Transcript

TEXT_LIMIT = 2000


class MarksAnswer(Model):
    """The phrases touched; `checked` where practice has shown the result."""

    kind: Literal["marks"]
    marks: Annotated[tuple[PartId, ...], Field(max_length=99)] = ()
    checked: bool = False


class ChoiceAnswer(Model):
    """The options chosen; `checked` where practice has shown the result."""

    kind: Literal["choice"]
    chosen: Annotated[tuple[OptionId, ...], Field(max_length=8)] = ()
    checked: bool = False


class TextAnswer(Model):
    """What was written; mobile, identity and card numbers in it are masked, so that none is ever stored."""

    kind: Literal["text"]
    text: Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(mask)] = ""


Answer = Annotated[Transcript | MarksAnswer | ChoiceAnswer | TextAnswer, Field(discriminator="kind")]
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
"""Validates JSON values into an answer; raises pydantic's ValidationError."""
