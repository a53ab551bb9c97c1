"""Who is to learn and to do something, and what the documents ask of training."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casebank.model import Model, Slug, Source, Text
from casebank.vocab import DemandStatus, Provenance


class Duty(Model):
    """One thing that a role is to know or to do, in our words."""

    text: Text
    """What to know or to do, in our words."""
    provenance: Provenance
    """How far a document carries it."""
    sources: tuple[Source, ...] = ()
    """The passages that say so."""


class Role(Model):
    """A group of people: what they are to learn, and what they are to do."""

    id: Slug
    """Slug."""
    name_zh: Text
    """Chinese name."""
    name_en: Text
    """English name."""
    aliases: tuple[Text, ...] = ()
    """Names as the documents spell them."""
    learns: tuple[Duty, ...]
    """What the role is to learn."""
    does: tuple[Duty, ...]
    """What the role is to do."""


class Demand(Model):
    """What a document asks of training or publicity, and what this product does with it.

    `answer` names the feature that answers it, what is planned, or the reason for which it is refused.
    """

    id: Slug
    """Slug."""
    text: Text
    """What is asked, in our words."""
    audience: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Roles of whom or for whom it is asked."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """The passages that ask it."""
    status: DemandStatus
    """answered, planned or refused."""
    answer: Text
    """The feature that answers it, what is planned, or the reason of refusal."""
