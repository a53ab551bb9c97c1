"""Whole visits at once against our server, page loads at once of stock Voila, and memory for open visitors.

A visit is what a browser does with a form: the page, every asset that it names, the state, ten answers, one
after the other, and handing in. Every visitor is a staff member of their own with a connection of their own;
all begin in the same moment. A visit has failed if any reply of it is not 200.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from serving import (
    LESSON,
    free_port,
    processor_seconds,
    resident,
    running,
    serve_command,
    staff_cookies,
    voila_command,
    wait_for,
)

PAGE = "lesson-01"
BEGUN = "2026-11-22T01:00:00.000Z"
ANSWERS = 10
PATIENCE = 150
"""Seconds after which a page load of stock Voila is given up: of fifty at once, some never come to an end."""


class Failed(Exception):
    """A reply that was not what a visitor needs."""


@dataclass(frozen=True)
class Wave:
    """What came of visits at once: seconds of each whole visit that did not fail, and of all together."""

    each: Sequence[float]
    failures: Sequence[str]
    total: float
    busy: float = 0.0
    """Seconds of a processor that the server needed for all."""

    def percentile(self, share: float) -> float:
        """The time within which that share of the visits was done."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Connection:
    """One browser's connection, kept open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._xsrf = ""

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        self._writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of a reply, which must be 200."""
        cookie = "; ".join(filter(None, (self._cookie, self._xsrf and f"_xsrf={self._xsrf}")))
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: {cookie}\r\n"
        if body:
            head += f"X-XSRFToken: {self._xsrf}\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
        self._writer.write(head.encode() + b"Accept-Encoding: gzip\r\n\r\n" + body)
        raw = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = raw.split(" ", 2)[1]
        if found := re.search(r"set-cookie: _xsrf=([^;\r]+)", raw, re.IGNORECASE):
            self._xsrf = found[1]
        length = re.search(r"content-length: (\d+)", raw, re.IGNORECASE)
        data = await self._reader.readexactly(int(length[1]) if length else 0)
        if status != "200":
            raise Failed(f"{status} {method} {path}")
        return data


def answers(items: Sequence[str]) -> list[tuple[str, bytes]]:
    """Ten saves: each exercise once, then some of them changed."""
    revs = dict.fromkeys(items, 0)
    saves = []
    for turn in range(ANSWERS):
        item = items[turn % len(items)]
        answer = _answer(item, turn)
        value = {"answer": answer, "done": True, "rev": revs[item]}
        revs[item] += 1
        saves.append((item, json.dumps(value).encode()))
    return saves


