"""Days and moments as the instructor's pages write and read them."""

from __future__ import annotations

from datetime import date, datetime

from assessments.clock import beijing


def told_day(day: date) -> str:
    """A day in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"


def told_moment(moment: datetime) -> str:
    """A moment by Beijing's clock."""
    told = beijing(moment)
    return f"{told_day(told.date())} {told:%H:%M}"


def read_day(text: str) -> date | None:
    """The day of a date field, or None where it is empty or no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
