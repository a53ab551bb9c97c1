"""Kernels of live lesson pages: each belongs to one visitor, and there are only so many."""

from __future__ import annotations

from collections import Counter
from contextvars import ContextVar
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Int

CURRENT_VISITOR: ContextVar[str | None] = ContextVar("shizha_visitor", default=None)
"""Record key of the visitor whose request is being served."""

ALLOWED_MESSAGES = [
    "comm_open",
    "comm_msg",
    "comm_close",
    "comm_info_request",
    "kernel_info_request",
    "shutdown_request",
]


class CourseKernelManager(AsyncMappingKernelManager):
    """Remembers for whom a kernel was started, and keeps their number down."""

    max_kernels = Int(8, help="Live kernels in all").tag(config=True)
    max_own_kernels = Int(2, help="Live kernels of one visitor; the oldest makes room").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._owners: dict[str, str] = {}
        self._starting: Counter[str] = Counter()

    def full_for(self, visitor: str) -> bool:
        """Whether no further kernel may be started for a visitor, whose oldest makes room for it."""
        if self._starting[visitor] >= self.max_own_kernels:
            return True
        own = len(self._own(visitor)) + self._starting[visitor]
        others = len(self._owners) + self._starting.total() - own
        return others + min(own, self.max_own_kernels - 1) >= self.max_kernels

    def owner(self, kernel_id: str) -> str | None:
        """For whom the kernel was started."""
        return self._owners.get(kernel_id)

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel for the visitor of the current request."""
        visitor = CURRENT_VISITOR.get()
        if visitor is None:
            raise HTTPError(403)
        if self.full_for(visitor):
            raise HTTPError(503)
        # nothing was awaited since the look: whoever comes from here on finds this one counted
        self._starting[visitor] += 1
        try:
            await self._make_room(visitor)
            kernel_id = await super().start_kernel(**kwargs)
            self._owners[kernel_id] = visitor
        finally:
            self._starting[visitor] -= 1
            if not self._starting[visitor]:
                del self._starting[visitor]
        return kernel_id

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, however it ended."""
        self._owners.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    async def _make_room(self, visitor: str) -> None:
        own = self._own(visitor)
        for kernel_id in own[: max(0, len(own) + self._starting[visitor] - self.max_own_kernels)]:
            if self._owners.pop(kernel_id, None) and kernel_id in self:
                await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]

    def _own(self, visitor: str) -> list[str]:
        return [kernel_id for kernel_id, owner in self._owners.items() if owner == visitor]
