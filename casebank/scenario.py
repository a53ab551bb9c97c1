"""A scenario is a graph of what is said and what one can do. There are no marks in it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Problems
from casebank.explore import gauge_problems, state_problems
from casebank.gauge import Gauge, GaugeId
from casebank.graph import (
    CastId,
    ChoiceId,
    Exhibit,
    ExhibitId,
    Node,
    NodeId,
    Person,
    ending_problems,
    graph_problems,
    message_problems,
    practice_problems,
)
from casebank.model import Model, Slug, Text
from casebank.view import gauge_view, node_view
from casebank.vocab import FRAUD_ENDINGS, GENUINE_ENDINGS, Channel, EndingKind, Skin


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
    promises: Annotated[tuple[EndingKind, ...], Field(min_length=2)]
    """The kinds of ending that it holds."""
    cast: dict[CastId, Person]
    """Who speaks."""
    exhibits: dict[ExhibitId, Exhibit] = Field(default_factory=dict)
    """The things that are shown."""
    gauges: dict[GaugeId, Gauge] = Field(default_factory=dict)
    """What it remembers: evidence, trust, pressure, mood, time."""
    start: NodeId
    """The first node."""
    nodes: dict[NodeId, Node]
    """The graph."""
    practice: dict[NodeId, dict[ChoiceId, Text]] = Field(default_factory=dict)
    """The text under a choice, by node and choice."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        allowed = GENUINE_ENDINGS if self.genuine else FRAUD_ENDINGS
        word = "genuine" if self.genuine else "fraudulent"
        problems = [
            *graph_problems(self.start, self.nodes),
            *gauge_problems(self.gauges, self.nodes),
            *message_problems(self.nodes, self.cast, self.exhibits),
            *ending_problems(self.nodes, allowed, self.promises, word),
            *practice_problems(self.nodes, self.practice),
        ]
        problems = problems or state_problems(self.start, self.nodes, self.gauges)
        if problems:
            raise Problems(problems)
        return self

    def view(self, *, practice: bool) -> dict[str, Any]:
        """What the browser gets, as JSON values.

        In practice the acts, the kinds of ending and the feedback go along; for an assessed item only
        what a person would see, and the gauges that move unseen have names that say nothing.
        """
        names = {gauge: gauge if practice else f"g{n}" for n, gauge in enumerate(sorted(self.gauges), 1)}
        view: dict[str, Any] = {
            "title": self.title,
            "brief": self.brief,
            "skin": str(self.skin),
            "content_version": self.content_version,
            "start": self.start,
            "cast": {who: person.model_dump() for who, person in self.cast.items()},
            "exhibits": {key: exhibit.model_dump(mode="json") for key, exhibit in self.exhibits.items()},
            "nodes": {key: node_view(node, names, practice) for key, node in self.nodes.items()},
        }
        if self.gauges:
            view["gauges"] = {names[key]: gauge_view(gauge) for key, gauge in self.gauges.items()}
        if practice:
            view["feedback"] = {node: dict(texts) for node, texts in self.practice.items()}
        return view
