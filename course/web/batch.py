"""One piece of work for many requests: whoever comes while a round is under way goes into the next.

A write that must be on the disk costs the same for one answer as for fifty; so the busier it is, the
less each one costs, and nobody waits for company.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")

MOST = 200
"""How many go into one round."""


class Batch(Generic[Job, Outcome]):
    """Rounds of one kind of work, one after the other, in a thread of their own.

    `work` gives an outcome for each job, in their order: an exception is raised to that one only. What it
    raises itself is raised to all of the round.
    """

    def __init__(self, work: Callable[[Sequence[Job]], Sequence[Outcome | Exception]], name: str) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: list[tuple[Job, asyncio.Future[Outcome]]] = []
        self._rounds: asyncio.Task[None] | None = None

    async def do(self, job: Job) -> Outcome:
        """The outcome of the round in which this was done."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Outcome] = loop.create_future()
        self._waiting.append((job, told))
        if self._rounds is None:
            self._rounds = loop.create_task(self._go())
        return await told

    async def _go(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._round(taken)
        finally:
            self._rounds = None

    async def _round(self, taken: Sequence[tuple[Job, asyncio.Future[Outcome]]]) -> None:
        loop = asyncio.get_running_loop()
        outcomes: Sequence[Outcome | Exception]
        try:
            outcomes = await loop.run_in_executor(self._thread, self._work, [job for job, _ in taken])
        except Exception as error:  # noqa: BLE001  (whatever it is, each of them is to hear of it)
            outcomes = [error] * len(taken)
        for (_, told), outcome in zip(taken, outcomes, strict=True):
            if told.done():  # nobody waits for it any more
                continue
            if isinstance(outcome, Exception):
                told.set_exception(outcome)
            else:
                told.set_result(outcome)

    def close(self) -> None:
        """Finish the round that is under way."""
        self._thread.shutdown(wait=True)
