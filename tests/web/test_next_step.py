"""Where the big button leads, worked through by hand: nobody is sent to an entry form after the lessons."""

import pytest

from course.web.home_views import FormRow, LessonRow, PathView, StopRow
from course.web.next_step import next_step
from course.web.views import Step

STAGES = {"entry-a": "entry", "end-b": "end", "delayed-c": "later", "counter": "role", "lesson-01": "other"}


def lesson(page, state):
    return LessonRow(page, f"课{page}", "", 10, f"lessons/{page}", done=0, total=2, state=state)


def path(*states):
    stops = tuple(
        StopRow(lesson(f"{n:02}", state), "", skippable=False, excused=False, next=False)
        for n, state in enumerate(states)
    )
    return PathView("柜面人员", "", given=False, stops=stops, more=())


def forms(**states):
    rows = []
    for name, state in states.items():
        page = name.replace("_", "-")
        rows.append(FormRow(page, page, 12, f"forms/{page}", f"results/{page}", state, stage=STAGES[page]))
    return rows


def leads(way, rows, *, staff=True, lessons=()):
    step, _ = next_step(way, lessons, rows, staff=staff)
    return step and (step.label, step.href)


OPEN = {"entry_a": "open", "end_b": "open", "delayed_c": "open", "counter": "open", "lesson_01": "open"}
DONE = path("done", "done")


def test_the_entry_form_comes_before_the_first_lesson_and_only_then() -> None:
    assert leads(path("new", "new"), forms(**OPEN)) == ("先测一测", "forms/entry-a")
    assert leads(path("going", "new"), forms(**OPEN)) == ("继续学习", "lessons/00")
    assert leads(path("done", "new"), forms(**OPEN)) == ("开始学习", "lessons/01")
    for state in ("submitted", "graded", "closed"):
        assert leads(path("new"), forms(**OPEN | {"entry_a": state})) == ("开始学习", "lessons/00")


def test_an_entry_form_that_was_begun_is_finished_before_the_first_lesson() -> None:
    begun = forms(**OPEN | {"entry_a": "going"})
    assert leads(path("new", "new"), begun) == ("继续答题", "forms/entry-a")
    assert leads(path("done", "new"), begun) == ("开始学习", "lessons/01")
    assert leads(DONE, begun) == ("去做小测", "forms/end-b")


def test_who_can_hand_nothing_in_is_led_to_the_lessons() -> None:
    assert leads(path("new"), forms(**OPEN), staff=False) == ("开始学习", "lessons/00")


@pytest.mark.parametrize(
    ("closed", "wanted"),
    [
        ((), "end-b"),
        (("end_b",), "counter"),
        (("end_b", "counter"), "lesson-01"),
        (("end_b", "counter", "lesson_01"), "delayed-c"),
    ],
)
def test_after_the_lessons_the_end_form_then_that_of_the_role(closed, wanted) -> None:
    for state in ("closed", "submitted"):
        assert leads(DONE, forms(**OPEN | dict.fromkeys(closed, state))) == ("去做小测", f"forms/{wanted}")


def test_what_was_begun_is_finished_first() -> None:
    assert leads(DONE, forms(**OPEN | {"lesson_01": "going"})) == ("继续答题", "forms/lesson-01")


def test_only_the_entry_form_is_left_over_and_nobody_is_sent_there() -> None:
    left = dict.fromkeys(OPEN, "submitted") | {"entry_a": "open"}
    assert leads(DONE, forms(**left)) is None
    assert leads(DONE, forms(**left | {"counter": "graded"})) == ("看看成绩", "results/counter")
    assert leads(DONE, forms(**left | {"counter": "graded", "end_b": "graded"})) == (
        "看看成绩",
        "results/end-b",
    )
    assert leads(DONE, forms(entry_a="graded")) == ("看看成绩", "results/entry-a")


def test_without_a_role_a_newcomer_has_no_button_and_all_lessons_come_before_forms() -> None:
    assert leads(None, forms(**OPEN), lessons=[lesson("00", "new")]) is None
    rows = [lesson("00", "done"), lesson("01", "new")]
    assert leads(None, forms(**OPEN), lessons=rows) == ("开始学习", "lessons/01")
    assert leads(None, forms(**OPEN), lessons=[lesson("00", "done")]) == ("去做小测", "forms/end-b")


def test_the_note_says_what_and_how_long() -> None:
    assert next_step(DONE, (), forms(end_b="open"), staff=True) == (
        Step("去做小测", "forms/end-b"),
        "end-b · 约 12 分钟",
    )
    assert next_step(path("going"), (), (), staff=True)[1] == "第00课 课00 · 约 10 分钟"
