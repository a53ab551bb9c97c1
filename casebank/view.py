"""A scenario as the browser gets it: JSON values, and no more than the trainee may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from casebank.exhibit import Exhibit
from casebank.gauge import Gauge, Range
from casebank.graph import Choice, Message, Node
from casebank.interruption import Interruption
from casebank.note import Note
from casebank.vocab import SAFETY_ACTS

ENDED = {"title": "这个情景到这里", "text": "作答已记下。交卷以后，评分时会说明理由。"}
"""How an assessed scenario ends: what came of it would tell, in the page's source, which way is right."""
END = "end"
"""The one node in which every ending of an assessed scenario is shown: no node of a graph has such a name."""
Names = Mapping[str, str]
"""The name by which the browser knows each gauge."""


def names(own: Iterable[str], interruptions: Iterable[str], practice: bool) -> dict[str, str]:
    """The name by which the browser knows each gauge: in an assessed item one that says nothing."""
    told = {gauge: gauge if practice else f"g{n}" for n, gauge in enumerate(sorted(own), 1)}
    return told | {key: key for key in interruptions}


def note_view(note: Note, names: Names) -> dict[str, Any]:
    """A line on the note pad."""
    return {"text": note.text, **_guard(note.when, names)}


def gauge_view(gauge: Gauge) -> dict[str, Any]:
    """A gauge: bounds and start, and its words where it is shown."""
    shown = {"label": gauge.label, "words": list(gauge.words)} if gauge.words else {}
    return {"start": gauge.start, "low": gauge.low, "high": gauge.high, **shown}


def exhibit_view(exhibit: Exhibit) -> dict[str, Any]:
    """A thing, without the fields that are empty."""
    return exhibit.model_dump(mode="json", exclude_defaults=True)


def nodes_view(nodes: Mapping[str, Node], names: Names, practice: bool) -> dict[str, Any]:
    """The graph. In an assessed item all endings are one: how many ways lead into each would tell the best.

    A transcript names the nodes in which one chose, so an answer can be scored without knowing the rest.
    """
    if practice:
        return {key: _node(node, names, practice, frozenset()) for key, node in nodes.items()}
    ends = frozenset(key for key, node in nodes.items() if node.ending is not None)
    shown = {key: _node(node, names, practice, ends) for key, node in nodes.items() if key not in ends}
    return {**shown, END: {"messages": [], "choices": [], "ending": dict(ENDED)}}


def _node(node: Node, names: Names, practice: bool, ends: frozenset[str]) -> dict[str, Any]:
    """A node: what is said, what one can do, or how it ends."""
    view: dict[str, Any] = {
        "messages": [_message(message, names) for message in node.messages],
        "choices": [_choice(choice, names, practice, ends) for choice in node.choices],
    }
    if node.ending is not None:
        ending = node.ending
        told = {"title": ending.title, "text": ending.text, "kind": str(ending.kind)}
        view["ending"] = {**told, "lost": ending.lost_cny}
    return view


def shown_exhibits(exhibits: Mapping[str, Exhibit], view: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The things that some message of these nodes and interruptions shows."""
    named = {message.get("exhibit") for part in view for message in part["messages"]}
    return {key: exhibit_view(exhibit) for key, exhibit in exhibits.items() if key in named}


def _message(message: Message, names: Names) -> dict[str, Any]:
    said = {"text": message.text} if message.exhibit is None else {"exhibit": message.exhibit}
    return {"from": message.by, **said, **_guard(message.when, names)}


def _choice(choice: Choice, names: Names, practice: bool, ends: frozenset[str]) -> dict[str, Any]:
    to = {target: END if target in ends else target for target in choice.targets()}
    view: dict[str, Any] = {"id": choice.id, "text": choice.text, "to": to[choice.to]}
    if choice.means is not None:
        view["means"] = str(choice.means)
    if practice:
        view |= _told_in_practice(choice)
    view |= _guard(choice.when, names)
    if set(to.values()) == {END}:
        return view  # nothing comes after it: by what it moves and where it branches, endings would differ
    view |= _effects(choice.effects, names)
    if choice.branches:
        view["branches"] = [{"to": to[b.to], **_guard(b.when, names)} for b in choice.branches]
    return view


def _told_in_practice(choice: Choice) -> dict[str, Any]:
    """What sort of thing a choice is; the labels are for the look back at the end."""
    view: dict[str, Any] = {"act": str(choice.act)}
    if choice.asks:
        view["asks"] = [ask.label for ask in choice.asks]
    if choice.harms:
        view["harms"] = [harm.label for harm in choice.harms]
    if choice.act in SAFETY_ACTS:
        view["safety"] = choice.act.label
    return view


def interruption_view(key: str, interruption: Interruption, names: Names) -> dict[str, Any]:
    """What breaks in; in the browser it is known by its id."""
    return {
        "id": key,
        "via": str(interruption.via),
        "at": list(interruption.at),
        "messages": [_message(message, names) for message in interruption.messages],
        **_guard(interruption.when, names),
        **_effects(interruption.effects, names),
    }


def _effects(effects: Mapping[str, int], names: Names) -> dict[str, Any]:
    return {"effects": {names[gauge]: by for gauge, by in effects.items()}} if effects else {}


def _guard(guard: Mapping[str, Range], names: Names) -> dict[str, Any]:
    return {"when": {names[g]: [r.least, r.most] for g, r in guard.items()}} if guard else {}
