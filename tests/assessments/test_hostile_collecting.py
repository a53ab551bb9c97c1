"""Hostile files, zips and folders of the exchange, all collected at once: who is honest is collected, none else."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.coursedir import open_form
from assessments.exchange import inbound
from assessments.grading.intake import submit
from tests.assessments.hostile import FORM, SCRIPT, SECRET, honest

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Make = Callable[[Path, str], object]


def answers(learner: str) -> bytes:
    return honest(learner).to_bytes()


def packed(path: Path, entries: dict[str, bytes], kind: int = stat.S_IFREG) -> None:
    """A zip whose names are taken as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in entries.items():
            info = zipfile.ZipInfo("x", (2026, 11, 22, 12, 0, 0))
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, (kind | 0o644) << 16
            archive.writestr(info, raw)


def nested(mail: Path, learner: str) -> None:
    inner = answers(learner)
    for _ in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("again.zip" if inner[:2] == b"PK" else "answers.json", inner)
        inner = buffer.getvalue()
    (mail / f"{learner}.zip").write_bytes(inner)


def walked(at: str) -> Make:
    """Answers whose decisions were made at that time; the file has none."""

    def make(mail: Path, learner: str) -> None:
        value = json.loads(answers(learner))
        for answer in value["items"].values():
            for event in answer.get("events", []):
                event["at"] = at
        path = mail / f"{learner}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        os.utime(path, (0, 0))

    return make


def said(**changed: object) -> Make:
    def make(mail: Path, learner: str) -> None:
        raw = json.dumps({**json.loads(answers(learner)), **changed})
        (mail / f"{learner}.json").write_text(raw, encoding="utf-8")

    return make


def plain(make: Callable[[str], bytes]) -> Make:
    return lambda mail, learner: (mail / f"{learner}.json").write_bytes(make(learner))


REFUSED: dict[str, tuple[Make, str]] = {
    "2001": (lambda mail, who: packed(mail / f"{who}.zip", {"../../answers.json": answers(who)}), "包外面"),
    "2002": (lambda mail, who: packed(mail / f"{who}.zip", {"/etc/answers.json": answers(who)}), "包外面"),
    "2003": (lambda mail, who: packed(mail / f"{who}.zip", {"C:\\x\\answers.json": answers(who)}), "包外面"),
    "2004": (lambda mail, who: packed(mail / f"{who}.zip", {"answers.json": b" " * 900_000}), "不像正常文件"),
    "2005": (
        lambda mail, who: packed(mail / f"{who}.zip", {"answers.json": b"/etc/passwd"}, stat.S_IFLNK),
        "链接",
    ),
    "2006": (nested, "又套了一层"),
    "2007": (lambda mail, who: (mail / f"{who}.zip").write_bytes(b"PK\x03\x04" + b"\0" * 500), "坏了"),
    "2008": (lambda mail, who: (mail / f"{who}.json").symlink_to(mail.parent / "secret.txt"), "链接"),
    "2009": (lambda mail, who: os.mkfifo(mail / f"{who}.json"), "链接、文件夹或设备"),
    "2010": (plain(lambda _: b"[" * 100_000), "层"),
    "2011": (plain(lambda who: answers(who).replace(b'"seq": 0', b'"seq": NaN')), "NaN"),
    "2012": (plain(lambda who: answers(who) + b" " * 2_000_000), "太大"),
    "2013": (said(form="../../etc"), "没有这份试卷"),
    "2014": (said(form=SCRIPT[:60]), "没有这份试卷"),
    "2015": (said(content_version="2020.1"), "另一个版本"),
    "2016": (said(variants={"s1": "class-trip-2@2"}), "这份试卷里没有"),
    "2017": (said(learner="../../2001"), "认不出来"),
}
TAKEN: dict[str, Make] = {
    "3001": lambda mail, who: (mail / f"{who}.json").write_bytes(answers(who)),
    "3002": walked("0001-01-01T00:00:00+14:00"),
    "3003": walked("9999-12-31T23:59:59-14:00"),
    "3004": walked("1970-01-01T00:00:00Z"),
    "3005": lambda mail, who: packed(mail / f"{who}.zip", {"\u202egnp.\x1b[31m/answers.json": answers(who)}),
}
ARRIVED: dict[str, Make] = {
    "4001+counter+9999-12-31 235959.999999 UTC+x": lambda box, name: fill(box / name, "4001"),
    "4002+counter+0001-01-01 000000.000000 UTC+x": lambda box, name: fill(box / name, "4002"),
    "..+counter+2026-11-22 040000.000000 UTC+x": lambda box, name: fill(box / name, "4003"),
    "4004\n\x1b[31m+counter+2026-11-22 040000.000000 UTC+x": lambda box, name: fill(box / name, "4004"),
    "4005+counter+2026-11-22 040000.000000 UTC+x": lambda box, name: (box / name).symlink_to(box.parent),
    "4006+counter+never+x": lambda box, name: fill(box / name, "4006"),
    "4009\x1b[31m\u202e+counter+never+x": lambda box, name: fill(box / name, "4009"),
    os.fsdecode(b"4007\xff+counter+2026-11-22 040000.000000 UTC+x"): lambda box, name: fill(
        box / name, "4007"
    ),
    os.fsdecode(b"4008\xff+counter+never+x"): lambda box, name: fill(box / name, "4008"),
}


