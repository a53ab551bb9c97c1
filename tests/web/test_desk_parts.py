"""The parts of the instructor's side without a server: the door, the counts, addresses, passwords."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assessments.cohort.roster import Person, Roster
from course.web.attempts import Wait
from course.web.desk.coverage import SMALL_UNIT, Done, coverage, missing, total
from course.web.desk.door import COOKIE, SESSION, Door, Password, Session
from course.web.desk.office import shown_name
from course.web.desk.password import VARIABLE, DeskPasswordError, desk_password
from course.web.desk.qr import course_address, join_address, qr_svg
from course.web.identity import COOKIE as TRAINEE_COOKIE
from course.web.identity import Visitor, seal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = b"s" * 48
PASSWORD = "红砖墙外有三棵树"


def people(unit, *numbers):
    return [Person(number, f"某{number}", unit, "", "AB12") for number in numbers]


def roster(*listed):
    return Roster({one.number: one for one in listed}, {one.unit: "AB12" for one in listed})


FIVE = people("甲", "11", "12", "13", "14", "15")
FOUR = people("乙", "21", "22", "23", "24")


def test_counts_by_unit():
    done = Done({"11", "12", "99"}, {"12", "13", "99"}, {"13", "99"})
    first, second = coverage(roster(*FIVE, *FOUR), done)
    assert (first.people, first.entered, first.handed_in, first.graded) == (5, 3, 2, 1)
    assert (first.missing, first.percent, first.small) == (3, 40, False)
    assert (second.people, second.entered, second.small) == (4, 0, True)
    assert total((first, second)).people == 9


def test_names_are_told_from_five_people_on():
    done = Done({"11"}, {"12"})
    both = roster(*FIVE, *FOUR)
    assert [one.number for one in missing(both, "甲", done)] == ["11", "13", "14", "15"]
    assert missing(both, "乙", done) == ()
    assert missing(both, "丙", done) == ()


numbers = st.sets(st.sampled_from([f"{number:02d}" for number in range(20)]))


@given(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=20), numbers, numbers, numbers)
def test_counts_hold_together(units, entered, handed_in, graded):
    listed = [person for at, unit in enumerate(units) for person in people(unit, f"{at:02d}")]
    known, done = roster(*listed), Done(entered, handed_in, graded)
    rows = coverage(known, done)
    assert sum(row.people for row in rows) == len(listed)
    for row in rows:
        assert 0 <= row.handed_in <= row.entered <= row.people
        assert (row.percent == 100) == (row.missing == 0)
        told = missing(known, row.unit, done)
        assert len(told) == (0 if row.people < SMALL_UNIT else row.missing)
        assert not {one.number for one in told} & handed_in


def door(*, own=True, password=None):
    made = Door(SECRET, own_machine=own, password=Password(password) if password else None)
    keys: list[str] = []
    made.told = keys.append
    made.new_key()
    return made, keys


def test_a_key_opens_once_and_the_next_one_is_shown():
    made, keys = door()
    session = made.by_key(keys[0], NOW)
    assert isinstance(session, Session)
    assert made.by_key(keys[0], NOW) is None
    assert len(keys) == 2
    assert made.by_key(keys[1], NOW) is not None
    assert made.by_key("", NOW) is None
    assert made.by_key("é" * 32, NOW) is None


def test_no_key_where_others_reach_the_server():
    made, keys = door(own=False)
    assert keys == []
    assert made.by_key("", NOW) is None


def test_a_session_ends_by_time_and_by_logout():
    made, keys = door()
    session = made.by_key(keys[0], NOW)
    cookie = made.seal(session)
    assert made.session(cookie, NOW + SESSION - timedelta(seconds=1)) is session
    assert made.session(cookie, NOW + SESSION) is None
    made.end(session)
    assert made.session(cookie, NOW) is None


def test_cookies_of_others_open_nothing():
    made, keys = door()
    session = made.by_key(keys[0], NOW)
    good = made.seal(session)
    other = Door(b"t" * 48, own_machine=True, password=None)
    trainee = seal(SECRET, Visitor("staff", session.id[:20], 0))
    forged = good[:-1] + ("1" if good.endswith("0") else "0")
    for cookie in (None, "", "x", session.id, forged, other.seal(session), trainee, "x" * 5000):
        assert made.session(cookie, NOW) is None
    assert made.session(good, NOW) is session
    assert COOKIE != TRAINEE_COOKIE


def test_a_session_of_an_earlier_run_is_over():
    made, keys = door()
    cookie = made.seal(made.by_key(keys[0], NOW))
    again = Door(SECRET, own_machine=True, password=None)
    assert again.session(cookie, NOW) is None


def test_a_password_is_guessed_a_few_times_only(monkeypatch):
    made, _ = door(password=PASSWORD)
    looked = []
    monkeypatch.setattr(Password, "matches", lambda *_: bool(looked.append(1)))
    answers = [made.by_password("x", "10.0.0.1", NOW) for _ in range(20)]
    assert len(looked) == 5
    assert all(isinstance(answer, Wait) for answer in answers[5:])
    monkeypatch.undo()
    assert isinstance(made.by_password(PASSWORD, "10.0.0.1", NOW), Wait)
    later = NOW + timedelta(minutes=11)
    assert isinstance(made.by_password(PASSWORD, "10.0.0.1", later), Session)
    assert door()[0].by_password("", "10.0.0.1", NOW) is None


def test_the_password_of_a_file_or_the_environment(tmp_path, monkeypatch):
    file = tmp_path / "password"
    file.write_text(f"\ufeff{PASSWORD}\r\nmore\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, "from the environment")
    assert desk_password(file).matches(PASSWORD)
    monkeypatch.setenv(VARIABLE, "from the environment")
    assert desk_password(None).matches("from the environment")
    assert VARIABLE not in os.environ
    assert desk_password(None) is None


@pytest.mark.parametrize("text", ["", "short", "   \n", "x" * 201])
def test_a_password_that_is_none(tmp_path, monkeypatch, text):
    file = tmp_path / "password"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DeskPasswordError, match="8 to 200"):
        desk_password(file)
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(DeskPasswordError, match=VARIABLE):
        desk_password(None)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("192.168.1.20:8866", "http://192.168.1.20:8866/course/"),
        ("http://192.168.1.20:8866/course/", "http://192.168.1.20:8866/course/"),
        (" https://fanzha.example.cn ", "https://fanzha.example.cn/course/"),
        ("http://[fd00::7]:8866", "http://[fd00::7]:8866/course/"),
        ("javascript:alert(1)", None),
        ("http://a b", None),
        ("http://x/../y", None),
        ("http://user@host", None),
        ("", None),
    ],
)
def test_addresses_for_phones(typed, address):
    assert course_address(typed) == address


def test_a_picture_is_made_here_and_holds_no_style():
    picture = qr_svg(join_address("http://192.168.1.20:8866/course/", "CD2026"))
    assert isinstance(picture, Markup)
    assert picture.startswith('<svg aria-hidden="true"')
    assert "style" not in picture
    assert "http" not in picture


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/名册.csv", "名册.csv"),
        ("C:\\Users\\x\\名册.xlsx", "名册.xlsx"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "名册"),
        (f"{'长' * 200}.csv", f"{'长' * 56}.csv"),
    ],
)
def test_what_is_shown_of_a_files_name(name, shown):
    assert shown_name(name) == shown
