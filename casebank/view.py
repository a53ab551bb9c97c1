"""The parts of a scenario as the browser gets them: JSON values, and no more than the trainee may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casebank.gauge import Gauge, Range
from casebank.graph import Choice, Message, Node

ENDED = {"title": "这个情景到这里", "text": "作答已记下。交卷以后，评分时会说明理由。"}
"""How an assessed scenario ends: what came of it would tell, in the page's source, which way is right."""


def gauge_view(gauge: Gauge) -> dict[str, Any]:
    """A gauge: bounds and start, and its words where it is shown."""
    shown = {"label": gauge.label, "words": list(gauge.words)} if gauge.words else {}
    return {"start": gauge.start, "low": gauge.low, "high": gauge.high, **shown}


def node_view(node: Node, names: Mapping[str, str], practice: bool) -> dict[str, Any]:
    """A node; `names` gives each gauge the name by which the browser knows it."""
    view: dict[str, Any] = {
        "messages": [_message_view(message, names) for message in node.messages],
        "choices": [_choice_view(choice, names, practice) for choice in node.choices],
    }
    if node.ending is not None and practice:
        ending = node.ending
        view["ending"] = {"title": ending.title, "text": ending.text, "kind": str(ending.kind)}
    elif node.ending is not None:
        view["messages"] = []
        view["ending"] = dict(ENDED)
    return view


def _message_view(message: Message, names: Mapping[str, str]) -> dict[str, Any]:
    said = {"text": message.text} if message.exhibit is None else {"exhibit": message.exhibit}
    return {"from": message.by, **said, **_guard_view(message.when, names)}


def _choice_view(choice: Choice, names: Mapping[str, str], practice: bool) -> dict[str, Any]:
    view: dict[str, Any] = {"id": choice.id, "text": choice.text, "to": choice.to}
    view |= {"act": str(choice.act)} if practice else {}
    view |= _guard_view(choice.when, names)
    if choice.effects:
        view["effects"] = {names[gauge]: by for gauge, by in choice.effects.items()}
    if choice.branches:
        view["branches"] = [{"to": b.to, **_guard_view(b.when, names)} for b in choice.branches]
    return view


def _guard_view(guard: Mapping[str, Range], names: Mapping[str, str]) -> dict[str, Any]:
    return {"when": {names[g]: [r.least, r.most] for g, r in guard.items()}} if guard else {}
