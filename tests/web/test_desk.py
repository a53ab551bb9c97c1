"""The instructor's pages over the wire: who comes in, what they do, and that no trainee gets there."""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile

import pytest
from openpyxl import Workbook

from assessments.clock import beijing
from assessments.grading.receipts import Entry, Receipt, ReceiptBook
from course.web.state import now

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
HEADER = "工号,姓名,单位,岗位,加入码\n"
FIRST = (
    HEADER
    + "".join(f"0010{n},甲{n},城东支行,柜员,CD2026\n" for n in range(6))
    + "00201,乙,小网点,大堂,XW2026\n"
)
SECOND = (
    HEADER
    + "".join(f"0010{n},甲{n},城东支行,柜员,CD2026\n" for n in range(1, 6))
    + "00201,乙,城东支行,大堂,CD2026\n00300,丙,小网点,大堂,XW2026\n"
)
PAGES = [
    "",
    "/unit?form=lesson-01&unit=x",
    "/roster",
    "/roster/preview",
    "/join",
    "/forms",
    "/code",
    "/files",
]


def upload(browser, text, name="名册.csv", encoding="utf-8", **fields):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    fields.setdefault("_xsrf", browser.cookies.get("_xsrf", ""))
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--edge\r\nContent-Disposition: form-data; name="roster"; filename="{name}"\r\n\r\n'
    body = b"".join(parts) + head.encode() + data + b"\r\n--edge--\r\n"
    return browser.ask("POST", "/course/desk/roster", body, Content_Type="multipart/form-data; boundary=edge")


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.text)[1]


def confirm(browser, since=None, **fields):
    page = browser.get("/course/desk/roster/preview")
    shown = {name: hidden(page, name) for name in ("id", "shown", "against")}
    return browser.form(
        "/course/desk/roster/preview", **{**shown, "since": since or shown["shown"], **fields}
    )


def log_in(server):
    return server.teacher(PASSWORD)


@pytest.fixture(scope="module")
def server(start_server, make_release, tmp_path_factory):
    course_dir = tmp_path_factory.mktemp("desk") / "course"
    make_release(course_dir)
    return start_server(course_dir=str(course_dir), host="127.0.0.1", password=PASSWORD)


@pytest.fixture(scope="module")
def teacher(server):
    return log_in(server)


@pytest.fixture(scope="module")
def roster(teacher):
    """The first roster, confirmed."""
    assert upload(teacher, FIRST).status == 302
    assert confirm(teacher).headers["Location"] == "/course/desk/roster"


def test_nobody_else_comes_in(server, teacher, roster):
    """Without a cookie, with a forged one, with a trainee's under either name: the login, and nothing told."""
    trainee = server.browser()
    trainee.enter("00105", join="CD2026")
    good = teacher.cookies["shizha-desk"]
    mine = trainee.cookies["shizha-visitor"]
    cookies = (
        "",
        "shizha-desk=x",
        f"shizha-desk={good[:-4]}0000",
        f"shizha-desk={mine}",
        trainee.cookie_header,
    )
    for cookie in cookies:
        for page in PAGES:
            answer = trainee.get(f"/course/desk{page}", Cookie=cookie)
            assert (answer.status, answer.headers.get("Location")) == (302, "/course/desk/login"), cookie
            assert "城东支行" not in answer.text
    trainee.get("/course/desk/login")
    for page in ("/roster", "/roster/preview", "/forms", "/code"):
        assert trainee.form(f"/course/desk{page}", do="close", form="lesson-01", number="00105").status == 403
    assert upload(trainee, SECOND).status == 403
    assert "开放中" in teacher.get("/course/desk/forms").text


def test_the_cookie_is_for_the_desk_alone(server):
    browser = server.browser()
    browser.get("/course/desk/login")
    cookie = browser.form("/course/desk/login", password=PASSWORD).headers["Set-Cookie"]
    assert "Path=/course/desk" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert browser.get("/course/api/state/lesson-01").status == 401  # an instructor is no trainee


