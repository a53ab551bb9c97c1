"""What a case, a playbook and a document are: frozen records, nothing unknown let in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from casebank.errors import Place, Problems
from casebank.vocab import (
    Channel,
    DatePrecision,
    Detail,
    Gender,
    Lever,
    LossPrecision,
    Outcome,
    PlaybookKind,
    Provenance,
)

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
DocumentNumber = Annotated[str, Field(pattern=r"^\d{3}$")]
Yuan = Annotated[int, Field(ge=0)]

PASSAGE_LIMIT = 400
LOCATOR_HANZI = 12
_DATE_PATTERNS = {
    DatePrecision.DAY: r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    DatePrecision.MONTH: r"^\d{4}-(0[1-9]|1[0-2])$",
    DatePrecision.YEAR: r"^\d{4}$",
}


class Model(BaseModel):
    """The one base: frozen, extra keys forbidden, blanks trimmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Document(Model):
    """A document from which facts come. It is not part of the project; its digest proves a copy."""

    number: DocumentNumber
    title: Text
    issuer: Text
    year: Annotated[int, Field(ge=1990, le=2100)] | None
    characters: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Source(Model):
    """The passage that carries a fact: `span` is [start, end) in Python `str` offsets of the document."""

    document: DocumentNumber
    locator: Text
    span: tuple[int, int]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    @model_validator(mode="after")
    def _short(self) -> Self:
        start, end = self.span
        if not 0 <= start < end:
            raise ValueError(f"span {start}-{end}: the end must lie behind the start")
        if end - start > PASSAGE_LIMIT:
            raise ValueError(f"span of {end - start} characters: at most {PASSAGE_LIMIT}")
        if sum("\u4e00" <= ch <= "\u9fff" for ch in self.locator) > LOCATOR_HANZI:
            raise ValueError(f"locator {self.locator!r}: at most {LOCATOR_HANZI} hanzi")
        return self


class Victim(Model):
    """The person aimed at, as far as the document tells; never a name."""

    gender: Gender | None
    age: Annotated[int, Field(ge=0, le=120)] | None
    occupation: Text | None


class CaseStage(Model):
    """One thing that happened, in our words; `stage` is the playbook's, None where it has no such stage."""

    stage: Slug | None
    text: Text
    paid_cny: Yuan | None = None


class Response(Model):
    """What would have been, or was, the right thing to do, and from where that advice comes."""

    text: Text
    provenance: Provenance


