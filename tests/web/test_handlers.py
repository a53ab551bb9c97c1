"""The whole web course over HTTP, on a real server."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import sys
from datetime import UTC, datetime, timedelta

import pytest

from course.web.entered import NewCode, NewCodes
from course.web.identity import Visitor

pytestmark = pytest.mark.slow

TICKED = {"kind": "choice", "chosen": ["a"], "checked": True}
WRITTEN = {"kind": "text", "text": "先打他原来的电话核实。"}
ROSTER = "工号,姓名,单位,岗位,加入码\n00123,王某,甲支行,柜员,AB12\n"


@pytest.fixture(scope="module")
def server(start_server, make_release, tmp_path_factory):
    course_dir = tmp_path_factory.mktemp("course")
    make_release(course_dir)
    return start_server(course_dir=str(course_dir))


def put(browser, path, answer, rev=0, done=True, **more):
    return browser.send(
        "PUT", f"/course/api/answers/{path}", {"answer": answer, "done": done, "rev": rev, **more}
    )


def test_root_leads_to_the_course(server):
    for path in ("/", "/course"):
        answer = server.browser().get(path)
        assert answer.status == 302
        assert answer.headers["Location"] == "/course/"


def test_home_has_strict_headers(server):
    answer = server.browser().get("/course/")
    assert answer.status == 200
    assert 'lang="zh-CN"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_ping(server):
    assert server.browser().get("/course/api/ping").status == 204


def test_built_page_is_the_same_for_all_and_cached(server):
    browser = server.browser()
    plain = browser.get("/course/lessons/01")
    zipped = browser.get("/course/lessons/01", Accept_Encoding="gzip")
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["Vary"] == "Accept-Encoding"
    assert browser.get("/course/lessons/01", If_None_Match=plain.headers["Etag"]).status == 304
    assert "_xsrf" in browser.cookies
    assert browser.get("/course/lessons/99").status == 404
    assert browser.get("/course/lessons/lesson-01").status == 404


def test_assets_are_immutable(server):
    answer = server.browser().get("/course/assets/page.0123456789.css")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/css")
    assert server.browser().get("/course/assets/page.9999999999.css").status == 404


def test_anonymous_practice_is_saved_and_comes_back(server):
    browser = server.browser()
    state = browser.get("/course/api/state/01").json
    assert state["learner"]["kind"] == "anonymous"
    assert state["form"] is None
    assert state["items"] == {}
    saved = put(browser, "01/01-p1", TICKED)
    assert (saved.status, saved.json["rev"]) == (200, 1)
    again = browser.get("/course/api/state/01").json
    assert again["items"]["01-p1"]["answer"] == TICKED
    assert again["learner"]["key"] == state["learner"]["key"]
    assert server.browser().get("/course/api/state/01").json["items"] == {}


def test_conflict_tells_what_stands(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    other = put(browser, "01/01-p1", {**TICKED, "chosen": ["b"]})
    assert other.status == 409
    assert other.json["rev"] == 1
    assert other.json["answer"] == TICKED
    assert "message" in other.json
    assert put(browser, "01/01-p1", {}, rev=1, done=False).json["rev"] == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"[" * 30000, 400),
        (b'{"answer":{"kind":"text","text":"' + b"x" * 40000 + b'"},"done":true,"rev":0}', 413),
        (b'{"answer":{"kind":"text","text":1},"done":true,"rev":0}', 400),
        (b'{"answer":{"kind":"shell"},"done":true,"rev":0}', 400),
        (b'{"answer":{"kind":"text","text":"x","more":1},"done":true,"rev":0}', 400),
        (b'{"answer":{"kind":"text","text":"x"},"done":true,"rev":-1}', 400),
        (b'{"answer":{"kind":"text","text":"x"},"done":"yes","rev":0}', 400),
        (b'{"answer":[],"done":true,"rev":0}', 400),
    ],
)
def test_bad_bodies_are_one_calm_sentence(server, body, status):
    browser = server.browser()
    browser.get("/course/api/state/01")
    answer = browser.ask(
        "PUT",
        "/course/api/answers/01/01-p2",
        body,
        X_XSRFToken=browser.cookies["_xsrf"],
        Content_Type="application/json",
    )
    assert answer.status == status
    assert re.search(r"[\u4e00-\u9fff]", answer.json["message"])
    assert browser.get("/course/api/state/01").json["items"] == {}


def test_transcript_must_be_of_its_item(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    event = {"seq": 0, "node": "n1", "choice": "a", "at": "2026-11-22T17:00:00.000Z"}
    transcript = {
        "kind": "transcript",
        "schema": "shizha.transcript/1",
        "item": "01-p1",
        "content_version": "2026.1",
        "events": [event],
    }
    assert put(browser, "01/01-p1", transcript, content_version="2026.1").status == 200
    assert put(browser, "01/01-p2", transcript).status == 400


def test_unknown_item_and_page(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    assert put(browser, "01/01-p9", TICKED).status == 404
    assert put(browser, "99/01-p1", TICKED).status == 404
    assert browser.get("/course/api/state/99").status == 404


def test_xsrf_is_required(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    body = json.dumps({"answer": TICKED, "done": True, "rev": 0})
    refused = browser.ask("PUT", "/course/api/answers/01/01-p1", body)
    assert refused.status == 403
    assert "message" in refused.json
    wrong = browser.ask("PUT", "/course/api/answers/01/01-p1", body, X_XSRFToken="x")
    assert wrong.status == 403
    foreign = browser.ask(
        "PUT",
        "/course/api/answers/01/01-p1",
        body,
        X_XSRFToken=browser.cookies["_xsrf"],
        Origin="http://evil.example",
    )
    assert foreign.status in (403, 404)
    assert browser.ask("POST", "/course/leave", "").status == 403
    assert browser.get("/course/api/state/01").json["items"] == {}


def test_forms_need_a_staff_number(server):
    browser = server.browser()
    browser.look_around()
    page = browser.get("/course/forms/lesson-01")
    assert page.status == 302
    assert page.headers["Location"] == "/course/enter?next=/course/forms/lesson-01"
    assert browser.get("/course/api/state/lesson-01").status == 401
    assert put(browser, "lesson-01/q1", TICKED).status == 401
    assert browser.send("POST", "/course/api/submit/lesson-01", {}).status == 401
    assert browser.get("/course/results/lesson-01").status == 302


def test_entry_binds_the_record(server):
    browser = server.browser()
    entered = browser.enter("００501")
    assert entered.status == 200
    code = re.search(r"\b\d{6}\b|\d{3}\s\d{3}", re.sub(r"<[^>]+>", " ", entered.text))
    assert code
    assert browser.get("/course/forms/lesson-01").status == 200
    assert browser.enter("00501").status == 302
    other = server.browser()
    assert other.enter("00501").status == 200
    assert other.get("/course/forms/lesson-01").status == 302
    assert other.enter("00501", code="nonsense").status == 200
    assert other.enter("00501", code=code[0]).status == 302
    assert other.get("/course/forms/lesson-01").status == 200
    assert other.form("/course/leave").status == 302
    assert other.get("/course/forms/lesson-01").status == 302


def test_practice_comes_along_at_entry(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    put(browser, "01/01-p3", TICKED)
    browser.enter("00502")
    assert browser.get("/course/api/state/01").json["items"]["01-p3"]["answer"] == TICKED


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/course/forms/lesson-01", "/course/forms/lesson-01"),
        ("/voila/render/01_leader_pass_through.ipynb", "/voila/render/01_leader_pass_through.ipynb"),
        ("//evil.example/", "/course/"),
        ("https://evil.example/course/", "/course/"),
        ("/course/../../x", "/course/"),
        ("/course/enter", "/course/"),
        ("/course/\\evil.example", "/course/"),
        ("/api/kernels", "/course/"),
    ],
)
def test_next_leads_to_our_pages_only(server, wanted, leads_to):
    browser = server.browser()
    browser.get("/course/enter")
    answer = browser.form("/course/enter", **{"as": "anonymous", "next": wanted})
    assert answer.status == 302
    assert answer.headers["Location"] == leads_to


def test_submit_once_and_again(server):
    browser = server.browser()
    browser.enter("00503")
    put(browser, "lesson-01/q1", TICKED)
    put(browser, "lesson-01/t1", WRITTEN)
    assert browser.get("/course/api/state/lesson-01").json["form"] == {
        "open": True,
        "submitted": None,
        "changed": False,
        "graded": False,
    }
    first = browser.send("POST", "/course/api/submit/lesson-01", {})
    assert first.status == 200, first.text
    assert first.json["repeated"] is False
    again = browser.send("POST", "/course/api/submit/lesson-01", {})
    assert again.json["repeated"] is True
    assert again.json["receipt"] == first.json["receipt"]
    inbound = list((server.course_dir / "exchange" / "shizha" / "inbound").glob("00503+*"))
    assert len(inbound) == 1
    handed_in = json.loads((inbound[0] / "answers.json").read_text(encoding="utf-8"))
    assert handed_in["learner"] == "00503"
    assert set(handed_in["items"]) == {"q1", "t1"}
    state = browser.get("/course/api/state/lesson-01").json
    assert state["form"]["submitted"]["receipt"] == first.json["receipt"]
    results = browser.get("/course/results/lesson-01")
    assert results.status == 200
    assert first.json["receipt"] in results.text
    assert first.json["receipt"] in browser.get("/course/").text


def test_a_change_after_handing_in_is_told(server):
    """The state says so after a reload, the result page leads back, and the same answers again are no change."""
    browser = server.browser()
    browser.enter("00510")

    def changed():
        return browser.get("/course/api/state/lesson-01").json["form"]["changed"]

    def results():
        return browser.get("/course/results/lesson-01").text

    put(browser, "lesson-01/t1", WRITTEN)
    assert not changed()
    browser.send("POST", "/course/api/submit/lesson-01", {})
    assert not changed()
    assert 'href="/course/forms/lesson-01">改答案再交' in results()
    assert "又改了答案" not in results()
    put(browser, "lesson-01/t1", {**WRITTEN, "text": "报警。"}, rev=1)
    assert changed()
    assert "又改了答案" in results()
    put(browser, "lesson-01/t1", WRITTEN, rev=2)
    assert not changed()
    put(browser, "lesson-01/t1", {**WRITTEN, "text": "报警。"}, rev=3)
    assert browser.send("POST", "/course/api/submit/lesson-01", {}).json["repeated"] is False
    assert not changed()


GRADED = """
create table assignment (id, name); create table submitted_assignment (id, assignment_id, student_id, timestamp);
create table submitted_notebook (id, assignment_id, late_submission_penalty);
create table grade (notebook_id, cell_id, auto_score, manual_score, extra_credit, needs_manual_grade);
create table base_cell (id, name, type); create table grade_cells (id, max_score);
create table task_cells (id, max_score); create table comment (cell_id, notebook_id, manual_comment);
insert into assignment values (1, 'lesson-01');
insert into submitted_assignment values (1, 1, '00511', '2026-11-22 10:00:00');
insert into submitted_notebook values (1, 1, 0);
insert into base_cell values (1, 'lesson-01-q1', 'GradeCell'), (2, 'lesson-01-t1', 'TaskCell');
insert into grade_cells values (1, 4); insert into task_cells values (2, 6);
insert into grade values (1, 1, 4, null, 0, 0), (1, 2, null, 5, 0, 0);
insert into comment values (2, 1, '要点都写到了。');
"""


@pytest.fixture
def graded(start_server, make_release, tmp_path):
    """A form that one learner handed in and that is marked by now, as nbgrader leaves it."""
    make_release(tmp_path)
    server = start_server(course_dir=str(tmp_path))
    browser = server.browser()
    browser.enter("00511")
    put(browser, "lesson-01/t1", {**WRITTEN, "text": "先问本人<b>。"})
    browser.send("POST", "/course/api/submit/lesson-01", {})
    (inbound,) = (tmp_path / "exchange" / "shizha" / "inbound").iterdir()
    folder = tmp_path / "autograded" / "00511" / "lesson-01"
    folder.mkdir(parents=True)
    for name in ("form.json", "answers.json"):
        (folder / name).write_bytes((inbound / name).read_bytes())
    (tmp_path / "gradebook.db").unlink(missing_ok=True)
    with sqlite3.connect(tmp_path / "gradebook.db") as database:
        database.executescript(GRADED)
    database.close()
    return browser


def test_a_graded_form_is_only_read(graded):
    assert graded.get("/course/api/state/lesson-01").json["form"]["graded"] is True
    refused = put(graded, "lesson-01/t1", WRITTEN, rev=1)
    assert refused.status == 403
    assert "已经评分" in refused.json["message"]
    assert graded.get("/course/api/state/lesson-01").json["items"]["t1"]["rev"] == 1


def test_results_show_question_answer_and_comment(graded):
    text = graded.get("/course/results/lesson-01").text
    assert text.count("<summary>看看这一题</summary>") == 2
    assert "先问本人&lt;b&gt;。" in text
    assert "问题 t1" in text
    assert "（没有作答）" in text
    assert re.search(r"老师的评语</span>要点都写到了。", text)
    assert "改答案再交" not in text
    assert "待阅卷" not in text


def test_the_new_code_stands_a_reload_until_it_is_noted(server):
    browser = server.browser()
    browser.get("/course/enter")
    entered = browser.form("/course/enter", number="00512", next="/course/forms/lesson-01")
    assert (entered.status, entered.headers["Location"]) == (302, "/course/entered")
    first = browser.get("/course/entered")
    code = re.search(r'"code__digits">(\d{6})<', first.text)[1]
    assert first.headers["Cache-Control"] == "no-store"
    assert code in browser.get("/course/entered").text
    other = server.browser()
    other.look_around()
    assert other.get("/course/entered").headers["Location"] == "/course/"
    assert server.browser().get("/course/entered").headers["Location"] == "/course/"
    assert browser.form("/course/entered").headers["Location"] == "/course/forms/lesson-01"
    assert browser.get("/course/entered").headers["Location"] == "/course/"


def test_the_new_code_is_shown_for_some_minutes_only():
    codes, moment = NewCodes(), datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    visitor = Visitor("staff", "00513")
    codes.keep(NewCode(visitor, "123456", 0, "/course/"), moment)
    assert codes.find(visitor, moment + timedelta(minutes=9))
    assert codes.find(Visitor("staff", "00513", 1), moment) is None
    assert codes.find(visitor, moment + timedelta(minutes=11)) is None


def test_a_finished_exercise_tried_once_more_stays_finished(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    put(browser, "01/01-p1", TICKED)
    assert put(browser, "01/01-p1", {}, rev=1, done=False).status == 200
    assert browser.get("/course/api/state/01").json["items"]["01-p1"]["done"] is True
    assert "1/3 已完成" in browser.get("/course/").text
    staff = server.browser()
    staff.enter("00514")
    put(staff, "lesson-01/q1", TICKED)
    put(staff, "lesson-01/q1", {}, rev=1, done=False)
    assert staff.get("/course/api/state/lesson-01").json["items"]["q1"]["done"] is False


def test_who_has_no_number_reads_that_a_form_asks_for_it(server):
    browser = server.browser()
    browser.look_around()
    assert "小测要先登记工号" in browser.get("/course/").text
    assert "小测要记名" in browser.get("/course/enter?next=/course/forms/lesson-01").text
    assert "小测要记名" not in browser.get("/course/enter").text
    browser.enter("00515")
    assert "小测要先登记工号" not in browser.get("/course/").text


def test_closed_form(start_server, make_release, tmp_path_factory):
    from assessments.exchange import close_form

    course_dir = tmp_path_factory.mktemp("closing")
    make_release(course_dir)
    server = start_server(course_dir=str(course_dir))
    browser = server.browser()
    browser.enter("00504")
    assert put(browser, "lesson-01/q1", TICKED).status == 200
    close_form(course_dir, "lesson-01")
    assert browser.get("/course/forms/lesson-01").status == 403
    assert put(browser, "lesson-01/q1", {}, rev=1).status == 403
    refused = browser.send("POST", "/course/api/submit/lesson-01", {})
    assert refused.status == 403
    assert "没有开放" in refused.json["message"]
    assert server.errors.read_text(encoding="utf-8") == ""
    assert browser.get("/course/api/state/lesson-01").json["items"]["q1"]["answer"] == TICKED


def test_download(server):
    browser = server.browser()
    browser.enter("00505")
    put(browser, "lesson-01/q1", TICKED)
    answer = browser.get("/course/api/download/lesson-01")
    assert answer.status == 200
    assert "answers.json" in answer.headers["Content-Disposition"]
    assert answer.json["items"] == {"q1": TICKED}
    assert answer.json["learner"] == "00505"
    put(browser, "01/01-p1", TICKED)
    assert 'href="/course/api/download"' in browser.get("/course/").text
    whole = browser.get("/course/api/download")
    assert "my-answers.json" in whole.headers["Content-Disposition"]
    assert [page["form"] for page in whole.json["pages"]] == ["01", "lesson-01"]
    assert server.browser().get("/course/api/download").status == 401


def test_roster_is_asked(start_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("roster")
    roster = folder / "roster.csv"
    roster.write_bytes(ROSTER.encode("gbk"))
    server = start_server(roster=str(roster))
    browser = server.browser()
    assert 'name="join"' in browser.get("/course/enter").text
    assert "名单里没有" in browser.enter("00999", join="AB12").text
    assert "加入码不对" in browser.enter("00123", join="zz").text
    assert browser.get("/course/api/state/lesson-01").status == 401
    assert browser.enter("00123", join="ab12").status == 200
    assert browser.get("/course/api/state/01").json["learner"]["label"] == "王某"


def test_reset_signs_out(server):
    from course.web.entry import reset_code
    from course.web.records import Records

    browser = server.browser()
    browser.enter("00506")
    assert browser.get("/course/forms/lesson-01").status == 200
    records = Records.in_folder(server.course_dir)
    code = reset_code(records, "00506")
    records.close()
    assert browser.get("/course/forms/lesson-01").status == 302
    assert browser.enter("00506").status == 200
    assert browser.get("/course/forms/lesson-01").status == 302
    assert browser.enter("00506", code=code).status == 302
    assert browser.get("/course/forms/lesson-01").status == 200


def test_errors_show_nothing_of_the_server(server):
    answer = server.browser().get("/course/nowhere")
    assert answer.status == 404
    assert 'lang="zh-CN"' in answer.text
    for word in ("Traceback", "jupyter", "Jupyter", "tornado", str(server.course_dir)):
        assert word not in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_saving_without_end_is_slowed_down(server):
    browser = server.browser()
    browser.get("/course/api/state/01")
    statuses = [put(browser, "01/01-p1", TICKED, rev=0).status for _ in range(310)]
    assert statuses[:300] == [200] * 300
    assert statuses[-1] == 429


def test_anonymous_visitors_of_one_address_are_slowed_down_together(start_server):
    server = start_server()
    statuses = []
    for _ in range(3):
        browser = server.browser()
        browser.get("/course/api/state/01")
        statuses += [put(browser, "01/01-p1", TICKED).status for _ in range(210)]
    assert statuses[:600] == [200] * 600
    assert set(statuses[600:]) == {429}
    staff = server.browser()
    staff.enter("00507")
    staff.get("/course/api/state/01")
    assert put(staff, "01/01-p1", TICKED).status == 200


@pytest.mark.parametrize("method", ["TRACE", "FOO", "PROPFIND"])
@pytest.mark.parametrize(
    "path", ["/course/", "/course/api/ping", "/course/enter", "/voila/static/x.js", "/nowhere"]
)
def test_unusual_methods_get_a_calm_answer(server, method, path):
    before = server.errors.read_text(encoding="utf-8")
    answer = server.browser().ask(method, path)
    assert answer.status == 405
    assert re.search(r"[\u4e00-\u9fff]", answer.text)
    assert server.errors.read_text(encoding="utf-8") == before


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_saving_into_deleted_records_is_refused(start_server):
    server = start_server()
    browser = server.browser()
    browser.get("/course/api/state/01")
    assert put(browser, "01/01-p1", TICKED).status == 200
    (server.course_dir / "records.sqlite").unlink()
    refused = put(browser, "01/01-p1", {}, rev=1, done=False)
    assert refused.status == 503
    assert "答案还在这个浏览器里" in refused.json["message"]
