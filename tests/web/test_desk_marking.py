"""Marking over the wire: who gets in, what the pages show and hide, what is written."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
FORM = "counter"
WORDS = {
    "00172": "小心骗子！",
    "00173": "小心 骗子",
    "00174": "小心骗子",
    "00175": "先放一放，您自己拨96110问问。</blockquote><script>alert(1)</script>",
    "00176": "",
}
ROSTER = "工号,姓名,单位,岗位,加入码\n00172,甲某某,城东支行,柜员,CD2026\n"
MARKING = f"/course/desk/marking/{FORM}"


def log_in(server):
    return server.teacher(PASSWORD)


@pytest.fixture(scope="module")
def started(start_server, make_release, tmp_path_factory):
    place = tmp_path_factory.mktemp("marking")
    make_release(place / "course")
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    options = {"course_dir": str(place / "course"), "roster": str(place / "roster.csv")}
    return start_server(**options, host="127.0.0.1", password=PASSWORD)


@pytest.fixture
def server(started, graded_texts):
    """The server, and nothing marked yet."""
    for name in ("gradebook.db", "second_marks.db"):
        (started.course_dir / name).unlink(missing_ok=True)
    shutil.rmtree(started.course_dir / "autograded", ignore_errors=True)
    graded_texts(started.course_dir, FORM, WORDS)
    return started


def table(browser, path=f"{MARKING}/t1"):
    """Follow to the answer that lies on the table; its page and its address."""
    answer = browser.get(path)
    while answer.status == 302:
        path = answer.headers["Location"]
        answer = browser.get(path)
    assert answer.status == 200, answer.text
    return answer, path


def hidden(page, name):
    return html.unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.text)[1])


def mark(browser, path, page, score="3", comment="", accept="application/json", **more):
    token = browser.cookies.get("_xsrf", "")
    fields = {"_xsrf": token, "seen": hidden(page, "seen"), "score": score, "comment": comment, **more}
    return browser.ask(
        "POST", path, urlencode(fields), Content_Type="application/x-www-form-urlencoded", Accept=accept
    )


def kept(server):
    with closing(sqlite3.connect(server.course_dir / "gradebook.db")) as book:
        rows = book.execute(
            "select handed.student_id, manual_score, manual_comment from grade"
            " join submitted_notebook as book on book.id = grade.notebook_id"
            " join submitted_assignment as handed on handed.id = book.assignment_id"
            " join comment on comment.notebook_id = book.id"
        )
        return {learner: (score, comment) for learner, score, comment in rows}


def test_what_came_from_lab_can_be_graded_too(server):
    """`nbgrader submit` writes no receipt."""
    (inbound,) = server.course_dir.glob("exchange/*/inbound")
    arrived = inbound / "00177+office+2026-11-22 040000.000000 UTC+abcdef"
    collected = server.course_dir / "submitted" / "00178" / "finance"
    teacher = log_in(server)
    assert "/marking/office" not in teacher.get("/course/desk/marking").text
    for folder in (arrived, collected):
        folder.mkdir(parents=True)
    page = teacher.get("/course/desk/marking").text
    assert "/course/desk/marking/office" in page
    assert "/course/desk/marking/finance" in page
    assert "交卷 1 人" in teacher.get("/course/desk/marking/office").text
    assert "交卷 1 人" in teacher.get("/course/desk/marking/finance").text
    arrived.rmdir()
    shutil.rmtree(server.course_dir / "submitted")


def test_nobody_else_comes_in_and_nothing_is_written(server):
    teacher, trainee = log_in(server), server.browser()
    page, path = table(teacher)
    trainee.enter("00172", join="CD2026")
    for where in ("/course/desk/marking", MARKING, f"{MARKING}/t1", path):
        answer = trainee.get(where)
        assert (answer.status, answer.headers.get("Location")) == (302, "/course/desk/login")
    trainee.get("/course/desk/login")
    assert mark(trainee, path, page).status == 403
    assert mark(teacher, path, page, _xsrf="forged").status == 403
    assert trainee.form("/course/desk/names", named="yes").status == 403
    assert trainee.form(f"{MARKING}/t1/sample", size="3").status == 403
    assert set(kept(server).values()) == {(None, None)}


def test_the_way_through_without_a_script(server):
    """Names stay out of it until asked for; a mark leads on to the next; what is written is escaped."""
    teacher = log_in(server)
    home = teacher.get("/course/desk/marking").text
    assert "文字题还剩 5 份" in home
    form = teacher.get(MARKING).text
    seen = [home, form]
    done = set()
    for score in range(5):
        page, path = table(teacher)
        seen.append(page.text)
        assert path not in done
        done.add(path)
        answer = mark(teacher, path, page, score=str(score), half="1", accept="text/html")
        assert answer.status == 302
        if answer.headers["Location"] == MARKING:
            break
    marks = kept(server)
    assert None not in {score for score, _ in marks.values()}
    groups = {score: [who for who in marks if marks[who][0] == score] for score, _ in marks.values()}
    assert len(groups) == len(done)
    assert "文字题都评完了" in teacher.get("/course/desk/marking").text
    assert teacher.get(f"{MARKING}/t1").headers["Location"] == MARKING
    assert "这道题都评完了" in teacher.get(MARKING).text
    told = "".join(seen)
    for number in (*WORDS, "甲某某"):
        assert number not in told
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert(1)" in told


def test_names_only_where_they_are_asked_for(server):
    teacher, other = log_in(server), log_in(server)
    _, path = table(teacher)
    answer = teacher.form("/course/desk/names", named="yes", back=path)
    assert answer.headers["Location"] == path
    shown = "".join(table(teacher, f"{MARKING}/t1/{key}")[0].text for key in keys(teacher, path))
    assert "甲某某" in shown
    assert all(number in shown for number in WORDS)
    assert "00172" not in "".join(table(other, f"{MARKING}/t1/{key}")[0].text for key in keys(other, path))
    for elsewhere in (
        "https://example.org/course/desk/marking/x",
        f"{path}\r\nSet-Cookie: a=b",
        "/course/desk",
    ):
        answer = teacher.form("/course/desk/names", named="no", back=elsewhere)
        assert (answer.status, answer.headers["Location"]) == (302, "/course/desk/marking")


def keys(browser, path):
    """The names of all groups, by the way forward from the first."""
    found = []
    while path:
        page = browser.get(path)
        found.append(path.rpartition("/")[2])
        ahead = re.search(r'data-after="([^"]*)"', page.text)[1]
        path = ahead
    return found


def test_saved_at_once_and_two_at_once(server):
    one, other = log_in(server), log_in(server)
    page, path = table(one)
    same, _ = table(other, path)
    first = mark(one, path, page, score="2", comment=" 说具体。 ")
    assert first.status == 200
    assert first.json["told"] == "已保存：2 分，评语“说具体”"
    assert first.json["left"] < 5
    late = mark(other, path, same, score="4")
    assert late.status == 409
    assert late.json["message"] == "刚才另一位老师存了：2 分，评语“说具体”。您给的是 4 分，还没有存。"
    none = mark(other, path, same, score="")
    assert none.json["message"] == "刚才另一位老师存了：2 分，评语“说具体”。您没有给分，还没有存。"
    assert late.json["stands"] == {"score": 2.0, "comment": "说具体。"}
    assert (2.0, "说具体。") in kept(server).values()
    assert (4.0, None) not in kept(server).values()
    plain = mark(other, path, same, score="4", accept="text/html")
    assert plain.status == 409
    assert "还没有存" in plain.text
    bar = re.search(r'<div class="mark-points".*?data-conflict', plain.text, flags=re.DOTALL)[0]
    assert bar.count("<div") == bar.count("</div") + 2  # inside the bar that stays in sight on a phone
    assert 'value="4" checked' in plain.text  # what was typed is not lost
    again = mark(other, path, plain, score="4")
    assert again.status == 200
    assert (4.0, "") in kept(server).values()
    back, _ = table(one, path)
    assert mark(one, path, back, score="").json["told"] == "已保存：没有给分"
    assert (
        mark(other, path, back, score="1").json["message"]
        == "刚才另一位老师把分收回了。您给的是 1 分，还没有存。"
    )


@pytest.mark.parametrize("score", ["5.5", "-1", "nan", "inf", "1e3", "2.25", "三"])
def test_points_that_are_none(server, score):
    teacher = log_in(server)
    page, path = table(teacher)
    answer = mark(teacher, path, page, score=score)
    assert answer.status == 400
    assert "0 到 5" in answer.json["message"]
    assert set(kept(server).values()) == {(None, None)}


def test_addresses_that_lead_nowhere(server):
    teacher = log_in(server)
    for path in ("/none", f"/{FORM}/s1", f"/{FORM}/t1/{'0' * 16}", f"/{FORM}/t1/second/{'0' * 32}", "/01"):
        answer = teacher.get(f"/course/desk/marking{path}")
        assert answer.status == 404, path
        assert "回到" in answer.text


def test_a_second_marker_and_what_both_settle(server):
    first, second = log_in(server), log_in(server)
    assert first.form(f"{MARKING}/t1/sample", size="1").status == 302
    assert "抽好了 1 份" in first.get(MARKING).text
    page, path = table(second, f"{MARKING}/t1/second")
    grade = path.rpartition("/")[2]
    for key in keys(first, table(first)[1]):
        page_, path_ = table(first, f"{MARKING}/t1/{key}")
        mark(first, path_, page_, score="5", comment="第一位的话")
    blind, _ = table(second, path)
    assert "第一位的话" not in blind.text
    assert 'value="5" checked' not in blind.text
    assert mark(second, path, page, score="1", comment="第二位的话").status == 200
    assert {score for score, _ in kept(server).values()} == {5.0}  # nothing of it in the gradebook
    form = second.get(MARKING).text
    assert "要商量" in form
    settle, where = table(first, f"{MARKING}/t1/settle/{grade}")
    (asked,) = re.findall(r'<h1 class="mark-title">([^<]+?) *<', settle.text)
    apart = form[form.index('class="mark-apart"') :]
    assert f"{asked}：" in apart  # the same words may stand under two questions
    assert "第一位的话" in settle.text
    assert "第二位的话" in settle.text
    assert mark(first, where, settle, score="3", comment="两人定的").status == 200
    assert (3.0, "两人定的") in kept(server).values()
    assert "定了 3 分" in first.get(MARKING).text
    again = first.get(where).text  # the first one's points still are the first one's
    assert re.search(r"<dt>第一位</dt><dd><strong>5 分</strong></dd>", again)
    assert re.search(r"<dt>第二位</dt><dd><strong>1 分</strong> 第二位的话</dd>", again)


def test_a_gradebook_that_is_held_is_told(server):
    teacher = log_in(server)
    page, path = table(teacher)
    with closing(sqlite3.connect(server.course_dir / "gradebook.db", isolation_level=None)) as book:
        book.execute("begin immediate")
        answer = mark(teacher, path, page)
        book.execute("rollback")
    assert answer.status == 503
    assert "没有存上" in answer.json["message"]
    assert mark(teacher, path, page).status == 200
    assert json.loads(answer.body)["stands"] == {"score": None, "comment": ""}
