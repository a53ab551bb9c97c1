"""How the acts of one walk become points. Lives with the assessment, never in the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from casebank.errors import Place
from casebank.graph import NodeId
from casebank.model import Model, Text
from casebank.scenario import Scenario
from casebank.vocab import Act
from casebank.walk import trail, walks

Moment = tuple[str, str, Act]
"""A choice made: node, choice id, act."""


class When(Model):
    """Something that a walk did: any of these acts, of these choices (`n1.b`), or of these endings."""

    acts: tuple[Act, ...] = ()
    """Any of these acts, wherever it was done."""
    choices: tuple[Annotated[str, Field(pattern=r"^n\d{1,3}\.[a-f]$")], ...] = ()
    """Any of these choices, node and letter: n1.b."""
    endings: tuple[NodeId, ...] = ()
    """Any of these nodes as the end."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.acts or self.choices or self.endings):
            raise ValueError("'when' needs acts, choices or endings")
        return self

    def met(self, moments: Sequence[Moment], last: str) -> bool:
        """Whether the walk did one of them; `last` is the node where it stands."""
        return (
            last in self.endings
            or any(act in self.acts for _, _, act in moments)
            or any(f"{node}.{choice}" in self.choices for node, choice, _ in moments)
        )


class Credit(Model):
    """Points for something done; `otherwise` is said where it was not."""

    points: Annotated[float, Field(gt=0)]
    """What it earns."""
    when: When
    """What must have been done."""
    reason: Text
    """One sentence to who did it."""
    otherwise: Text | None = None
    """One sentence to who did not."""


class Critical(Model):
    """An error that caps the item."""

    cap: Annotated[float, Field(ge=0)]
    """The most that the item then earns."""
    when: When
    """What was done."""
    reason: Text
    """One sentence to who did it."""


class Rubric(Model):
    """Credits add up, critical errors cap the sum."""

    credits: Annotated[tuple[Credit, ...], Field(min_length=1)]
    """They add up; the best walk reaches exactly the points of the item."""
    critical: tuple[Critical, ...] = ()
    """Errors that cap the sum."""

    def points(self, moments: Sequence[Moment], last: str) -> float:
        """The points of a walk, before any clamping."""
        total = sum((c.points for c in self.credits if c.when.met(moments, last)), 0.0)
        return min([total, *(c.cap for c in self.critical if c.when.met(moments, last))])


def rubric_problems(scenario: Scenario, rubric: Rubric, points: float) -> list[tuple[Place, str]]:
    """What does not fit, with its place: names that the graph lacks, points that no walk reaches."""
    if problems := [*_name_problems(scenario, rubric)]:
        return problems
    best = max(rubric.points(*retrace(scenario, [choice.id for choice in walk])) for walk in walks(scenario))
    if best != points:
        problems.append((("credits",), f"the best walk reaches {best:g} points, the item has {points:g}"))
    problems += [
        (("critical", n, "cap"), f"a cap of {c.cap:g} is no cap for {points:g} points")
        for n, c in enumerate(rubric.critical)
        if c.cap >= points
    ]
    return problems


def retrace(scenario: Scenario, choices: Sequence[str]) -> tuple[list[Moment], str]:
    """The moments of a walk, and the node where it stands. The choices must be on offer."""
    made, last = trail(scenario, choices)
    return [(state.node, choice.id, choice.act) for state, choice in made], last.node


def _name_problems(scenario: Scenario, rubric: Rubric) -> Iterator[tuple[Place, str]]:
    acts = {choice.act for node in scenario.nodes.values() for choice in node.choices}
    choices = {f"{key}.{choice.id}" for key, node in scenario.nodes.items() for choice in node.choices}
    endings = {key for key, node in scenario.nodes.items() if node.ending is not None}
    whens = {("credits", n, "when"): credit.when for n, credit in enumerate(rubric.credits)}
    whens |= {("critical", n, "when"): error.when for n, error in enumerate(rubric.critical)}
    for place, when in whens.items():
        for act in when.acts:
            if act not in acts:
                yield (*place, "acts"), f"the graph has no act '{act}' (it has: {_list(acts)})"
        for choice in when.choices:
            if choice not in choices:
                yield (*place, "choices"), f"the graph has no choice '{choice}'"
        for end in when.endings:
            if end not in endings:
                yield (*place, "endings"), f"node '{end}' is no ending (endings: {_list(endings)})"


def _list(names: set[Act] | set[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))
