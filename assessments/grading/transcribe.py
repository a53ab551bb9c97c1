"""An answer as plain text, for the person who marks it: what was said, chosen, touched or written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

NOTHING = "（没有作答）"
UNREADABLE = "（作答与题目对不上，无法显示）"
CHOSEN = "【选择】"
"""With it begins the line of a choice made in a conversation."""
_CHARACTERS = 6000
_LINES = 200
_SPEAKERS = {"me": "我", "narrator": "旁白"}

Json = Mapping[str, Any]
"""A JSON object as it was read."""


def transcribe(spec: Json, answer: object) -> str:
    """The text of an answer to the item of that spec. Whatever the answer holds, this never fails."""
    if not answer:
        return NOTHING
    try:
        return legible("\n".join(_lines(spec, answer))) or NOTHING
    except (AttributeError, LookupError, TypeError):
        return UNREADABLE


def _lines(spec: Json, answer: Any) -> Iterator[str]:
    kind = answer["kind"]
    if kind == "text":
        yield str(answer["text"])
    elif kind == "choice":
        texts = {option["id"]: option["text"] for option in spec["options"]}
        yield from (f"· {texts[chosen]}" for chosen in answer["chosen"])
    elif kind == "marks":
        parts = {part["id"]: part["text"] for line in spec["lines"] for part in line["parts"]}
        yield from (f"· {parts[mark].rstrip('，')}" for mark in answer["marks"])
    elif kind == "transcript":
        yield from _dialogue(spec, answer["events"])
    else:
        yield from _practised(spec, kind, answer)


def _practised(spec: Json, kind: str, answer: Json) -> Iterator[str]:
    """The kinds of which most come in practice alone."""
    if kind == "order":
        texts = {option["id"]: option["text"] for option in spec["options"]}
        yield from (f"{n}. {texts[chosen]}" for n, chosen in enumerate(answer["order"], 1))
    elif kind == "stage":
        yield from (f"· {stage['text']}" for stage in spec["stages"] if stage["id"] == answer["stage"])
    elif kind == "compare":
        rows = {row["id"]: row["what"] for row in spec["rows"]}
        if answer["genuine"]:
            yield f"当作正事的：{'第一段' if answer['genuine'] == 'a' else '第二段'}"
        yield from (f"· {rows[mark]}" for mark in answer["marks"])
    elif kind == "steps":
        texts = {action["id"]: action["text"] for action in spec["actions"]}
        yield from (f"{n}. {texts[step]}" for n, step in enumerate(answer["steps"], 1))
    else:
        raise KeyError(kind)


def _dialogue(spec: Json, events: list[Json]) -> Iterator[str]:
    """What was said up to each choice, the choice, and what came after the last."""
    here = spec["start"]
    for event in events:
        if event["node"] != here:
            raise KeyError(event["node"])
        node = spec["nodes"][here]
        yield from _said(spec, node)
        choice = {choice["id"]: choice for choice in node["choices"]}[event["choice"]]
        yield f"{CHOSEN}{choice['text']}"
        here = choice["to"]
    yield from _said(spec, spec["nodes"][here])


def _said(spec: Json, node: Json) -> Iterator[str]:
    for message in node["messages"]:
        speaker = message["from"]
        name = _SPEAKERS.get(speaker) or spec["cast"][speaker]["name"]
        if "text" in message:
            yield f"{name}：{message['text']}"
        else:
            yield f"{name}：［{spec['exhibits'][message['exhibit']]['title']}］"


def legible(text: str) -> str:
    """A stranger's text without control and direction characters, and no longer than a person reads."""
    kept = text if all(map(str.isprintable, text.split("\n"))) else "".join(filter(_is_shown, text))
    lines = kept.strip().split("\n")
    short = "\n".join(lines[:_LINES])[:_CHARACTERS]
    return short if len(short) == len(kept.strip()) else f"{short}\n……（以下略）"


def _is_shown(sign: str) -> bool:
    return sign == "\n" or not unicodedata.category(sign).startswith("C")
