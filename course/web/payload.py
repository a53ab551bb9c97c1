"""What a browser may send as an answer: one of the known kinds, small and shallow."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from casebank.answer import ANSWER, TextAnswer
from casebank.transcript import Transcript

BODY_LIMIT = 32 * 1024


class PayloadError(ValueError):
    """A body that is no answer. The text says why, for the log; the visitor gets a calm sentence."""


class TooLarge(PayloadError):
    """A body above the limit."""


class Save(BaseModel):
    """The body of ``PUT course/api/answers/<page>/<item>``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    answer: dict[str, JsonValue]
    done: bool
    rev: Annotated[int, Field(ge=0)]
    content_version: Annotated[str, Field(max_length=20)] = ""


def parse_save(body: bytes, item: str) -> Save:
    """Read and check the body of a save, free text masked; `item` must be the one that a transcript names."""
    if len(body) > BODY_LIMIT:
        raise TooLarge(f"{len(body)} bytes")
    try:
        save = Save.model_validate(json.loads(body.decode("utf-8")))
        # an empty answer takes the earlier one back; the rest goes through JSON, where times are text
        answer = ANSWER.validate_json(json.dumps(save.answer)) if save.answer else None
    except (ValueError, RecursionError) as error:
        raise PayloadError(str(error)) from error
    if isinstance(answer, Transcript) and answer.item != item:
        raise PayloadError(f"a transcript of {answer.item!r} sent for {item!r}")
    if isinstance(answer, TextAnswer):  # its numbers are masked by now: that is what may be stored
        return save.model_copy(update={"answer": {**save.answer, "text": answer.text}})
    return save


def canonical(answer: object) -> str:
    """One text for equal answers: what is stored and compared."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
