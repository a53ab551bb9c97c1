"""What every record rests on: the frozen base, the document, the passage, the second person's approval."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
DocumentNumber = Annotated[str, Field(pattern=r"^\d{3}$")]
Yuan = Annotated[int, Field(ge=0, strict=True)]
Offset = Annotated[int, Field(ge=0, strict=True)]

PASSAGE_LIMIT = 400
LOCATOR_HANZI = 12


class Model(BaseModel):
    """The one base: frozen, extra keys forbidden, blanks trimmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Document(Model):
    """A document from which facts come. It is not part of the project; its digest proves a copy."""

    number: DocumentNumber
    """Three digits, the number by which everything cites it."""
    title: Text
    """The document's title."""
    issuer: Text
    """Who issued it, as far as it says."""
    year: Annotated[int, Field(ge=1990, le=2100)] | None
    """Year of issue, null where it does not say."""
    characters: Annotated[int, Field(gt=0, strict=True)]
    """Its length in Python characters."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of its UTF-8 text; proves a copy."""


class Source(Model):
    """The passage that carries a fact: `span` is [start, end) in Python `str` offsets of the document."""

    document: DocumentNumber
    """Number of the document, three digits."""
    locator: Text
    """A part number with at most 12 hanzi (附件二·第一条)."""
    span: tuple[Offset, Offset]
    """Start and end of the passage, Python str offsets into the file."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of the passage in UTF-8."""

    @model_validator(mode="after")
    def _short(self) -> Self:
        start, end = self.span
        if not 0 <= start < end:
            raise ValueError(f"span {start}-{end}: the end must lie behind the start")
        if end - start > PASSAGE_LIMIT:
            raise ValueError(f"span of {end - start} characters: at most {PASSAGE_LIMIT}")
        if len(hanzi(self.locator)) > LOCATOR_HANZI:
            raise ValueError(f"locator {self.locator!r}: at most {LOCATOR_HANZI} hanzi")
        return self


class Approval(Model):
    """A second person has read the record against its document: who wrote it, who approved it, when.

    Both are named by their work (反诈岗, 复核岗) or a staff number, never by a person's name.
    """

    author: Text
    """Who wrote the record, by work or staff number."""
    approver: Text
    """Who read it against the document, another person."""
    day: dt.date
    """The day of approval (2026-11-22)."""

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.author == self.approver:
            raise ValueError(f"author and approver are both '{self.author}': a second person approves")
        return self


def hanzi(text: str) -> str:
    """The Chinese characters of a text, nothing else."""
    return "".join(ch for ch in text if "\u4e00" <= ch <= "\u9fff")
