"""Grading, feedback and quarantine by buttons; what the engine does with them is in test_desk_engine.py."""

from __future__ import annotations

import time

import pytest

from assessments.grading.alone import alone

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
MARKING = "/course/desk/marking/counter"
ENGINE = """
import time
from types import SimpleNamespace as Told
from assessments.grading.marker import NeedsStock
from course.web.desk import grading_handlers, marking_handlers

def grade(directory, form, tell, *, run=True, progress=None):
    assert not run
    if (directory / "code").exists():
        raise NeedsStock("it has code")
    progress(1, 3)
    while not (directory / "go on").exists():
        time.sleep(0.01)
    if (directory / "full").exists():
        raise OSError(28, "No space left on device")
    if (directory / "odd").exists():
        raise RuntimeError("nobody foresaw it")
    isolated = kept(directory, form)
    outdated = ("00173",) if (directory / "again").exists() else ()
    return Told(graded=("1", "2"), skipped=4, quarantined=isolated, outdated=outdated)

def collect_inbound(directory, forms):
    assert forms == ["counter"]
    return Told(refused=["x"] if (directory / "refuse").exists() else [])

def kept(directory, form):
    return (Told(learner="00172", form=form, reason="文件里有 <script>alert(1)</script>"),)

def back_up(directory):
    with (directory / "copies").open("a") as copies:
        copies.write("x")

def give_feedback(directory, form, *, force=False, progress=None):
    progress(2, 2)
    return Told(written=["1", "2"], kept=[] if force else ["3"], failed={})

grading_handlers.collect_inbound = collect_inbound
grading_handlers.grade_all = grade
grading_handlers.kept = marking_handlers.kept = kept
grading_handlers.copy_before = back_up
grading_handlers.give_feedback = give_feedback
"""


@pytest.fixture(scope="module")
def started(start_server, make_release, tmp_path_factory):
    place = tmp_path_factory.mktemp("grading")
    make_release(place / "course")
    (place / "roster.csv").write_text(
        "工号,姓名,单位,岗位,加入码\n00172,甲某某,城东支行,柜员,CD2026\n", encoding="utf-8"
    )
    options = {"course_dir": str(place / "course"), "roster": str(place / "roster.csv")}
    return start_server(**options, host="127.0.0.1", password=PASSWORD, before=ENGINE)


@pytest.fixture
def server(started):
    for name in ("go on", "full", "odd", "code", "copies", "refuse", "again"):
        (started.course_dir / name).unlink(missing_ok=True)
    yield started
    (started.course_dir / "go on").touch()
    wait(log_in(started))


def log_in(server):
    return server.teacher(PASSWORD)


def wait(browser):
    for _ in range(500):
        told = browser.get(f"{MARKING}/progress").json
        if not told["running"]:
            return
        time.sleep(0.01)
    raise AssertionError("it did not end")


def test_nobody_else_begins_anything(server):
    trainee = server.browser()
    trainee.get("/course/desk/login")
    for what in ("grade", "feedback"):
        assert trainee.form(f"{MARKING}/{what}").status == 403
        assert log_in(server).form(f"{MARKING}/{what}", _xsrf="forged").status == 403
    for what in ("progress", "quarantine"):
        assert trainee.get(f"{MARKING}/{what}").headers["Location"] == "/course/desk/login"
    assert log_in(server).get(f"{MARKING}/progress").json == {"running": False, "done": 0, "of": 0}
    assert log_in(server).form("/course/desk/marking/none/grade").status == 404


def test_a_grading_is_watched_to_its_end(server):
    teacher = log_in(server)
    assert teacher.form(f"{MARKING}/grade").headers["Location"] == MARKING
    for _ in range(500):
        if (told := teacher.get(f"{MARKING}/progress").json)["of"]:
            break
        time.sleep(0.01)
    assert told == {"running": True, "done": 1, "of": 3}
    assert "正在批改" in teacher.get(MARKING).text
    teacher.form("/course/desk/marking/lesson-01/feedback")
    assert "另一件事还没有做完" in teacher.get(MARKING).text
    (server.course_dir / "go on").touch()
    wait(teacher)
    assert "新批 2 份，以前批过 4 份，1 份批不了，在隔离清单里。" in teacher.get(MARKING).text


def test_whose_text_changed_after_its_mark_is_told(server):
    teacher = log_in(server)
    for name in ("again", "go on"):
        (server.course_dir / name).touch()
    teacher.form(f"{MARKING}/grade")
    wait(teacher)
    told = "给过分以后又交了新文字的：00173。原来的分没有动，请再看一遍。"
    assert told in teacher.get(MARKING).text


def test_a_click_runs_no_code_that_was_handed_in(server):
    teacher = log_in(server)
    (server.course_dir / "code").touch()
    (server.course_dir / "refuse").touch()
    (server.course_dir / "go on").touch()
    teacher.form(f"{MARKING}/grade")
    wait(teacher)
    assert "没有批改：这份试卷里有自己的代码" in teacher.get(MARKING).text
    assert "shizha grade 课程文件夹 counter" in teacher.get(MARKING).text
    assert "1 份收不进来" in teacher.get(MARKING).text


def test_a_command_that_is_at_work_is_waited_for(server):
    teacher = log_in(server)
    (server.course_dir / "go on").touch()
    with alone(server.course_dir):
        teacher.form(f"{MARKING}/grade")
        wait(teacher)
        assert "有人正在批改或者收卷" in teacher.get(MARKING).text
    teacher.form(f"{MARKING}/grade")
    wait(teacher)
    assert "新批 2 份" in teacher.get(MARKING).text


@pytest.mark.parametrize("trouble", ["full", "odd"])
def test_a_failure_is_told_calmly_and_written_down(server, trouble):
    teacher = log_in(server)
    (server.course_dir / trouble).touch()
    (server.course_dir / "go on").touch()
    teacher.form(f"{MARKING}/grade")
    wait(teacher)
    page = teacher.get(MARKING).text
    assert "没有做完" in page
    assert "No space" not in page
    reason = {"full": "No space", "odd": "nobody foresaw"}[trouble]
    for _ in range(500):  # the thread tells what nobody foresaw when it ends, after the page has heard
        if reason in server.errors.read_text(encoding="utf-8"):
            break
        time.sleep(0.01)
    assert reason in server.errors.read_text(encoding="utf-8")
    teacher.form(f"{MARKING}/feedback")
    wait(teacher)
    assert "反馈写好了：新写 2 份，另外 1 份没有变化，留着原来的。" in teacher.get(MARKING).text


def test_the_quarantine_says_who_and_why(server):
    page = log_in(server).get(f"{MARKING}/quarantine").text
    assert "甲某某" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert 'href="/course/desk/files">收作答文件</a>' in page  # online nobody hands in the same once more
    assert "隔离清单（1）" in log_in(server).get(MARKING).text


def test_the_gradebook_is_copied_before_the_first_mark_of_a_login(server, graded_texts):
    for name in ("gradebook.db", "autograded"):
        assert not (server.course_dir / name).exists()
    graded_texts(server.course_dir, "counter", {"1001": "先停下", "1002": "请主任来"})
    copies = server.course_dir / "copies"
    for logins in (1, 2):
        teacher = log_in(server)
        for number in (0, 1):
            path = teacher.get(f"{MARKING}/t1").headers["Location"]
            seen = teacher.get(path).text.partition('name="seen" value="')[2].partition('"')[0]
            score = "" if logins == 1 else str(number)  # the first leaves them waiting
            assert teacher.form(path, seen=seen, score=score, comment=f"{number}").status == 302
        assert copies.read_text() == "x" * logins
