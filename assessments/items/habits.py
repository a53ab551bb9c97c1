"""What a bank as a whole gives away: where, how long and by whom the right answer is, however the items read.

One item says nothing of this; over many, an uneven spread is a rule by which one answers without judging.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, ScenarioItem
from assessments.items.itembank import ItemBank
from assessments.items.walks import tree
from casebank.errors import Fault

FEW = 12
"""With fewer items of a sort a spread says nothing."""
SLACK = 1.4
"""How many times its even share a place may hold."""
Placed = tuple[Item, int]
"""An item and the place of its right answer, counted from 0."""


def habit_faults(bank: ItemBank, items: Sequence[Item]) -> Iterator[Fault]:
    """Every place that holds the right answer far more often than an even spread would."""
    choices = [item for item in items if isinstance(item, ChoiceItem) and item.question.type == "single"]
    scenes = [item for item in items if isinstance(item, ScenarioItem)]
    marks = [item for item in items if isinstance(item, MarksItem)]
    yield from _spread(bank, _by_length(choices), "the right option's length, from the shortest")
    yield from _telling(bank, [item for item in items if isinstance(item, CompareItem)])
    yield from _spread(bank, _last_choices(scenes), "the best last choice")
    yield from _spread(bank, _speakers(marks), "the speaker of the cues")


def _spread(bank: ItemBank, placed: Iterator[tuple[int, Placed]], what: str) -> Iterator[Fault]:
    """Uneven places among the items that have equally many of them."""
    groups: defaultdict[int, list[Placed]] = defaultdict(list)
    for places, each in placed:
        groups[places].append(each)
    for places, group in sorted(groups.items()):
        yield from _uneven(bank, group, places, f"{what} (of {places})")


def _uneven(bank: ItemBank, group: Sequence[Placed], places: int, what: str) -> Iterator[Fault]:
    total = len({item.variant for item, _ in group})
    if total < FEW:
        return
    most = _most(len(group), places)
    for place, count in sorted(Counter(place for _, place in group).items()):
        if count > most:
            here = [item for item, at in group if at == place]
            names = ", ".join(item.variant for item in here)
            told = f"{what} is number {place + 1} in {count} of {len(group)} (allowed: {most}): {names}"
            yield bank.fault(here[0], told, "id")


def _most(total: int, places: int) -> int:
    """How often one of so many places may hold the right answer; of two places one more than half."""
    return total // 2 + 1 if places == 2 else int(SLACK * total / places)


def _by_length(items: Sequence[ChoiceItem]) -> Iterator[tuple[int, Placed]]:
    """The rank of the right option's length; of equally long ones the lowest."""
    for item in items:
        lengths = sorted(len(option.text) for option in item.question.options)
        right = next(len(o.text) for o in item.question.options if item.key.single(o.id) == 1)
        yield len(lengths), (item, lengths.index(right))


def _telling(bank: ItemBank, items: Sequence[CompareItem]) -> Iterator[Fault]:
    """Rows that tell, by their place: a row that an item does not have is none of its chances."""
    if len(items) < FEW:
        return
    tells = sum(row.tells for item in items for row in item.key.rows.values())
    rows = sum(len(item.pair.rows) for item in items)
    for place in range(max(len(item.pair.rows) for item in items)):
        having = [item for item in items if place < len(item.pair.rows)]
        here = [item for item in having if item.key.rows[item.pair.rows[place].id].tells]
        most = int(SLACK * len(having) * tells / rows)
        if len(here) > most:
            names = ", ".join(item.variant for item in here)
            told = f"row {place + 1} tells in {len(here)} of {len(having)} (allowed: {most}): {names}"
            yield bank.fault(here[0], told, "pair", "rows", place)


def _last_choices(items: Sequence[ScenarioItem]) -> Iterator[tuple[int, Placed]]:
    """Where the choice stands that leads into the best ending; several where several are as good."""
    for item in items:
        ends = list(tree(item).ends())
        best = max(end.points for end in ends)
        for node, choice in sorted({end.made[-1][:2] for end in ends if end.points == best}):
            ids = [each.id for each in item.scenario.nodes[node].choices]
            yield len(ids), (item, ids.index(choice))


def _speakers(items: Sequence[MarksItem]) -> Iterator[tuple[int, Placed]]:
    """Which of two speakers, in the order in which they are met, has most of the cues."""
    for item in items:
        cues: dict[str, int] = {}
        for line in item.marking.lines:
            if line.by is not None and line.by != "me":
                found = sum(part.id in item.key.marks for part in line.parts)
                cues[line.by] = cues.get(line.by, 0) + found
        if len(cues) == 2:
            yield 2, (item, max(range(2), key=list(cues.values()).__getitem__))
