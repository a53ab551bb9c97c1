"""A teacher takes in answers from mails in a real browser: choose, look, settle a doubt, confirm, grade."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from assessments.grading.responses import Answers
from casebank.answer import TextAnswer

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
DESK = (1280, 800)
PHONE = (390, 844)
PEOPLE = "工号,姓名,单位,岗位,加入码\n" + "".join(
    f"0017{n},学员{n},城东支行,柜员,CD2026\n" for n in range(10)
)


@pytest.fixture
def serve_options(tmp_path, monkeypatch):
    """A roster, and a password for the instructor."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    secret, roster = tmp_path / "password.txt", tmp_path / "people.csv"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    roster.write_text(PEOPLE, encoding="utf-8")
    return ("--desk-password-file", str(secret), "--roster", str(roster))


def looked_at(visit, name):
    """No axe violation and nothing that needs sideways scrolling, on a desktop and on a phone."""
    for width, height in (DESK, PHONE):
        visit.page.set_viewport_size({"width": width, "height": height})
        assert visit.axe() == [], name
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
        visit.shot(f"files-{name}-{width}", full=True)
    visit.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def sheet(version, learner, text="先打电话问本人。"):
    items = {"t1": TextAnswer(kind="text", text=text)}
    return Answers(form="lesson-01", content_version=version, learner=learner, items=items).to_bytes()


def make_mail(folder, version):
    """What came: a file, a zip of three people, a saved mail with a picture, one that names somebody else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for n in (2, 3, 4):
            made.writestr(f"0017{n}_学员{n}/answers.json", sheet(version, "jovyan", f"我是{n}"))
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "交作答", "Sun, 22 Nov 2026 11:30:00 +0800"
    mail.set_content("老师好，作答在附件里。")
    mail.add_attachment(sheet(version, "00175"), maintype="application", subtype="json", filename="作答.json")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="签名.png")
    files = {
        "answers.json": sheet(version, "00171"),
        "城东支行.zip": packed.getvalue(),
        "交作答.eml": mail.as_bytes(),
        "00176.json": sheet(version, "99999"),
        "说明.msg": b"\xd0\xcf\x11\xe0",
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return [folder / name for name in files]


def test_from_the_mails_to_grading(served, visitor, tmp_path) -> None:
    view = json.loads((served.folder / "release" / "lesson-01" / "form.json").read_text(encoding="utf-8"))
    folder = tmp_path / "附件"
    folder.mkdir()
    came = make_mail(folder, view["content_version"])
    desk = visitor(*DESK)
    page = desk.page
    page.goto(f"{served.url}course/desk")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_label("口令").press("Enter")
    page.get_by_role("navigation", name="管理台").get_by_role("link", name="阅卷").click()
    looked_at(desk, "marking")
    page.get_by_role("link", name="收作答文件").click()
    looked_at(desk, "upload")
    many = [{"name": f"{n}.json", "mimeType": "application/json", "buffer": b"{}"} for n in range(81)]
    page.get_by_label("选文件").set_input_files(many)
    expect(page.get_by_text("一次最多 80 个文件")).to_be_visible()
    expect(page.get_by_role("button", name="先看看会收哪些")).to_be_disabled()
    page.get_by_label("选文件").set_input_files(came)
    expect(page.get_by_text("一次最多 80 个文件")).to_be_hidden()
    page.get_by_label("选文件").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # all of it by keyboard

    expect(page.get_by_role("heading", name="核对作答文件")).to_be_visible()
    expect(page.get_by_text("作答里写的是 jovyan，按文件名算作 00172")).to_be_visible()
    expect(page.get_by_text("2026年11月22日 11:30（邮件发出的时间）")).to_be_visible()
    expect(page.get_by_text("没有时间")).to_have_count(0)  # the page's script told the time of the files
    expect(page.get_by_text("00176.json：文件名写的是 00176，作答里写的是 99999")).to_be_visible()
    looked_at(desk, "seen")
    assert not (served.folder / "submitted").exists()
    page.get_by_text("是谁的，由我来定").click()
    page.get_by_label("以文件名为准").check()
    page.get_by_role("button", name="重新看一遍").click()
    expect(page.get_by_text("作答里写的是 99999，按文件名算作 00176")).to_be_visible()
    looked_at(desk, "settled")

    page.get_by_role("button", name="确认，收下这 6 份").click()
    expect(page.get_by_role("heading", name="收好了")).to_be_visible()
    looked_at(desk, "done")
    folders = sorted(path.name for path in (served.folder / "submitted").iterdir())
    assert folders == [f"0017{n}" for n in range(1, 7)]
    page.reload()
    expect(page.get_by_role("heading", name="收好了")).to_be_visible()
    page.get_by_role("button", name="批改：第一课小测").click()
    expect(page.get_by_text("批改好了：新批 6 份")).to_be_visible(timeout=60_000)
    assert len(list((served.folder / "submitted").iterdir())) == 6
