"""One's own record over the wire: the path, the page about it, text to copy, deletion, the code on a notice."""

from __future__ import annotations

import re
import sqlite3

import pytest

from assessments.items.form import form_ids
from course.path import load_paths

ROSTER = "工号,姓名,单位,岗位,加入码\n00123,王某,城东支行,柜员,CD2026\n00124,李某,城东支行,大堂,CD2026\n00125,赵某,城东支行,柜员,CD2026\n"
TICKED = {"kind": "choice", "chosen": ["a"]}
PHONE = "13800138000"


@pytest.fixture(scope="module")
def server(start_server, tmp_path_factory, make_release):
    folder = tmp_path_factory.mktemp("own")
    make_release(folder / "course")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return start_server(course_dir=str(folder / "course"), roster=str(folder / "roster.csv"))


def put(browser, path, answer, rev=0):
    return browser.send("PUT", f"/course/api/answers/{path}", {"answer": answer, "done": True, "rev": rev})


def rows(server, table):
    with sqlite3.connect(server.course_dir / "records.sqlite") as database:
        return database.execute(f"select * from {table}").fetchall()


def choose(browser, path="finance"):
    browser.get("/course/")
    return browser.form("/course/path", role=path)


def text_to_copy(browser):
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", browser.get("/course/me/copy").text, re.DOTALL)
    return found[1] if found else ""


def test_anybody_chooses_a_role_and_finds_it_again(server):
    browser = server.browser()
    assert "你做哪一行" in browser.get("/course/").text
    chosen = choose(browser)
    assert (chosen.status, chosen.headers["Location"]) == (302, "/course/")
    assert "财务人员：已学 0/6 课" in browser.get("/course/").text
    choose(browser, "lobby")
    assert "大堂与保安：已学 0/6 课" in browser.get("/course/").text
    assert "你做哪一行" in server.browser().get("/course/").text


def test_the_end_of_a_lesson_leads_on_along_the_path(server):
    browser = server.browser()
    assert browser.get("/course/next?after=00").headers["Location"] == "/course/"
    choose(browser)
    onward = browser.get("/course/next?after=00")
    assert (onward.status, onward.headers["Location"]) == (302, "/course/lessons/02")
    assert browser.get("/course/next").headers["Location"] == "/course/lessons/00"
    browser.form("/course/me/forget")


def test_a_choice_needs_our_form_and_a_role_that_there_is(server):
    browser = server.browser()
    assert browser.ask("POST", "/course/path", "role=finance").status == 403
    assert choose(browser, "nobody").status == 400
    assert choose(browser, "").status == 400
    assert "你做哪一行" in browser.get("/course/").text


def test_the_choice_comes_along_at_the_entry_and_nothing_stays_behind(server):
    browser = server.browser()
    choose(browser, "organiser")
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    before = len(rows(server, "preferences"))
    browser.enter("00123", join="CD2026")
    assert "组织培训的人与网格员" in browser.get("/course/").text
    assert len(rows(server, "preferences")) == before  # moved, not copied
    mine = browser.get("/course/me").text
    for word in ("00123", "王某", "城东支行", "柜员", "请告诉本单位的培训老师"):
        assert word in mine
    assert "李某" not in mine


def test_an_anonymous_visitor_deletes_everything(server):
    browser = server.browser()
    choose(browser)
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    learner = next(row[0] for row in rows(server, "preferences") if row[2] == "finance")
    assert any(row[0] == learner for row in rows(server, "answers"))
    assert "1 个作答会从服务器上删掉" in browser.get("/course/me/forget").text
    assert any(row[0] == learner for row in rows(server, "answers"))  # asking deletes nothing
    assert browser.ask("POST", "/course/me/forget", "").status == 403
    done = browser.form("/course/me/forget")
    assert "1 个作答已经从服务器上删掉" in done.text
    assert not any(
        learner in row for table in ("answers", "log", "preferences") for row in rows(server, table)
    )
    assert "shizha-visitor" not in browser.cookies
    assert "没有你的记录" in browser.get("/course/me").text
    assert browser.form("/course/me/forget").headers["Location"] == "/course/me"


def test_staff_delete_their_practice_and_the_form_stays(server):
    browser = server.browser()
    browser.enter("00124", join="CD2026")
    choose(browser, "heads")
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    put(browser, "lesson-01/t1", {"kind": "text", "text": f"打{PHONE}问他"})
    receipt = browser.send("POST", "/course/api/submit/lesson-01", {}).json["receipt"]
    asked = browser.get("/course/me/forget").text
    assert "1 个作答会从服务器上删掉" in asked
    assert "那是本单位的培训记录" in asked
    done = browser.form("/course/me/forget")
    (goes,) = re.findall(r'data-goes="(.*?)"', done.text)
    assert [page for page in ("00", "16", "scene-lobby", *form_ids()) if re.fullmatch(goes, page)] == [
        "00",
        "16",
        "scene-lobby",
    ]
    assert {row[1] for row in rows(server, "answers") if row[0] == "staff:00124"} == {"lesson-01"}
    assert {row[2] for row in rows(server, "log") if row[1] == "staff:00124"} == {"lesson-01"}
    assert "大堂与保安" in browser.get("/course/").text  # what the roster says is all that is left
    assert receipt in browser.get("/course/results/lesson-01").text


