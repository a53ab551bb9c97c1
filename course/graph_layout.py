"""Where the boxes and lines of a layered graph stand: rows from top to bottom, every line going down.

Rows by the longest path, order in a row by barycentres, places by least squares. Lines that lead to the
same box over several rows share a lane between the boxes, so that a line is never under a box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

_SWEEPS = 16
_ROUNDS = 80
_BOX_ROOM, _LANE = 28.0, 16.0
_BETWEEN, _A_LINE = 52.0, 4.0
"""Room between two rows, and how much more for each line in it."""
_ARRIVALS = 14.0

Point = tuple[float, float]
Cell = tuple[str, int]
"""A place in a row: a box where the row is its own, else the lane of the lines that lead to that box."""


@dataclass(frozen=True)
class Port:
    """Where a line leaves the foot of a box: how far from its left side, and to which box."""

    x: float
    to: str


@dataclass(frozen=True)
class Box:
    """Something to be placed."""

    width: float
    height: float
    ports: tuple[Port, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Everything placed, from (0, 0)."""

    corners: Mapping[str, Point]
    """The upper left corner of each box."""
    lines: Mapping[tuple[str, int], tuple[Point, ...]]
    """The points of each line from top to bottom, by the box that it leaves and the number of its port."""
    width: float
    height: float


@dataclass(frozen=True)
class _Link:
    """A piece of a line from one row to the next; `shift` is the port's distance from the box's middle."""

    upper: Cell
    lower: Cell
    shift: float


def ranks(boxes: Mapping[str, Box]) -> dict[str, int]:
    """The row of each box: as many as the longest way to it has lines. Raises CycleError for a circle."""
    above: dict[str, set[str]] = {key: set() for key in boxes}
    for key, box in boxes.items():
        for port in box.ports:
            above[port.to].add(key)
    found: dict[str, int] = {}
    for key in TopologicalSorter(above).static_order():
        found[key] = max((found[other] + 1 for other in above[key]), default=0)
    return found


def place(boxes: Mapping[str, Box]) -> Layout:
    """A place for every box and a way for every line. The graph must have no circle."""
    return _Placing(boxes).layout()


