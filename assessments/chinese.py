"""Moments and days as pages write them: Simplified Chinese, Beijing's clock."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_time

from assessments.clock import beijing

_LOCALE = "zh_Hans_CN"


def day(on: date) -> str:
    """A day: 2026年11月22日."""
    return format_date(on, "long", locale=_LOCALE)


def moment(at: datetime) -> str:
    """A moment to the minute: 2026年11月22日 18:05."""
    told = beijing(at)
    return f"{day(told)} {format_time(told, 'short', tzinfo=told.tzinfo, locale=_LOCALE)}"