def fill(folder: Path, learner: str) -> None:
    """A folder in the exchange with a link and a pipe in it."""
    shutil.copytree(folder.parents[3] / "release" / FORM, folder)
    honest(learner).write(folder)
    (folder / "timestamp.txt").write_text("9999-12-31 23:59:59.999999 UTC", encoding="utf-8")
    (folder / "passwd").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")


def shizha(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from course.cli import main; sys.argv[0] = 'shizha'; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TZ": "Asia/Shanghai"},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def collected(
    made_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], str]:
    """The course after everything was collected twice, what the first said as JSON, and the second as text."""
    place = tmp_path_factory.mktemp("collected")
    course = Path(shutil.copytree(made_course, place / "course"))
    open_form(course, FORM)
    (place / "secret.txt").write_text(SECRET, encoding="utf-8")
    mail = place / "mail"
    mail.mkdir()
    for who, (make, _) in REFUSED.items():
        make(mail, who)
    for who, make in TAKEN.items():
        make(mail, who)
    for name, make in ARRIVED.items():
        make(inbound(course), name)
    submit(course, honest("5001"), NOON)
    first = shizha("collect", str(course), str(mail), "--json")
    assert first.returncode == 1, first.stderr
    assert first.stderr == ""
    again = shizha("collect", str(course), str(mail))
    assert again.returncode == 1, again.stderr
    return course, json.loads(first.stdout), again.stdout


def test_who_is_honest_is_collected(collected: tuple[Path, dict[str, Any], str]) -> None:
    course, told, _ = collected
    there = {path.parent.name for path in (course / "submitted").glob(f"*/{FORM}")}
    assert {*TAKEN, "5001"} <= there
    assert there & {*REFUSED} == set()
    assert {one["learner"] for one in told["taken"]} == {*TAKEN}
    for learner in (*TAKEN, "5001"):
        value = json.loads((course / "submitted" / learner / FORM / "answers.json").read_bytes())
        assert value["learner"] == learner
        assert value["items"].keys() == json.loads(answers(learner))["items"].keys()


@pytest.mark.parametrize("who", REFUSED)
def test_a_hostile_file_is_told(collected: tuple[Path, dict[str, Any], str], who: str) -> None:
    _, told, _ = collected
    (one,) = [one for one in told["refused"] if who in one["file"]]
    assert REFUSED[who][1] in one["reason"]


def test_nothing_came_from_outside_and_nothing_went_there(
    collected: tuple[Path, dict[str, Any], str],
) -> None:
    course, _, _ = collected
    assert {path.name for path in course.parent.iterdir()} == {"course", "mail", "secret.txt"}
    for path in (course / "submitted").rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or path.is_file()
        if path.is_file():
            raw = path.read_bytes()
            assert SECRET.encode() not in raw
            assert b"root:" not in raw


def test_what_is_printed_does_nothing_to_a_terminal(collected: tuple[Path, dict[str, Any], str]) -> None:
    _, _, said_so = collected
    assert all(line.isprintable() for line in said_so.split("\n"))


def test_it_is_graded_afterwards(collected: tuple[Path, dict[str, Any], str]) -> None:
    course, _, _ = collected
    done = shizha("grade", str(course), FORM, "--json")
    assert done.returncode == 0, done.stderr
    assert {*TAKEN, "5001", "4001", "4002"} <= {*json.loads(done.stdout)["graded"]}
    assert shizha("feedback", str(course), FORM).returncode == 0
    assert shizha("collect", str(course), "--json").returncode == 1
