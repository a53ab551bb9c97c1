"""Signing in: the first entry binds the record, every other browser needs the code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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


def test_guesses_are_limited_and_the_limit_passes(desk):
    code = enter(desk).code
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        enter(desk, code=wrong)
    assert isinstance(enter(desk, code=code), Refused)
    assert isinstance(enter(desk, code=code, now=NOW + timedelta(minutes=11)), Entered)


def test_reset_frees_the_record_and_signs_out(desk, records):
    first = enter(desk)
    assert reset_code(records, "00123")
    second = enter(desk, current=first.visitor)
    assert isinstance(second, Entered)
    assert second.code is not None
    assert second.visitor != first.visitor
    assert not reset_code(records, "99999")


def test_practice_comes_along(desk, records):
    somebody = new_anonymous()
    records.save(somebody.key, "01", "01-p1", {"kind": "text", "text": "x"}, done=True, base_rev=0, now=NOW)
    entered = enter(desk, current=somebody)
    assert entered.carried == 1
    assert "01-p1" in records.answers(entered.visitor.key, "01")


def test_ill_formed_number(desk):
    refused = enter(desk, number="00 12")
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
    for number in range(100):
        enter(desk, number=f"9{number:04d}")
    assert isinstance(enter(desk), Refused)
    assert isinstance(enter(desk, address="10.0.0.2"), Entered)
