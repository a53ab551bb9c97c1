"""The drawn graph of a scenario: nothing overlaps, every line goes down, everything is said; and its endings."""

from __future__ import annotations

import itertools
import re
from graphlib import CycleError
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebank import Scenario, load_bank
from casebank.walk import walk_count, walks
from course.graph_drawing import draw, endings
from course.graph_endings import ending_rows
from course.graph_layout import Box, Layout, Port, place, ranks
from course.graph_pen import ink
from course.graph_text import lines, width

SVG = "{http://www.w3.org/2000/svg}"


def ask(to: str, letter: str = "a", act: str = "ask", **more: Any) -> dict[str, Any]:
    return {"id": letter, "act": act, "text": f"做法{letter}", "to": to, **more}


def story(**changes: Any) -> Scenario:
    """Ask first and the manager can be fetched; an interruption tells the truth to who looks.

    n1 a (信任 +1) -> n2, b -> n2; n2 a (only with 信任 >= 1) -> n3, b -> n4, c -> n3 with 信任 <= 0, else n4.
    """
    record = {
        "schema_version": 1,
        "id": "small",
        "content_version": "2026.11",
        "title": "一笔<汇款> & 三问",
        "genuine": False,
        "pair": "small",
        "based_on": None,
        "constructed": "全部是教学构造。",
        "mps_type": None,
        "channel": "counter",
        "skin": "counter",
        "role": "柜员",
        "brief": "一位客户来汇款。",
        "stake_cny": 100000,
        "promises": ["safe", "loss"],
        "cast": {"customer": {"name": "客户"}},
        "gauges": {"trust": {"label": "信任", "high": 2}},
        "interruptions": {
            "i1": {
                "via": "phone",
                "when": {"trust": {"least": 1}},
                "at": ["n2"],
                "messages": [{"by": "narrator", "text": "手机响了。"}],
            }
        },
        "start": "n1",
        "nodes": {
            "n1": {
                "messages": [{"by": "customer", "text": "汇十万。"}],
                "choices": [ask("n2", effects={"trust": 1}, asks=["purpose"]), ask("n2", "b", "talk")],
            },
            "n2": {
                "messages": [
                    {"by": "customer", "text": "你别问了。", "when": {"trust": {"most": 0}}},
                    {"by": "customer", "text": "快一点。" * 60},
                ],
                "choices": [
                    ask("n3", act="escalate", when={"trust": {"least": 1}}),
                    ask("n4", "b", "comply"),
                    ask("n4", "c", "wait", branches=[{"when": {"trust": {"most": 0}}, "to": "n3"}]),
                ],
            },
            "n3": {"ending": {"kind": "safe", "title": "保住了", "text": "好。"}},
            "n4": {"ending": {"kind": "loss", "title": "汇走了", "text": "唉。", "lost_cny": 100000}},
        },
        **changes,
    }
    return Scenario.model_validate(record)


def test_the_rows_are_the_longest_ways() -> None:
    boxes = {"a": Box(9, 9, (Port(3, "b"), Port(6, "d"))), "b": Box(9, 9, (Port(4, "c"),))}
    boxes |= {"c": Box(9, 9, (Port(4, "d"),)), "d": Box(9, 9)}
    assert ranks(boxes) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_circle_is_refused() -> None:
    with pytest.raises(CycleError):
        ranks({"a": Box(9, 9, (Port(4, "b"),)), "b": Box(9, 9, (Port(4, "a"),))})


@st.composite
def graphs(draw_from: st.DrawFn) -> dict[str, Box]:
    """Up to fourteen boxes of different sizes; each line leads to a later box."""
    count = draw_from(st.integers(1, 14))
    boxes = {}
    for n in range(count):
        later = st.integers(n + 1, count - 1) if n + 1 < count else st.nothing()
        targets = draw_from(st.lists(later, max_size=6)) if n + 1 < count else []
        wide, high = draw_from(st.integers(60, 600)), draw_from(st.integers(40, 300))
        ports = tuple(Port(wide * (k + 0.5) / len(targets), f"n{t}") for k, t in enumerate(targets))
        boxes[f"n{n}"] = Box(wide, high, ports)
    return boxes


def overlapping(boxes: dict[str, Box], layout: Layout) -> list[tuple[str, str]]:
    def apart(one: str, other: str) -> bool:
        (x, y), (u, v) = layout.corners[one], layout.corners[other]
        a, b = boxes[one], boxes[other]
        return x + a.width <= u or u + b.width <= x or y + a.height <= v or v + b.height <= y

    return [pair for pair in itertools.combinations(boxes, 2) if not apart(*pair)]


