"""The three buttons of 阅卷 with the real engine: collect and grade, mark, write the feedback."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.coursedir import make_course, open_form
from assessments.errors import CourseError
from assessments.grading.alone import alone
from assessments.grading.gradebook import result
from assessments.grading.intake import submit
from assessments.grading.responses import Answers
from assessments.items.form import load_form
from casebank.answer import ANSWER
from course.web.desk.grading_handlers import grade

pytestmark = pytest.mark.slow

FORM = "lesson-01"
PASSWORD = "红砖墙外有三棵树"
MARKING = f"/course/desk/marking/{FORM}"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
WRITTEN = {"00172": "先别转，打局长原来的电话问一句。", "00173": "小心骗子。", "00174": "这份坏了。"}
BROKEN = "00174"
ROSTER = "工号,姓名,单位,岗位,加入码\n00174,丙某某,城东支行,柜员,CD2026\n"


@pytest.fixture(scope="module")
def server(start_server, tmp_path_factory):
    """Three have handed in; the file of one of them is cut off."""
    place = tmp_path_factory.mktemp("engine")
    course = place / "course"
    make_course(course)
    open_form(course, FORM)
    version = load_form(FORM).content_version
    for learner, text in WRITTEN.items():
        given = {"t1": ANSWER.validate_python({"kind": "text", "text": text})}
        answers = Answers(form=FORM, content_version=version, learner=learner, items=given)
        submit(course, answers, NOON)
    (cut,) = course.glob(f"exchange/*/inbound/{BROKEN}+{FORM}+*/answers.json")
    cut.write_bytes(cut.read_bytes()[:60])
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return start_server(
        course_dir=str(course), roster=str(place / "roster.csv"), host="127.0.0.1", password=PASSWORD
    )


def log_in(server):
    return server.teacher(PASSWORD)


def told(browser, button: str) -> str:
    """Press it and wait; what the page says of it then."""
    assert browser.form(f"{MARKING}/{button}").headers["Location"] == MARKING
    for _ in range(600):
        if not browser.get(f"{MARKING}/progress").json["running"]:
            break
        time.sleep(0.05)
    found = re.search(r'mark-job" role="status">([^<]+)<', browser.get(MARKING).text)
    assert found is not None
    return found[1]


def next_button(browser) -> str:
    """What the one button in colour begins."""
    found = re.findall(r'button--main" type="submit" formaction="[^"]*/(\w+)"', browser.get(MARKING).text)
    return " ".join(found)


def copies(course: Path) -> int:
    return len(list((course / "backups").glob("gradebook-*.db")))


def test_nothing_is_taken_in_while_another_grading_reads(tmp_path: Path) -> None:
    make_course(tmp_path / "course")
    open_form(tmp_path / "course", FORM)
    answers = Answers(form=FORM, content_version=load_form(FORM).content_version, learner="00172")
    submit(tmp_path / "course", answers, NOON)
    with alone(tmp_path / "course"), pytest.raises(CourseError, match="is running"):
        grade(tmp_path / "course", FORM, lambda done, of: None)
    assert not (tmp_path / "course" / "submitted").exists()


def test_handed_in_graded_marked_and_told(server):
    course, teacher = server.course_dir, log_in(server)
    assert "1 份收不进来" not in told(teacher, "grade")
    assert "新批 0 份，以前批过 2 份，1 份批不了，在隔离清单里。" in told(teacher, "grade")
    assert {learner: result(course, FORM, learner) is not None for learner in WRITTEN} == {
        "00172": True,
        "00173": True,
        BROKEN: False,
    }
    listed = teacher.get(f"{MARKING}/quarantine").text
    assert "丙某某" in listed
    assert "<p>文件不完整，或者里面改坏了：第 " in listed
    assert "隔离清单（1）" in teacher.get(MARKING).text
    assert "1 份批不了" in teacher.get(MARKING.rpartition("/")[0]).text
    assert next_button(teacher) == ""

    before = copies(course)
    for number in range(2):
        path = teacher.get(f"{MARKING}/t1").headers["Location"]
        page = teacher.get(path).text
        assert any(WRITTEN[learner] in page for learner in ("00172", "00173"))
        assert WRITTEN[BROKEN] not in page
        seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
        assert teacher.form(path, seen=seen, score="3", comment=f"评语 {number}").status == 302
        assert copies(course) == before + 1
    marks = [result(course, FORM, learner) for learner in ("00172", "00173")]
    assert [mark.pending for mark in marks] == [(), ()]
    assert {mark.item("t1").manual for mark in marks} == {3.0}

    assert next_button(teacher) == "feedback"
    assert told(teacher, "feedback") == (
        "反馈写好了：新写 2 份。点“下载全部反馈”可以一次拿走，课程文件夹的 feedback 里也有。学员在自己的结果页，也看得到分数和理由。"
    )
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.glob("feedback/*/*/*.html")}
    assert sorted(pages) == ["00172", "00173"]
    assert WRITTEN["00172"] in pages["00172"]
    assert "评语" in pages["00172"]
