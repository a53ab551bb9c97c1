"""Dates as people here write them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from assessments.chinese import day, moment
from course.web.desk import office


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's clock is New York's; on Windows, which moves no process, it stays where it is."""
    place = getattr(time, "tzset", lambda: None)
    monkeypatch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
    place()
    yield
    monkeypatch.undo()
    place()


def test_a_day() -> None:
    assert day(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.usefixtures("far_away")
def test_a_moment_is_told_by_beijings_clock_wherever_the_server_stands() -> None:
    assert moment(datetime(2026, 11, 22, 23, 5, tzinfo=UTC)) == "2026年11月23日 07:05"


@pytest.mark.usefixtures("far_away")
def test_today_is_beijings_day(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    monkeypatch.setattr(office, "datetime", SimpleNamespace(now=late.astimezone))
    assert office.today() == date(2026, 11, 23)


def test_the_end_of_all_times_is_told_as_it_is() -> None:
    assert moment(datetime.max.replace(tzinfo=UTC)) == "9999年12月31日 23:59"