def test_a_wrong_password_many_times(start_server):
    other = start_server(password=PASSWORD)
    browser = other.browser()
    browser.get("/course/desk/login")
    statuses = [browser.form("/course/desk/login", password=f"wrong {n}").status for n in range(7)]
    assert statuses == [403] * 5 + [429] * 2
    late = browser.form("/course/desk/login", password=PASSWORD)
    assert late.status == 429
    assert "shizha-desk" not in browser.cookies


def test_a_post_from_another_site_does_nothing(server, teacher, roster):
    for fields in ({"_xsrf": "forged"}, {"_xsrf": ""}):
        assert upload(teacher, SECOND, **fields).status == 403
        for page in ("forms", "code", "roster/preview", "logout", "login"):
            answer = teacher.form(f"/course/desk/{page}", do="close", form="lesson-01", **fields)
            assert answer.status == 403
    assert teacher.get("/course/desk/roster/preview").status == 302  # nothing was taken
    body = f"_xsrf={teacher.cookies['_xsrf']}&do=close&form=lesson-01"
    elsewhere = teacher.ask(
        "POST",
        "/course/desk/forms",
        body,
        Content_Type="application/x-www-form-urlencoded",
        Origin="http://evil.example",
    )
    assert elsewhere.status in (403, 404)
    assert "开放中" in teacher.get("/course/desk/forms").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_roster_is_looked_at_and_then_confirmed(start_server, encoding):
    """Nothing changes before; afterwards at once: joiners enter, leavers do not, and their record stays."""
    running = start_server(password=PASSWORD)
    desk, staying, leaving = log_in(running), running.browser(), running.browser()
    upload(desk, FIRST, encoding=encoding)
    assert confirm(desk).status == 302
    assert staying.enter("00101", join="cd2026").status == 200
    assert leaving.enter("00100", join="CD2026").status == 200
    assert upload(desk, SECOND, encoding=encoding).headers["Location"] == "/course/desk/roster/preview"
    preview = desk.get("/course/desk/roster/preview").text
    told = dict(re.findall(r"<dt>(\S+)</dt><dd>(\d+)</dd>", preview))
    assert told == {"新来": "1", "离开": "1", "调动": "1", "留任": "6"}
    assert "小网点 → 城东支行" in preview
    assert running.browser().enter("00300", join="XW2026").status == 200
    assert "名单里没有这个工号" in running.browser().enter("00300", join="XW2026").text
    assert confirm(desk).status == 302
    assert "续学码" in running.browser().enter("00300", join="XW2026").text
    assert leaving.get("/course/api/state/lesson-01").status == 401
    assert "名单里没有这个工号" in running.browser().enter("00100", join="CD2026").text
    assert staying.get("/course/api/state/lesson-01").status == 200
    back = upload(desk, FIRST, encoding=encoding)
    assert back.status == 302
    assert confirm(desk).status == 302
    assert leaving.get("/course/api/state/lesson-01").status == 200  # the same record as before


def test_another_date_is_compared_anew(server, teacher, roster):
    upload(teacher, SECOND)
    answer = confirm(teacher, since="2026-01-01")
    assert answer.status == 200
    assert "日期改了" in answer.text
    assert hidden(answer, "shown") == "2026-01-01"
    assert hidden(answer, "against") == "0"
    assert confirm(teacher, since="gestern").status == 400
    assert confirm(teacher, against="77").status == 409
    assert "7 人，2 个单位" in teacher.get("/course/desk/roster").text
    assert "小网点" in teacher.get("/course/desk/join?at=http://192.168.1.20:8866").text


def test_a_roster_counts_from_its_day_on(start_server):
    running = start_server(password=PASSWORD)
    desk = log_in(running)
    upload(desk, FIRST)
    confirm(desk)
    upload(desk, SECOND)
    later = beijing(now()).date().replace(day=1)
    later = later.replace(year=later.year + 1) if later.month == 12 else later.replace(month=later.month + 1)
    again = confirm(desk, since=later.isoformat())
    fields = {name: hidden(again, name) for name in ("id", "shown", "against")}
    assert desk.form("/course/desk/roster/preview", since=later.isoformat(), **fields).status == 302
    assert "已经排好" in desk.get("/course/desk/roster").text
    assert "名单里没有这个工号" in running.browser().enter("00300", join="XW2026").text


