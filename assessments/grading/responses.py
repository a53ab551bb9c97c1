"""answers.json: the one truth of a submission."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import to_json

from assessments.errors import DamagedAnswers
from casebank.answer import Answer
from casebank.model import Model

ANSWERS_FILE = "answers.json"
ANSWERS_LIMIT = 1_000_000
"""Bytes: a real file of one form has about ten thousand."""

LearnerId = Annotated[str, Field(pattern=r"^[^+*/\\\s\x00-\x1f]{1,64}$")]

AnsweredId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""An item of a form, or an exercise of a practice page: what somebody downloads there is such a file too."""


Edition = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[1-9]\d{0,3}$", max_length=70)]
"""An item of the bank in one version, as leader-tuition-1@2."""


class Answers(Model):
    """All answers of one learner to one form, or on one practice page.

    `variants` says what stood in each slot of the learner's paper; it is left out where a form has but one.
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    schema_: Annotated[Literal["shizha.answers/1"], Field(alias="schema")] = "shizha.answers/1"
    form: Annotated[str, Field(min_length=1, max_length=60)]
    content_version: Annotated[str, Field(min_length=1, max_length=20)]
    learner: LearnerId
    items: dict[AnsweredId, Answer] = Field(default_factory=dict)
    variants: Annotated[dict[AnsweredId, Edition], Field(exclude_if=lambda told: not told)] = Field(
        default_factory=dict
    )

    def to_bytes(self) -> bytes:
        """The file's content: UTF-8 JSON with sorted keys, so that equal answers are equal bytes."""
        # json's own encoder is slow where it indents, and pydantic's does not sort
        data = json.loads(json.dumps(self.model_dump(mode="json"), sort_keys=True))
        return to_json(data, indent=1) + b"\n"

    @property
    def digest(self) -> str:
        """The same for the same answers of the same learner, and only for these."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def write(self, folder: Path) -> Path:
        """Write answers.json into a folder, whole or not at all. Raises OSError."""
        path = folder / ANSWERS_FILE
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".answers-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(self.to_bytes())
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path


def read_answers(folder: Path) -> Answers | None:
    """The answers in a folder, None where there is no file. Raises DamagedAnswers with the reason."""
    path = folder / ANSWERS_FILE
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise DamagedAnswers(f"{ANSWERS_FILE} is no regular file")
    if not path.exists():
        return None
    if path.stat().st_size > ANSWERS_LIMIT:
        raise DamagedAnswers(f"{ANSWERS_FILE} has {path.stat().st_size} bytes, at most {ANSWERS_LIMIT}")
    return parse_answers(path.read_bytes())


def parse_answers(raw: bytes) -> Answers:
    """The answers in the content of the file. Raises DamagedAnswers with the reason."""
    try:
        return Answers.model_validate_json(raw.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DamagedAnswers(f"{ANSWERS_FILE}: {where}: {first['msg']}") from error
