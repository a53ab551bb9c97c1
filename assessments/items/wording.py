"""Whether two items, or an item and what is taught, say the same in the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assessments.items.item import Item, ScenarioItem
from assessments.items.itembank import ItemBank
from assessments.items.texts import item_texts
from casebank.copying import first_copied, known_runs
from casebank.errors import Fault
from casebank.graph import Message
from casebank.model import hanzi

RUN = 16
"""Hanzi that two texts may not have in common, one behind the other."""


def runs(text: str) -> Iterator[str]:
    """Every run of 16 hanzi in a text, whatever signs stand between them."""
    only = hanzi(text)
    return (only[n : n + RUN] for n in range(len(only) - RUN + 1))


def wording_faults(
    bank: ItemBank, items: Sequence[Item], taught: Iterable[tuple[str, str]] = ()
) -> Iterator[Fault]:
    """Texts of items that stand in a document, in another item, or in what is taught (name and text)."""
    elsewhere = {run: name for name, text in taught for run in runs(text)}
    known, openings = known_runs(), _openings(items)
    first: dict[str, Item] = {}
    for item in items:
        shared = (
            openings.get(item.scenario.pair, frozenset()) if isinstance(item, ScenarioItem) else frozenset()
        )
        told: set[str] = set()
        for part, place, text in item_texts(item):
            if copied := first_copied(text, known):
                yield bank.fault(item, f"'{copied}' stands in a document", *place, part=part)
            for run in runs(text):
                other = first.setdefault(run, item)
                name = other.variant if other is not item and run not in shared else elsewhere.get(run)
                if name is not None and name not in told:
                    told.add(name)
                    yield bank.fault(item, f"'{run}' also stands in {name}", *place, part=part)


def _openings(items: Iterable[Item]) -> Mapping[str, frozenset[str]]:
    """The runs that twins have in common on purpose: brief, title, opening words and first choices."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if isinstance(item, ScenarioItem):
            scenario = item.scenario
            start = scenario.nodes[scenario.start]
            said = [text for message in start.messages for text in _said(item, message)]
            texts = [scenario.brief, scenario.title, item.title, *said, *(c.text for c in start.choices)]
            found[scenario.pair] |= {run for text in texts for run in runs(text)}
    return {pair: frozenset(each) for pair, each in found.items()}


def _said(item: ScenarioItem, message: Message) -> list[str]:
    if message.exhibit is None:
        return [message.text or ""]
    shown = item.scenario.exhibits[message.exhibit].model_dump(mode="json")
    texts = [shown["title"], shown["amount"], shown["body"], shown["foot"], *shown["buttons"]]
    return [text for text in (*texts, *(value for row in shown["rows"] for value in row)) if text]
