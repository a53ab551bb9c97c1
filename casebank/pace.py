"""How long reading and deciding take: what lessons and forms estimate their minutes by."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from casebank.exhibit import Exhibit
from casebank.graph import Message
from casebank.scenario import Scenario
from casebank.walk import State, begin, choices, ended, step

CHARACTERS_A_MINUTE = 360
"""Silent reading of plain Chinese, punctuation counted. An assumption: nobody was measured here yet."""
SECONDS_A_DECISION = 8
"""To weigh and to tap, beyond reading the options. An assumption too."""
DECISIONS = {
    "cue_marker": 4,
    "first_minutes": 6,
    "money_timeline": 1,
    "pair_comparer": 3,
    "question_card": 1,
}
"""Decisions in an exercise of each widget; in a scenario they are counted."""
WALKS = 60
"""Random walks over which a scenario is averaged: the same ones each time."""
_UNREAD = re.compile(r"<details.*?</details>|<[^>]+>|\s", re.DOTALL)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def minutes(read: int, decisions: int) -> float:
    """The estimate for so many characters and decisions."""
    return read / CHARACTERS_A_MINUTE + decisions * SECONDS_A_DECISION / 60


def length(text: str) -> int:
    """The characters that one reads of a text."""
    return len(_UNREAD.sub("", text))


def strings(value: Any) -> Iterator[int]:
    """The length of each Chinese text in a record; ids and names of kinds are none."""
    if isinstance(value, str):
        yield length(value) if _HANZI.search(value) else 0
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def scenario_pace(scenario: Scenario) -> tuple[int, int]:
    """Characters read and choices made in a walk, on the average of random walks."""
    walks = [_walk(scenario, random.Random(seed)) for seed in range(WALKS)]
    read, made = (sum(each) / WALKS for each in zip(*walks, strict=True))
    return round(length(scenario.brief) + read), round(made)


def _walk(scenario: Scenario, dice: random.Random) -> tuple[int, int]:
    state, read = begin(scenario), 0
    while not ended(scenario, state):
        offered = choices(scenario, state)
        chosen = dice.choice(offered)
        read += _said(scenario, state) + sum(length(choice.text) for choice in offered)
        read += length(scenario.practice.get(state.node, {}).get(chosen.id, ""))
        state, _ = step(scenario, state, chosen.id, _NOW)
    ending = scenario.nodes[state.node].ending
    return read + _said(scenario, state) + (length(ending.title + ending.text) if ending else 0), state.seq


def _said(scenario: Scenario, state: State) -> int:
    return sum(_message(scenario, message) for message in scenario.story.said(state.node, state.values))


def _message(scenario: Scenario, message: Message) -> int:
    if message.exhibit is None:
        return length(message.text or "")
    return _shown(scenario.exhibits[message.exhibit])


def _shown(exhibit: Exhibit) -> int:
    return sum(strings(exhibit.model_dump(mode="json", exclude={"kind"})))
