"""A moment by the clock on the wall in Beijing, by which everybody here lives, wherever the server stands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""All of China, without summer time: the same on a machine that has no data on zones."""


def beijing(moment: datetime) -> datetime:
    """The moment by Beijing's clock.

    A submission may say that it came at the end of all times, where no other zone can be told: then it stays
    as it is.
    """
    try:
        return moment.astimezone(BEIJING)
    except OverflowError:
        return moment
