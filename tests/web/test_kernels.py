"""Who may start a kernel, and how many: also when all come at once. No real kernels in here."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from course.web.kernels import CURRENT_VISITOR, CourseKernelManager


class FakeManager(CourseKernelManager):
    """Its kernels are names."""

    def __contains__(self, kernel_id):
        return True

    async def shutdown_kernel(self, kernel_id, now=False):
        await asyncio.sleep(0.01)


@pytest.fixture
def manager(monkeypatch):
    async def start(_self, **_):
        await asyncio.sleep(0.02)
        return str(uuid.uuid4())

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", start)
    return FakeManager()


async def start(manager, visitor):
    CURRENT_VISITOR.set(visitor)
    try:
        return await manager.start_kernel()
    except HTTPError as error:
        return error.status_code


def start_all(manager, visitors):
    async def together():
        return await asyncio.gather(*(start(manager, visitor) for visitor in visitors))

    return asyncio.run(together())


def test_one_visitor_does_not_take_all_kernels_at_once(manager):
    outcomes = start_all(manager, ["a"] * 12)
    assert outcomes.count(503) == 10
    assert len(manager._owners) == 2
    assert isinstance(start_all(manager, ["b"])[0], str)


def test_the_own_reload_makes_room_where_all_are_in_use(manager):
    for visitor in "abcd":
        start_all(manager, [visitor])
        start_all(manager, [visitor])
    assert len(manager._owners) == manager.max_kernels
    assert manager.full_for("e")
    assert start_all(manager, ["e"]) == [503]
    assert not manager.full_for("a")
    assert isinstance(start_all(manager, ["a"])[0], str)
    assert len(manager._owners) == manager.max_kernels


def test_all_together_stay_below_the_limit(manager):
    outcomes = start_all(manager, [str(number) for number in range(20)])
    assert outcomes.count(503) == 20 - manager.max_kernels
    assert len(manager._owners) == manager.max_kernels


def test_a_start_that_fails_gives_its_place_back(manager, monkeypatch):
    async def broken(_self, **_):
        raise HTTPError(500)

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", broken)
    assert start_all(manager, ["a", "b"]) == [500, 500]
    assert manager._starting.total() == 0


def test_nobody_starts_none(manager):
    assert start_all(manager, [None]) == [403]


def test_an_idle_kernel_is_ended_and_makes_room_also_while_its_page_is_open(manager, monkeypatch):
    """Twenty minutes without a touch, as the server sets it; one that is used stays."""
    from course.web.server import _config

    settings = _config("127.0.0.1", 0)["CourseKernelManager"]
    assert settings["cull_connected"]
    assert settings["cull_idle_timeout"] > 0
    manager.cull_idle_timeout, manager.cull_connected = settings["cull_idle_timeout"], True
    idle, used = (start_all(manager, [visitor])[0] for visitor in "ab")
    for kernel_id, age in ((idle, manager.cull_idle_timeout + 1), (used, manager.cull_idle_timeout - 60)):
        touched = datetime.now(UTC) - timedelta(seconds=age)
        spec = SimpleNamespace(metadata={})
        manager._kernels[kernel_id] = SimpleNamespace(
            execution_state="idle", last_activity=touched, kernel_name="python3", kernel_spec=spec
        )
        manager._kernel_connections[kernel_id] = 1

    async def end(kernel_id, now=False):
        manager.remove_kernel(kernel_id)

    monkeypatch.setattr(manager, "shutdown_kernel", end)
    asyncio.run(manager.cull_kernels())
    assert (manager.owner(idle), manager.owner(used)) == (None, "b")