def test_a_damaged_roster_lets_nobody_in_and_can_be_replaced(make_release, start_server, tmp_path):
    course_dir = tmp_path / "course"
    make_release(course_dir)
    (course_dir / "rosters").mkdir()
    (course_dir / "rosters" / "0001-2026-01-01.json").write_text("{", encoding="utf-8")
    running = start_server(course_dir=str(course_dir), password=PASSWORD)
    assert running.browser().enter("00101", join="CD2026").status == 500
    desk = log_in(running)
    for page in ("", "/join"):
        assert desk.get(f"/course/desk{page}").headers["Location"] == "/course/desk/roster"
    assert "请再传一次名册" in desk.get("/course/desk/roster").text
    assert upload(desk, FIRST).status == 302
    assert confirm(desk).status == 302
    assert "续学码" in running.browser().enter("00101", join="CD2026").text


def test_every_fault_by_its_row(server, teacher, roster):
    bad = HEADER + "1,甲,城东支行,柜员,CD2026\n00172,,城东支行,柜员,CD2026\n00172,乙,城东支行,柜员,ZZ2026\n"
    answer = upload(teacher, bad)
    assert answer.status == 400
    for told in ("第 2 行：工号", "第 3 行：姓名", "第 4 行：工号", "第 4 行：单位", "4 处要改，名册没有变"):
        assert told in answer.text
    assert "7 人，2 个单位" in answer.text


@pytest.mark.parametrize(
    "name", ["../../cookie_secret.csv", "..\\..\\x.csv", "/etc/passwd.csv", "a\\u0000b.csv", "<b>x</b>.csv"]
)
def test_the_name_of_a_file_leads_nowhere(server, teacher, roster, name):
    before = {path.relative_to(server.course_dir) for path in server.course_dir.rglob("*")}
    secret = (server.course_dir / "cookie_secret").read_bytes()
    answer = upload(teacher, SECOND, name=name)
    assert answer.status in (302, 400)
    page = teacher.get("/course/desk/roster/preview").text
    assert ".." not in re.sub(r"<style.*?</style>", "", page)
    assert "<b>x" not in page
    after = {path.relative_to(server.course_dir) for path in server.course_dir.rglob("*")}
    assert after - before == set()
    assert (server.course_dir / "cookie_secret").read_bytes() == secret


