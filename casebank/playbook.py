"""What a way of working of fraudsters is, stage by stage, and what protects against it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Source, Text
from casebank.vocab import Detail, Lever, PlaybookKind, Provenance


class Cue(Model):
    """A thing to see or hear that gives a trick away. `provenance` speaks of `text`: `why` is always ours."""

    id: Slug
    """Id inside the playbook."""
    text: Text
    """What one sees or hears."""
    why: Text
    """Why it gives the trick away, in our words."""
    provenance: Provenance
    """Where `text` comes from."""


class PlaybookStage(Model):
    """One step of a way of working: what they do, what it pulls at, what gives it away, what to do.

    `provenance` speaks of `text`: levers and `answer` are always ours.
    """

    id: Slug
    """Id inside the playbook."""
    name: Text
    """Short name of the step."""
    text: Text
    """What they do, in our words."""
    levers: Annotated[tuple[Lever, ...], Field(min_length=1)]
    """What it pulls at (ours)."""
    cues: tuple[Slug, ...]
    """Ids of cues that show in this step."""
    answer: Text
    """What to do here (ours)."""
    provenance: Provenance
    """Where `text` comes from."""


class Safeguard(Model):
    """What protects, in our words."""

    id: Slug
    """Id inside the playbook."""
    text: Text
    """What protects, in our words."""
    provenance: Provenance
    """Where `text` comes from."""
    sources: tuple[Source, ...] = ()
    """The passages that say so."""


class Playbook(Model):
    """A way of working of fraudsters, a means they use, or a crime that helps them.

    `detail` says whether the documents describe it or only name it. What is only named has no stages, cues
    or safeguards but constructed ones, and those only where the ministry lists it (`mps_type`); `aliases` are
    spelled as the documents spell them.
    """

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml."""
    kind: PlaybookKind
    """fraud_type, technique or enabling_crime."""
    name_zh: Text
    """Chinese name."""
    name_en: Text
    """English name."""
    aliases: tuple[Text, ...]
    """Names as the documents spell them."""
    parent: Slug | None
    """Id of the playbook of which this is a kind."""
    detail: Detail
    """Whether the documents describe it or only name it."""
    mps_type: Text | None
    """Its type on the ministry's list (ministry.yaml), null where it has none."""
    provenance: Provenance
    """How far the documents carry it."""
    sources: tuple[Source, ...]
    """The passages that tell of it."""
    summary: Text | None
    """What it is in one sentence, null where it is only named."""
    stages: tuple[PlaybookStage, ...]
    """Its steps in order."""
    cues: tuple[Cue, ...]
    """What gives it away."""
    safeguards: tuple[Safeguard, ...]
    """What protects."""
    inferred: tuple[Text, ...] = ()
    """Every statement that is ours."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        problems = [*self._cue_problems(), *self._detail_problems()]
        if self.provenance is not Provenance.CONSTRUCTED and not self.sources:
            problems.append((("sources",), f"a {self.provenance} playbook needs at least one source"))
        if problems:
            raise Problems(problems)
        return self

    def _cue_problems(self) -> list[tuple[Place, str]]:
        known = {cue.id for cue in self.cues}
        allowed = ", ".join(sorted(known))
        return [
            (("stages", n, "cues", m), f"stage '{stage.id}' names cue '{cue}' (allowed: {allowed})")
            for n, stage in enumerate(self.stages)
            for m, cue in enumerate(stage.cues)
            if cue not in known
        ]

    def _detail_problems(self) -> list[tuple[Place, str]]:
        if self.detail is Detail.DESCRIBED:
            empty = self.summary is None
            return [(("summary",), "a described playbook needs a summary")] if empty else []
        parts: dict[str, tuple[PlaybookStage | Cue | Safeguard, ...]]
        parts = {"stages": self.stages, "cues": self.cues, "safeguards": self.safeguards}
        told: list[tuple[Place, str]] = [
            (
                (name, n, "provenance"),
                f"{name}: only named by the documents, so what it says is 'constructed'",
            )
            for name, records in parts.items()
            for n, record in enumerate(records)
            if record.provenance is not Provenance.CONSTRUCTED
        ]
        if self.mps_type is None and (self.summary or any(parts.values())):
            told.append(
                (("detail",), "only named and not on the ministry's list: nothing may be invented for it")
            )
        return told
