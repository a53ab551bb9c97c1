"""The records: what was acknowledged is there, nothing half, nothing lost, whatever the order of saves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.web.app import open_course
from course.web.database import RecordsError
from course.web.payload import canonical
from course.web.records import Conflict, Records, Saved

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def records(tmp_path):
    made = Records.in_folder(tmp_path)
    yield made
    made.close()


def save(records, answer, base_rev, learner="staff:10023", item="s1", done=True):
    return records.save(learner, "lesson-01", item, answer, done=done, base_rev=base_rev, now=NOW)


def text(words):
    return {"kind": "text", "text": words}


def test_first_save_is_revision_one(records):
    assert save(records, text("好"), 0) == Saved(1, "2026-11-22T09:00:00.000Z")
    kept = records.answers("staff:10023", "lesson-01")["s1"]
    assert (kept.answer, kept.rev, kept.done) == (text("好"), 1, True)


def test_same_answer_again_is_the_same_revision_whatever_its_base(records):
    save(records, text("好"), 0)
    assert save(records, text("好"), 0).rev == 1
    assert save(records, text("好"), 7).rev == 1
    assert len(records.log("staff:10023", "lesson-01")) == 1


def test_done_alone_is_a_change(records):
    save(records, text("好"), 0, done=False)
    assert save(records, text("好"), 1, done=True).rev == 2


def test_stale_base_is_a_conflict_and_changes_nothing(records):
    save(records, text("一"), 0)
    save(records, text("二"), 1)
    conflict = save(records, text("三"), 1)
    assert isinstance(conflict, Conflict)
    assert (conflict.current.rev, conflict.current.answer) == (2, text("二"))
    assert [entry[2] for entry in records.log("staff:10023", "lesson-01")] == [
        canonical(text("一")),
        canonical(text("二")),
    ]


def test_base_without_any_answer_is_a_conflict_with_nothing(records):
    assert save(records, text("一"), 3) == Conflict(None)


def test_learners_do_not_meet(records):
    save(records, text("一"), 0, learner="staff:1")
    save(records, text("二"), 0, learner="anonymous:1")
    assert records.answers("staff:1", "lesson-01")["s1"].answer == text("一")
    assert records.answers("anonymous:1", "lesson-01")["s1"].answer == text("二")


SAVES = st.lists(
    st.tuples(
        st.sampled_from(["staff:1", "staff:2", "anonymous:x"]),
        st.sampled_from(["s1", "q1"]),
        st.sampled_from(["", "甲", "乙", "😀", '"; drop table answers; --']),
        st.integers(0, 6),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=SAVES)
def test_whatever_was_acknowledged_is_kept(tmp_path_factory, saves):
    folder = tmp_path_factory.mktemp("records")
    records = Records.in_folder(folder)
    model: dict[tuple[str, str], list[str]] = {}
    for learner, item, words, base in saves:
        history = model.setdefault((learner, item), [])
        outcome = save(records, text(words), base, learner=learner, item=item)
        if isinstance(outcome, Saved) and outcome.rev > len(history):
            assert base == len(history)
            history.append(canonical(text(words)))
        assert len(history) == (outcome.rev if isinstance(outcome, Saved) else _rev(outcome))
    records.close()
    again = Records.in_folder(folder)
    for (learner, item), history in model.items():
        log = [entry[2] for entry in again.log(learner, "lesson-01") if entry[0] == item]
        assert log == history
        kept = again.answers(learner, "lesson-01").get(item)
        assert (kept.rev if kept else 0) == len(history)
        assert kept is None or canonical(kept.answer) == history[-1]
    again.close()


def _rev(conflict):
    return conflict.current.rev if conflict.current else 0


def test_many_threads_one_item(records):
    """Each revision is given out once, whoever comes at the same time."""
    given_out: list[int] = []

    def work(name):
        for turn in range(10):
            base = 0
            while True:
                outcome = save(records, text(f"{name}-{turn}"), base)
                if isinstance(outcome, Saved):
                    given_out.append(outcome.rev)
                    break
                base = _rev(outcome)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given_out) == list(range(1, 41))


def test_carry_fills_only_gaps(records):
    for item in ("01-p1", "01-p2"):
        records.save("anonymous:x", "01", item, text("练习"), done=True, base_rev=0, now=NOW)
    records.save("anonymous:x", "lesson-01", "s1", text("卷"), done=True, base_rev=0, now=NOW)
    records.save("staff:1", "01", "01-p2", text("早有"), done=True, base_rev=0, now=NOW)
    assert records.carry("anonymous:x", "staff:1", ["01"], NOW) == 1
    kept = records.answers("staff:1", "01")
    assert kept["01-p1"].answer == text("练习")
    assert kept["01-p2"].answer == text("早有")
    assert records.answers("staff:1", "lesson-01") == {}
    assert records.carry("anonymous:x", "staff:1", ["01"], NOW) == 0


def test_choices_move_with_the_answers_but_give_way_to_what_is_there(records):
    for who, path in (("anonymous:x", "lobby"), ("anonymous:y", "heads")):
        records.preferences.set(who, "path", path, NOW)
    records.carry("anonymous:x", "staff:1", ["01"], NOW)
    records.carry("anonymous:y", "staff:1", ["01"], NOW)
    kept = [records.preferences.get(who, "path") for who in ("staff:1", "anonymous:x", "anonymous:y")]
    assert kept == ["lobby", None, None]


def test_forgetting_takes_the_pages_that_go_and_nobody_elses(records):
    for who in ("staff:1", "staff:2"):
        records.preferences.set(who, "path", "lobby", NOW)
        for page in ("01", "lesson-01"):
            records.save(who, page, "s1", text("甲"), done=True, base_rev=0, now=NOW)
    assert records.forget("staff:1", lambda page: page == "01") == 1
    assert (records.begun("staff:1"), records.log("staff:1", "01")) == ({"lesson-01": {"s1": True}}, [])
    assert records.preferences.get("staff:1", "path") is None
    assert set(records.begun("staff:2")) == {"01", "lesson-01"}
    assert records.preferences.get("staff:2", "path") == "lobby"
    assert records.forget("staff:2", lambda page: True) == 2


def test_how_many_staff_have_answered_a_page(records):
    for who in ("staff:1", "staff:2", "anonymous:x"):
        for item in ("a", "b"):
            records.save(who, "entry-a", item, text("甲"), done=True, base_rev=0, now=NOW)
    records.save("staff:3", "entry-a", "a", {}, done=False, base_rev=0, now=NOW)
    records.save("staff:3", "01", "a", text("甲"), done=False, base_rev=0, now=NOW)
    assert records.answered() == {"entry-a": 2, "01": 1}


def test_what_was_taken_back_is_not_begun(records):
    records.save("staff:1", "01", "a", text("甲"), done=False, base_rev=0, now=NOW)
    records.save("staff:1", "01", "b", text("乙"), done=False, base_rev=0, now=NOW)
    records.save("staff:1", "01", "b", {}, done=False, base_rev=1, now=NOW)
    assert records.begun("staff:1") == {"01": {"a": False}}


def test_a_choice_keeps_an_anonymous_visit_alive_for_its_time_only(records):
    records.preferences.set("anonymous:x", "path", "lobby", NOW)
    assert records.forget_visits(NOW) == 0
    assert records.forget_visits(NOW + timedelta(days=1)) == 1
    assert records.preferences.get("anonymous:x", "path") is None


def test_claim_once_then_reset(records):
    assert records.claim("staff:1", unit="甲支行", code_hash="h", now=NOW).epoch == 0
    assert records.claim("staff:1", unit="甲支行", code_hash="h2", now=NOW) is None
    assert records.reset("staff:1", "h3")
    kept = records.learner("staff:1")
    assert (kept.code_hash, kept.epoch) == ("h3", 1)
    assert records.claim("staff:1", unit="乙支行", code_hash="h2", now=NOW) is None
    assert not records.reset("staff:9", "h")


def test_durable_settings(records, tmp_path):
    with records._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_locked_database_is_a_calm_sentence(records, tmp_path, monkeypatch):
    save(records, text("一"), 0)
    other = sqlite3.connect(tmp_path / "records.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(RecordsError) as caught:
            save(records, text("二"), 1)
        assert caught.value.status == 503
        assert "答案还在这个浏览器里" in caught.value.message
        assert records.answers("staff:10023", "lesson-01")["s1"].answer == text("一")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert save(records, text("二"), 1).rev == 2


def test_full_disk_is_a_calm_sentence_and_nothing_half(records):
    save(records, text("一"), 0)
    with records._database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    # SQLite's own limit fails like a full disk does; it holds for the connection that sets it
    records._database._engine.dispose()
    from sqlalchemy import event

    @event.listens_for(records._database._engine, "connect")
    def small(connection, _entry):
        connection.execute(f"PRAGMA max_page_count={pages}")

    def fill():
        for turn in range(200):
            save(records, text(f"{turn}" + "满" * 2000), 0, item=f"x{turn}")

    with pytest.raises(RecordsError) as caught:
        fill()
    assert caught.value.status == 507
    log = records.log("staff:10023", "lesson-01")
    kept = records.answers("staff:10023", "lesson-01")
    assert {item: answer for item, _, answer in log} == {
        item: canonical(one.answer) for item, one in kept.items()
    }


def test_log_keeps_the_latest_saves_of_each_answer(records):
    save(records, text("另一题"), 0, item="q1")
    for rev in range(60):
        save(records, text(str(rev)), rev)
    revs = [rev for item, rev, _ in records.log("staff:10023", "lesson-01") if item == "s1"]
    assert revs == list(range(11, 61))
    assert records.answers("staff:10023", "lesson-01")["s1"].rev == 60
    assert ("q1", 1) in {entry[:2] for entry in records.log("staff:10023", "lesson-01")}


def test_visits_of_long_ago_are_forgotten_and_nothing_else(records):
    early, late = NOW - timedelta(days=31), NOW - timedelta(days=29)
    for learner, moments in (("anonymous:a", [early]), ("anonymous:b", [early, late]), ("staff:1", [early])):
        for rev, moment in enumerate(moments):
            answer = text(str(rev))
            records.save(learner, "01", f"x{rev}", answer, done=True, base_rev=0, now=moment)
    assert records.forget_visits(NOW - timedelta(days=30)) == 1
    assert records.answers("anonymous:a", "01") == {}
    assert records.log("anonymous:a", "01") == []
    assert set(records.answers("anonymous:b", "01")) == {"x0", "x1"}
    assert set(records.answers("staff:1", "01")) == {"x0"}


def test_opening_the_course_forgets_visits_of_long_ago(records, tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=31)
    records.save("anonymous:a", "01", "01-p1", text("一"), done=True, base_rev=0, now=long_ago)
    open_course(tmp_path, roster=None, pages=tmp_path / "pages").close()
    assert records.answers("anonymous:a", "01") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_acknowledged_into_a_deleted_database(records, tmp_path, replaced):
    save(records, text("一"), 0)
    path = tmp_path / "records.sqlite"
    if replaced:
        shutil.copyfile(path, tmp_path / "copy")
        (tmp_path / "copy").replace(path)
    else:
        path.unlink()
    for answer, rev in ((text("二"), 1), (text("一"), 0)):
        with pytest.raises(RecordsError) as caught:
            save(records, answer, rev)
        assert caught.value.status == 503


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_files_are_private_from_the_start(tmp_path, monkeypatch):
    for name in ("records.sqlite", "records.sqlite-wal"):
        (tmp_path / name).touch(0o644)
    records = Records.in_folder(tmp_path)
    save(records, text("一"), 0)
    files = sorted(tmp_path.glob("records.sqlite*"))
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    records.close()


def test_no_folder_is_told(tmp_path):
    with pytest.raises(RecordsError):
        Records.in_folder(tmp_path / "none")


def test_damaged_file_is_told(tmp_path):
    (tmp_path / "records.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(RecordsError):
        Records.in_folder(tmp_path)


BURST = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from course.web.records import Records
records = Records.in_folder(Path(sys.argv[1]))
rev = records.answers("staff:1", "p").get("s1")
rev = rev.rev if rev else 0
while True:
    saved = records.save("staff:1", "p", "s1", {"kind": "text", "text": str(rev)}, done=False, base_rev=rev, now=datetime.now(UTC))
    rev = saved.rev
    print(rev, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("lines", [1, 7, 40])
def test_killed_in_a_burst_keeps_every_acknowledged_save(tmp_path, lines):
    """kill -9 in the middle of saving, three times over: what was acknowledged is there."""
    acknowledged = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", BURST, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(lines):
            acknowledged = int(process.stdout.readline())
        process.kill()
        rest = process.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest and rest[-1].isdecimal() else acknowledged
        records = Records.in_folder(Path(tmp_path))
        kept = records.answers("staff:1", "p")["s1"]
        assert kept.rev >= acknowledged
        assert [rev for _, rev, _ in records.log("staff:1", "p")] == list(
            range(max(1, kept.rev - 49), kept.rev + 1)
        )
        records.close()


def test_the_same_letter_in_another_question_is_another_answer(records):
    """A form's slot holds another question by now: the tick is not the one of before."""

    def save(version: str, base_rev: int) -> object:
        ticked = {"kind": "choice", "chosen": ["a"]}
        return records.save(
            "staff:1", "entry-a", "q1", ticked, done=True, base_rev=base_rev, now=NOW, content_version=version
        )

    assert save("1-aa", 0).rev == 1
    assert save("1-aa", 0).rev == 1
    assert save("1-bb", 1).rev == 2
    assert records.answers("staff:1", "entry-a")["q1"].content_version == "1-bb"
