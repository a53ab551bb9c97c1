"""What a named rule, procedure or method of a document is. Its wording stands here and nowhere else."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Source, Text
from casebank.vocab import Given, Provenance, RuleKind, RuleStatus


class Rule(Model):
    """A set, procedure, method, mechanism or format to which a document gives a name of its own.

    `name_zh`, `aliases` and `items` are spelled as the document spells them, the items in its order; all else
    is in our words. `explained` has one entry for each item, or none. `contradicts` names rules that say
    otherwise; then, and where the rule is not simply `current`, `taught` says what is taught, and why.
    A superseded rule is never the key of an item.
    """

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml."""
    kind: RuleKind
    """What sort of thing it is."""
    name_zh: Text
    """Its name as the document spells it."""
    name_en: Text
    """English name."""
    aliases: tuple[Text, ...] = ()
    """Other spellings in the documents."""
    audience: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Roles for whom it is."""
    given: Given
    """How much of it a document gives."""
    items: tuple[Text, ...]
    """Its items in order, as the document spells them; empty where it is only named."""
    explained: tuple[Text, ...] = ()
    """One explanation of ours for each item, or none."""
    summary: Text | None
    """What it is, in our words."""
    provenance: Provenance
    """How far the documents carry it."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """The passages that give it."""
    status: RuleStatus
    """Whether it is taught as it stands."""
    contradicts: tuple[Slug, ...] = ()
    """Rules that say otherwise."""
    replaced_by: Slug | None = None
    """The rule that took its place."""
    taught: Text | None = None
    """What the course teaches instead or in addition, and why."""
    inferred: tuple[Text, ...] = ()
    """Every statement that is ours."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        problems: list[tuple[Place, str]] = []
        if (self.given is Given.NAMED_ONLY) != (not self.items):
            problems.append((("items",), "'items' is empty exactly where 'given' is 'named_only'"))
        if self.explained and len(self.explained) != len(self.items):
            told = f"{len(self.explained)} entries for {len(self.items)} items: one each, or none"
            problems.append((("explained",), told))
        if self.taught is None and (self.contradicts or self.status is not RuleStatus.CURRENT):
            problems.append(
                (("taught",), "a rule that is contradicted or not 'current' says what is taught, and why")
            )
        if self.id in self.contradicts:
            problems.append((("contradicts",), "a rule does not contradict itself"))
        if problems:
            raise Problems(problems)
        return self
