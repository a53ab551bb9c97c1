"""Signing in: the first entry binds the record, every other browser needs the code."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from assessments.cohort.roster import Person, Roster
from course.web.entry import Desk, Entered, EntryForm, Refused, reset_code
from course.web.identity import new_anonymous
from course.web.records import Records

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROSTER = Roster({"00123": Person("00123", "王某", "甲支行", "柜员", "AB12")}, {"甲支行": "AB12"})


@pytest.fixture
def records(tmp_path):
    made = Records.in_folder(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["open", "roster"])
def desk(request, records):
    return Desk(records, ROSTER if request.param == "roster" else None, ["01"])


def enter(desk, number="00123", join="ab12", code="", current=None, now=NOW, address="10.0.0.1"):
    return desk.enter(EntryForm(number, join, code), current=current, address=address, now=now)


def test_first_entry_gives_a_code_once(desk):
    first = enter(desk)
    assert isinstance(first, Entered)
    assert len(first.code) == 6
    same_browser = enter(desk, join="", current=first.visitor)
    assert same_browser == Entered(first.visitor, None, 0)


def test_another_browser_needs_the_code(desk):
    code = enter(desk).code
    asked = enter(desk)
    assert isinstance(asked, Refused)
    assert asked.asks_code
    wrong = enter(desk, code="000000" if code != "000000" else "111111")
    assert isinstance(wrong, Refused)
    assert wrong.field == "code"
    entered = enter(desk, join="", code=code)
    assert isinstance(entered, Entered)
    assert entered.code is None


def wrong_one(code):
    return "000000" if code != "000000" else "111111"


def test_guesses_are_limited_and_the_limit_passes(desk):
    code = enter(desk).code
    for _ in range(5):
        enter(desk, code=wrong_one(code))
    assert isinstance(enter(desk, code=code), Refused)
    assert isinstance(enter(desk, code=code, now=NOW + timedelta(minutes=11)), Entered)


def test_wrong_guesses_from_elsewhere_shut_nobody_out(desk):
    code = enter(desk).code
    for _ in range(50):
        enter(desk, code=wrong_one(code), address="10.0.0.66")
    waiting = enter(desk, code=code)
    assert isinstance(waiting, Refused)
    assert "请等 2 秒" in waiting.message
    assert isinstance(enter(desk, code=code, now=NOW + timedelta(seconds=2)), Entered)


def test_many_addresses_get_about_a_hundred_guesses_an_hour(desk, monkeypatch):
    code = enter(desk).code
    looked = []
    monkeypatch.setattr("course.web.entry.code_matches", lambda *_: bool(looked.append(1)))
    for second in range(0, 3600, 3):
        moment = NOW + timedelta(seconds=second)
        enter(desk, code=wrong_one(code), address=f"10.1.{second // 250}.{second % 250}", now=moment)
    assert 90 <= len(looked) <= 110
    monkeypatch.undo()
    assert isinstance(enter(desk, code=code, now=moment + timedelta(seconds=36)), Entered)


def test_guesses_at_the_same_moment_do_not_slip_past(desk, monkeypatch):
    code = enter(desk).code
    looked = []

    def slow(*_):
        looked.append(1)
        time.sleep(0.05)
        return False

    monkeypatch.setattr("course.web.entry.code_matches", slow)
    guess = partial(enter, desk, code=wrong_one(code))
    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == 5


def test_wrong_join_codes_do_not_count_against_the_resume_code(records):
    desk = Desk(records, ROSTER, ["01"])
    for _ in range(5):
        enter(desk, join="zz99")
    code = enter(desk, address="10.0.0.2", now=NOW + timedelta(seconds=2)).code
    assert isinstance(enter(desk, join="", code=code), Entered)


def test_the_own_browser_is_never_slowed_down(desk):
    first = enter(desk)
    for _ in range(9):
        enter(desk, code=wrong_one(first.code))
    assert isinstance(enter(desk, current=first.visitor), Entered)


def test_reset_needs_the_new_code_and_signs_out(desk, records):
    first = enter(desk)
    for _ in range(9):
        enter(desk, code=wrong_one(first.code))
    code = reset_code(records, "00123")
    assert len(code) == 6
    for claimed in (enter(desk), enter(desk, current=first.visitor)):
        assert isinstance(claimed, Refused)
        assert claimed.asks_code
    if code != first.code:
        assert isinstance(enter(desk, code=first.code), Refused)
    second = enter(desk, join="", code=code)
    assert isinstance(second, Entered)
    assert second.code is None
    assert second.visitor != first.visitor
    assert reset_code(records, "99999") is None


def test_reset_code_prints_the_code_to_hand_over(tmp_path, records, monkeypatch, capsys):
    from course import cli

    desk = Desk(records, None, ["01"])
    enter(desk)
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.setattr("sys.argv", ["shizha", "reset-code", str(tmp_path), "00123"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert not stopped.value.code
    code = re.search(r"\b\d{6}\b", capsys.readouterr().out)[0]
    assert isinstance(enter(desk, code=code), Entered)


def test_numbers_that_nobody_has_block_nobody_else(records):
    desk = Desk(records, ROSTER, ["01"])
    for number in range(200):
        enter(desk, number=f"9{number:04d}")
    assert isinstance(enter(desk), Entered)


def test_practice_comes_along(desk, records):
    somebody = new_anonymous()
    records.save(somebody.key, "01", "01-p1", {"kind": "text", "text": "x"}, done=True, base_rev=0, now=NOW)
    entered = enter(desk, current=somebody)
    assert entered.carried == 1
    assert "01-p1" in records.answers(entered.visitor.key, "01")


@pytest.mark.parametrize("number", ["00 12", "-1001", "con", "aux", "com1"])
def test_ill_formed_number(desk, number):
    refused = enter(desk, number=number)
    assert isinstance(refused, Refused)
    assert refused.field == "number"


def test_roster_decides(records):
    desk = Desk(records, ROSTER, ["01"])
    assert enter(desk, number="00124").field == "number"
    assert enter(desk, join="zz99").field == "join"
    assert enter(desk, join="").field == "join"
    full_width = enter(desk, number="００１２３", join="ＡＢ12")
    assert isinstance(full_width, Entered)
    assert records.learner("staff:00123").unit == "甲支行"
    assert desk.label(full_width.visitor) == "王某"


def test_join_codes_cannot_be_guessed_without_end(records):
    desk = Desk(records, ROSTER, ["01"])
    for _ in range(5):
        enter(desk, join="zz99")
    assert isinstance(enter(desk), Refused)


def test_numbers_cannot_be_tried_without_end(records):
    desk = Desk(records, ROSTER, ["01"])
    for number in range(600):  # the address has used up its guesses
        enter(desk, number=f"9{number:04d}")
    assert isinstance(enter(desk), Refused)
    assert isinstance(enter(desk, address="10.0.0.2"), Entered)


def test_privacy_says_how_long_and_how_to_delete_it_all():
    from course.web.state import CourseState

    told = CourseState.__dataclass_fields__["privacy"].default
    assert any(line.startswith("留多久：") and "删掉课程文件夹" in line for line in told)
    assert not any("公布" in line for line in told)
