"""What a simulated trainee answers to one item, drawn by the rule of `simulated.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations

from assessments.items.item import (
    ChoiceItem,
    CompareItem,
    Item,
    MarksItem,
    OrderItem,
    ScenarioItem,
    TextItem,
)
from assessments.items.pace import item_minutes
from assessments.items.simulated import STOPS, Mind, act_side, stance_side
from assessments.items.walks import Twig, tree
from assessments.items.writing import written
from casebank.answer import (
    Answer,
    ChoiceAnswer,
    CompareAnswer,
    MarksAnswer,
    OrderAnswer,
    TextAnswer,
)
from casebank.transcript import Event, Transcript

Clock = Callable[[float], datetime]
"""Lets so many seconds pass, and tells what time it is then."""


@dataclass(frozen=True)
class Ready:
    """An item with what is the same for everybody who answers it."""

    item: Item
    seconds: float
    """The estimate for the whole of it."""
    walk: Twig | None
    steps: float
    """How many choices a walk has, on the average of all walks."""
    orders: tuple[tuple[tuple[str, ...], float], ...]
    """Every order with the share of pairs that are right, the two first that somebody hurried thinks of."""


def ready(item: Item) -> Ready:
    """The item, looked at once."""
    walk = tree(item) if isinstance(item, ScenarioItem) else None
    lengths = [len(end.made) for end in walk.ends()] if walk else [1]
    orders = tuple(_orders(item)) if isinstance(item, OrderItem) else ()
    return Ready(item, item_minutes(item) * 60, walk, sum(lengths) / len(lengths), orders)


def _orders(item: OrderItem) -> Iterable[tuple[tuple[str, ...], float]]:
    first, second, *rest = (option.id for option in item.question.options)
    ahead = [(first, second, *rest), (second, first, *rest)]
    others = [order for order in permutations(ahead[0]) if order not in ahead]
    return ((order, (item.key.share(order) + 1) / 2) for order in (*ahead, *others))


def answer(ready: Ready, mind: Mind, clock: Clock) -> Answer:
    """The answer, given while the clock runs."""
    item = ready.item
    if isinstance(item, ScenarioItem):
        return _walked(item, ready, mind, clock)
    clock(ready.seconds)
    match item:
        case ChoiceItem():
            return _chosen(item, mind)
        case MarksItem():
            parts = item.marking.part_ids()
            return MarksAnswer(kind="marks", marks=mind.touched(parts, item.key.marks, lambda part: -1))
        case CompareItem():
            return _compared(item, mind)
        case OrderItem():
            order, _ = mind.pick(ready.orders, lambda each: each[1], _neither)
            return OrderAnswer(kind="order", order=order, confidence=None)
        case TextItem():
            return TextAnswer(kind="text", text=written(item, mind))


def _walked(item: ScenarioItem, ready: Ready, mind: Mind, clock: Clock) -> Transcript:
    twig, events = ready.walk, list[Event]()
    while twig and twig.onward:
        if events and mind.trainee.hurried and mind.throws.happens(STOPS):
            break
        twig = mind.pick(twig.onward, lambda each: each.best / item.points, lambda each: act_side(each.act))
        node, choice, _ = twig.made[-1]
        at = clock(ready.seconds / ready.steps)
        events.append(Event(seq=len(events), node=node, choice=choice, at=at))
    return Transcript(item=item.id, content_version=item.scenario.content_version, events=tuple(events))


def _chosen(item: ChoiceItem, mind: Mind) -> ChoiceAnswer:
    options = [option.id for option in item.question.options]
    key = item.key

    def side(option: str) -> int:
        return stance_side(key.stances.get(option))

    if item.question.type == "multiple":
        chosen = mind.touched(options, key.weights, side)
    else:
        chosen = (mind.pick(options, key.single, side),)
    return ChoiceAnswer(kind="choice", chosen=chosen, confidence=None)


def _compared(item: CompareItem, mind: Mind) -> CompareAnswer:
    genuine = mind.pick(("a", "b"), lambda side: float(side == item.key.genuine), _neither)
    rows = mind.touched(tuple(item.key.rows), item.key.telling, _neither)
    return CompareAnswer.model_validate({"kind": "compare", "genuine": genuine, "marks": rows})


def _neither(thing: object) -> int:
    """Where no lean shows."""
    return 0
