"""What a trainee was asked and what was handed in, as plain text for the result page. No key in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.transcribe import transcribe

_NO_MARKS = "（一处也没有点）"


@dataclass(frozen=True)
class Told:
    """One item: the question, and the answer."""

    question: str
    answer: str


def read_told(folder: Path) -> dict[str, Told]:
    """The items of a submission by id; nothing where the folder cannot be read, for marks do not need it."""
    try:
        view = json.loads((folder / "form.json").read_text(encoding="utf-8"))
        given = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["items"]
        return {item["id"]: _told(item, given) for item in view["items"]}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _told(item: Mapping[str, Any], given: Mapping[str, Any]) -> Told:
    spec, answer = item["spec"], given.get(item["id"])
    question = str(spec.get("prompt") or spec.get("brief") or "")
    if not answer and item.get("kind") == "marks":
        return Told(question, _NO_MARKS)
    return Told(question, transcribe(spec, answer))
