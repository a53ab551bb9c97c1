"""The cards of a drawn graph: how large each is, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casebank.graph import Choice, Node
from casebank.interruption import Interruption
from casebank.scenario import Scenario
from course.graph_layout import Box, Port
from course.graph_text import clauses, effects, lines, said

TEXT, SMALL = 14.0, 12.0
LEADING, TIGHT = 21.0, 16.0
PAD, HEAD = 14.0, 30.0
_OUTLET, _LEAST = 94.0, 246.0
_SAID, _SHOWN = 3, 2
_SIDE = 250.0


@dataclass(frozen=True)
class Outlet:
    """One way out of a choice: where it leads, and on which condition."""

    to: str
    told: tuple[str, ...]
    """The condition in words, in lines; none where the choice always leads there."""
    guarded: bool
    """Whether it depends on something, the offer of the choice included."""


@dataclass(frozen=True)
class Tab:
    """One choice at the foot of a card."""

    choice: Choice
    label: tuple[str, ...]
    """What kind of thing it is, in lines."""
    offered: tuple[str, ...]
    """On what it is on offer, in lines; empty where always."""
    outlets: tuple[Outlet, ...]
    x: float
    """Distance from the left side of the card."""
    width: float

    def outlet_x(self, number: int) -> float:
        """The middle of an outlet, from the left side of the card."""
        return self.x + self.width * (number + 0.5) / len(self.outlets)


@dataclass
class Card:
    """A node as it is drawn."""

    key: str
    node: Node
    width: float
    said: list[str]
    """The first words, in lines."""
    full: str
    """Everything that is said, for the tooltip."""
    marks: list[str] = field(default_factory=list)
    """The interruptions that name this node."""
    tabs: list[Tab] = field(default_factory=list)

    @cached_property
    def title(self) -> list[str]:
        """The heading of an ending, in lines."""
        ending = self.node.ending
        return lines(ending.title, TEXT, self.width - 2 * PAD, 2) if ending else []

    @property
    def text_height(self) -> float:
        """The height above the tabs."""
        return HEAD + LEADING * (len(self.title) + len(self.said)) + 10.0

    @property
    def offer_y(self) -> float:
        """Where the conditions of the offers begin, below the tops of the tabs."""
        return 26.0 + TIGHT * max((len(tab.label) for tab in self.tabs), default=0)

    @property
    def height(self) -> float:
        """The height of all of it."""
        told = (len(tab.offered) + len(outlet.told) for tab in self.tabs for outlet in tab.outlets)
        return self.text_height + (self.offer_y + TIGHT * max(told) + 4.0 if self.tabs else 0.0)

    def box(self) -> Box:
        """What the layout needs to know."""
        ports = [
            Port(tab.outlet_x(n), outlet.to) for tab in self.tabs for n, outlet in enumerate(tab.outlets)
        ]
        return Box(self.width, self.height, tuple(ports))


def cards(scenario: Scenario) -> dict[str, Card]:
    """A card for each node."""
    return {key: _card(scenario, key, node) for key, node in scenario.nodes.items()}


def _card(scenario: Scenario, key: str, node: Node) -> Card:
    tabs = _tabs(scenario, node)
    width = max(_LEAST, sum(tab.width for tab in tabs))
    texts = list(said(scenario, node.messages))
    most = _SAID if node.choices else _SHOWN
    card = Card(key, node, width, _first_words(texts, width - 2 * PAD, most), "\n".join(texts))
    card.marks = [name for name, each in scenario.interruptions.items() if key in each.at]
    stretch = width / sum(tab.width for tab in tabs) if tabs else 1.0
    for tab in tabs:
        card.tabs.append(
            Tab(tab.choice, tab.label, tab.offered, tab.outlets, tab.x * stretch, tab.width * stretch)
        )
    return card


def _first_words(texts: list[str], room: float, most: int) -> list[str]:
    """The first message, and where it is short the beginning of the next."""
    found: list[str] = []
    for text in texts:
        if len(found) < most:
            found += lines(text, TEXT, room, most - len(found))
    return found


def _tabs(scenario: Scenario, node: Node) -> list[Tab]:
    tabs: list[Tab] = []
    for choice in node.choices:
        outlets = _outlets(scenario, choice)
        width = _OUTLET * len(outlets)
        label = [line for words in deed(choice) for line in lines(words, SMALL, width - 8, 2)]
        told = clauses(scenario, choice.when)
        offered = [line for clause in told for line in lines(clause, SMALL, width - 6, 2)]
        x = sum(tab.width for tab in tabs)
        tabs.append(Tab(choice, tuple(label), tuple(offered), outlets, x, width))
    return tabs


def deed(choice: Choice) -> tuple[str, ...]:
    """What a choice does, and what it asks about where it asks: `追问` and `用途、大额`."""
    asked = "、".join(ask.label for ask in choice.asks)
    return (choice.act.label, asked) if asked else (choice.act.label,)


def _outlets(scenario: Scenario, choice: Choice) -> tuple[Outlet, ...]:
    found = []
    for branch in choice.branches:
        told = clauses(scenario, branch.when)
        words = (line for clause in told for line in lines(clause, SMALL, _OUTLET - 6, 2))
        found.append(Outlet(branch.to, tuple(words), guarded=True))
    return (*found, Outlet(choice.to, ("否则",) if found else (), guarded=bool(choice.when)))


@dataclass(frozen=True)
class SideCard:
    """An interruption as it is drawn beside the graph."""

    key: str
    heads: tuple[str, ...]
    """How it comes, when and where, in lines."""
    said: tuple[str, ...]
    width: float = _SIDE

    @property
    def height(self) -> float:
        """Its height."""
        return HEAD + TIGHT * len(self.heads) + LEADING * len(self.said) + 14.0


def side_cards(scenario: Scenario) -> list[SideCard]:
    """A card for each interruption."""
    told: Mapping[str, Interruption] = scenario.interruptions
    return [_side_card(scenario, key, each) for key, each in told.items()]


def _side_card(scenario: Scenario, key: str, interruption: Interruption) -> SideCard:
    room = _SIDE - 2 * PAD
    where = "、".join(interruption.at) or "任何有选择的节点"
    when = "，".join(clauses(scenario, interruption.when))
    heads = [*(lines(f"当 {when}", SMALL, room, 2) if when else []), *lines(f"在 {where}", SMALL, room, 2)]
    if interruption.effects:
        heads += lines(f"于是 {effects(scenario, interruption.effects)}", SMALL, room, 2)
    words = _first_words(list(said(scenario, interruption.messages)), room, _SAID)
    return SideCard(key, tuple(heads), tuple(words))
