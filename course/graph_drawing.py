"""A scenario's graph as one SVG that needs nothing else: ink on paper, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from casebank.scenario import Scenario
from casebank.vocab import EndingKind
from casebank.walk import walk_count
from course.graph_cards import (
    HEAD,
    LEADING,
    PAD,
    SMALL,
    TIGHT,
    Card,
    SideCard,
    Tab,
    cards,
    deed,
    side_cards,
)
from course.graph_endings import ending_rows
from course.graph_layout import Layout, Point, place
from course.graph_pen import (
    COLOURS,
    EDGE,
    GOOD,
    LOSS,
    PLAIN,
    SOFT,
    WAIT,
    Pen,
    column,
    ink,
    letter,
    mark,
    part,
    rect,
    words,
)
from course.graph_text import MAYBE
from course.graph_text import width as text_width

_MARGIN, _TOP, _ASIDE = 32.0, 124.0, 44.0
_NARROWEST = 760.0


def draw(scenario: Scenario) -> str:
    """The graph as SVG text: every node, choice, condition, interruption and ending, and a legend."""
    drawn, aside = cards(scenario), side_cards(scenario)
    layout = place({key: card.box() for key, card in drawn.items()})
    sides = max((card.width for card in aside), default=0.0)
    room = _ASIDE + sides if aside else 0.0
    width = max(_NARROWEST, layout.width + room + 2 * _MARGIN)
    beside = sum(card.height + 20 for card in aside)
    height = _TOP + max(layout.height, beside) + _MARGIN
    svg = _sheet(scenario, width, height)
    _heading(svg, scenario)
    _legend(svg, scenario)
    left = _MARGIN + max(0.0, (width - room - 2 * _MARGIN - layout.width) / 2)
    graph = part(svg, "g", transform=f"translate({left:.1f} {_TOP:.1f})")
    _lines(graph, drawn, layout)
    for key, card in drawn.items():
        _card(graph, card, layout.corners[key], starts=key == scenario.start)
    y = _TOP
    for side in aside:
        _side(svg, scenario, side, (width - _MARGIN - side.width, y))
        y += side.height + 20
    return ET.tostring(svg, encoding="unicode") + "\n"


def endings(scenario: Scenario) -> list[tuple[str, ...]]:
    """A row for each ending: node, kind, title, yuan lost, number of walks, the shortest walk's letters."""
    return [
        (
            row.node,
            row.kind,
            row.title,
            f"{row.lost_cny:,}",
            f"{row.walks:,}",
            " ".join(row.shortest),
        )
        for row in ending_rows(scenario)
    ]


def _sheet(scenario: Scenario, width: float, height: float) -> Pen:
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:.0f} {height:.0f}"}
    named = {"role": "img", "aria-labelledby": "graph-title graph-desc", "lang": "zh-CN"}
    fonts = {"font-family": ink("font").replace('"', "'"), "font-variant-numeric": "tabular-nums"}
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **named, **fonts})
    part(svg, "title", f"{scenario.title}：情景图", id="graph-title")
    part(svg, "desc", _told(scenario), id="graph-desc")
    shapes = part(svg, "defs")
    for colour in (LOSS, WAIT, GOOD, PLAIN):
        head = part(
            shapes, "marker", id=f"to-{colour}", viewBox="0 0 8 8", refX="7", refY="4", markerWidth="7",
            markerHeight="7", orient="auto",
        )  # fmt: skip
        part(head, "path", d="M0 0.8 L7.4 4 L0 7.2 Z", fill=ink(colour))
    rect(svg, (0, 0), width, height, fill=ink("ground"))
    return svg


def _told(scenario: Scenario) -> str:
    """The graph in words, for who cannot see it."""
    told = [f"从 {scenario.start} 开始。"]
    for key, node in scenario.nodes.items():
        if node.ending is not None:
            told.append(f"{key} 是结局：{node.ending.kind.label}，{node.ending.title}。")
            continue
        ways = [
            f"{c.id} {'：'.join(deed(c))}，到 {'或 '.join(dict.fromkeys(c.targets()))}" for c in node.choices
        ]
        told.append(f"{key}：{'；'.join(ways)}。")
    return "".join(told)


