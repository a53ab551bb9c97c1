"""Reads what was offered: whose answers it says it holds, to which form, and when they were given."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import ValidationError

from assessments.errors import Unreadable
from assessments.grading.bounded import parse_json
from assessments.grading.collecting.found import Found, Offer, Refusal
from assessments.grading.responses import ANSWERS_LIMIT, Answers
from casebank.transcript import Transcript

T = TypeVar("T")
Practice = Callable[[str], str | None]
_SCHEMA, _ALL_SCHEMA = "shizha.answers/1", "shizha.answers-all/1"
_PAGES_LIMIT = 200
_NOT_OURS = "不是识诈课堂的作答文件"
_DAMAGED = "作答文件里有认不出来的内容"
_AGAIN = "请学员再下载一次，原样发来，不要在里面改"
_PRACTICE = "练习只归学员自己，不收，也不评分；要交的是试卷的作答"
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
"""No file and no answer is older: where a clock says so it was not set, or an archive has no time."""
_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sheet:
    """One file's answers to one form."""

    offer: Offer
    answers: Answers
    worked_at: datetime | None
    """When the last decision was made, by the clock of the learner's device; None where none is told."""

    @property
    def file(self) -> str:
        """The place as an instructor reads it."""
        return self.offer.file


def read_sheets(found: Found, forms: frozenset[str], practice: Practice) -> list[Sheet]:
    """The answers to forms in what was found; all else goes to what is refused or left out.

    `practice` gives the title of a practice page, None for what is none.
    """
    sheets: list[Sheet] = []
    for offer in found.offers:
        values = _told(found, offer, lambda one=offer: _values(one, found, practice)) or []  # type: ignore[misc]
        for value in values:
            sheet = _told(found, offer, lambda it=value, one=offer: _sheet(one, it, forms, practice))  # type: ignore[misc]
            sheets += [sheet] if sheet else []
    return sheets


def _told(found: Found, offer: Offer, work: Callable[[], T]) -> T | None:
    """What came of it; None where the file is refused, which is noted."""
    try:
        return work()
    except Unreadable as error:
        found.refused.append(Refusal(offer.file, error.reason, _AGAIN))
    except _NoForm as error:
        found.refused.append(error.refusal)
    return None


class _NoForm(Exception):
    """Answers to something else than a form of this course."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def _values(offer: Offer, found: Found, practice: Practice) -> list[dict[str, object]]:
    """The answers in a file: one form's, or those of every page that somebody took along."""
    value = None if _is_other_text(offer) else parse_json(offer.raw, ANSWERS_LIMIT)
    if value is None or (isinstance(value, dict) and "schema" in value and "slots" in value):
        found.skipped.append(offer.file)  # a note, or form.json under another name
        return []
    if not isinstance(value, dict):
        raise Unreadable(_NOT_OURS)
    if value.get("schema") != _ALL_SCHEMA:
        return [value]
    pages = value.get("pages")
    if (
        not isinstance(pages, list)
        or len(pages) > _PAGES_LIMIT
        or not all(isinstance(p, dict) for p in pages)
    ):
        raise Unreadable(_DAMAGED)
    to_forms = [page for page in pages if practice(str(page.get("form"))) is None]
    if not to_forms:
        raise _NoForm(Refusal(offer.file, "里面只有练习页的作答", _PRACTICE))
    return to_forms


def _is_other_text(offer: Offer) -> bool:
    """Whether it is a note that lies beside, and nothing that was meant as answers."""
    name, begins = offer.parts[-1].lower(), offer.raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    is_note = name.endswith(".txt") or "." not in name
    return is_note and not name.endswith(".json.txt") and not offer.named and begins != b"{"


def _sheet(offer: Offer, value: dict[str, object], forms: frozenset[str], practice: Practice) -> Sheet:
    if value.get("schema") != _SCHEMA:
        raise Unreadable(_NOT_OURS)
    try:
        # as the scorer will read it: from JSON, not from Python's values
        answers = Answers.model_validate_json(json.dumps(value))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"][:3])
        raise Unreadable(f"{_DAMAGED}（{where}）") from error
    if answers.form not in forms and (title := practice(answers.form)) is not None:
        reason = f"是练习页“{title}”的作答，不是试卷"
        raise _NoForm(Refusal(offer.file, reason, _PRACTICE))
    if answers.form not in forms:
        reason = f"是试卷“{answers.form}”的作答，这个班没有这份试卷"
        raise _NoForm(Refusal(offer.file, reason, f"这个班有的试卷：{'、'.join(sorted(forms))}"))
    return Sheet(offer, answers, _worked_at(answers))


def _worked_at(answers: Answers) -> datetime | None:
    """The latest time that a walk through a scenario tells, where it is one that can be."""
    walks = (answer for answer in answers.items.values() if isinstance(answer, Transcript))
    times = (event.at for walk in walks for event in walk.events if event.at.tzinfo)
    # compared as they are: at either end of all times none has another zone
    told = [at for at in times if SINCE <= at < _UNTIL]
    return max(told).astimezone(UTC) if told else None