def _answer(item: str, turn: int) -> dict[str, object]:
    if item.startswith("s"):
        event = {"seq": 1, "node": "n1", "choice": "ab"[turn // 7], "at": BEGUN}
        return {
            "kind": "transcript",
            "schema": "shizha.transcript/1",
            "item": item,
            "content_version": "2026.11",
            "events": [event],
        }
    if item.startswith("m"):
        return {"kind": "marks", "marks": ["w2", f"w{turn}"], "checked": False}
    if item.startswith("t"):
        return {"kind": "text", "text": f"先打电话问本人，问到了再说。{turn}"}
    return {"kind": "choice", "chosen": ["abc"[turn % 3]], "checked": False}


async def visit(port: int, cookie: str, plan: Sequence[tuple[str, str, bytes]]) -> float:
    """Seconds of one whole visit."""
    begun = time.perf_counter()
    connection = Connection(port, cookie)
    await connection.open()
    for method, path, body in plan:
        await connection.ask(method, path, body)
    connection.close()
    return time.perf_counter() - begun


async def learn(port: int, cookie: str) -> list[tuple[str, str, bytes]]:
    """What a browser asks for in a visit, as the page itself says."""
    connection = Connection(port, cookie)
    await connection.open()
    page = f"/course/forms/{PAGE}"
    text = _unzipped(await connection.ask("GET", page))
    state = json.loads(await connection.ask("GET", f"/course/api/state/{PAGE}"))
    connection.close()
    if not state["form"]["open"]:
        raise SystemExit("the form is not open")
    named = sorted(set(re.findall(r"assets/[a-z0-9_-]+\.[0-9a-f]{10}\.(?:css|js|svg)", text)))
    items = re.findall(r'data-item="([a-z0-9-]+)"', text)
    return [
        ("GET", page, b""),
        *(("GET", f"/course/{name}", b"") for name in named),
        ("GET", f"/course/api/state/{PAGE}", b""),
        *(("PUT", f"/course/api/answers/{PAGE}/{item}", body) for item, body in answers(items)),
        ("POST", f"/course/api/submit/{PAGE}", b"{}"),
    ]


def _unzipped(data: bytes) -> str:
    import gzip

    return (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode()


async def wave(begin: Sequence[Callable[[], Awaitable[float]]]) -> Wave:
    """Begin all visits at once."""
    started = time.perf_counter()
    done = await asyncio.gather(*(one() for one in begin), return_exceptions=True)
    each = [one for one in done if isinstance(one, float)]
    total = max(each, default=time.perf_counter() - started)  # of those that came to an end
    return Wave(each, [repr(one) for one in done if not isinstance(one, float)], total)


def visits_at_once(port: int, course: Path, process: int, count: int) -> Wave:
    """That many new staff members at once."""
    global _numbers
    cookies = staff_cookies(course, count + 1, _numbers)
    _numbers += count + 1
    plan = asyncio.run(learn(port, cookies.pop()))
    busy = processor_seconds(process)
    done = asyncio.run(wave([lambda one=one: visit(port, one, plan) for one in cookies]))  # type: ignore[misc]
    return replace(done, busy=processor_seconds(process) - busy)


_numbers = 10_000_000


async def load(port: int) -> float:
    """A page load of stock Voila: done when the last byte of its page is there, assets not counted."""
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    data = await reader.read(-1)
    writer.close()
    if not data.startswith(b"HTTP/1.1 200") or b"</html>" not in data:
        raise Failed(data[:60])
    return time.perf_counter() - begun


def stock_at_once(count: int) -> Wave:
    """That many page loads of stock Voila at once, of lesson 01."""
    port = free_port()
    with running(voila_command(LESSON, port), port):
        return asyncio.run(wave([lambda: asyncio.wait_for(load(port), PATIENCE)] * count))


def open_visitors(port: int, course: Path, process: int, count: int) -> float:
    """Kilobytes more that the server holds for each visitor with an open page, after they came and stay."""

    async def come(cookies: Sequence[str]) -> list[Connection]:
        here = []
        for cookie in cookies:
            connection = Connection(port, cookie)
            await connection.open()
            await connection.ask("GET", f"/course/forms/{PAGE}")
            await connection.ask("GET", f"/course/api/state/{PAGE}")
            here.append(connection)
        return here

    async def measure() -> float:
        global _numbers
        cookies = staff_cookies(course, count, _numbers)
        _numbers += count
        before = resident(process)
        here = await come(cookies)
        after = resident(process)
        for connection in here:
            connection.close()
        return (after - before) / count * 1024

    return asyncio.run(measure())


def show(name: str, result: Wave) -> None:
    """One line of the table."""
    p50, p99 = result.percentile(0.5), result.percentile(0.99)
    count = len(result.each) + len(result.failures)
    print(
        f"{name:<34} all {result.total:7.2f} s   a visit: p50 {p50:6.2f} s  p99 {p99:6.2f} s"
        f"   {result.total / count * 1000:7.1f} ms each"
        f" ({result.busy / count * 1000:5.1f} of a processor)   failures {len(result.failures)}",
        flush=True,
    )
    for words in sorted(set(result.failures))[:5]:
        print(f"    {words}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--rounds", type=int, default=3, help="how often the 50 visits and loads are repeated"
    )
    options.add_argument("--loads", type=int, default=50, help="page loads of stock Voila at once (0: none)")
    options.add_argument("--growth", type=int, nargs="*", default=[50, 200, 500, 1000])
    options.add_argument("--visitors", type=int, default=200, help="open visitors for the memory")
    chosen = options.parse_args()
    print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.2f}")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        with running(serve_command(course, port), port) as process:
            wait_for(process, port, "/course/api/ping")
            show("warm-up: 5 visits", visits_at_once(port, course, process.pid, 5))
            if chosen.visitors:
                each = open_visitors(port, course, process.pid, chosen.visitors)
                print(f"memory for each of {chosen.visitors} open visitors: {each:.1f} kB")
            ratios = [_round(port, course, process.pid, chosen.loads) for _ in range(chosen.rounds)]
            for count in chosen.growth:
                show(f"{count} visits at once", visits_at_once(port, course, process.pid, count))
    if chosen.loads:
        print(
            f"ratio of {len(ratios)} rounds: median {statistics.median(ratios):.0f} ({min(ratios):.0f} to",
            end="",
        )
        print(f" {max(ratios):.0f}); loads scaled from {chosen.loads} to 50")


def _round(port: int, course: Path, process: int, loads: int) -> float:
    ours = visits_at_once(port, course, process, 50)
    show("50 visits at once", ours)
    if not loads:
        return 0.0
    stock = stock_at_once(loads)
    show(f"stock Voila: {loads} page loads at once", stock)
    return stock.total / loads * 50 / ours.total


if __name__ == "__main__":
    main()