def _heading(svg: Pen, scenario: Scenario) -> None:
    words(svg, _MARGIN, 46, scenario.title, size=22, font_weight="600")
    x = _MARGIN + text_width(scenario.title, 22) + 14
    words(svg, x, 46, scenario.id, size=13, fill=ink("ink-soft"))
    count = walk_count(scenario)
    ends = sum(node.ending is not None for node in scenario.nodes.values())
    facts = ["正事" if scenario.genuine else "骗局", scenario.skin.label, scenario.role]
    facts += [f"{len(scenario.nodes)} 个节点", f"{count:,} 种走法", f"{ends} 个结局"]
    words(svg, _MARGIN, 72, " · ".join(facts), size=13, fill=ink("ink-soft"))


def _legend(svg: Pen, scenario: Scenario) -> None:
    """What the signs mean, those of this graph only."""
    x, y = _MARGIN, 100.0
    legend = part(svg, "g")
    for sign in _signs(scenario):
        item = part(legend, "g", transform=f"translate({x:.1f} {y - 12:.1f})")
        x += _sign(item, *sign) + 22


def _signs(scenario: Scenario) -> Iterator[tuple[str | EndingKind, str]]:
    yield "letter", "选项和它的做法"
    choices = [choice for node in scenario.nodes.values() for choice in node.choices]
    if any(choice.when or choice.branches for choice in choices):
        yield "dashed", "有条件才走"
    if any(message.when for node in scenario.nodes.values() for message in node.messages):
        yield "maybe", "有条件才说"
    if scenario.interruptions:
        yield "mark", "这里可能被打断"
    kinds = {node.ending.kind for node in scenario.nodes.values() if node.ending is not None}
    yield from ((kind, kind.label) for kind in EndingKind if kind in kinds)


def _sign(item: Pen, sign: str | EndingKind, text: str) -> float:
    """Draws one entry of the legend; how wide it is."""
    if isinstance(sign, EndingKind):
        colour = COLOURS[sign]
        rect(item, (0, 1), 20, 14, rx=3, fill=ink(SOFT[colour]), stroke=ink(EDGE[colour]))
        rect(item, (0, 1), 4, 14, rx=2, fill=ink(colour))
    elif sign == "letter":
        letter(item, 8, 8, "a")
    elif sign == "dashed":
        part(item, "path", d="M0 8 H22", stroke=ink(PLAIN), stroke_width="1.5", stroke_dasharray="5 4")
    elif sign == "maybe":
        words(item, 4, 12.5, MAYBE.strip())
    else:
        mark(item, 22, 0, "i1")
    words(item, 28, 12.5, text, size=SMALL, fill=ink("ink-soft"))
    return 28 + text_width(text, SMALL)


def _lines(graph: Pen, drawn: Mapping[str, Card], layout: Layout) -> None:
    group = part(graph, "g", fill="none", stroke_width="1.4")
    for key, card in drawn.items():
        outlets = [(tab, outlet) for tab in card.tabs for outlet in tab.outlets]
        for n, (tab, outlet) in enumerate(outlets):
            ending = drawn[outlet.to].node.ending
            colour = COLOURS[ending.kind] if ending else PLAIN
            traits: dict[str, object] = {"stroke": ink(EDGE[colour]), "marker_end": f"url(#to-{colour})"}
            if outlet.guarded:
                traits["stroke_dasharray"] = "5 4"
            line = part(group, "path", d=_curve(layout.lines[key, n]), **traits)
            told = f"{key} {tab.choice.id} {'：'.join(deed(tab.choice))} → {outlet.to}"
            part(line, "title", f"{told}（{'，'.join(outlet.told)}）" if outlet.told else told)


