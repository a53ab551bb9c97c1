"""The list of events of one walk: the contract between the player and the scorer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from casebank.model import Model

EVENTS_LIMIT = 200


class Event(Model):
    """One choice: the how-manieth, where, which, when (by the learner's clock; nothing depends on it)."""

    seq: Annotated[int, Field(ge=0, lt=EVENTS_LIMIT)]
    node: Annotated[str, Field(pattern=r"^n\d{1,3}$")]
    choice: Annotated[str, Field(pattern=r"^[a-f]$")]
    at: datetime


class Transcript(Model):
    """What a trainee did in one scenario."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    kind: Literal["transcript"] = "transcript"
    schema_: Annotated[Literal["shizha.transcript/1"], Field(alias="schema")] = "shizha.transcript/1"
    item: Annotated[str, Field(min_length=1, max_length=60)]
    content_version: Annotated[str, Field(min_length=1, max_length=20)]
    events: Annotated[tuple[Event, ...], Field(max_length=EVENTS_LIMIT)] = ()
