"""What breaks into a scenario: a second message, somebody who calls back, a colleague who walks up."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from casebank.gauge import Gauge, GaugeId, Guard
from casebank.graph import Message, NodeId
from casebank.model import Model
from casebank.vocab import Via

InterruptionId = Annotated[str, Field(pattern=r"^i\d$")]


class Interruption(Model):
    """Comes at most once, on arrival at a node with choices, as soon as its conditions hold.

    Its messages follow the node's own, and its effects move the gauges before one chooses. Conditions
    elsewhere may ask for it by its id: 0 before it came, 1 from then on.
    """

    via: Via
    """How it breaks in."""
    when: Guard
    """The conditions, on the gauges as the choice has left them."""
    at: tuple[NodeId, ...] = ()
    """The nodes at which it may come; any with choices where empty."""
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    """What is said then."""
    effects: dict[GaugeId, int] = Field(default_factory=dict)
    """By how much it moves each gauge."""

    def fits(self, node: str) -> bool:
        """Whether it may come at this node."""
        return not self.at or node in self.at


HAPPENED = Gauge(label="打断过", low=0, high=1)
"""The gauge behind each interruption."""