class _Placing:
    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self.boxes = boxes
        self.ranks = ranks(boxes)
        self.links = list(dict.fromkeys(link for chain in self._chains().values() for link in chain))
        self.rows: list[list[Cell]] = [[] for _ in range(max(self.ranks.values(), default=-1) + 1)]
        ends = (cell for link in self.links for cell in (link.upper, link.lower))
        for cell in dict.fromkeys([*((key, rank) for key, rank in self.ranks.items()), *ends]):
            self.rows[cell[1]].append(cell)
        self.up: dict[Cell, list[_Link]] = defaultdict(list)
        self.down: dict[Cell, list[_Link]] = defaultdict(list)
        for link in self.links:
            self.up[link.lower].append(link)
            self.down[link.upper].append(link)

    def _chains(self) -> dict[tuple[str, int], list[_Link]]:
        """For each line the pieces of which it is made."""
        chains = {}
        for key, box in self.boxes.items():
            for n, port in enumerate(box.ports):
                stops = [(port.to, rank) for rank in range(self.ranks[key] + 1, self.ranks[port.to] + 1)]
                cells = [(key, self.ranks[key]), *stops]
                shifts = [port.x - box.width / 2, *(0.0 for _ in stops)]
                chains[key, n] = [_Link(*piece) for piece in zip(cells, stops, shifts, strict=False)]
        return chains

    def _is_box(self, cell: Cell) -> bool:
        return self.ranks[cell[0]] == cell[1]

    def _width(self, cell: Cell) -> float:
        return self.boxes[cell[0]].width + _BOX_ROOM if self._is_box(cell) else _LANE

    def layout(self) -> Layout:
        self._order()
        middles = self._middles()
        left = min((middles[c] - self._width(c) / 2 for row in self.rows for c in row), default=0.0)
        left += _BOX_ROOM / 2 if self.rows else 0.0
        middles = {cell: x - left for cell, x in middles.items()}
        right = max((middles[c] + self._width(c) / 2 for c in middles), default=0.0)
        tops, height = self._tops()
        corners = {
            key: (middles[key, rank] - self.boxes[key].width / 2, tops[rank][0])
            for key, rank in self.ranks.items()
        }
        lines = {line: self._line(chain, middles, tops) for line, chain in self._chains().items()}
        return Layout(corners, lines, right, height)

    def _tops(self) -> tuple[list[tuple[float, float]], float]:
        """Upper and lower edge of each row, and the height of all."""
        edges, y = [], 0.0
        for row in self.rows:
            tall = max((self.boxes[cell[0]].height for cell in row if self._is_box(cell)), default=0.0)
            edges.append((y, y + tall))
            y += tall + _BETWEEN + _A_LINE * sum(len(self.down[cell]) for cell in row)
        return edges, edges[-1][1] if edges else 0.0

    def _line(
        self, chain: Sequence[_Link], middles: Mapping[Cell, float], tops: Sequence[tuple[float, float]]
    ) -> tuple[Point, ...]:
        first, last = chain[0], chain[-1]
        key, rank = first.upper
        x = middles[first.upper] + first.shift
        points = [(x, tops[rank][0] + self.boxes[key].height), (x, tops[rank][1])]
        for link in chain[:-1]:
            points += [(middles[link.lower], edge) for edge in tops[link.lower[1]]]
        arrival = middles[last.lower] + self._arrival(last, middles)
        return (*points, (arrival, tops[last.lower[1]][0]))

    def _arrival(self, link: _Link, middles: Mapping[Cell, float]) -> float:
        """Where on the head of its box a line arrives, from the middle: side by side, never crossing."""
        arriving = sorted(self.up[link.lower], key=lambda one: middles[one.upper] + one.shift)
        step = min(_ARRIVALS, self.boxes[link.lower[0]].width * 0.7 / len(arriving))
        return (arriving.index(link) - (len(arriving) - 1) / 2) * step

    def _order(self) -> None:
        """Order each row so that few lines cross: barycentres, down and up, the best order kept."""
        best, fewest = [list(row) for row in self.rows], self._crossings()
        for sweep in range(_SWEEPS):
            downward = sweep % 2 == 0
            numbers = range(1, len(self.rows)) if downward else range(len(self.rows) - 2, -1, -1)
            for number in numbers:
                self._sort(number, downward)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _sort(self, number: int, downward: bool) -> None:
        beside = {cell: place for place, cell in enumerate(self.rows[number - 1 if downward else number + 1])}
        own = {cell: place for place, cell in enumerate(self.rows[number])}

        def centre(cell: Cell) -> float:
            links = self.up[cell] if downward else self.down[cell]
            places = [
                beside[link.upper] + self._part(link) if downward else beside[link.lower] - self._part(link)
                for link in links
            ]
            return sum(places) / len(places) if places else own[cell]

        self.rows[number].sort(key=centre)

    def _part(self, link: _Link) -> float:
        """The place of a port in its box, from -0.5 to 0.5."""
        return link.shift / self._width(link.upper)

    def _crossings(self) -> int:
        places = {cell: place for row in self.rows for place, cell in enumerate(row)}
        crossings = 0
        for row in self.rows:
            ends = [
                (places[link.upper] + self._part(link), places[link.lower])
                for cell in row
                for link in self.down[cell]
            ]
            crossings += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[:n])
        return crossings

    def _middles(self) -> dict[Cell, float]:
        """The middle of each cell: near those to which it is joined, and never on its neighbour."""
        middles: dict[Cell, float] = {}
        for row in self.rows:
            middles |= self._settle(row, dict.fromkeys(row, 0.0))
        for turn in range(_ROUNDS):
            for row in self.rows if turn % 2 == 0 else reversed(self.rows):
                middles |= self._settle(row, {cell: self._wanted(cell, middles) for cell in row})
        return middles

    def _wanted(self, cell: Cell, middles: Mapping[Cell, float]) -> float:
        """Where its lines would be straight; above all those that pass by box after box."""
        above = [(middles[link.upper] + link.shift, self._weight(link)) for link in self.up[cell]]
        below = [(middles[link.lower] - link.shift, self._weight(link)) for link in self.down[cell]]
        weight = sum(weight for _, weight in (*above, *below))
        return sum(x * weight for x, weight in (*above, *below)) / weight if weight else middles[cell]

    def _weight(self, link: _Link) -> int:
        return (1, 2, 12)[2 - self._is_box(link.upper) - self._is_box(link.lower)]

    def _settle(self, row: Sequence[Cell], wanted: Mapping[Cell, float]) -> dict[Cell, float]:
        """The places nearest to the wanted ones (least squares) that keep the order and the distances."""
        offsets, far = [], 0.0
        for cell in row:
            offsets.append(far + self._width(cell) / 2)
            far += self._width(cell)
        pools: list[list[float]] = []  # each: the sum of what its members want, and how many they are
        for cell, offset in zip(row, offsets, strict=True):
            pools.append([wanted[cell] - offset, 1])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
                total, count = pools.pop()
                pools[-1][0] += total
                pools[-1][1] += count
        starts = [total / count for total, count in pools for _ in range(int(count))]
        return {cell: start + offset for cell, start, offset in zip(row, starts, offsets, strict=True)}
