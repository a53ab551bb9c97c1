"""Feedback pages: what they say, to whom, and that nothing handed in is ever more than text on them."""

import json
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable, Mapping
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assessments.authoring import build_form
from assessments.errors import CourseError
from assessments.grading import feedback, form_scores
from assessments.grading.feedback import write_feedback
from assessments.grading.responses import Answers
from assessments.items.form import Form, load_form
from assessments.items.paper import paper
from casebank.answer import TextAnswer
from casebank.errors import Fault, FaultsError

FORM = "office"
Drawn = Callable[[str, str, bool], Answers]
TABLES = """
create table assignment (id, name, duedate); create table notebook (id, name, assignment_id, kernelspec);
create table submitted_assignment (id, assignment_id, student_id, timestamp);
create table submitted_notebook (id, assignment_id, notebook_id, late_submission_penalty);
create table grade (notebook_id, cell_id, auto_score, manual_score, extra_credit, needs_manual_grade);
create table base_cell (id, name, notebook_id, type);
create table source_cell (name, notebook_id, source, cell_type, locked, checksum);
create table grade_cells (id, max_score); create table task_cells (id, max_score);
create table comment (cell_id, notebook_id, manual_comment);
insert into assignment values (1, 'office', null); insert into notebook values (1, 'office', 1, null);
"""
SOURCE = """### BEGIN HIDDEN TESTS
from assessments.grading import score_item

score_item("{slot}")
### END HIDDEN TESTS"""


class Course:
    """A course directory with graded submissions, as nbgrader leaves them; the tables have what is read."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.form: Form = load_form(FORM)

    def make(self) -> None:
        """Release the form, with nobody graded."""
        build_form(FORM, self.directory / "release")
        self.run(TABLES)
        for slot in self.form.slots:
            kind, table = ("GradeCell", "grade_cells") if slot.automatic else ("TaskCell", "task_cells")
            name = f"{FORM}-{slot.id}"
            source = SOURCE.format(slot=slot.id) if slot.automatic else "由老师阅卷"
            self.run(f"insert into base_cell values ('{name}', '{name}', 1, '{kind}')")
            self.run(f"insert into source_cell values ('{name}', 1, ?, 'code', 1, '')", source)
            self.run(f"insert into {table} values ('{name}', {slot.points})")

    def run(self, statement: str, *values: object) -> None:
        """Change the gradebook."""
        with closing(sqlite3.connect(self.directory / "gradebook.db")) as database, database:
            database.execute("pragma synchronous = off")
            database.execute(statement, values) if values else database.executescript(statement)

    def graded(self, learner: str, answers: Answers | None) -> Path:
        """Add a graded submission; its folder."""
        folder = self.folder(learner)
        folder.mkdir(parents=True)
        (folder / f"{FORM}.ipynb").write_text("{}", encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-11-22 04:00:00.000000 UTC", encoding="utf-8")
        (folder / "submission_secret.txt").write_text("secret", encoding="utf-8")
        if answers is not None:
            answers.write(folder)
        scores = form_scores(self.form, folder)
        self.run("insert into submitted_assignment values (?, 1, ?, '2026-11-22 04:00:00')", learner, learner)
        self.run("insert into submitted_notebook values (?, ?, 1, 0)", learner, learner)
        for slot in self.form.slots:
            points = scores[slot.id].points if slot.id in scores else None
            values = (learner, f"{FORM}-{slot.id}", points, None, None, points is None)
            self.run("insert into grade values (?, ?, ?, ?, ?, ?)", *values)
        return folder

    def folder(self, learner: str) -> Path:
        """Of a graded submission."""
        return self.directory / "autograded" / learner / FORM

    def page(self, learner: str) -> Path:
        """Where nbgrader looks for it."""
        return self.directory / "feedback" / learner / FORM / f"{FORM}.html"

    def read(self, learner: str) -> "Page":
        """The page, parsed."""
        page = Page()
        page.feed(self.page(learner).read_text(encoding="utf-8"))
        return page


class Page(HTMLParser):
    """The elements of a page, and its text without the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += "" if self.tags[-1:] == ["style"] else data


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Course(tmp_path_factory.mktemp("blank"))
    made.make()
    return made.directory


@pytest.fixture
def course(blank: Path, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(blank, tmp_path / "course")))


@pytest.fixture
def written(drawn_answers: Drawn) -> Callable[[str, str], Answers]:
    """The best answers of a learner, but for the free text."""

    def make(learner: str, text: str) -> Answers:
        answers = drawn_answers(FORM, learner, True)
        items = {**answers.items, "t1": TextAnswer(kind="text", text=text)}
        return answers.model_copy(update={"items": items})

    return make