def under(boxes: dict[str, Box], layout: Layout) -> list[tuple[str, str]]:
    """Lines that pass under a box: their upright pieces are what could."""
    found = []
    for (key, _), points in layout.lines.items():
        for (x, top), (u, bottom) in itertools.pairwise(points):
            for other, (left, upper) in layout.corners.items():
                box = boxes[other]
                beside = not left < x < left + box.width or x != u
                if not beside and top < upper + box.height - 0.5 and bottom > upper + 0.5:
                    found.append((key, other))
    return found


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_no_box_on_another_no_line_under_one_and_every_line_goes_down(boxes: dict[str, Box]) -> None:
    layout = place(boxes)
    assert overlapping(boxes, layout) == []
    assert under(boxes, layout) == []
    for (key, n), points in layout.lines.items():
        assert all(one[1] <= other[1] for one, other in itertools.pairwise(points))
        assert points[0][1] < points[-1][1]
        (x, y), box = layout.corners[key], boxes[key]
        assert points[0] == pytest.approx((x + box.ports[n].x, y + box.height))
        left, top = layout.corners[box.ports[n].to]
        assert left < points[-1][0] < left + boxes[box.ports[n].to].width
        assert points[-1][1] == pytest.approx(top)
    for key, (x, y) in layout.corners.items():
        assert x >= -0.01
        assert y >= 0
        assert x + boxes[key].width <= layout.width + 0.01
        assert y + boxes[key].height <= layout.height + 0.01
    assert place(boxes) == layout


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text")]


def test_everything_of_the_graph_is_on_the_picture() -> None:
    picture = draw(story())
    svg = ET.fromstring(picture)
    told = texts(picture)
    assert {group.get("id") for group in svg.iter(f"{SVG}g")} >= {"n1", "n2", "n3", "n4", "i1"}
    assert [told.count(letter) for letter in "abc"] == [3, 2, 1]  # one `a` is the legend's
    for word in ("追问", "用途", "应答", "报告主管", "照办", "先放一放", "否则", "开始", "打断 · 来电"):
        assert word in told
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in told if text.startswith("信任")] == [
        "信任 ≥ 1",
        "信任 ≤ 0",
    ]
    assert "结局 · 钱被骗走 · 100,000 元" in told
    assert any(text.endswith("…") for text in told)
    assert "◇ 客户：你别问了。" in told


def test_a_way_with_a_condition_is_dashed_and_no_other() -> None:
    dashed = {}
    for path in ET.fromstring(draw(story())).iter(f"{SVG}path"):
        title = path.find(f"{SVG}title")
        if title is not None:
            dashed[title.text] = "stroke-dasharray" in path.attrib
    assert dashed == {
        "n1 a 追问：用途 → n2": False,
        "n1 b 应答 → n2": False,
        "n2 a 报告主管 → n3": True,
        "n2 b 照办 → n4": False,
        "n2 c 先放一放 → n3（信任 ≤\N{NO-BREAK SPACE}0）": True,
        "n2 c 先放一放 → n4（否则）": False,
    }


def test_the_picture_needs_nothing_else_and_escapes_what_is_written() -> None:
    picture = draw(story())
    svg = ET.fromstring(picture)
    assert "一笔<汇款> & 三问" in texts(picture)
    assert svg.get("role") == "img"
    named = {element.get("id"): element for element in svg.iter() if element.get("id")}
    assert svg.get("aria-labelledby") == "graph-title graph-desc"
    assert named["graph-title"].text == "一笔<汇款> & 三问：情景图"
    assert "n4 是结局：钱被骗走，汇走了。" in (named["graph-desc"].text or "")
    assert not re.search(r"<script|<image|<style|href=|https?://(?!www\.w3\.org/2000/svg)", picture)
    for reference in re.findall(r"url\(#([\w-]+)\)", picture):
        assert reference in named


def test_every_scenario_of_the_bank_is_drawn() -> None:
    for scenario in load_bank().scenarios.values():
        svg = ET.fromstring(draw(scenario))
        assert {group.get("id") for group in svg.iter(f"{SVG}g")} >= set(scenario.nodes)


def test_the_colours_are_those_of_the_tokens() -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", ink("accent"))
    with pytest.raises(KeyError):
        ink("no-such-colour")


@given(st.text(max_size=80), st.integers(20, 300), st.integers(1, 4))
def test_lines_fit_and_are_never_too_many(text: str, room: int, most: int) -> None:
    found = lines(text, 14.0, float(room), most)
    assert len(found) <= most
    assert all(width(line.rstrip("…"), 14.0) <= room or len(line) <= 2 for line in found)


def test_a_line_begins_with_no_closing_mark() -> None:
    assert lines("对方回了个“收到”，再也没有消息。", 10.0, 80.0, 3) == [
        "对方回了个“收",
        "到”，再也没有消",
        "息。",
    ]


def test_the_endings_of_a_small_graph_counted_by_hand() -> None:
    """Five walks in all: aa ab ac (with trust) and bb bc (without; a is not on offer)."""
    scenario = story()
    assert [(row.node, row.walks, row.shortest) for row in ending_rows(scenario)] == [
        ("n3", 2, "aa"),  # aa, bc
        ("n4", 3, "ab"),  # ab, ac, bb
    ]
    assert endings(scenario) == [
        ("n3", "钱保住了", "保住了", "0", "2", "a a"),
        ("n4", "钱被骗走", "汇走了", "100,000", "3", "a b"),
    ]


def test_the_endings_of_every_scenario_agree_with_its_walks() -> None:
    for scenario in load_bank().scenarios.values():
        rows = ending_rows(scenario)
        assert sum(row.walks for row in rows) == walk_count(scenario)
        if walk_count(scenario) <= 5000:
            lengths = sorted(len(walk) for walk in walks(scenario))
            assert min(len(row.shortest) for row in rows) == lengths[0]
