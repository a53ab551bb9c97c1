"""The new 续学码 between the entry and "记下了": in this process's memory only, and not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from course.web.identity import Visitor

_KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class NewCode:
    """Whose code it is, how many answers came along, and where the visitor goes on."""

    visitor: Visitor
    code: str
    carried: int
    next: str


class NewCodes:
    """Codes by visitor: only the cookie that the entry gave finds one, and only for some minutes."""

    def __init__(self) -> None:
        self._codes: dict[Visitor, tuple[datetime, NewCode]] = {}

    def keep(self, new: NewCode, now: datetime) -> None:
        """Show it from now on; those whose time is over are dropped."""
        self._codes = {who: kept for who, kept in self._codes.items() if now - kept[0] < _KEPT}
        self._codes[new.visitor] = (now, new)

    def find(self, visitor: Visitor | None, now: datetime) -> NewCode | None:
        """The visitor's code, as long as it is shown."""
        kept = self._codes.get(visitor) if visitor else None
        return kept[1] if kept and now - kept[0] < _KEPT else None

    def drop(self, visitor: Visitor | None) -> None:
        """It is noted."""
        if visitor:
            self._codes.pop(visitor, None)