def test_no_form_is_deleted_as_practice_where_it_is_not_mounted_today(server):
    """The items of an organisation lie in a folder that may be elsewhere; a pack's scene may be gone too."""
    browser = server.browser()
    browser.enter("00125", join="CD2026")
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    with sqlite3.connect(server.course_dir / "records.sqlite") as database:
        for table in ("answers", "log"):
            columns = "learner, page, item, answer, rev, done, saved_at, content_version"
            for page in ("bank-2026", "scene-of-a-pack"):
                database.execute(
                    f"insert into {table} ({columns}) select learner, ?, item, answer, rev, done, saved_at,"
                    f" content_version from {table} where learner = 'staff:00125' and page = '01'",
                    (page,),
                )
    assert "bank-2026" in browser.get("/course/me").text
    assert "2 个作答会从服务器上删掉" in browser.get("/course/me/forget").text
    assert "2 个作答已经从服务器上删掉" in browser.form("/course/me/forget").text
    assert {row[1] for row in rows(server, "answers") if row[0] == "staff:00125"} == {"bank-2026"}
    assert {row[2] for row in rows(server, "log") if row[1] == "staff:00125"} == {"bank-2026"}


def test_a_page_that_was_open_meanwhile_brings_nothing_back(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    choose(browser)
    cookie = browser.cookie_header
    browser.form("/course/me/forget")
    late = browser.send("PUT", "/course/api/answers/01/01-p1", {"answer": TICKED, "done": True, "rev": 1})
    assert late.status == 409
    token = browser.cookies["_xsrf"]
    old = browser.ask(
        "PUT",
        "/course/api/answers/01/01-p1",
        '{"answer":{"kind":"choice","chosen":["b"]},"done":true,"rev":1}',
        Cookie=cookie,
        X_XSRFToken=token,
        Content_Type="application/json",
    )
    assert old.status == 409


def test_answers_can_be_copied_as_text(server):
    browser = server.browser()
    assert "没有可以复制的" in browser.get("/course/me/copy").text
    browser.get("/course/api/state/01")
    put(browser, "01/01-p4", TICKED)
    put(browser, "01/01-p1", TICKED)
    text = text_to_copy(browser)
    assert text.startswith("【第01课 领导、熟人托我过账】")
    assert "长按复制" in browser.get("/course/me/copy").text
    assert text_to_copy(server.browser()) == ""


def test_no_number_in_free_text_is_ever_stored(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    put(
        browser,
        "01/01-p2",
        {"kind": "text", "text": f"我的手机{PHONE}，卡６２２２０２１２３４５６７８９０ <b>"},
    )
    kept = server.course_dir / "records.sqlite"
    written = kept.read_bytes() + kept.with_name("records.sqlite-wal").read_bytes()
    assert "我的手机＊＊＊＊＊＊00".encode() in written
    assert PHONE.encode() not in written
    assert "６２２２０２１".encode() not in written
    assert "<b>" not in text_to_copy(browser)


def test_the_code_on_a_notice_fills_in_the_join_code_and_never_the_number(server):
    browser = server.browser()
    page = browser.get("/course/enter?join=CD2026&number=00123").text
    assert re.search(r'<input id="join"[^>]* value="CD2026"', page)
    assert re.search(r'<input id="number"[^>]* value=""', page)
    assert "00123" not in page
    for odd in ("%22%3E%3Cscript%3E", "a", "x" * 30, "CD%202026"):
        page = browser.get(f"/course/enter?join={odd}").text
        assert re.search(r'<input id="join"[^>]* value=""', page)


def test_about_names_the_five_documents_and_what_was_taken(server):
    page = server.browser().get("/course/about").text
    for number in ("000", "001", "002", "003", "004"):
        assert f">{number}</span>" in page
    assert "冒充熟人、领导类电信网络诈骗防范宣传教育工作方案" in page
    assert page.count("取用：") == 5
    for word in ("五份文件", "教学构造", "CC BY 4.0", "BSD-3-Clause", "练习只有你自己看得到"):
        assert word in page
    assert "本单位另加的材料" not in page


def test_every_role_is_offered_by_its_name(server):
    page = server.browser().get("/course/").text
    for path in load_paths():
        assert re.search(rf'name="role" value="{path.id}">{path.title}</button>', page)
