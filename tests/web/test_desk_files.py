"""Answer files at the desk: seen first, taken in when that is confirmed, once, and nothing before."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from assessments.grading.alone import alone
from assessments.grading.intake import last_receipt, submit
from assessments.grading.responses import Answers, read_answers
from casebank.answer import TextAnswer

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
ROSTER = "工号,姓名,单位,岗位,加入码\n" + "".join(
    f"0017{n},学员{name},城东支行,柜员,CD2026\n" for n, name in enumerate("甲乙丙丁戊己庚辛壬癸")
)
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
FILES = "/course/desk/files"
BEFORE = """
import os, time
os.environ["TZ"] = "Asia/Shanghai"  # a zip tells its time without a zone
getattr(time, "tzset", int)()
from course.web.desk import grading_handlers
def slow(directory, form, progress):
    while (directory / "grading").exists():
        time.sleep(0.01)
    return "批改好了"
grading_handlers._WORK = {"grade": slow}

from course.web.desk import files_handlers
look = files_handlers.outcome
def outcome(directory, batch, *, dry_run):
    if (directory / ("unread" if dry_run else "full")).exists():
        raise OSError(28, "No space left on device")
    return look(directory, batch, dry_run=dry_run)
files_handlers.outcome = outcome
"""


def answers(learner, text="先打电话问本人。"):
    return Answers(
        form="lesson-01",
        content_version="2026.1",
        learner=learner,
        items={"t1": TextAnswer(kind="text", text=text)},
    )


def sheet(learner, text="先打电话问本人。"):
    return answers(learner, text).to_bytes()


def zipped(**entries):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        for name, content in entries.items():
            info = zipfile.ZipInfo(f"{name}/answers.json", (2026, 11, 22, 12, 0, 0))
            made.writestr(info, content)
    return raw.getvalue()


def upload(browser, files, at=NOON, **fields):
    fields.setdefault("_xsrf", browser.cookies.get("_xsrf", ""))
    if at is not None:
        fields.setdefault("times", json.dumps([at.timestamp() * 1000] * len(files)))
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    for name, data in files:
        head = f'--edge\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    body = b"".join(parts) + b"--edge--\r\n"
    return browser.ask("POST", FILES, body, Content_Type="multipart/form-data; boundary=edge")


def looked_at(browser, *files, **how):
    """Upload; the address of the page that says what would become of them, and its text."""
    answer = upload(browser, files, **how)
    assert answer.status == 302, answer.text
    place = answer.headers["Location"]
    return place, browser.get(place).text


def shown(page):
    return re.search(r'name="shown" value="([^"]*)"', page)[1]


def confirm(browser, place, page=None, **fields):
    return browser.form(place, do="take", shown=shown(page or browser.get(place).text), **fields)


def counts(page):
    return [int(count) for count in re.findall(r"<dt>[^<]+</dt><dd>(\d+)</dd>", page)]


def told(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def everything(directory):
    """Every file but those that an open page writes by itself."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and not path.name.startswith("records.sqlite")
    }


def log_in(server):
    return server.teacher(PASSWORD)


@pytest.fixture(scope="module")
def make_server(start_server, make_release, tmp_path_factory):
    def make(roster):
        place = tmp_path_factory.mktemp("files")
        make_release(place / "course")
        options = {"course_dir": str(place / "course")}
        if roster:
            (place / "roster.csv").write_text(roster, encoding="utf-8")
            options["roster"] = str(place / "roster.csv")
        return start_server(**options, host="127.0.0.1", password=PASSWORD, before=BEFORE)

    return make


@pytest.fixture(scope="module")
def started(make_server):
    return make_server(ROSTER)


@pytest.fixture
def server(started):
    """The server, and nothing handed in yet; what waited at it is put away."""
    for folder in ("exchange/shizha/inbound", "submitted"):
        for one in (started.course_dir / folder).glob("*"):
            shutil.rmtree(one)
    for book in started.course_dir.glob("receipts.db*"):
        book.unlink()
    clerk = log_in(started)
    for place in re.findall(rf'href="({FILES}/[^"]+)"', clerk.get(FILES).text):
        clerk.form(place, do="drop")
    return started


@pytest.fixture
def teacher(server):
    return log_in(server)


def submitted(server, learner):
    return read_answers(server.course_dir / "submitted" / learner / "lesson-01")


