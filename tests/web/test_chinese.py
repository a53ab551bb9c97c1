"""Dates as people here write them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from course.web.chinese import day, moment


def test_a_day() -> None:
    assert day(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the place of the process cannot be changed here")
def test_a_moment_is_told_at_the_servers_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert moment(datetime(2026, 11, 22, 23, 5, tzinfo=UTC)) == "2026年11月23日 07:05"
    finally:
        monkeypatch.undo()
        time.tzset()
