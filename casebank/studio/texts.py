"""All that one reads in a scenario, each text with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casebank.errors import Place
from casebank.exhibit import Exhibit
from casebank.graph import Message
from casebank.scenario import Scenario


def texts(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Every text of the scene: brief, people, messages, choices, endings, notes, and what is shown."""
    yield ("brief",), scenario.brief
    for who, person in scenario.cast.items():
        yield ("cast", who), f"{person.name} {person.note}"
    for key, node in scenario.nodes.items():
        yield from _spoken(("nodes", key), node.messages)
        for n, choice in enumerate(node.choices):
            yield ("nodes", key, "choices", n), choice.text
        if node.ending:
            yield ("nodes", key, "ending"), f"{node.ending.title} {node.ending.text}"
    for key, interruption in scenario.interruptions.items():
        yield from _spoken(("interruptions", key), interruption.messages)
    yield from ((("notes", n), note.text) for n, note in enumerate(scenario.notes))
    for key, exhibit in scenario.exhibits.items():
        yield ("exhibits", key), " ".join(_printed(exhibit))


def _spoken(place: Place, messages: Iterable[Message]) -> Iterator[tuple[Place, str]]:
    for n, message in enumerate(messages):
        if message.text:
            yield (*place, "messages", n), message.text


def _printed(exhibit: Exhibit) -> Iterator[str]:
    yield exhibit.title
    yield from (text for text in (exhibit.amount, exhibit.body, exhibit.foot) if text)
    yield from (f"{name} {value}" for name, value in exhibit.rows)
    yield from exhibit.buttons


def reasons(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """The texts under the choices."""
    for node, told in scenario.practice.items():
        yield from ((("practice", node, choice), text) for choice, text in told.items())