def workbook():
    book = Workbook()
    for row in FIRST.splitlines():
        book.active.append(row.split(","))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb(lie):
    """A workbook whose sheet unfolds to 80 MB; with `lie`, its directory says that it does not."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.namelist():
            data = good.read(part)
            if part.endswith("sheet1.xml"):
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * 80_000_000)
            bad.writestr(part, data)
    data = file.getvalue()
    if lie:
        sizes = [info.file_size for info in zipfile.ZipFile(io.BytesIO(data)).infolist()]
        data = data.replace(struct.pack("<I", max(sizes)), struct.pack("<I", 1000))
    return data


def test_excel_and_what_is_none(server, teacher, roster):
    assert upload(teacher, workbook(), name="名册.xlsx").status == 302
    assert "没有变化" in teacher.get("/course/desk/roster/preview").text
    for data, told in (
        (bomb(lie=False), "解压后"),
        (bomb(lie=True), "打不开"),
        (b"PK\x03\x04 no workbook", "打不开"),
        (b"", "文件是空的"),
        (b"x" * 3_200_000, "文件太大"),
    ):
        answer = upload(teacher, data, name="名册.xlsx")
        assert answer.status == 400, told
        assert told in answer.text
    assert "不能读" in upload(teacher, FIRST, name="名册.xls").text
    assert "7 人，2 个单位" in teacher.get("/course/desk/roster").text


def test_a_roster_without_join_codes_gets_some(start_server):
    running = start_server(password=PASSWORD)
    desk = log_in(running)
    upload(desk, "工号,姓名,单位\n00101,甲,城东支行\n00102,乙,城东支行\n00201,丙,城西支行\n", encoding="gbk")
    assert "给每个单位配好" in desk.get("/course/desk/roster/preview").text
    confirm(desk)
    codes = re.findall(r'desk-code">(\w+)<', desk.get("/course/desk/join?at=192.168.1.20:8866").text)
    assert len(set(codes)) == 2
    assert "续学码" in running.browser().enter("00101", join=codes[0]).text


def test_the_sheet_of_join_codes(server, teacher, roster):
    page = teacher.get("/course/desk/join").text
    assert "手机扫了也进不来" in page
    assert "<svg" not in page
    page = teacher.get("/course/desk/join?at=192.168.1.20:8866").text
    assert page.count("<svg") == 2
    assert "http://192.168.1.20:8866/course/" in page
    one = teacher.get("/course/desk/join?at=192.168.1.20:8866&unit=%E5%B0%8F%E7%BD%91%E7%82%B9").text
    assert one.count("<svg") == 1
    for odd in ("javascript:alert(1)", "http://a b", "http://x/evil", "http://x@y"):
        answer = teacher.get(f"/course/desk/join?at={odd.replace(' ', '%20')}")
        assert "这个地址读不懂" in answer.text
    entry = server.browser().get("/course/enter?join=CD2026")
    assert re.search(r'name="join"[^>]* value="CD2026"', entry.text)


def hand_in(course_dir, learner):
    with ReceiptBook(course_dir).writing() as book:
        book.add(Entry(learner, "lesson-01", "d", "f", Receipt("AAAA-BBBB", now())))


def test_coverage_names_nobody_in_a_small_unit(server, teacher, roster):
    """Names of those who have not handed in, in a unit of six; of a unit of one, the counts."""
    server.browser().enter("00101", join="CD2026")
    hand_in(server.course_dir, "00102")
    page = teacher.get("/course/desk").text
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*(.*?)</tr>', page, re.DOTALL)
    east, small = (re.findall(r'<td class="num">(\d+)', cells) for _, cells in rows)
    assert east[0] == "6"
    assert east[2:] == ["1", "0", "16"]
    assert small == ["1", "0", "0", "0", "0"]
    assert "href" not in rows[1][0]
    assert "甲" not in page
    unit = teacher.get("/course/desk/unit?form=lesson-01&unit=%E5%9F%8E%E4%B8%9C%E6%94%AF%E8%A1%8C").text
    absent = set(re.findall(r"<strong>(甲\d)</strong>", unit))
    assert absent == {"甲0", "甲1", "甲3", "甲4", "甲5"}
    small = teacher.get("/course/desk/unit?form=lesson-01&unit=%E5%B0%8F%E7%BD%91%E7%82%B9").text
    assert "只看人数" in small
    assert "乙" not in small
    assert teacher.get("/course/desk/unit?form=lesson-01&unit=x").status == 404
    assert teacher.get("/course/desk/unit?form=01&unit=x").status == 404


def test_no_practice_answer_on_any_page(server, teacher, roster):
    trainee = server.browser()
    trainee.enter("00103", join="CD2026")
    said = {"answer": {"kind": "text", "text": "只给自己看的话"}, "done": True, "rev": 0}
    assert trainee.send("PUT", "/course/api/answers/01/01-p1", said).status == 200
    for page in PAGES:
        assert "只给自己看的话" not in teacher.get(f"/course/desk{page}").text
    for path in ("/course/api/state/01", "/course/api/download/01", "/course/api/download"):
        assert "只给自己看的话" not in teacher.get(f"{path}?learner=00103").text


def test_forms_open_and_close_and_have_a_day(server, teacher, roster):
    trainee = server.browser()
    trainee.enter("00104", join="CD2026")
    assert teacher.form("/course/desk/forms", do="close", form="lesson-01").status == 302
    assert "没有开放" in teacher.get("/course/desk/forms").text
    assert trainee.get("/course/forms/lesson-01").status == 403
    teacher.form("/course/desk/forms", do="open", form="lesson-01")
    assert trainee.get("/course/forms/lesson-01").status == 200
    teacher.form("/course/desk/forms", **{"due:lesson-01": "2026-12-31", "due:01": "2026-12-15"})
    page = teacher.get("/course/desk/forms").text
    assert "截止 2026年12月31日" in page
    assert 'name="due:01" type="date" value="2026-12-15"' in page
    bad = teacher.form("/course/desk/forms", **{"due:lesson-01": "2026-02-31", "due:01": ""})
    assert bad.status == 400
    assert 'name="due:01" type="date" value="2026-12-15"' in bad.text
    teacher.form("/course/desk/forms", **{"due:lesson-01": ""})
    assert "没有设截止日期" in teacher.get("/course/desk").text
    for form in ("01", "x", "../x"):
        assert teacher.form("/course/desk/forms", do="open", form=form).status == 400


def test_a_new_resume_code_is_shown_until_it_is_handed_over(server, teacher, roster):
    trainee = server.browser()
    old = re.search(r"\b\d{6}\b", trainee.enter("00105", join="CD2026").text)
    looked = teacher.form("/course/desk/code", number="00105", step="look")
    assert "甲5" in looked.text
    assert trainee.get("/course/api/state/lesson-01").status == 200 or old is None
    assert teacher.form("/course/desk/code", number="00105", step="reset").status == 302
    code = re.search(r'code__digits">(\d{6})<', teacher.get("/course/desk/code").text)[1]
    assert code in teacher.get("/course/desk/code").text  # it stands a reload
    teacher.form("/course/desk/code", step="done")
    assert code not in teacher.get("/course/desk/code").text
    assert trainee.get("/course/api/state/lesson-01").status == 401
    assert server.browser().enter("00105", code=code).status == 302
    for number in ("99999", "", "00 1"):
        assert "没有这个工号" in teacher.form("/course/desk/code", number=number, step="reset").text


def test_after_the_logout_the_cookie_is_worth_nothing(server):
    browser = log_in(server)
    cookie = browser.cookie_header
    assert browser.get("/course/desk").status == 200
    assert browser.form("/course/desk/logout").status == 302
    assert browser.get("/course/desk", Cookie=cookie).status == 302


def link(running):
    """The next link that the server's window shows."""
    for _ in range(5):
        if found := re.search(r"/course/desk/key/[\w-]+", running.process.stdout.readline()):
            return found[0]
    raise AssertionError("no link")


