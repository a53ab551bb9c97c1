"""What a new roster changes, and the book that keeps every roster with its day."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.cohort.changes import Changes, Move, NewCode, changes, code_maker
from assessments.cohort.roster import Person, Roster, RosterError
from assessments.cohort.rosterbook import LOOK_EVERY, RosterBook

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CODES = {"甲支行": "AB12", "乙支行": "CD34", "丙支行": "EF56"}


def person(number, name="王", unit="甲支行", role="柜员"):
    return Person(number, name, unit, role, CODES[unit])


def roster(*people):
    joins = {unit: code for unit, code in CODES.items() if unit in {one.unit for one in people}}
    return Roster({one.number: one for one in people}, joins)


def test_each_kind_of_change():
    before = roster(person("001"), person("002"), person("003"), person("004"), person("005"))
    after = roster(
        person("001"),
        person("002", unit="乙支行"),
        person("003", role="大堂"),
        person("004", name="汪"),
        person("006"),
    )
    found = changes(before, after)
    assert [one.number for one in found.joiners] == ["006"]
    assert [one.number for one in found.leavers] == ["005"]
    assert [move.after.number for move in found.transfers] == ["002", "003"]
    assert found.renames == (Move(person("004"), person("004", name="汪")),)
    assert found.staying == 4
    assert not found.nothing


def test_another_join_code_is_told_and_another_case_is_none():
    before = Roster({}, {"甲支行": "AB12", "乙支行": "CD34"})
    found = changes(before, Roster({}, {"甲支行": "ab12", "乙支行": "ZZ99", "丙支行": "EF56"}))
    assert found.codes == (NewCode("乙支行", "CD34", "ZZ99"),)


def test_the_first_roster_is_all_joiners():
    assert changes(None, roster(person("001"))) == Changes((person("001"),), (), (), (), (), 0)


people = st.lists(
    st.builds(
        person,
        st.sampled_from([f"{number:03d}" for number in range(8)]),
        st.sampled_from(["王", "汪"]),
        st.sampled_from(sorted(CODES)),
        st.sampled_from(["柜员", "大堂", ""]),
    ),
    unique_by=lambda one: one.number,
)
rosters = people.map(lambda listed: roster(*listed))


@given(rosters, rosters)
def test_the_changes_lead_from_one_roster_to_the_other(before, after):
    found = changes(before, after)
    led = dict(before.people)
    for one in found.leavers:
        del led[one.number]
    for move in (*found.transfers, *found.renames):
        assert led[move.before.number] == move.before
        led[move.after.number] = move.after
    for one in found.joiners:
        assert one.number not in led
        led[one.number] = one
    assert led == after.people
    assert found.staying + len(found.joiners) == len(after.people)
    assert found.staying + len(found.leavers) == len(before.people)


@given(rosters, rosters)
def test_back_is_the_other_way_round(before, after):
    there, back = changes(before, after), changes(after, before)
    assert {one.number for one in there.joiners} == {one.number for one in back.leavers}
    assert {move.after.number for move in there.transfers} == {move.after.number for move in back.transfers}
    assert there.nothing == (before == after)


@given(rosters)
def test_the_same_roster_changes_nothing(same):
    assert changes(same, same).nothing


def test_codes_are_kept_and_new_ones_are_nobody_elses():
    made = count()
    code = code_maker(roster(person("001")), lambda: ["ab12", "NEW1", "NEW1", "NEW2"][next(made)])
    assert code("甲支行") == "AB12"
    assert code("丁支行") == "NEW1"
    assert code("戊支行") == "NEW2"
    assert code("丁支行") == "NEW1"


@pytest.fixture
def book(tmp_path):
    return RosterBook(tmp_path / "rosters", lambda: TODAY)


def add(book, kept, since=TODAY):
    return book.add(kept, since=since, source="名册.csv", now=NOW)


def test_nobody_put_anything_in(book):
    assert book.present() is None
    assert book.editions() == ()


@given(kept=rosters)
def test_what_was_kept_is_what_is_read(tmp_path_factory, kept):
    folder = tmp_path_factory.mktemp("book")
    add(RosterBook(folder, lambda: TODAY), kept)
    assert RosterBook(folder, lambda: TODAY).present() == kept


def test_each_roster_counts_from_its_day(book):
    first, second, third = (roster(person(number)) for number in ("001", "002", "003"))
    add(book, first)
    add(book, third, date(2026, 12, 1))
    assert book.present() == first
    add(book, second)  # of the same day, the later one
    assert book.present() == second
    assert book.on(date(2026, 11, 22)) is None
    assert book.on(date(2026, 11, 30)) == second
    assert book.on(date(2026, 12, 1)) == third
    assert [one.since for one in book.coming()] == [date(2026, 12, 1)]
    assert len(book.editions()) == 3


def test_another_process_adds_one(book, tmp_path):
    add(book, roster(person("001")))
    assert book.present() == roster(person("001"))
    add(RosterBook(tmp_path / "rosters", lambda: TODAY), roster(person("002")))
    time.sleep(2 * LOOK_EVERY)
    assert book.present() == roster(person("002"))


def test_a_file_is_taken_in_once(book, tmp_path):
    """A start with the same file undoes nothing that was confirmed since; a changed file counts."""
    file = tmp_path / "roster.csv"
    texts = [f"工号,姓名,单位,加入码\n00{number},王,甲支行,AB12\n" for number in (1, 2)]
    file.write_text(texts[0], encoding="utf-8")
    assert book.take_in(file, NOW) is not None
    add(book, roster(person("009")))
    assert book.take_in(file, NOW) is None
    assert list(book.present().people) == ["009"]
    for text, number in ((texts[1], "002"), (texts[0], "001")):
        file.write_text(text, encoding="utf-8")
        assert book.take_in(file, NOW) is not None
        assert list(book.present().people) == [number]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"schema": "x"}', "short"])
def test_a_damaged_roster_lets_nobody_in_unasked(book, tmp_path, damage):
    edition = add(book, roster(person("001")))
    path = tmp_path / "rosters" / edition.file
    told = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps({**told, "joins": {}}) if damage == "short" else damage
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RosterError, match="读不出来"):
        book.present()


def test_a_write_that_fails_leaves_the_old_one(book, monkeypatch):
    add(book, roster(person("001")))

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        add(book, roster(person("002")))
    assert book.present() == roster(person("001"))
    assert len(book.editions()) == 1
