"""The parts of taking in answer files without a server: what waits, for how long, how much; work alone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from assessments.grading.collecting import Handed
from course.web.desk import tray as tray_module
from course.web.desk.files_handlers import _times
from course.web.desk.files_look import digest
from course.web.desk.jobs import Jobs
from course.web.desk.tray import KEPT, Outcome, RefusedFile, TakenFile, Tray

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTHING = Outcome((), (), (), (), ())


def files(*names, raw=b"{}"):
    return tuple(Handed(name, raw, None) for name in names)


def test_what_waits_is_found_until_its_time_is_over():
    tray = Tray()
    first = tray.put(files("a"), NOW)
    second = tray.put(files("b"), NOW + timedelta(minutes=30))
    assert tray.find(first.id, NOW + KEPT - timedelta(seconds=1)) is first
    assert tray.waiting(NOW + timedelta(minutes=31)) == (first, second)
    assert tray.find(first.id, NOW + KEPT) is None
    assert tray.waiting(NOW + KEPT) == (second,)


def test_what_is_over_is_let_go_of_though_nobody_asks():
    tray = Tray()
    tray.put(files("a"), NOW)
    tray.sweep(NOW + KEPT)
    assert tray.find("", NOW) is None
    assert tray.waiting(NOW) == ()


def test_the_same_files_once_more_are_the_same_batch():
    tray = Tray()
    first = tray.put(files("a", "b"), NOW)
    assert tray.put(files("a", "b"), NOW) is first
    assert tray.put(files("b", "a"), NOW) is not first
    assert len({one.id for one in tray.waiting(NOW)}) == 2


def test_the_oldest_makes_room(monkeypatch):
    monkeypatch.setattr(tray_module, "SPACE", 10)
    tray = Tray()
    made = [tray.put(files(name, raw=b"1234"), NOW) for name in "abc"]
    assert tray.waiting(NOW) == (made[1], made[2])


def test_files_are_let_go_of_once_they_are_taken_in():
    tray = Tray()
    batch = tray.put(files("a"), NOW)
    tray.done(batch, NOTHING)
    assert (batch.files, batch.size, batch.count) == ((), 0, 1)
    assert tray.waiting(NOW) == ()
    assert tray.find(batch.id, NOW) is batch
    assert tray.put(files("a"), NOW) is not batch
    tray.drop(batch.id)
    tray.drop(batch.id)
    assert tray.find(batch.id, NOW) is None


def test_another_outcome_is_told_apart():
    one = TakenFile("1001", "lesson-01", "a.json", NOW, "文件的时间")
    found = [
        NOTHING,
        Outcome((one,), (), (), (), ()),
        Outcome((), (one,), (), (), ()),
        Outcome((), (), (), (RefusedFile("a.json", "x", "y"),), ()),
        Outcome((TakenFile("1002", "lesson-01", "a.json", NOW, "文件的时间"),), (), (), (), ()),
        Outcome((TakenFile("1001", "lesson-01", "a.json", NOW, "文件的时间", other=NOW),), (), (), (), ()),
        Outcome((), (), (), (), ("a.json",)),
    ]
    assert len({digest(each) for each in found}) == len(found)
    assert digest(Outcome((one,), (), (), (), ())) == digest(found[1])
    assert digest(Outcome((), (), (), (), ("\udcff.json",)))  # a name of this disk that is no text


@pytest.mark.parametrize(
    "text", ["", "x", "[", "{}", "5", "null", '["a"]', "[null]", "[1e999]", f"[{'9' * 900}]"]
)
def test_times_that_nobody_can_read_are_none(text):
    assert _times(text) == []


def test_times_are_milliseconds():
    assert _times(f"[0, {NOW.timestamp() * 1000}]") == [datetime(1970, 1, 1, tzinfo=UTC), NOW]


def test_nothing_begins_while_somebody_is_alone_and_the_other_way_round():
    jobs, go_on = Jobs(), threading.Event()
    with jobs.alone() as first, jobs.alone() as second:
        assert (first, second) == (True, False)
        assert not jobs.start("grade", "a", lambda progress: "")
    with jobs.alone() as free:
        assert free
    assert jobs.start("grade", "a", lambda progress: str(go_on.wait(30)))
    with jobs.alone() as free:
        assert not free
    go_on.set()
    while jobs.latest("a").running:
        pass
    with jobs.alone() as free:
        assert free