def test_seen_first_and_taken_in_when_confirmed(server, teacher):
    assert 'href="/course/desk/files"' in teacher.get("/course/desk/marking").text
    before = everything(server.course_dir)
    mail = EmailMessage()
    mail["Date"] = "Sun, 22 Nov 2026 11:30:00 +0800"
    mail.set_content("老师好")
    mail.add_attachment(
        sheet("anonymous", "丙"), maintype="application", subtype="json", filename="00172_丙.json"
    )
    place, page = looked_at(
        teacher,
        ("answers.json", sheet("00170")),
        ("一班.zip", zipped(**{"00171_乙": sheet("jovyan"), "00173": sheet("99999")})),
        ("作答.eml", mail.as_bytes()),
        ("照片.png", b"\x89PNG\r\n\x1a\n\0\0"),
    )
    assert counts(page) == [3, 0, 0, 2]
    for words in (
        "学员甲 00170 2026年11月22日 12:00（文件的时间）answers.json",
        "学员乙 00171 2026年11月22日 12:00（文件的时间）一班.zip/00171_乙/answers.json作答里写的是 jovyan，按文件名算作 00171",
        "学员丙 00172 2026年11月22日 11:30（邮件发出的时间）作答.eml/00172_丙.json",
        "一班.zip/00173/answers.json：文件名写的是 00173，作答里写的是 99999。",
        "确认，收下这 3 份",
    ):
        assert words.replace(" ", "") in told(page).replace(" ", ""), words
    assert "shizha" not in told(page)  # nobody is sent to the command line
    assert everything(server.course_dir) == before
    done = confirm(teacher, place)
    assert done.headers["Location"] == place
    page = teacher.get(place).text
    assert "收下 3 份，可以批改了" in page
    assert 'formaction="/course/desk/marking/lesson-01/grade"' in page
    assert submitted(server, "00170") == answers("00170")
    assert submitted(server, "00172") == answers("00172", "丙")
    receipt = last_receipt(server.course_dir, "lesson-01", "00170")
    assert receipt is not None
    assert receipt.at == NOON
    assert submitted(server, "00173") is None


