"""What home and the result page read: one book of receipts, the gradebook, and all of one's own answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from assessments.grading import gradebook, intake
from assessments.grading.responses import Answers
from course.web import catalog
from course.web.api_handlers import packed_pages
from course.web.app import open_course
from course.web.extension import HOME, PAGES, practice_course
from course.web.forms import CourseForms, FormRefused
from course.web.home import home_view, results_view
from course.web.identity import Visitor, new_anonymous
from course.web.views import Site

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SITE = Site("/course/", "x")
STAFF = Visitor("staff", "00123")
WRITTEN = {"kind": "text", "text": "先核实"}


@pytest.fixture
def course_dir(tmp_path, make_release):
    make_release(tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def course(course_dir, fake_pages):
    state = open_course(course_dir, roster=None, pages=fake_pages)
    yield state
    state.close()


@pytest.fixture
def practice(tmp_path, fake_pages, monkeypatch):
    monkeypatch.setenv(HOME, str(tmp_path / "home"))
    monkeypatch.setenv(PAGES, str(fake_pages))
    state = practice_course()
    yield state
    state.close()


def hand_in(course_dir, learner="00123"):
    answers = {
        "form": "lesson-01",
        "content_version": "2026.1",
        "learner": learner,
        "items": {"t1": WRITTEN},
    }
    return intake.submit(course_dir, Answers.model_validate_json(json.dumps(answers)), NOW)


def answer(state, visitor, page, item):
    state.records.save(visitor.key, page, item, WRITTEN, done=True, base_rev=0, now=NOW)


def form_row(course, visitor=STAFF):
    return home_view(course, SITE, visitor).forms[0]


def test_the_book_of_receipts_is_the_only_truth(course, course_dir):
    assert (form_row(course).state, form_row(course).receipt) == ("open", "")
    receipt = hand_in(course_dir)
    assert (form_row(course).state, form_row(course).receipt) == ("submitted", receipt.code)
    results = results_view(course, SITE, STAFF, catalog.forms()[0])
    assert (results.state, results.receipt) == ("submitted", receipt.code)
    assert results.submitted_at.startswith("2026年11月22日")
    assert form_row(course, Visitor("staff", "00124")).receipt == ""
    assert form_row(course, new_anonymous()).receipt == ""


def test_an_unreadable_book_is_a_sentence_and_home_still_opens(course, course_dir):
    (course_dir / "receipts.db").write_bytes(b"not a database, whatever its name says")
    with pytest.raises(FormRefused, match="回执暂时读不出来"):
        course.forms.receipt("lesson-01", "00123")
    assert form_row(course).state == "open"


def test_home_asks_whether_it_is_graded_and_scores_nothing(course, course_dir, monkeypatch):
    hand_in(course_dir)

    def never(*_):
        raise AssertionError("home scored the answers")

    monkeypatch.setattr(CourseForms, "result", never)
    monkeypatch.setattr(CourseForms, "_reasons", never)
    monkeypatch.setattr(gradebook, "is_graded", lambda *_: True)
    assert form_row(course).state == "graded"


def test_one_download_holds_the_answers_of_lesson_and_form(practice):
    visitor = new_anonymous()
    assert home_view(practice, SITE, visitor).download_href == "/course/api/download"
    assert home_view(practice, SITE, None).download_href == ""
    assert packed_pages(practice, visitor) == []
    answer(practice, visitor, "01", "01-p1")
    answer(practice, visitor, "lesson-01", "t1")
    packed = packed_pages(practice, visitor)
    assert [(page["form"], page["items"]) for page in packed] == [
        ("01", {"01-p1": WRITTEN}),
        ("lesson-01", {"t1": WRITTEN}),
    ]
    assert {page["learner"] for page in packed} == {"anonymous"}


def test_staff_download_their_own_number_s_answers_only(course):
    answer(course, STAFF, "01", "01-p1")
    answer(course, Visitor("staff", "00124"), "01", "01-p2")
    (page,) = packed_pages(course, STAFF)
    assert (page["learner"], set(page["items"])) == ("00123", {"01-p1"})
