"""Mails saved as files: their attachments under the names that were given, and nothing that a mail can break."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.errors import Unreadable
from assessments.grading.collecting import Handed, archive, mail
from assessments.grading.collecting.archive import Budget, BudgetSpent
from assessments.grading.collecting.found import Found
from assessments.grading.collecting.gather import gather
from assessments.grading.collecting.mail import read_letter

SENT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
DATE = "Sun, 22 Nov 2026 11:30:00 +0800"
RAW = b'{"schema": "x"}'


def letter(*attachments: tuple[str, bytes], subject: str = "交作答") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"], made["Date"], made["From"] = subject, DATE, "a@example.cn"
    made.set_content("老师好，作答在附件里。\n")
    made.add_alternative("<p>老师好</p>", subtype="html")
    for name, raw in attachments:
        made.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return made


def forwarded(*inner: EmailMessage) -> EmailMessage:
    made = letter(subject="转发")
    for one in inner:
        made.add_attachment(one)
    return made


def with_headers(*lines: bytes, body: bytes = b"e30=") -> bytes:
    """A mail whose one attachment has these header lines, as they are."""
    head = (
        b'MIME-Version: 1.0\r\nDate: %s\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        % DATE.encode()
    )
    part = b"--b\r\n" + b"\r\n".join(lines) + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n" + part + b"\r\n--b--\r\n"


def zipped(*entries: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return raw.getvalue()


def handed(raw: bytes | EmailMessage, name: str = "a.eml") -> Found:
    return gather([Handed(name, raw if isinstance(raw, bytes) else raw.as_bytes(), None)])


def files(found: Found) -> list[str]:
    return [offer.file for offer in found.offers]


def reasons(found: Found) -> str:
    return " ".join(f"{one.file} {one.reason} {one.advice}" for one in found.refused)


def test_an_attachment_has_its_name_its_content_and_the_time_of_the_mail(tmp_path: Path) -> None:
    (tmp_path / "交作答.eml").write_bytes(
        letter(("1001_张三.json", RAW), ("合影.jpg", b"\xff\xd8")).as_bytes()
    )
    for found in (gather([tmp_path]), gather([tmp_path / "交作答.eml"])):
        (offer,) = found.offers
        assert offer.parts[-2:] == ("交作答.eml", "1001_张三.json")
        assert (offer.raw, offer.at, offer.source) == (RAW, SENT, "mail")
        assert [name.rpartition("/")[2] for name in found.skipped] == ["合影.jpg"]
        assert found.refused == []


GBK = "1001_张三.json".encode("gbk")
UTF8 = "1001_张三.json".encode()


@pytest.mark.parametrize(
    "line",
    [
        b'Content-Disposition: attachment; filename="' + GBK + b'"',
        b'Content-Disposition: attachment; filename="' + UTF8 + b'"',
        b'Content-Disposition: attachment; filename="=?gb2312?B?' + base64.b64encode(GBK) + b'?="',
        b"Content-Disposition: attachment; filename==?UTF-8?B?" + base64.b64encode(UTF8) + b"?=",
        b"Content-Disposition: attachment; filename*=UTF-8''" + quote(UTF8).encode(),
        b"Content-Disposition: attachment; filename*=gbk''" + quote(GBK).encode(),
        b"Content-Disposition: attachment; filename*=no-such-thing''" + quote(GBK).encode(),
        b"Content-Disposition: attachment;\r\n filename*0*=utf-8''"
        + quote(UTF8[:7]).encode()
        + b";\r\n filename*1*="
        + quote(UTF8[7:]).encode(),
        b'Content-Type: application/json; name="=?GBK?B?' + base64.b64encode(GBK) + b'?="',
        # a sign cut in two between the words
        b'Content-Disposition: attachment;\r\n filename="=?UTF-8?B?'
        + base64.b64encode(UTF8[:6])
        + b"?=\r\n =?UTF-8?B?"
        + base64.b64encode(UTF8[6:])
        + b'?="',
        b'Content-Disposition: attachment; filename="C:\\\\Users\\\\' + GBK + b'"',
        b'Content-Disposition: attachment; filename="../../etc/' + UTF8 + b'"',
    ],
)
def test_names_are_read_as_their_sender_saw_them(line: bytes) -> None:
    assert files(handed(with_headers(line))) == ["a.eml/1001_张三.json"]


def test_a_sign_that_is_cut_in_two_by_other_letters() -> None:
    """The quoted words of Outlook: each a text of its own, in GB2312."""
    pieces = (b"=?gb2312?B?" + base64.b64encode(one.encode("gbk")) + b"?=" for one in ("1001_张", "三.json"))
    line = b'Content-Disposition: attachment; filename="' + b"\r\n\t".join(pieces) + b'"'
    assert files(handed(with_headers(line))) == ["a.eml/1001_张三.json"]


@given(st.text(st.characters(codec="gbk", categories=["L", "N"]), min_size=1, max_size=40))
def test_every_name_comes_back(name: str) -> None:
    assert files(handed(letter((f"{name}.json", RAW)))) == [f"a.eml/{name}.json"]


def test_containers_in_containers() -> None:
    """A zip of mails with zips, a forwarded mail; but no third zip, and no mail in a mail in a mail."""
    inner = zipped(("1001/answers.json", RAW))
    found = handed(zipped(("一.eml", letter(("1001.zip", inner)).as_bytes())), "导出.zip")
    assert files(found) == ["导出.zip/一.eml/1001.zip/1001/answers.json"]
    found = handed(forwarded(letter(("1002.json", RAW), subject="1002 的作答")))
    assert files(found) == ["a.eml/1002 的作答.eml/1002.json"]
    assert found.offers[0].at == SENT
    found = handed(forwarded(forwarded(letter(("x.json", RAW)))))
    assert files(found) == []
    assert "邮件里套了邮件，又套了一层" in reasons(found)
    found = handed(letter(("again.eml", letter(("x.eml", letter(("x.json", RAW)).as_bytes())).as_bytes())))
    assert files(found) == []
    assert "又套了一层" in reasons(found)
    found = handed(letter(("a.zip", zipped(("b.zip", zipped(("c.zip", inner), ("ok.json", RAW)))))))
    assert files(found) == ["a.eml/a.zip/b.zip/ok.json"]
    assert "压缩包里套了压缩包，又套了一层" in reasons(found)


def test_outlooks_own_format_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "答卷.MSG").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "用“保存所有附件”存下来" in reasons(gather([tmp_path]))
    assert "用“保存所有附件”存下来" in reasons(handed(letter(("答卷.msg", b"\xd0\xcf\x11\xe0"))))


def test_a_mail_without_anything_is_told() -> None:
    for raw in (b"", b"hello", letter().as_bytes(), b"From x\r\n\r\n", b"\0" * 1000, "你好".encode("utf-16")):
        found = handed(raw)
        assert files(found) == []
        assert "没有附件" in reasons(found)


@pytest.mark.parametrize(
    "said", [b"", b"yesterday", b"Sun, 99 Nov 2026 99:99:99 +9999", b"1" * 3000, b"\xff\xfe"]
)
def test_a_mail_without_a_time(said: bytes) -> None:
    raw = with_headers(b'Content-Type: application/json; name="a.json"').replace(DATE.encode(), said)
    assert [offer.at for offer in handed(raw).offers] == [None]


@pytest.mark.parametrize("said", [b"Mon, 01 Jan 0001 00:00:00 +1400", b"Fri, 31 Dec 9999 23:59:59 -1400"])
def test_a_mail_from_either_end_of_all_times_is_no_fault(said: bytes) -> None:
    raw = with_headers(b'Content-Type: application/json; name="a.json"').replace(DATE.encode(), said)
    assert len(handed(raw).offers) == 1


def nest(depth: int, tail: bytes) -> bytes:
    head = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    return b"".join(head % (n, n) for n in range(depth)) + tail


def test_what_a_mail_may_cost_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    part = b'--b\nContent-Type: text/plain; name="%d.json"\n\n{}\n'
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"".join(part % n for n in range(50))
    assert len(handed(many).offers) == 50
    monkeypatch.setattr(mail, "_PARTS_LIMIT", 20)
    assert "超过 20 件" in reasons(handed(many))
    monkeypatch.setattr(mail, "_PARTS_LIMIT", 2000)
    with pytest.raises(Unreadable, match="套的东西太多"):
        read_letter(nest(60, b"x\n" * 100), Budget(looks=10_000))
    monkeypatch.setattr(mail, "_LINES_LIMIT", 1000)
    assert "行，太长" in reasons(handed(b"\r" * 1001))
    monkeypatch.setattr(mail, "_HEADERS_LIMIT", 10)
    assert "信头太多" in reasons(handed(b"a: b\n" * 11))
    monkeypatch.setattr(mail, "MAIL_LIMIT", 100)
    assert "太大" in reasons(handed(b"x" * 101))


def test_a_mail_that_eats_everything_says_to_go_on_in_parts() -> None:
    raw = letter(("a.json", b"x" * 5000), ("b.json", b"x" * 5000)).as_bytes()
    found = gather([Handed("a.eml", raw, None)], len(raw) + 6000)
    assert files(found) == ["a.eml/a.json"]
    assert found.refused[0].advice == "请分几次收"


def room(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """What a zip or a mail that nobody named may take."""
    monkeypatch.setattr(archive, "PART_LIMIT", size)


def test_one_persons_mail_takes_nobody_elses_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room(monkeypatch, 20_000)
    hog = letter(("many.zip", zipped(*((f"{n}.json", b"x" * 5000) for n in range(50)))))
    pictures = letter(*((f"{n}.jpg", b"") for n in range(50)))
    for name, one in (("0001", hog), ("0002", pictures), ("0003", forwarded(hog)), ("1001", letter())):
        one.add_attachment(RAW, maintype="application", subtype="json", filename=f"{name}.json")
        (tmp_path / f"{name}.eml").write_bytes(one.as_bytes())
    found = gather([tmp_path], 90_000)
    assert files(found)[-1].endswith("1001.eml/1001.json")
    assert "这封邮件解开超过" in reasons(found)
    assert "总量" not in reasons(found)
    assert len(found.offers) + len(found.skipped) < 30


def test_a_mail_that_nobody_named_is_no_larger_than_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room(monkeypatch, 5000)
    (tmp_path / "a.eml").write_bytes(letter(("a.json", b"x" * 6000)).as_bytes())
    assert "太大，最多 5,000" in reasons(gather([tmp_path]))
    assert len(gather([tmp_path / "a.eml"]).offers) == 1


def test_of_several_files_that_were_handed_none_takes_anothers_room(monkeypatch: pytest.MonkeyPatch) -> None:
    room(monkeypatch, 20_000)
    entries = [(f"{n}.json", b"x" * 5000) for n in range(9)]
    for name, hog in (("0.zip", zipped(*entries)), ("0.eml", letter(*entries).as_bytes())):
        found = gather([Handed(name, hog, None), Handed("1001.json", RAW, None)], 10**6)
        assert [offer.parts[-1] for offer in found.offers] == ["0.json", "1.json", "2.json", "1001.json"]
        alone = gather([Handed(name, hog, None)], 10**6)
        assert len(alone.offers) == len(entries)  # it may be that of a class


def test_a_mail_that_was_named_may_bring_a_class_but_each_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    room(monkeypatch, 20_000)
    hog = [(f"{n}.json", b"x" * 5000) for n in range(9)]
    people = [(f"1{n:03}.json", b"x" * 5000) for n in range(9)]
    made = letter(("0001.zip", zipped(*hog)))
    made.add_attachment(letter(*hog, subject="0002"))
    for name, raw in people:
        made.add_attachment(raw, maintype="application", subtype="json", filename=name)
    kept = [offer.parts[-1] for offer in handed(made).offers]
    assert kept == ["0.json", "1.json", "2.json"] * 2 + [name for name, _ in people]


def test_one_tangled_mail_keeps_no_other_from_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_PART_LOOKS", 10_000)
    for name in ("0001", "0002"):
        (tmp_path / f"{name}.eml").write_bytes(nest(60, b"x\n" * 100))
    (tmp_path / "1001.eml").write_bytes(letter(("1001.json", RAW)).as_bytes())
    found = gather([tmp_path])
    assert [offer.parts[-1] for offer in found.offers] == ["1001.json"]
    assert "这封邮件里套的东西太多" in reasons(found)


def test_parts_are_looked_at_out_of_the_whole() -> None:
    whole = Budget(looks=10)
    whole.part("这封邮件").look(10)
    with pytest.raises(BudgetSpent, match="套的东西太多"):
        whole.part("这封邮件").look(1)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: nest(5000, b"x"), "坏了"),
        (lambda: b"Content-Type: message/rfc822\n\n" * 5000 + b"x", "坏了"),
        (lambda: b"Content-Type: multipart/mixed; boundary=x" + b";" * 3_000_000 + b"\n\n--x\n", "没有附件"),
        (lambda: b"Content-Type: multipart/mixed; x=y;\n" + b" ;;;;;;\n" * 100_000 + b"\n\n", "没有附件"),
        (
            lambda: with_headers(b"Content-Disposition: attachment; filename*" + b"9" * 5000 + b"*=x"),
            "没有附件",
        ),
        (lambda: with_headers(b"Content-Disposition: attachment; filename*0*0*=x"), ""),
        (lambda: with_headers(b'Content-Disposition: attachment; filename="\0\r\n \0"'), "没有附件"),
        (lambda: with_headers(b'Content-Disposition: attachment; filename="=?x?B?====?="'), ""),
        (
            lambda: with_headers(
                b"Content-Type: multipart/mixed", b"Content-Disposition: x; filename=a.json"
            ),
            "",
        ),
        (lambda: with_headers(b"Content-Type: message/rfc822"), "没有附件"),
        (lambda: with_headers(b'Content-Type: x/y; name="a.json"', body=b"A" * 9_000_000), "太大"),
        (lambda: with_headers(b'Content-Type: x/y; name="a.zip"', body=b"UEsDBA=="), "坏了"),
        (
            lambda: with_headers(b'Content-Type: x/y; name="a.json"').replace(b"base64", b"x-uuencode"),
            "编码太少见",
        ),
    ],
)
def test_hostile_mails_are_refused_or_told_and_nothing_breaks(make: Callable[[], bytes], told: str) -> None:
    found = handed(make())
    assert told in reasons(found)
    assert [offer for offer in found.offers if offer.raw == RAW] == []


def test_a_bomb_in_a_mail_is_not_opened() -> None:
    bomb = zipped(("answers.json", b" " * 900_000))
    assert "不像正常文件" in reasons(handed(letter(("1001.zip", bomb))))


@settings(max_examples=300)
@given(st.binary(max_size=200), st.integers(0, 500), st.integers(0, 40))
def test_a_spoilt_mail_never_stops_the_rest(junk: bytes, at: int, cut: int) -> None:
    raw = forwarded(letter(("1001.json", RAW))).as_bytes()
    spoilt = raw[:at] + junk + raw[at + cut :]
    found = gather([Handed("坏.eml", spoilt, None), Handed("好.json", RAW, None)])
    assert files(found)[-1] == "好.json"


def test_nothing_of_a_mail_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw = with_headers(b'Content-Disposition: attachment; filename="../../x.json"')
    assert files(handed(raw)) == ["a.eml/x.json"]
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("name", ["IMG_2031.JPG", "截图.png", "作答.docx", "1001.pdf"])
def test_a_photo_or_a_document_is_told_as_what_it_is(tmp_path: Path, name: str) -> None:
    """Where it was chosen; beside answers in a mail it is a signature, and nobody is bothered."""
    (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0")
    for found in (gather([tmp_path / name]), gather([Handed(name, b"PK\x03\x04", None)])):
        assert "不是作答文件" in reasons(found)
        assert "JSON" not in reasons(found)
        assert len(found.refused) == 1
    beside = handed(letter((name, b"\xff\xd8"), ("1001.json", RAW)))
    assert (files(beside), reasons(beside)) == (["a.eml/1001.json"], "")
