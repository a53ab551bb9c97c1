"""What a concrete incident is: who, when, by whom, how much, and what the document leaves open."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Approval, Model, Slug, Source, Text, Yuan
from casebank.vocab import (
    CaseKind,
    Channel,
    DatePrecision,
    Gender,
    LossPrecision,
    Outcome,
    Provenance,
)

TITLE_LIMIT = 40
_DATE_PATTERNS = {
    DatePrecision.DAY: r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    DatePrecision.MONTH: r"^\d{4}-(0[1-9]|1[0-2])$",
    DatePrecision.YEAR: r"^\d{4}$",
}


class Victim(Model):
    """The person aimed at, as far as the document tells; never a name."""

    gender: Gender | None
    """male, female or null."""
    age: Annotated[int, Field(ge=0, le=120, strict=True)] | None
    """Age in years, null where not told."""
    occupation: Text | None
    """Occupation as given, null where not told."""


class CaseStage(Model):
    """One thing that happened, in our words; `stage` is the playbook's, None where it has no such stage."""

    stage: Slug | None
    """The playbook's stage, null where it has no such stage."""
    text: Text
    """What happened, in our words."""
    paid_cny: Yuan | None = None
    """What was paid in this stage, in whole yuan; null where not told."""


class Response(Model):
    """What would have been, or was, the right thing to do, and from where that advice comes.

    Advice that is not ours names its passages: often not the one that tells the incident.
    """

    text: Text
    """What would have been, or was, the right thing to do, in our words."""
    provenance: Provenance
    """Whether the document says so, something alike, or we do."""
    sources: tuple[Source, ...] = ()
    """The passages that give the advice; none where it is ours."""

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if (self.provenance is Provenance.CONSTRUCTED) != (not self.sources):
            raise ValueError("advice names its passages exactly where it is not constructed")
        return self


class Case(Model):
    """A concrete incident.

    `kind` says what the document tells of: a loss, an attempt that failed, a warning of a wave, an arrest.
    `audience` are the roles for whom it is most useful (our choice). `unknown` names every field that the
    document leaves open, with the reason; `inferred` every statement that is ours. `merged_from` names the
    places where the same incident is told, one for each of `sources`, where there is more than one telling.
    Sums are whole yuan.
    """

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml."""
    kind: CaseKind
    """What the document tells of: loss, attempt, warning, arrest."""
    title: Annotated[str, Field(min_length=1, max_length=TITLE_LIMIT)]
    """A neutral title of ours, at most 40 characters."""
    provenance: Provenance
    """How far a document carries the case."""
    sources: tuple[Source, ...]
    """The passages that tell it."""
    date: str | None
    """ISO date or a prefix of one (2022-04), null where not told."""
    date_precision: DatePrecision
    """How exactly the date is known."""
    place: Text | None
    """Place as far as given, null where not told."""
    victim: Victim
    """The person aimed at."""
    impersonated: Text | None
    """Who was impersonated, by role; null where nobody or not told."""
    channel: Channel
    """Where the words arrived."""
    playbook: Slug
    """Id of the playbook."""
    stages: Annotated[tuple[CaseStage, ...], Field(min_length=1)]
    """What happened, step by step."""
    payments_cny: tuple[Annotated[int, Field(gt=0, strict=True)], ...]
    """Payments one by one in whole yuan, empty where not itemised."""
    loss_cny: Yuan | None
    """The loss in whole yuan, null where unknown. Bait is no loss."""
    loss_precision: LossPrecision
    """The direction of the loss."""
    outcome: Outcome
    """How it ended. A solved case is not money that came back."""
    noticed: Text | None
    """How it was noticed, null where not told."""
    cues: tuple[Slug, ...]
    """Ids of cues of the playbook that showed."""
    response: Response
    """The right thing to do."""
    audience: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Roles for whom the case is most useful (our choice)."""
    unknown: dict[str, Text] = Field(default_factory=dict)
    """For each empty field the reason."""
    inferred: tuple[Text, ...] = ()
    """Every statement that is our inference."""
    merged_from: tuple[Text, ...] = ()
    """The places that tell the same incident, each beginning with its document."""
    approval: Approval | None = None
    """A second person's approval, null while it is awaited."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        problems = [*self._date_problems(), *self._money_problems(), *self._unknown_problems()]
        if self.provenance is Provenance.DOCUMENTED and not self.sources:
            problems.append((("sources",), "a documented case needs at least one source"))
        told = {source.document for source in self.sources}
        problems += [
            (
                ("merged_from", n),
                f"{place!r} begins with no document of 'sources' ({', '.join(sorted(told))})",
            )
            for n, place in enumerate(self.merged_from)
            if place[:3] not in told
        ]
        if problems:
            raise Problems(problems)
        return self

    def _date_problems(self) -> list[tuple[Place, str]]:
        pattern = _DATE_PATTERNS.get(self.date_precision)
        if pattern is None:
            wrong = self.date is not None
            return [(("date",), f"date {self.date!r}: precision 'unknown' wants null")] if wrong else []
        if self.date is None or not re.match(pattern, self.date) or not _on_calendar(self.date):
            told = f"date {self.date!r} does not fit '{self.date_precision}' or is on no calendar"
            told += " (2022-04-26 is a day, 2022-04 a month, 2022 a year)"
            return [(("date",), told)]
        return []

    def _money_problems(self) -> list[tuple[Place, str]]:
        problems: list[tuple[Place, str]] = []
        if self.payments_cny and not self._payments_fit():
            told = f"payments sum to {sum(self.payments_cny)}, the loss is {self.loss_cny}"
            rough = self.loss_precision is not LossPrecision.EXACT
            problems.append((("payments_cny",), f"{told} ({self.loss_precision})" if rough else told))
        problems += self._step_problems()
        if (self.loss_cny is None) != (self.loss_precision is LossPrecision.UNKNOWN):
            problems.append((("loss_cny",), "loss_cny is null exactly where loss_precision is 'unknown'"))
        if (self.loss_precision is LossPrecision.NONE) != (self.loss_cny == 0):
            problems.append((("loss_cny",), "loss_cny is 0 exactly where loss_precision is 'none'"))
        return problems

    def _step_problems(self) -> list[tuple[Place, str]]:
        paid = sum(stage.paid_cny or 0 for stage in self.stages)
        told = f"the stages pay {paid}, the loss is {self.loss_cny} ({self.loss_precision})"
        none = self.loss_precision is LossPrecision.NONE
        problems: list[tuple[Place, str]] = []
        if (none and paid) or (self.loss_precision is LossPrecision.EXACT and paid > (self.loss_cny or 0)):
            problems.append((("stages",), told))
        if none and self.outcome is Outcome.LOST:
            problems.append((("outcome",), "outcome 'lost', and the loss is 'none'"))
        return problems

    def _payments_fit(self) -> bool:
        """Payments make up an exact loss; a rough one by a tenth; where nothing was lost there are none."""
        if self.loss_cny is None:
            return True
        off = abs(sum(self.payments_cny) - self.loss_cny)
        return off == 0 if self.loss_precision is LossPrecision.EXACT else off * 10 <= self.loss_cny

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