def test_a_page_says_what_was_asked_answered_and_earned(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    assert write_feedback(course.directory, FORM).written == ["1001"]
    page = course.read("1001")
    told = page.text
    assert "办公室人员测评" in told  # from its file, as what follows
    assert "2026年11月22日" in told
    assert "目前得分" in told
    assert "通过了：自动评分的题满 41 分及格，你得了 58 分。" in told
    assert told.count("待阅卷") == 2
    assert "这份卷子用的是公开题" in told
    assert page.tags.count("li") > len(course.form.slots)
    variants = drawn_answers(FORM, "1001", True).variants
    for slot in course.form.slots:
        item = course.form.item(slot.id, variants[slot.id].partition("@")[0])
        assert item is not None
        assert item.title in told
    own = {item.title for item in course.form.items if item.edition in variants.values()}
    others = {item.title for item in course.form.items} - own
    assert others
    assert [title for title in others if title in told] == []


def test_the_time_is_beijings(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    course.run("update submitted_assignment set timestamp = '2026-12-31 16:05:00'")
    write_feedback(course.directory, FORM)
    assert "2027年1月1日 00:05" in course.read("1001").text


def test_nobody_reads_a_mark_scheme(
    course: Course, drawn_answers: Drawn, key_sentences: Mapping[str, list[str]]
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    write_feedback(course.directory, FORM)
    told = course.read("1001").text
    schemes = [
        key_sentences[item.variant]
        for slot in course.form.slots
        for item in slot.variants
        if not item.automatic
    ]
    assert schemes
    assert [line for scheme in schemes for line in scheme if line in told] == []


def test_mark_comment_and_penalty_of_a_person(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    course.run("update grade set manual_score = 3.5, needs_manual_grade = 0 where cell_id = 'office-t1'")
    course.run("insert into comment values ('office-t1', '1001', '先停下，写得好。\u202e')")
    course.run("update submitted_notebook set late_submission_penalty = 2")
    write_feedback(course.directory, FORM)
    told = course.read("1001").text
    assert re.search(r"59\.5\s*/ 63 分", told)
    assert "按规定扣 2 分" in told
    assert "老师的评语先停下，写得好。" in told
    assert "可以问老师" not in told
    assert "\u202e" not in told
    assert "待阅卷" not in told
    assert "目前得分" not in told


def test_a_mark_by_hand_without_a_comment_says_whom_to_ask(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    course.run("update grade set manual_score = 3.5, needs_manual_grade = 0 where cell_id = 'office-t1'")
    write_feedback(course.directory, FORM)
    assert course.read("1001").text.count("这一题的分是老师看过给的，没有另写评语") == 1


def test_a_critical_error_is_told_with_its_cap_and_its_place(course: Course, drawn_answers: Drawn) -> None:
    folder = course.graded("1001", drawn_answers(FORM, "1001", False))
    write_feedback(course.directory, FORM)
    told = course.read("1001").text
    found = re.search(r"第 ([\d、]+) 题走到了最不该走的一步，整卷最高记 40\.5 分", told)
    assert found is not None
    sat, scores = paper(course.form, "1001"), form_scores(course.form, folder)
    wrong = {item.title for item in sat.items if item.id in scores and scores[item.id].critical}
    assert len(wrong) == found[1].count("、") + 1
    for number in found[1].split("、"):
        assert any(f"{number}. {title}" in told for title in wrong)


HOSTILE = [
    "<script>alert(1)</script>",
    "</dd></style></title><script src=//evil.example/x.js></script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "<svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7 * 7 }}{% raw %}<!--",
    "javascript:alert(1)//<a href=javascript:alert(1)>x</a>",
]


@pytest.fixture
def plain_tags(course: Course, written: Callable[[str, str], Answers]) -> set[str]:
    course.graded("plain", written("plain", "先停下"))
    write_feedback(course.directory, FORM)
    return set(course.read("plain").tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_written_stays_text(
    text: str, course: Course, written: Callable[[str, str], Answers], plain_tags: set[str]
) -> None:
    course.graded("1001", written("1001", text))
    course.run("insert into comment values ('office-t1', '1001', ?)", f"评语{text}")
    write_feedback(course.directory, FORM)
    page = course.read("1001")
    assert page.text.count(text) == 2
    assert set(page.tags) <= plain_tags
    assert "script" not in page.tags
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "href", "style")}


@pytest.mark.parametrize("learner", ["<b>1", "a' onclick='x", '"><script>', "&amp;", "\u202e12"])
def test_a_learners_name_stays_text(learner: str, course: Course, drawn_answers: Drawn) -> None:
    course.graded(learner, drawn_answers(FORM, "1001", True))
    assert write_feedback(course.directory, FORM).written == [learner]
    page = course.read(learner)
    assert f"工号{learner}".replace("\u202e", "") in page.text
    assert not {"b", "script"} & set(page.tags)


def test_signs_that_are_no_text_are_left_out_and_masses_are_cut(course: Course, drawn_answers: Drawn) -> None:
    folder = course.graded("1001", drawn_answers(FORM, "1001", True))
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    answers["items"]["t1"]["text"] = "一\u202e二\u0000三\u2066四\u200b五\ue000六" + "字" * 1900
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    course.run("insert into comment values ('office-t1', '1001', ?)", "评\n" * 500_000)
    write_feedback(course.directory, FORM)
    page = course.page("1001").read_bytes()
    assert "一二三四五六字" in page.decode()
    assert "以下略" in page.decode()
    assert len(page) < 100_000


@pytest.mark.parametrize(
    "content", [b"{", b"[" * 900_000, b'{"items": NaN}', b"\xff\xfe", b"", b"x" * 2_000_000, b"null"]
)
def test_answers_that_cannot_be_read_are_told_and_stop_nobody(
    content: bytes, course: Course, drawn_answers: Drawn
) -> None:
    folder = course.graded("1001", None)
    (folder / "answers.json").write_bytes(content)
    course.graded("1002", drawn_answers(FORM, "1002", True))
    report = write_feedback(course.directory, FORM)
    assert (report.written, report.failed) == (["1001", "1002"], {})
    assert course.read("1001").text.count("（作答与题目对不上，无法显示）") == len(course.form.slots)


def test_answers_of_another_kind_or_form_are_not_shown_as_answers(
    course: Course, drawn_answers: Drawn
) -> None:
    given = drawn_answers(FORM, "1001", True)
    swapped = given.model_copy(update={"items": dict.fromkeys(given.items, given.items["t1"])})
    course.graded("1001", swapped)
    course.graded("1002", given.model_copy(update={"form": "entry-a"}))
    assert write_feedback(course.directory, FORM).written == ["1001", "1002"]
    assert "无法显示" in course.read("1002").text
    assert "打原来的电话" not in course.read("1002").text
    assert course.read("1001").text.count("打原来的电话问清楚") == len(given.items)


def test_links_and_pipes_in_a_submission_are_not_followed(
    course: Course, drawn_answers: Drawn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "answers.json"
    drawn_answers(FORM, "1009", True).write(secret.parent)
    folder = course.graded("1001", None)
    (folder / "answers.json").symlink_to(secret)
    (folder / "submission_secret.txt").unlink()
    (folder / "submission_secret.txt").symlink_to(secret)
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    write_feedback(course.directory, FORM)
    assert "打原来的电话" not in course.read("1001").text
    assert [path.name for path in course.page("1001").parent.iterdir()] == [f"{FORM}.html"]


def test_the_page_stands_alone(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    write_feedback(course.directory, FORM, look=":root { --sz-ink: #211f1b; }")
    text = course.page("1001").read_text(encoding="utf-8")
    page = course.read("1001")
    policy = re.search(r'Policy" content="([^"]+)"', text)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not {"script", "link", "img", "iframe", "form", "a"} & set(page.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert ":root { --sz-ink: #211f1b; }" in text
    assert '<html lang="zh-CN">' in text


def test_name_mode_and_what_lies_beside(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True)).joinpath("timestamp.txt").chmod(0o444)
    write_feedback(course.directory, FORM)
    beside = {path.name: stat.S_IMODE(path.stat().st_mode) for path in course.page("1001").parent.iterdir()}
    assert beside == dict.fromkeys([f"{FORM}.html", "timestamp.txt", "submission_secret.txt"], 0o644)
    assert [path.name for path in (course.directory / "feedback").iterdir()] == ["1001"]


def test_a_mark_given_since_comes_onto_the_page_and_the_others_are_not_touched(
    course: Course, drawn_answers: Drawn
) -> None:
    for learner in ("1001", "1002"):
        course.graded(learner, drawn_answers(FORM, learner, True))
    write_feedback(course.directory, FORM)
    others = sorted(course.page("1002").parent.iterdir())
    for path in others:
        os.utime(path, (1, 1))
    course.run("update grade set manual_score = 3.5, needs_manual_grade = 0 where notebook_id = '1001'")
    report = write_feedback(course.directory, FORM)
    assert (report.written, report.kept) == (["1001"], ["1002"])
    assert "目前得分" not in course.read("1001").text
    assert "目前得分" in course.read("1002").text
    assert {path.stat().st_mtime for path in others} == {1}


def test_a_page_is_kept_while_it_says_the_same_unless_it_is_forced(
    course: Course, drawn_answers: Drawn
) -> None:
    folder = course.graded("1001", drawn_answers(FORM, "1001", True))
    write_feedback(course.directory, FORM)
    assert write_feedback(course.directory, FORM).kept == ["1001"]
    assert write_feedback(course.directory, FORM, force=True).written == ["1001"]
    course.page("1001").write_text("cut short", encoding="utf-8")
    assert write_feedback(course.directory, FORM).written == ["1001"]
    (folder / "timestamp.txt").write_text("2026-11-22 04:00:01.000000 UTC", encoding="utf-8")
    assert write_feedback(course.directory, FORM).written == ["1001"]
    assert write_feedback(course.directory, FORM).kept == ["1001"]
    course.page("1001").unlink()
    assert write_feedback(course.directory, FORM).written == ["1001"]


def test_who_has_no_notebook_or_no_marks_is_named_and_the_rest_get_pages(
    course: Course, drawn_answers: Drawn
) -> None:
    for learner in ("1001", "1002", "1003"):
        course.graded(learner, drawn_answers(FORM, learner, True))
    (course.folder("1001") / f"{FORM}.ipynb").unlink()
    course.run("delete from submitted_assignment where student_id = '1002'")
    report = write_feedback(course.directory, FORM)
    assert (list(report.missing), list(report.failed), report.written) == (["1001"], ["1002"], ["1003"])


def test_each_notebook_of_a_form_has_the_whole_page(course: Course, drawn_answers: Drawn) -> None:
    folder = course.graded("1001", drawn_answers(FORM, "1001", True))
    (folder / "second.ipynb").write_text("{}", encoding="utf-8")
    write_feedback(course.directory, FORM)
    second = course.page("1001").with_name("second.html")
    assert second.read_bytes() == course.page("1001").read_bytes()


def test_a_kill_leaves_whole_pages_only(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for learner in ("1001", "1002"):
        course.graded(learner, drawn_answers(FORM, learner, True))
    write_feedback(course.directory, FORM)
    before = course.page("1002").read_bytes()
    real, calls = Path.write_bytes, []

    def killed(path: Path, data: bytes) -> int:
        calls.append(path)
        if len(calls) == 4:
            real(path, data[: len(data) // 2])
            raise KeyboardInterrupt
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        write_feedback(course.directory, FORM, force=True)
    monkeypatch.undo()
    assert calls[3].name == f"{FORM}.html"
    assert course.page("1002").read_bytes() == before
    assert len(list((course.directory / "feedback").rglob("*.html"))) == 2


def test_a_kill_while_files_change_places_is_made_good_by_the_next_run(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = course.graded("1001", drawn_answers(FORM, "1001", True))
    write_feedback(course.directory, FORM)
    (folder / "timestamp.txt").write_text("2026-11-23 04:00:00.000000 UTC", encoding="utf-8")
    course.run("insert into comment values ('office-t1', '1001', '新的评语')")
    real = Path.replace

    def killed(path: Path, target: Path) -> Path:
        if path.name == "timestamp.txt":
            raise KeyboardInterrupt
        return real(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_feedback(course.directory, FORM)
    monkeypatch.undo()
    assert "新的评语" in course.read("1001").text
    assert write_feedback(course.directory, FORM).written == ["1001"]
    assert write_feedback(course.directory, FORM).kept == ["1001"]


def test_what_nbgrader_had_written_there_goes(course: Course, drawn_answers: Drawn) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    stock = course.page("1001").parent
    (stock / "img").mkdir(parents=True)
    for name in ("answers.json", "old.html", "img/x.png"):
        (stock / name).write_text("stock", encoding="utf-8")
    write_feedback(course.directory, FORM)
    assert sorted(path.name for path in stock.iterdir()) == [
        f"{FORM}.html",
        "submission_secret.txt",
        "timestamp.txt",
    ]


def test_what_a_kill_left_is_cleared_away_when_nobody_writes_there_any_more(
    course: Course, drawn_answers: Drawn
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    old, new = (course.directory / "feedback" / f".writing-{name}" for name in ("old", "new"))
    for folder in (old, new):
        (folder / "new").mkdir(parents=True)
    os.utime(old, (1, 1))
    write_feedback(course.directory, FORM)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_folder_that_another_run_clears_away_meanwhile_stops_nobody(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    gone, found = course.directory / "feedback" / ".writing-gone", Path.glob

    def glob(path: Path, pattern: str) -> list[Path]:
        return [*found(path, pattern), *([gone] if pattern.startswith(".writing-") else [])]

    monkeypatch.setattr(Path, "glob", glob)
    assert write_feedback(course.directory, FORM).written == ["1001"]


@pytest.mark.parametrize("inside", ["1001", f"1001/{FORM}"])
def test_what_lies_where_a_link_leads_is_not_taken_away(
    course: Course, drawn_answers: Drawn, tmp_path_factory: pytest.TempPathFactory, inside: str
) -> None:
    kept = tmp_path_factory.mktemp("elsewhere") / FORM / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("notes", encoding="utf-8")
    for learner in ("1001", "1002"):
        course.graded(learner, drawn_answers(FORM, learner, True))
    link = course.directory / "feedback" / inside
    link.parent.mkdir(parents=True)
    link.symlink_to(kept.parent.parent if inside == "1001" else kept.parent)
    report = write_feedback(course.directory, FORM)
    assert report.written == ["1002"]
    assert "link" in report.failed["1001"]
    assert list(kept.parent.iterdir()) == [kept]


def test_nothing_graded_is_a_sentence(course: Course) -> None:
    with pytest.raises(CourseError, match="No submission of office is graded"):
        write_feedback(course.directory, FORM)


def test_a_full_disk_stops_the_run(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(feedback, "_put", full)
    with pytest.raises(OSError, match="No space left"):
        write_feedback(course.directory, FORM)


def test_without_the_release_no_page_shows_what_is_for_the_marker(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    (course.directory / "release").rename(course.directory / "moved")
    monkeypatch.setattr(feedback, "nbgrader", lambda *_, **__: pytest.fail("it shows the marker's scheme"))
    with pytest.raises(CourseError, match=f"release/{FORM} is missing"):
        write_feedback(course.directory, FORM)


def test_without_its_keys_no_page_shows_what_is_for_the_marker(
    course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of private items that is gone."""
    course.graded("1001", drawn_answers(FORM, "1001", True))

    def gone(_: str) -> Form:
        raise FaultsError([Fault("items/forms", None, "no such form")])

    monkeypatch.setattr(feedback, "load_form", gone)
    monkeypatch.setattr(feedback, "nbgrader", lambda *_, **__: pytest.fail("it shows the marker's scheme"))
    with pytest.raises(CourseError, match=r"^No page was written: .*no such form"):
        write_feedback(course.directory, FORM)


OTHERS = [
    ("update source_cell set source = 'score_item(\"q1\") or 5.0' where name = 'office-q1'", "office-q1"),
    (
        "update base_cell set name = 'office-z9' where name = 'office-q1';"
        "update source_cell set name = 'office-z9' where name = 'office-q1'",
        "office-z9",
    ),
    ("insert into base_cell values ('more', 'office-q1', 1, 'SolutionCell')", "office-q1"),
]


@pytest.mark.parametrize(("change", "named"), OTHERS)
def test_a_form_that_holds_code_of_others_is_nbgraders_to_write(
    change: str, named: str, course: Course, drawn_answers: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.graded("1001", drawn_answers(FORM, "1001", True))
    course.run(change)
    called: list[tuple[str, ...]] = []

    def stock(directory: Path, *arguments: str, timeout: float) -> str:
        called.append(arguments)
        course.page("1001").parent.mkdir(parents=True, exist_ok=True)
        course.page("1001").write_text("stock", encoding="utf-8")
        return ""

    monkeypatch.setattr(feedback, "nbgrader", stock)
    write_feedback(course.directory, FORM)
    write_feedback(course.directory, FORM)
    course.run("update grade set manual_score = 1")
    write_feedback(course.directory, FORM)
    without, forced = ("generate_feedback", FORM), ("generate_feedback", FORM, "--force")
    assert called == [without, without, forced]
    report = write_feedback(course.directory, FORM, force=True)
    assert called[3:] == [forced]
    assert report.written == ["1001"]
    assert report.stock
    assert named in report.stock
    assert course.page("1001").read_text(encoding="utf-8") == "stock"