@pytest.fixture(scope="module")
def own(start_server):
    """A server without a password, for this machine alone."""
    return start_server()


def test_a_link_opens_once_on_this_machine(own):
    path = link(own)
    proxied = own.browser().get(path, X_Forwarded_For="10.0.0.7")
    assert proxied.status == 403
    assert own.browser().get(f"{path[:-1]}_").status == 403
    browser = own.browser()
    assert browser.get(path).headers["Location"] == "/course/desk"
    assert browser.get("/course/desk").status == 200
    assert own.browser().get(path).status == 403
    assert own.browser().get(link(own)).headers["Location"] == "/course/desk"


def test_without_a_password_the_login_says_where_the_link_is(own):
    browser = own.browser()
    page = browser.get("/course/desk/login")
    assert page.status == 200
    assert "服务器那个窗口" in page.text
    assert 'name="password"' not in page.text
    assert browser.form("/course/desk/login", password="").status == 403
    assert "shizha-desk" not in browser.cookies


@pytest.mark.skipif(sys.platform == "win32", reason="asks about the network")
def test_without_a_password_the_door_is_shut_to_the_network(start_server):
    wide = start_server(host="0.0.0.0")
    shown = "".join(wide.process.stdout.readline() for _ in range(2))
    assert "管理台没有打开" in shown
    browser = wide.browser()
    for path in ("/course/desk/login", f"/course/desk/key/{'x' * 32}"):
        answer = browser.get(path)
        assert answer.status == 403
        assert "管理台在这个地址上没有打开" in answer.text


def test_where_one_only_practises_there_is_no_desk(start_server):
    from course.web.desk.routes import DESK_ROUTES
    from course.web.routes import course_routes

    named = [pattern for pattern, _ in course_routes("/") if "course/desk" in pattern]
    assert len(named) == len(DESK_ROUTES)
