"""The pieces of a scenario's graph, and what can be wrong with how they hang together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place
from casebank.exhibit import Exhibit, ExhibitId
from casebank.gauge import GaugeId, Guard
from casebank.model import Model, Text
from casebank.vocab import Act, Ask, EndingKind, Harm, Means

NodeId = Annotated[str, Field(pattern=r"^n\d{1,3}$")]
ChoiceId = Annotated[str, Field(pattern=r"^[a-f]$")]
CastId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,15}$")]

NARRATOR, ME = "narrator", "me"
NODES_LIMIT = 60


class Person(Model):
    """Somebody who speaks: the name as the trainee sees it, and a small note beside it."""

    name: Text
    """Name as the trainee sees it."""
    note: str = ""
    """A small note beside it."""
    side: Literal["them", "me", "other"] = "them"
    """On which side the words stand."""


class Message(Model):
    """One utterance or one exhibit, by somebody of the cast, by `me`, or by the `narrator`."""

    by: CastId
    """Who speaks: an id of the cast, `me` or `narrator`."""
    text: Text | None = None
    """What is said."""
    exhibit: ExhibitId | None = None
    """Id of an exhibit that is shown."""
    when: Guard = Field(default_factory=dict)
    """Only said while these conditions hold on arrival."""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.text is None) == (self.exhibit is None):
            raise ValueError("a message has either a text or an exhibit")
        return self


class Branch(Model):
    """Where a choice leads while its conditions hold."""

    when: Guard
    """The conditions, on the gauges as the choice leaves them."""
    to: NodeId
    """The node that follows then."""

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        if not self.when:
            raise ValueError("a branch needs a condition; what always follows stands in 'to'")
        return self


class Choice(Model):
    """One thing that the trainee can do at a node; `act` says what kind of thing it is.

    It is on offer while `when` holds, moves the gauges by `effects`, and leads to the first of `branches`
    whose conditions then hold, else to `to`.
    """

    id: ChoiceId
    """One letter."""
    act: Act
    """What kind of thing it is."""
    means: Means | None = None
    """How its button looks: spoken, dialled, held. It says nothing of right or wrong."""
    asks: tuple[Ask, ...] = ()
    """Which of the questions to a customer it is."""
    harms: tuple[Harm, ...] = ()
    """What it does to somebody who did not deserve it."""
    text: Text
    """What the trainee reads."""
    to: NodeId
    """The node that follows."""
    when: Guard = Field(default_factory=dict)
    """Only on offer while these conditions hold."""
    effects: dict[GaugeId, int] = Field(default_factory=dict)
    """By how much it moves each gauge."""
    branches: tuple[Branch, ...] = ()
    """Other nodes that may follow, tried in order."""

    def targets(self) -> tuple[str, ...]:
        """Every node to which it may lead."""
        return (*(branch.to for branch in self.branches), self.to)


class Ending(Model):
    """How a walk ends."""

    kind: EndingKind
    """How it ended."""
    title: Text
    """Heading."""
    text: Text
    """What came of it."""
    lost_cny: Annotated[int, Field(ge=0)] = 0
    """How much money is gone, in yuan."""


class Node(Model):
    """A moment: what is said, then either the choices or the ending."""

    messages: tuple[Message, ...] = ()
    """What is said."""
    choices: tuple[Choice, ...] = ()
    """What one can do."""
    ending: Ending | None = None
    """How it ends here."""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if bool(self.choices) == (self.ending is not None):
            raise ValueError("a node has either choices or an ending")
        ids = [choice.id for choice in self.choices]
        if len(ids) != len(set(ids)):
            raise ValueError(f"choice ids {', '.join(ids)} are not distinct")
        if len(ids) == 1:
            raise ValueError("a node with a single choice decides nothing: two at least")
        return self


Problem = tuple[Place, str]


def graph_problems(start: str, nodes: Mapping[str, Node]) -> list[Problem]:
    """Choices that lead nowhere, nodes that no walk reaches, walks that never end."""
    problems: list[Problem] = [
        (
            ("nodes", key, "choices", n, "to"),
            f"node '{key}': '{choice.id}' leads to '{target}', no such node{_near(target, nodes)}",
        )
        for key, node in nodes.items()
        for n, choice in enumerate(node.choices)
        for target in choice.targets()
        if target not in nodes
    ]
    if len(nodes) > NODES_LIMIT:
        problems.append((("nodes",), f"{len(nodes)} nodes (allowed: up to {NODES_LIMIT})"))
    if start not in nodes:
        problems.append((("start",), f"start '{start}' does not exist{_near(start, nodes)}"))
    if problems:
        return problems
    reached, circle = _reach(start, nodes)
    if circle is not None:
        return [(("nodes", circle), f"endless walk through node '{circle}': every walk must end")]
    return [(("nodes", key), f"node '{key}' cannot be reached") for key in nodes if key not in reached]


def _reach(start: str, nodes: Mapping[str, Node]) -> tuple[set[str], str | None]:
    """The nodes that a walk can reach, and a node on a circle if there is one."""
    done: set[str] = set()
    open_: set[str] = set()
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        key, leaving = stack.pop()
        if leaving:
            open_.discard(key)
            done.add(key)
        elif key in open_:
            return done | open_, key
        elif key not in done:
            open_.add(key)
            stack.append((key, True))
            stack += [(target, False) for choice in nodes[key].choices for target in choice.targets()]
    return done, None


def message_problems(
    said: Mapping[tuple[str, str], tuple[Message, ...]],
    cast: Mapping[str, Person],
    exhibits: Mapping[str, Exhibit],
) -> list[Problem]:
    """Speakers whom nobody introduced, exhibits that are missing or never shown.

    `said` gives the messages by the place that holds them, such as ("nodes", "n1").
    """
    speakers = {*cast, NARRATOR, ME}
    problems: list[Problem] = []
    shown: set[str | None] = set()
    for (kind, key), messages in said.items():
        for n, message in enumerate(messages):
            place = (kind, key, "messages", n)
            shown.add(message.exhibit)
            if message.by not in speakers:
                told = f"'{key}': nobody is called '{message.by}'{_near(message.by, speakers)}"
                problems.append(((*place, "by"), told))
            if message.exhibit is not None and message.exhibit not in exhibits:
                problems.append(((*place, "exhibit"), f"'{key}': no exhibit '{message.exhibit}'"))
    return problems + [(("exhibits", x), f"exhibit '{x}' is never shown") for x in exhibits if x not in shown]


def ending_problems(
    nodes: Mapping[str, Node], allowed: frozenset[EndingKind], promised: Iterable[EndingKind], word: str
) -> list[Problem]:
    """Endings of a kind that does not fit, promised kinds without an ending, kinds not promised."""
    promises = set(promised)
    kinds = {node.ending.kind for node in nodes.values() if node.ending is not None}
    problems: list[Problem] = [
        (
            ("nodes", key, "ending", "kind"),
            f"ending '{node.ending.kind}' does not fit a {word} scenario ({', '.join(sorted(allowed))})",
        )
        for key, node in nodes.items()
        if node.ending is not None and node.ending.kind not in allowed
    ]
    problems += [(("promises",), f"no ending of the promised kind '{k}'") for k in sorted(promises - kinds)]
    return problems + [
        (("promises",), f"ending kind '{k}' is not promised") for k in sorted(kinds & allowed - promises)
    ]


def practice_problems(nodes: Mapping[str, Node], practice: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Feedback for choices that do not exist, choices without feedback where there is any."""
    offered = {(key, choice.id) for key, node in nodes.items() for choice in node.choices}
    given = {(key, choice) for key, texts in practice.items() for choice in texts}
    problems: list[Problem] = [
        (("practice", key, choice), f"practice text for '{key}.{choice}', which does not exist")
        for key, choice in sorted(given - offered)
    ]
    missing = sorted(offered - given) if given else []
    return problems + [(("practice", key), f"no practice text for '{key}.{c}'") for key, c in missing]


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""