class Case(Model):
    """A concrete incident.

    `unknown` names every field that the document leaves open, with the reason; `inferred` every
    statement that is ours. Sums are whole yuan.
    """

    schema_version: Literal[1]
    id: Slug
    title: Text
    provenance: Provenance
    sources: tuple[Source, ...]
    date: str | None
    date_precision: DatePrecision
    place: Text | None
    victim: Victim
    impersonated: Text | None
    channel: Channel
    playbook: Slug
    stages: Annotated[tuple[CaseStage, ...], Field(min_length=1)]
    payments_cny: tuple[Annotated[int, Field(gt=0)], ...]
    loss_cny: Yuan | None
    loss_precision: LossPrecision
    outcome: Outcome
    noticed: Text | None
    cues: tuple[Slug, ...]
    response: Response
    unknown: dict[str, Text] = Field(default_factory=dict)
    inferred: tuple[Text, ...] = ()
    merged_from: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        problems = [*self._date_problems(), *self._money_problems(), *self._unknown_problems()]
        if self.provenance is Provenance.DOCUMENTED and not self.sources:
            problems.append((("sources",), "a documented case needs at least one source"))
        if problems:
            raise Problems(problems)
        return self

    def _date_problems(self) -> list[tuple[Place, str]]:
        pattern = _DATE_PATTERNS.get(self.date_precision)
        if pattern is None:
            wrong = self.date is not None
            return [(("date",), f"date {self.date!r}: precision 'unknown' wants null")] if wrong else []
        if self.date is None or not re.match(pattern, self.date) or not _on_calendar(self.date):
            told = f"date {self.date!r} does not fit '{self.date_precision}' (2022-04-26, 2022-04, 2022)"
            return [(("date",), told)]
        return []

    def _money_problems(self) -> list[tuple[Place, str]]:
        problems: list[tuple[Place, str]] = []
        exact = self.loss_precision is LossPrecision.EXACT
        if self.payments_cny and exact and sum(self.payments_cny) != self.loss_cny:
            told = f"payments sum to {sum(self.payments_cny)}, the loss is {self.loss_cny}"
            problems.append((("payments_cny",), told))
        if (self.loss_cny is None) != (self.loss_precision is LossPrecision.UNKNOWN):
            problems.append((("loss_cny",), "loss_cny is null exactly where loss_precision is 'unknown'"))
        if (self.loss_precision is LossPrecision.NONE) != (self.loss_cny == 0):
            problems.append((("loss_cny",), "loss_cny is 0 exactly where loss_precision is 'none'"))
        return problems

    def _unknown_problems(self) -> list[tuple[Place, str]]:
        values = self._open_fields()
        missing = [f for f, value in values.items() if value is None and f not in self.unknown]
        told = [f for f in self.unknown if values.get(f, "") is not None]
        allowed = ", ".join(values)
        problems: list[tuple[Place, str]] = [
            (tuple(f.split(".")), f"'{f}' is empty and 'unknown' gives no reason") for f in missing
        ]
        return problems + [
            (("unknown", f), f"'unknown' names '{f}', which is given or is no field (allowed: {allowed})")
            for f in told
        ]

    def _open_fields(self) -> dict[str, object]:
        """The fields that a document may leave open, None where it does."""
        values: dict[str, object] = {
            "date": self.date,
            "place": self.place,
            "impersonated": self.impersonated,
            "loss_cny": self.loss_cny,
            "noticed": self.noticed,
            "victim.gender": self.victim.gender,
            "victim.age": self.victim.age,
            "victim.occupation": self.victim.occupation,
            "channel": None if self.channel is Channel.UNKNOWN else self.channel,
        }
        if self.loss_precision is not LossPrecision.NONE:
            values["payments_cny"] = self.payments_cny or None
        return values


def _on_calendar(date: str) -> bool:
    """Whether an ISO date or prefix of one is on the calendar."""
    try:
        dt.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return False
    return True


class Cue(Model):
    """A thing to see or hear that gives a trick away."""

    id: Slug
    text: Text
    why: Text


class PlaybookStage(Model):
    """One step of a way of working: what they do, what it pulls at, what gives it away, what to do."""

    id: Slug
    name: Text
    text: Text
    levers: Annotated[tuple[Lever, ...], Field(min_length=1)]
    cues: tuple[Slug, ...]
    answer: Text


class Safeguard(Model):
    """What protects, in our words."""

    id: Slug
    text: Text
    provenance: Provenance
    sources: tuple[Source, ...] = ()


class Playbook(Model):
    """A way of working of fraudsters."""

    schema_version: Literal[1]
    id: Slug
    kind: PlaybookKind
    name_zh: Text
    name_en: Text
    aliases: tuple[Text, ...]
    parent: Slug | None
    detail: Detail
    mps_type: Text | None
    provenance: Provenance
    sources: tuple[Source, ...]
    summary: Text
    stages: tuple[PlaybookStage, ...]
    cues: tuple[Cue, ...]
    safeguards: tuple[Safeguard, ...]
    inferred: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        known = {cue.id for cue in self.cues}
        allowed = ", ".join(sorted(known))
        lost: list[tuple[Place, str]] = [
            (("stages", n, "cues", m), f"stage '{stage.id}' names cue '{cue}' (allowed: {allowed})")
            for n, stage in enumerate(self.stages)
            for m, cue in enumerate(stage.cues)
            if cue not in known
        ]
        if lost:
            raise Problems(lost)
        return self
