"""All feedback pages as one download: who gets it, what is in it, what never is."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile

import pytest

from course.web.desk.bundle import packed, pages

FORM = "counter"


def write(directory, learner, name=f"{FORM}.html", content=b"<p>page</p>", form=FORM):
    page = directory / "feedback" / learner / form / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(content)
    return page


def unpacked(directory):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(packed(pages(directory, FORM)))))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_each_page_bears_its_learners_number(tmp_path):
    write(tmp_path, "00172", content="您好".encode())
    write(tmp_path, "00173")
    write(tmp_path, "00174", form="office")
    assert unpacked(tmp_path) == {"00172-counter.html": "您好".encode(), "00173-counter.html": b"<p>page</p>"}


def test_pages_only(tmp_path):
    write(tmp_path, "00172")
    for name in ("timestamp.txt", "submission_secret.txt", "answers.json", "x.png", ".hidden.html"):
        write(tmp_path, "00172", name, b"secret")
    write(tmp_path, ".writing-1", content=b"half")
    (tmp_path / "feedback" / "00172" / FORM / "folder.html").mkdir()
    assert list(unpacked(tmp_path)) == ["00172-counter.html"]


def test_no_link_is_followed(tmp_path):
    course, elsewhere = tmp_path / "course", tmp_path / "elsewhere"
    write(course, "00172")
    secret = write(elsewhere, "00180", content=b"secret")
    write(course, "00173").unlink()
    (course / "feedback" / "00173" / FORM / f"{FORM}.html").symlink_to(secret)
    (course / "feedback" / "00174").mkdir()
    (course / "feedback" / "00174" / FORM).symlink_to(secret.parent)
    (course / "feedback" / "00175").symlink_to(secret.parent.parent)
    os.mkfifo(course / "feedback" / "00172" / FORM / "pipe.html")
    assert list(unpacked(course)) == ["00172-counter.html"]


def test_names_that_no_folder_of_windows_takes_and_several_notebooks(tmp_path):
    for learner in ("a:b", "a*b", "x\\..\\y", "A_b", "\u202ecod"):
        write(tmp_path, learner)
    write(tmp_path, "00172")
    write(tmp_path, "00172", "second.html")
    assert sorted(unpacked(tmp_path)) == [
        "00172-counter-second.html",
        "00172-counter.html",
        "A_b-counter.html",
        "_cod-counter.html",
        "a_b-counter-2.html",
        "a_b-counter-3.html",
        "x_.._y-counter.html",
    ]


def test_a_page_that_goes_meanwhile_is_left_out(tmp_path):
    found = [write(tmp_path, learner) for learner in ("00172", "00173")]
    found[0].unlink()
    assert zipfile.ZipFile(io.BytesIO(b"".join(packed(found)))).namelist() == ["00173-counter.html"]


def test_a_thousand_pages_are_never_held_together(tmp_path):
    noise = [os.urandom(30_000) for _ in range(4)]
    found = [write(tmp_path, f"{number:05}", content=noise[number % 4]) for number in range(1000)]
    tracemalloc.start()
    size, most = 0, 0
    for piece in packed(found):
        size, most = size + len(piece), max(most, len(piece))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 30_000_000
    assert most < 1_000_000
    assert peak < 5_000_000


@pytest.mark.slow
def test_the_instructor_gets_it_and_nobody_else(start_server, make_release, tmp_path):
    make_release(tmp_path / "course")
    server = start_server(course_dir=str(tmp_path / "course"), host="127.0.0.1", password="红砖墙外有三棵树")
    form = f"/course/desk/marking/{FORM}"
    teacher, trainee = server.teacher("红砖墙外有三棵树"), server.browser()
    trainee.enter("00172")
    assert teacher.get(f"{form}/feedback.zip").status == 404
    assert "还没有反馈" in teacher.get(f"{form}/feedback.zip").text
    assert "feedback.zip" not in teacher.get(form).text
    for number in range(40):
        write(server.course_dir, f"{number:05}", content=os.urandom(30_000))
    assert f'href="{form}/feedback.zip"' in teacher.get(form).text
    answer = teacher.get(f"{form}/feedback.zip")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "counter-feedback.zip" in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert archive.namelist() == [f"{number:05}-counter.html" for number in range(40)]
    assert archive.testzip() is None
    for browser in (trainee, server.browser()):
        refused = browser.get(f"{form}/feedback.zip")
        assert (refused.status, refused.headers["Location"]) == (302, "/course/desk/login")
        assert refused.body == b""
    assert teacher.get("/course/desk/marking/lesson-01/feedback.zip").status == 404
    assert teacher.get("/course/desk/marking/none/feedback.zip").status == 404