def _curve(points: Sequence[Point]) -> str:
    """Straight along a row, bent between two: the tangents are upright at every point."""
    (x, y), *rest = points
    drawn = [f"M{x:.1f} {y:.1f}"]
    for here_x, here_y in rest:
        if here_x == x:
            drawn.append(f"V{here_y:.1f}")
        else:
            bend = (here_y - y) * 0.55
            drawn.append(
                f"C{x:.1f} {y + bend:.1f} {here_x:.1f} {here_y - bend:.1f} {here_x:.1f} {here_y:.1f}"
            )
        x, y = here_x, here_y
    return " ".join(drawn)


def _card(graph: Pen, card: Card, corner: Point, *, starts: bool) -> None:
    group = part(graph, "g", transform=f"translate({corner[0]:.1f} {corner[1]:.1f})", id=card.key)
    part(group, "title", card.full or card.key)
    ending = card.node.ending
    colour = COLOURS[ending.kind] if ending else PLAIN
    paper, edge = (SOFT[colour], EDGE[colour]) if ending else ("paper", "accent" if starts else "line-strong")
    rect(group, (0, 0), card.width, card.height, rx=8, fill=ink(paper), stroke=ink(edge))
    if ending:
        rect(group, (0, 0), 5, card.height, rx=2.5, fill=ink(colour))
    words(
        group, PAD, 21, card.key, size=13, font_weight="600", fill=ink(colour if ending else "accent-strong")
    )
    beside = f"结局 · {ending.kind.label}" if ending else "开始" if starts else ""
    if ending and ending.lost_cny:
        beside += f" · {ending.lost_cny:,} 元"
    words(group, PAD + 34, 21, beside, size=SMALL, fill=ink(colour))
    for n, name in enumerate(card.marks):
        mark(group, card.width - 10 - 26 * n, 9, name)
    y = HEAD + 13
    for n, line in enumerate([*card.title, *card.said]):
        heading = n < len(card.title)
        words(group, PAD, y, line, font_weight="600" if heading else "400")
        y += LEADING
    for tab in card.tabs:
        _tab(group, card, tab)


def _tab(group: Pen, card: Card, tab: Tab) -> None:
    """A choice at the foot of its card: the letter, what it does, and on what it depends."""
    top, middle = card.text_height, tab.x + tab.width / 2
    tabbed = part(group, "g")
    part(tabbed, "title", f"{tab.choice.id} {'：'.join(deed(tab.choice))}。{tab.choice.text}")
    part(tabbed, "path", d=f"M{tab.x:.1f} {top:.1f} h{tab.width:.1f}", stroke=ink("line"))
    if tab.x > 0:
        part(tabbed, "path", d=f"M{tab.x:.1f} {top:.1f} V{card.height:.1f}", stroke=ink("line"))
    letter(tabbed, middle, top + 14, tab.choice.id)
    column(tabbed, middle, top + 37, tab.label, ink("ink"))
    column(tabbed, middle, top + card.offer_y + 11, tab.offered, ink("amber"))
    for n, outlet in enumerate(tab.outlets):
        y = card.height - 10 - TIGHT * (len(outlet.told) - 1)
        column(tabbed, tab.outlet_x(n), y, outlet.told, ink("amber"))


def _side(svg: Pen, scenario: Scenario, side: SideCard, corner: Point) -> None:
    """An interruption, beside the graph."""
    group = part(svg, "g", transform=f"translate({corner[0]:.1f} {corner[1]:.1f})", id=side.key)
    rect(group, (0, 0), side.width, side.height, rx=8, fill=ink("paper"), stroke=ink("amber-line"))
    mark(group, PAD + 22, 9, side.key)
    via = f"打断 · {scenario.interruptions[side.key].via.label}"
    words(group, PAD + 32, 21, via, size=13, font_weight="600", fill=ink("amber"))
    y = HEAD + 12
    for line in side.heads:
        words(group, PAD, y, line, size=SMALL, fill=ink("ink-soft"))
        y += TIGHT
    y += 6
    for line in side.said:
        words(group, PAD, y, line)
        y += LEADING
