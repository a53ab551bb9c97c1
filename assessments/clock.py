"""A moment by the clock on the wall."""

from __future__ import annotations

from datetime import datetime


def here(moment: datetime) -> datetime:
    """The moment where this program runs.

    A submission may say that it came at either end of all times, where no other zone can be told: then it
    stays as it is.
    """
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return moment
