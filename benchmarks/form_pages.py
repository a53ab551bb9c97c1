"""A drawn form's page, put together for each learner, against a built page and against stock Voila, in turn.

In each round: the form's page by learners who have never seen it (each gets a paper of their own), the same
learners once more, the built page of lesson 01, which is the same for everybody, and the form's released
notebook in stock Voila, which starts a kernel for each load.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serving import (
    free_port,
    processor_seconds,
    running,
    serve_command,
    staff_cookies,
    voila_command,
    wait_for,
)
from visits import Connection, load

FORM = "entry-a"
BUILT = "/course/lessons/01"


@dataclass(frozen=True)
class Asked:
    """What one request for a page took, of many, one after the other."""

    wall: float
    """Seconds until the last byte, the median: other work on the machine stretches some of them."""
    busy: float
    """Seconds of a processor of the server, the average."""
    size: float
    """Bytes on the wire."""


def ask(port: int, process: int, cookies: Sequence[str], path: str) -> Asked:
    """That page for each of these visitors, each on an open connection of their own."""

    async def all_of_them() -> tuple[list[float], int]:
        took, size = [], 0
        for cookie in cookies:
            connection = Connection(port, cookie)
            await connection.open()
            begun = time.perf_counter()
            size += len(await connection.ask("GET", path))
            took.append(time.perf_counter() - begun)
            connection.close()
        return took, size

    before = processor_seconds(process)
    took, size = asyncio.run(all_of_them())
    busy, count = processor_seconds(process) - before, len(cookies)
    return Asked(statistics.median(took), busy / count, size / count)


def main() -> None:
    """Print each round, then the medians of the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--learners", type=int, default=200, help="new learners in each round")
    options.add_argument(
        "--loads", type=int, default=2, help="page loads of stock Voila in each round (0: none)"
    )
    chosen = options.parse_args()
    ours, stock = free_port(), free_port()
    rounds: list[tuple[Asked, Asked, Asked, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        with running(serve_command(course, ours), ours) as process:
            wait_for(process, ours, "/course/api/ping")
            notebook = course / "release" / FORM / f"{FORM}.ipynb"
            with running(voila_command(notebook, stock), stock):
                for n in range(chosen.rounds + 1):  # the first is a warm-up: pieces are rendered, pages read
                    cookies = staff_cookies(course, chosen.learners, 20_000_000 + n * chosen.learners)
                    first = ask(ours, process.pid, cookies, f"/course/forms/{FORM}")
                    again = ask(ours, process.pid, cookies, f"/course/forms/{FORM}")
                    built = ask(ours, process.pid, cookies, BUILT)
                    loads = [asyncio.run(load(stock)) for _ in range(chosen.loads)]
                    theirs = statistics.mean(loads) if loads else float("nan")
                    if n:
                        rounds.append((first, again, built, theirs))
                        show(n, first, again, built, theirs)
    tell(rounds)


def show(number: int, first: Asked, again: Asked, built: Asked, stock: float) -> None:
    """One line of a round."""
    told = (
        f"{name} {each.wall * 1000:5.2f} ms (processor {each.busy * 1000:4.2f}, {each.size / 1000:.0f} kB)"
        for name, each in (("own paper", first), ("again", again), ("built page", built))
    )
    load_now = os.getloadavg()[0]
    print(f"{number}: {'   '.join(told)}   stock Voila {stock:6.2f} s   load {load_now:.1f}", flush=True)


def tell(rounds: Sequence[tuple[Asked, Asked, Asked, float]]) -> None:
    """The medians of the ratios, and how far they went apart."""
    for name, ratios in (
        ("own paper : built page, time", [first.wall / built.wall for first, _, built, _ in rounds]),
        ("own paper : built page, processor", [first.busy / built.busy for first, _, built, _ in rounds]),
        ("again : built page, processor", [again.busy / built.busy for _, again, built, _ in rounds]),
        ("stock Voila : own paper, time", [stock / first.wall for first, _, _, stock in rounds]),
    ):
        print(f"{name}: median {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
