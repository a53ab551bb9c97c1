"""What a form is made of: how many of which kind, type and channel, from which families of items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from assessments.items.form import ContentVersion, SlotId
from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Text
from casebank.vocab import Channel

Kind = Literal["scenario", "marks", "compare", "choice", "order", "text"]
Count = Annotated[int, Field(ge=1, strict=True)]


class SlotPlan(Model):
    """A slot takes some of a family of parallel items."""

    id: SlotId
    """Names a row in gradebooks: it never changes."""
    family: Slug
    """The `slot` that its items name."""
    take: Annotated[int, Field(ge=1, le=3, strict=True)]
    """How many variants it holds; with 1 everybody is asked the same."""


class FormPlan(Model):
    """One form. Those with the same `parallel` share families and must be alike."""

    id: Slug
    """The name of the form that is built."""
    title: Text
    """As the trainee reads it."""
    intro: Text
    """What is said before it begins."""
    seed: Annotated[int, Field(ge=0, strict=True)]
    """Draws the variants of each slot, and each learner's paper."""
    minutes: Annotated[int, Field(gt=0, le=15, strict=True)]
    """At most so long, by the pace of its longest paper."""
    pass_share: Annotated[float, Field(gt=0, lt=1)]
    """Of the automatic points."""
    parallel: Slug | None = None
    """A name in common with the forms that it is parallel to."""
    roles: tuple[Slug, ...] = ()
    """Whom it suits: ids of roles.yaml; empty where it suits everybody."""
    genuine_share: Annotated[float, Field(ge=0, le=1)]
    """Of what is to be told apart, the share of genuine business."""
    kinds: dict[Kind, Count]
    """How many of each kind a paper has."""
    types: dict[Text, Count] = Field(default_factory=dict)
    """How many of its variants, at least, are of a type of the ministry's list."""
    channels: dict[Channel, Count] = Field(default_factory=dict)
    """How many of its variants, at least, come over a channel."""
    slots: Annotated[tuple[SlotPlan, ...], Field(min_length=1)]
    """The places of the paper, in order."""


class Parity(Model):
    """By how much parallel forms may differ."""

    difficulty: Annotated[float, Field(gt=0)] = 0.1
    """In the average difficulty of their variants (easy 1, middle 2, hard 3)."""
    minutes: Annotated[float, Field(gt=0)] = 0.4
    """In the estimate for the longest paper."""
    share: Annotated[float, Field(gt=0, lt=1)] = 0.025
    """In the score that a simulated trainee may expect, as a share of the automatic points."""
    types: Annotated[int, Field(gt=0, strict=True)] = 2
    """In how many of their variants are of one type."""
    channels: Annotated[int, Field(gt=0, strict=True)] = 3
    """In how many of their variants come over one channel."""


class Blueprint(Model):
    """All forms that are drawn."""

    schema_version: Literal[1]
    """Version of the file format."""
    content_version: ContentVersion
    """Year and month of the content, in quotes: "2026.11"."""
    parity: Parity = Parity()
    """By how much parallel forms may differ; a blueprint without parallel forms needs none."""
    forms: Annotated[tuple[FormPlan, ...], Field(min_length=1)]
    """The forms, in the order in which they are listed."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if problems := [*self._problems()]:
            raise Problems(problems)
        return self

    def _problems(self) -> Iterator[tuple[Place, str]]:
        ids = [form.id for form in self.forms]
        for n, form in enumerate(self.forms):
            if form.id in ids[:n]:
                yield ("forms", n, "id"), f"form '{form.id}' stands twice"
            slots = [slot.id for slot in form.slots]
            for m, slot in enumerate(slots):
                if slot in slots[:m]:
                    yield ("forms", n, "slots", m, "id"), f"slot '{slot}' stands twice"
            first = next(f for f in self.forms if f is form or (f.parallel and f.parallel == form.parallel))
            if first.slots != form.slots:
                told = f"form '{form.id}' is parallel to '{first.id}': their slots must be the same"
                yield ("forms", n, "slots"), told

    @property
    def families(self) -> frozenset[str]:
        """Every family that some form takes from."""
        return frozenset(slot.family for form in self.forms for slot in form.slots)

    def groups(self) -> list[list[int]]:
        """The places of the forms that are parallel to each other; a form without parallels stands alone."""
        found: dict[str, list[int]] = {}
        for n, form in enumerate(self.forms):
            found.setdefault(form.parallel or f"form {form.id}", []).append(n)
        return list(found.values())