def test_a_second_click_and_a_lost_answer_change_nothing(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    answered = []
    clicks = [
        threading.Thread(target=lambda: answered.append(confirm(teacher, place, page))) for _ in range(4)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert {(one.status, one.headers["Location"]) for one in answered} == {(302, place)}
    assert "收下 1 份" in teacher.get(place).text
    assert len(list((server.course_dir / "exchange" / "shizha" / "inbound").iterdir())) == 1
    _, page = looked_at(teacher, ("1.json", sheet("00170")))
    assert counts(page) == [0, 1, 0, 0]
    assert "收下这" not in page


def test_two_teachers_with_the_same_files(server, teacher):
    other = log_in(server)
    place, page = looked_at(teacher, ("1.json", sheet("00170")), ("2.json", sheet("00171")))
    theirs, their_page = looked_at(other, ("二.json", sheet("00171")), ("三.json", sheet("00172")))
    assert confirm(other, theirs, their_page).status == 302
    moved = confirm(teacher, place, page)
    assert moved.status == 409
    assert "刚才有变化" in moved.text
    assert counts(moved.text) == [1, 1, 0, 0]
    assert submitted(server, "00170") is None
    assert confirm(teacher, place, moved.text).status == 302
    assert counts(teacher.get(place).text) == [1, 1, 0, 0]
    assert [submitted(server, f"0017{n}") for n in range(3)] == [answers(f"0017{n}") for n in range(3)]


def test_what_is_handed_in_meanwhile_is_seen_before(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170", "早")))
    submit(server.course_dir, answers("00170", "晚"), NOON + timedelta(hours=1))
    moved = confirm(teacher, place, page)
    assert moved.status == 409
    assert counts(moved.text) == [0, 0, 1, 0]
    assert submitted(server, "00170") is None


def test_what_replaces_an_earlier_one_is_told(server, teacher):
    submit(server.course_dir, answers("00170", "早"), NOON - timedelta(hours=1))
    place, page = looked_at(
        teacher,
        ("早.json", sheet("00170", "更早")),
        at=NOON - timedelta(hours=2),
    )
    assert "更晚的是 2026年11月22日 11:00" in told(page)
    place, page = looked_at(teacher, ("晚.json", sheet("00170", "晚")))
    assert "2026年11月22日 11:00 交的那份不再算" in told(page)
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "00170") == answers("00170", "晚")


def test_a_login_that_ended_loses_nothing(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    before = everything(server.course_dir)
    teacher.form("/course/desk/logout")
    assert confirm(teacher, place, page).status == 403
    assert teacher.get(place).headers["Location"] == "/course/desk/login"
    assert everything(server.course_dir) == before
    again = log_in(server)
    assert f'href="{place}"' in again.get(FILES).text
    assert confirm(again, place).status == 302
    assert submitted(server, "00170") == answers("00170")


def test_put_away(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    assert teacher.form(place, do="drop").headers["Location"] == FILES
    assert place not in teacher.get(FILES).text
    late = confirm(teacher, place, page)
    assert late.headers["Location"] == FILES
    assert "这批文件不在了" in teacher.get(FILES).text
    assert submitted(server, "00170") is None


def test_doubt_is_settled_by_the_teacher(server, teacher):
    place, page = looked_at(
        teacher, ("00171.json", sheet("99999", "不认识")), ("x.json", sheet("88888", "也不认识"))
    )
    assert counts(page) == [0, 0, 0, 2]
    assert "核对时勾上" in told(page)
    assert teacher.form(place, do="look", by_name="yes").headers["Location"] == place
    page = teacher.get(place).text
    assert counts(page) == [1, 0, 0, 1]
    assert "作答里写的是 99999" in told(page)
    teacher.form(place, do="look", by_name="yes", allow_unknown="yes")
    page = teacher.get(place).text
    assert counts(page) == [1, 0, 0, 1]  # by name alone: nothing in the name of the second
    teacher.form(place, do="look", allow_unknown="yes")
    assert counts(teacher.get(place).text) == [1, 0, 0, 1]
    for number, words in (("00172", "填的工号只能用在一个人的文件上"), ("1 2", "不是工号")):
        teacher.form(place, do="look", given=number)
        assert words in told(teacher.get(place).text)
    place, page = looked_at(teacher, ("00173.json", sheet("00174")))
    assert "先问清楚是谁的" in told(page)
    teacher.form(place, do="look", given="00174")
    page = teacher.get(place).text
    assert counts(page) == [1, 0, 0, 0]
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "00174") == answers("00174")


def test_without_a_roster_the_numbers_in_the_files_count(make_server):
    server = make_server("")
    teacher = log_in(server)
    place, page = looked_at(teacher, ("1001.json", sheet("anonymous")), ("x.json", sheet("1002")))
    assert counts(page) == [2, 0, 0, 0]
    assert "名册" not in page.partition("<h1>")[2].partition("会收下")[2]
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "1001") == answers("1001")


def test_while_grading_is_under_way_nothing_is_taken_in(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    (server.course_dir / "grading").touch()
    teacher.form("/course/desk/marking/lesson-01/grade")
    busy = confirm(teacher, place, page)
    assert busy.status == 409
    assert "等它做完再确认" in busy.text
    assert submitted(server, "00170") is None
    (server.course_dir / "grading").unlink()
    while teacher.get("/course/desk/marking/lesson-01/progress").json["running"]:
        pass
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "00170") == answers("00170")


def test_while_a_command_holds_the_course_nothing_is_taken_in(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    with alone(server.course_dir):
        assert counts(teacher.get(place).text) == [1, 0, 0, 0]  # to look needs no waiting
        busy = confirm(teacher, place, page)
        assert busy.status == 409
        assert "等它做完再确认" in busy.text
        assert "Another grading" not in busy.text
        assert submitted(server, "00170") is None
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "00170") == answers("00170")
    with alone(server.course_dir):  # and the desk lets go of it
        pass


@pytest.mark.parametrize(
    ("trouble", "status", "words"), [("full", 507, "没有收完"), ("unread", 503, "现在看不了")]
)
def test_a_disk_that_refuses_is_told_and_the_files_still_wait(server, teacher, trouble, status, words):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    (server.course_dir / trouble).touch()
    refused = confirm(teacher, place, page)
    (server.course_dir / trouble).unlink()
    assert refused.status == status
    assert words in refused.text
    assert "No space" not in refused.text
    assert submitted(server, "00170") is None
    assert confirm(teacher, place, page).status == 302
    assert submitted(server, "00170") == answers("00170")


def test_nobody_else_brings_anything(server, teacher):
    place, page = looked_at(teacher, ("1.json", sheet("00170")))
    trainee = server.browser()
    trainee.enter("00171", join="CD2026")
    assert upload(trainee, [("1.json", sheet("00171"))]).status == 403
    assert confirm(trainee, place, page).status == 403
    assert upload(teacher, [("1.json", sheet("00171"))], _xsrf="forged").status == 403
    assert confirm(teacher, place, page, _xsrf="forged").status == 403
    assert "00171" not in teacher.get(FILES).text
    assert submitted(server, "00170") is None


def test_too_much_is_told_calmly(server, teacher):
    for files, words in (
        ([], "还没有选文件"),
        ([("大.zip", b"x" * (21 * 1024 * 1024))], "一共超过 20 MB"),
        ([(f"{n}.json", b"{}") for n in range(120)], "一次最多传 80 个文件"),
    ):
        answer = upload(teacher, files)
        assert answer.status == 400
        assert words in answer.text
        assert "接着看" not in answer.text
    cut = upload(teacher, [("1.json", sheet("00170"))], at=None, times="[")
    assert cut.status == 302
    assert "没有时间" in teacher.get(cut.headers["Location"]).text  # no times: that of the answers, or now


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("../../cookie_secret", b"{}", "不是识诈课堂的作答文件"),
        ("<b>x</b>.json", b"[1]", "不是识诈课堂的作答文件"),
        ("a.msg", b"\xd0\xcf\x11\xe0", "用“保存所有附件”存下来"),
        ("a.rar", b"Rar!", "这种压缩文件打不开"),
        ("a.zip", b"PK\x03\x04", "zip 文件坏了"),
        ("a.eml", b"Subject: x\n\nhello", "这封邮件里没有附件"),
        ("lesson-01.ipynb", b"{}", "只有笔记本"),
        ("form.json", b"{}", "没有找到作答文件"),
        ("a.json", b"\xff\xfe{\0", "UTF-16"),
    ],
)
def test_what_is_no_answer_is_told(server, teacher, name, data, words):
    before = everything(server.course_dir)
    _, page = looked_at(teacher, (name, data))
    assert counts(page)[0] == 0
    assert words in told(page)
    assert "<b>x" not in page
    assert "收下这" not in page
    assert everything(server.course_dir) == before
