"""A scenario is a graph of what is said and what one can do. There are no marks in it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from casebank.errors import Problems
from casebank.exhibit import Exhibit, ExhibitId
from casebank.explore import gauge_problems, state_problems
from casebank.gauge import Gauge, GaugeId
from casebank.graph import (
    CastId,
    ChoiceId,
    Message,
    Node,
    NodeId,
    Person,
    ending_problems,
    graph_problems,
    message_problems,
    practice_problems,
)
from casebank.interruption import Interruption, InterruptionId
from casebank.model import Model, Slug, Text
from casebank.note import Note
from casebank.stake import stake_problems
from casebank.story import Story
from casebank.view import gauge_view, interruption_view, names, nodes_view, note_view, shown_exhibits
from casebank.vocab import FRAUD_ENDINGS, GENUINE_ENDINGS, Channel, EndingKind, Skin

WALKED = {"walked": True}
"""Validation context: somebody has walked through every state of it before, which takes a while."""


class Scenario(Model):
    """The graph, its people and its things.

    `genuine` says whether the request is lawful business; `pair` joins it to its twin on the same
    surface; `based_on` names a case, or is null where the scenario is constructed; `promises` are the
    kinds of ending that it must hold; `practice` is the text under a choice, by node and choice.
    """

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml."""
    content_version: Annotated[str, Field(pattern=r"^\d{4}\.\d{1,2}(\.\d+)?$")]
    """Changes with the content (2026.11)."""
    title: Text
    """Its title."""
    genuine: bool
    """Whether the request is lawful business."""
    pair: Slug
    """Joins it to its twin."""
    based_on: Slug | None
    """Id of a case, null where constructed."""
    constructed: Text
    """What is invented."""
    mps_type: Text | None
    """Type on the ministry's list."""
    channel: Channel
    """Where the words arrive."""
    skin: Skin
    """The surface on which it is drawn."""
    role: Text
    """Who the trainee is."""
    brief: Text
    """What the trainee knows at the start."""
    stake_cny: Annotated[int, Field(gt=0)] | None = None
    """The money that is at risk, or that the genuine business is about, in yuan; null where there is none."""
    promises: Annotated[tuple[EndingKind, ...], Field(min_length=2)]
    """The kinds of ending that it holds."""
    cast: dict[CastId, Person]
    """Who speaks."""
    exhibits: dict[ExhibitId, Exhibit] = Field(default_factory=dict)
    """The things that are shown."""
    gauges: dict[GaugeId, Gauge] = Field(default_factory=dict)
    """What it remembers: evidence, trust, pressure, mood, time."""
    notes: tuple[Note, ...] = ()
    """What one has found out, kept beside the scene."""
    interruptions: dict[InterruptionId, Interruption] = Field(default_factory=dict)
    """What breaks in."""
    start: NodeId
    """The first node."""
    nodes: dict[NodeId, Node]
    """The graph."""
    practice: dict[NodeId, dict[ChoiceId, Text]] = Field(default_factory=dict)
    """The text under a choice, by node and choice."""

    @model_validator(mode="after")
    def _sound(self, info: ValidationInfo) -> Self:
        allowed = GENUINE_ENDINGS if self.genuine else FRAUD_ENDINGS
        word = "genuine" if self.genuine else "fraudulent"
        problems = [
            *graph_problems(self.start, self.nodes),
            *gauge_problems(self.story),
            *message_problems(self._said(), self.cast, self.exhibits),
            *ending_problems(self.nodes, allowed, self.promises, word),
            *stake_problems(self.stake_cny, self.nodes),
            *practice_problems(self.nodes, self.practice),
        ]
        if not problems and info.context != WALKED:
            problems = state_problems(self.story)
        if problems:
            raise Problems(problems)
        return self

    @property
    def story(self) -> Story:
        """The part of it that moves."""
        return Story(self.start, self.nodes, self.gauges, self.interruptions, self.notes)

    def _said(self) -> dict[tuple[str, str], tuple[Message, ...]]:
        """All messages by the place that holds them."""
        said = {("nodes", key): node.messages for key, node in self.nodes.items()}
        return said | {("interruptions", key): each.messages for key, each in self.interruptions.items()}

    def view(self, *, practice: bool) -> dict[str, Any]:
        """What the browser gets, as JSON values.

        In practice the acts, the kinds of ending, the money and the feedback go along; for an assessed item
        only what a person would see, and the gauges that move unseen have names that say nothing.
        """
        known = names(self.gauges, self.interruptions, practice)
        nodes = nodes_view(self.nodes, known, practice)
        breaks_in = [interruption_view(key, each, known) for key, each in self.interruptions.items()]
        view: dict[str, Any] = {
            "title": self.title,
            "brief": self.brief,
            "skin": str(self.skin),
            "content_version": self.content_version,
            "start": self.start,
            "cast": {who: person.model_dump() for who, person in self.cast.items()},
            "exhibits": shown_exhibits(self.exhibits, [*nodes.values(), *breaks_in]),
            "nodes": nodes,
        }
        if memory := self.story.memory:
            view["gauges"] = {known[key]: gauge_view(gauge) for key, gauge in memory.items()}
        if self.notes:
            view["notes"] = [note_view(note, known) for note in self.notes]
        if breaks_in:
            view["interruptions"] = breaks_in
        if practice:
            view["stake"] = self.stake_cny
            view["feedback"] = {node: dict(texts) for node, texts in self.practice.items()}
        return view
