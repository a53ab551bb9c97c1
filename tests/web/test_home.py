"""What home and the result page read: one book of receipts, the gradebook, and all of one's own answers."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from assessments import coursedir
from assessments.authoring import build_form
from assessments.exchange import close_form, open_form
from assessments.grading import gradebook, intake
from assessments.grading.responses import Answers
from course.path import load_paths
from course.web import catalog
from course.web.app import open_course
from course.web.download_handlers import packed_pages
from course.web.extension import HOME, PAGES, practice_course
from course.web.forms import CourseForms, FormRefused
from course.web.home import home_view, results_view
from course.web.home_views import Due
from course.web.identity import Visitor, new_anonymous
from course.web.pathway import onward
from course.web.preferences import PATH
from course.web.templating import render
from course.web.views import Site

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SITE = Site("/course/", "x")
LESSON_FORM = catalog.find("lesson-01")
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
    """The card of lesson-01: the only form that the course has released."""
    return next(row for row in home_view(course, SITE, visitor).forms.near if row.page == "lesson-01")


def test_the_book_of_receipts_is_the_only_truth(course, course_dir):
    assert (form_row(course).state, form_row(course).receipt) == ("open", "")
    receipt = hand_in(course_dir)
    assert (form_row(course).state, form_row(course).receipt) == ("submitted", receipt.code)
    results = results_view(course, SITE, STAFF, LESSON_FORM)
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
    monkeypatch.setattr(CourseForms, "_scores", never)
    monkeypatch.setattr(gradebook, "graded_learners", lambda *_: frozenset({STAFF.id}))
    assert form_row(course).state == "graded"


def path_of(course, visitor):
    return home_view(course, SITE, visitor).path


def choose(course, visitor, path):
    course.records.preferences.set(visitor.key, PATH, path, NOW)


def test_a_newcomer_chooses_a_role_and_gets_no_other_button(course):
    view = home_view(course, SITE, None)
    assert (view.path, view.next_step) == (None, None)
    assert [choice.id for choice in view.choices] == [path.id for path in load_paths()]
    assert len(view.lessons) == 17


@pytest.mark.parametrize("visitor", [STAFF, new_anonymous()], ids=["staff", "anonymous"])
def test_the_path_is_walked_in_its_order(course, visitor):
    choose(course, visitor, "finance")
    view = home_view(course, SITE, visitor)
    assert [stop.lesson.page for stop in view.path.stops] == ["00", "02", "01", "08", "13", "16"]
    assert [stop.lesson.page for stop in view.path.stops if stop.skippable] == ["08"]
    assert (view.next_step.label, view.next_step.href) == ("开始学习", "/course/lessons/00")
    assert view.path.minutes_left == sum(stop.lesson.minutes for stop in view.path.stops)
    assert not {row.page for row in view.lessons} & {"02", "03"}
    answer(course, visitor, "01", "01-p1")
    view = home_view(course, SITE, visitor)
    assert (view.next_step.label, view.next_step.href) == ("继续学习", "/course/lessons/01")
    assert [stop.lesson.page for stop in view.path.stops if stop.next] == ["01"]
    (going,) = (stop.lesson for stop in view.path.stops if stop.lesson.state == "going")
    assert (going.minutes, going.minutes_left) == (14, 10)
    for item in ("01-p2", "01-p3"):
        answer(course, visitor, "01", item)
    view = home_view(course, SITE, visitor)
    assert (view.path.done, view.next_step.href) == (1, "/course/lessons/00")


def test_a_lesson_leads_to_the_next_one_of_the_path_not_of_the_list(course):
    assert onward(course, "/course/", None, "00") == "/course/"  # no role yet: home asks
    choose(course, STAFF, "finance")  # 00 02 01 08 13 16
    ways = {after: onward(course, "/course/", STAFF, after) for after in ("00", "02", "16", "05", "", "?")}
    assert ways == {
        "00": "/course/lessons/02",
        "02": "/course/lessons/01",
        "16": "/course/lessons/00",  # what was passed over
        "05": "/course/lessons/00",  # not on the path
        "": "/course/lessons/00",
        "?": "/course/lessons/00",
    }
    for item in ("01-p1", "01-p2", "01-p3"):
        answer(course, STAFF, "01", item)
    assert onward(course, "/course/", STAFF, "02") == "/course/lessons/08"


def test_a_good_entry_check_takes_a_lesson_off_the_path(course, monkeypatch):
    choose(course, STAFF, "finance")
    check = {"00": ("1", ("00-p2",))}
    monkeypatch.setattr(type(course), "known_items", lambda _, page: check.get(page.id, ("", ())))
    monkeypatch.setattr("course.web.progress.known_well", lambda _: frozenset({"08", "02"}))
    before = path_of(course, STAFF)
    assert [stop.lesson.page for stop in before.stops if stop.skippable] == ["08"]
    assert before.asked == before.stops
    answer(course, STAFF, "00", "00-p2")
    after = path_of(course, STAFF)
    assert [stop.lesson.page for stop in after.stops if stop.excused] == ["08"]  # 02 is compulsory
    assert (len(after.asked), after.minutes_skippable) == (5, 0)


def test_the_roster_gives_the_path_until_another_is_chosen(course_dir, fake_pages, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("工号,姓名,单位,岗位,加入码\n00123,甲,城东,综合柜员,CD2026\n", encoding="utf-8")
    course = open_course(course_dir, roster=roster, pages=fake_pages)
    assert (path_of(course, STAFF).title, path_of(course, STAFF).given) == ("柜面人员", True)
    assert path_of(course, new_anonymous()) is None
    choose(course, STAFF, "lobby")
    assert (path_of(course, STAFF).title, path_of(course, STAFF).given) == ("大堂与保安", False)
    choose(course, STAFF, "a path of an older course")
    assert path_of(course, STAFF).title == "柜面人员"
    course.close()


def test_due_dates_press_when_they_are_near_and_only_what_is_open(course, monkeypatch):
    monkeypatch.setattr("course.web.progress.now", lambda: datetime(2026, 11, 22, 4, tzinfo=UTC))
    choose(course, STAFF, "finance")
    course.plan.set_due("01", date(2026, 11, 25))
    course.plan.set_due("02", date(2026, 11, 26))
    course.plan.set_due("13", date(2027, 1, 5))
    course.plan.set_due("lesson-01", date(2026, 11, 1))
    due = {stop.lesson.page: stop.lesson.due for stop in path_of(course, STAFF).stops}
    assert due["01"] == Due("11月25日前", pressing=True)
    assert due["02"] == Due("11月26日前")
    assert due["13"] == Due("2027年1月5日前")
    assert due["00"] is None
    assert form_row(course).due == Due("11月1日前", pressing=True)
    for item in ("01-p1", "01-p2", "01-p3"):
        answer(course, STAFF, "01", item)
    assert not path_of(course, STAFF).stops[2].lesson.due.pressing


def test_scenes_stand_by_place_and_the_counter_is_open_to_whoever_looks(course, monkeypatch):
    built = course.files.page("01")
    monkeypatch.setattr(type(course.files), "page", lambda self, page: built)
    view = home_view(course, SITE, None)
    assert sum(len(place.scenes) for place in view.places) == len(catalog.scenes())
    assert len({place.name for place in view.places}) == len(view.places)
    assert view.look_href == "/course/scenes/scene-counter-own-card"
    answer(course, STAFF, "01", "01-p1")
    assert home_view(course, SITE, STAFF).look_href == ""


@pytest.fixture
def forms_course(course_dir, fake_pages):
    """Open are entry-a, the small lesson-01, and the forms for counter and finance staff."""
    for form in ("entry-a", "end-b", "counter", "finance"):
        build_form(form, course_dir / "release")
        if form != "end-b":
            open_form(course_dir, form)
    state = open_course(course_dir, roster=None, pages=fake_pages)
    yield state
    state.close()


def shelf(course, visitor):
    forms = home_view(course, SITE, visitor).forms
    return [row.page for row in forms.near], [row.page for row in forms.others], list(forms.closed)


def test_forms_stand_in_their_order_by_role_and_closed_ones_are_one_line(forms_course):
    known = ["entry-a", "lesson-01"], ["counter", "finance"], ["结业测评", "一个月后的测评"]
    assert shelf(forms_course, None) == known
    assert shelf(forms_course, STAFF) == known
    choose(forms_course, STAFF, "lobby")
    assert shelf(forms_course, STAFF) == (["entry-a", "counter", "lesson-01"], ["finance"], known[2])
    choose(forms_course, STAFF, "heads")
    near, others, closed = shelf(forms_course, STAFF)
    assert (near, others) == (["entry-a", "lesson-01"], ["counter", "finance"])
    assert closed == ["结业测评", "一个月后的测评", "办公室人员测评"]


def test_each_release_is_read_once_however_many_there_are(forms_course, monkeypatch):
    first = [forms_course.deck(page) for page in catalog.forms()]
    monkeypatch.setattr(coursedir, "released_view", lambda *_: pytest.fail("read once more"))
    known = [(page, deck) for page, deck in zip(catalog.forms(), first, strict=True) if deck]
    assert len(known) == 5
    assert all(forms_course.deck(page) is deck for page, deck in known)


def test_what_was_begun_stands_there_whatever_the_role_and_whether_it_is_open(forms_course, course_dir):
    answer(forms_course, STAFF, "finance", "t1")
    assert shelf(forms_course, STAFF)[0] == ["entry-a", "finance", "lesson-01"]
    close_form(course_dir, "finance")
    view = home_view(forms_course, SITE, STAFF).forms
    assert [(row.page, row.state) for row in view.near][1] == ("finance", "closed")
    assert "财务人员测评" not in view.closed


def test_home_names_every_form_once(forms_course):
    choose(forms_course, STAFF, "counter")
    text = render("home.html", home_view(forms_course, SITE, STAFF))
    for page in catalog.forms():
        named = {"office": 0, "entry-a": 2}.get(page.id, 1)  # the big button leads to the entry form
        assert text.count(page.title) == named, page.id
    assert text.count('class="card card--') == 4
    assert "还没有开放：结业测评、一个月后的测评。" in text
    assert "别的岗位的小测" in text


def test_the_big_button_knows_before_from_after(forms_course, course_dir):
    """A teller: the entry form before the lessons; after them what is for tellers, then the end form."""
    choose(forms_course, STAFF, "counter")
    open_form(course_dir, "end-b")

    def button(visitor=STAFF):
        step = home_view(forms_course, SITE, visitor).next_step
        return step.label, step.href

    assert button() == ("先测一测", "/course/forms/entry-a")
    stops = [stop.lesson for stop in path_of(forms_course, STAFF).stops]
    assert [row.page for row in stops] == ["00", "11", "03", "06", "13", "16"]
    built = {row.page: ("1", (f"{row.page}-p1",)) for row in stops}
    known = type(forms_course).known_items
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(forms_course),
            "known_items",
            lambda self, page, visitor=None: built.get(page.id) or known(self, page, visitor),
        )
        answer(forms_course, STAFF, "11", "11-p1")
        assert button() == ("开始学习", "/course/lessons/00")
        for page in built:
            answer(forms_course, STAFF, page, f"{page}-p1")
        assert button() == ("去做小测", "/course/forms/end-b")
        close_form(course_dir, "end-b")
        assert button() == ("去做小测", "/course/forms/counter")


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


def test_answers_to_an_earlier_release_are_not_handed_in(course):
    """Of a form that is the same for everybody too; answers of early days do not say to which release."""
    given = {"q1": "2025.1", "s1": "2026.1", "t1": ""}
    for item, version in given.items():
        save = {"done": True, "base_rev": 0, "now": NOW, "content_version": version}
        course.records.save(STAFF.key, "lesson-01", item, WRITTEN, **save)
    (page,) = packed_pages(course, STAFF)
    assert (page["content_version"], set(page["items"])) == ("2026.1", {"s1", "t1"})


def test_staff_download_their_own_number_s_answers_only(course):
    answer(course, STAFF, "01", "01-p1")
    answer(course, Visitor("staff", "00124"), "01", "01-p2")
    (page,) = packed_pages(course, STAFF)
    assert (page["learner"], set(page["items"])) == ("00123", {"01-p1"})
