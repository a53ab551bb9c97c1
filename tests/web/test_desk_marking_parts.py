"""Marking without a server: identical answers together, what a sample draws, what lies on the table."""

from __future__ import annotations

import json

import pytest

from assessments.grading.gradebook import Mark, give, task_grades
from assessments.grading.secondmarks import SecondMarks
from assessments.items.form import load_form
from assessments.items.paper import paper
from course.web.desk.marking import DAMAGED, OTHER_VERSION, Shelf, piles, plain
from course.web.desk.marking_sample import compared, doubles, draw
from course.web.desk.marking_tasks import Lane, first_task, keep, second_task, settle_task

FORM = "counter"
WORDS = {
    "1001": "小心骗子！",
    "1002": "小心 骗子",
    "1003": "先放一放，您自己拨96110问问。",
    "1004": "",
    "1005": "请主任来陪您坐坐。",
    "1006": "小心骗子",
}


@pytest.fixture
def course(graded_texts, tmp_path):
    graded_texts(tmp_path, FORM, WORDS)
    return tmp_path


def pile(course, shelf=None):
    (found,) = piles(course, load_form(FORM), shelf or Shelf())
    return found


def groups_of(found):
    return {frozenset(script.grade.learner for script in group.scripts) for group in found.groups}


def variant(learner):
    return paper(load_form(FORM), learner).variants["t1"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("先停下，再问。", "先停下 再问", True),
        ("拨９６１１０", "拨96110！", True),
        ("OK，不转", "ok不转", True),
        ("不，去问", "去问", False),
        ("付1+1元", "付11元", False),
    ],
)
def test_what_counts_as_the_same_words(one, other, same):
    assert (plain(one) == plain(other)) is same


def test_identical_answers_lie_together_question_by_question(course):
    found = pile(course)
    wary = ("1001", "1002", "1006")
    expected = {}
    for learner in wary:
        expected.setdefault(variant(learner), set()).add(learner)
    rest = {frozenset({learner}) for learner in ("1003", "1004", "1005")}
    assert groups_of(found) == {frozenset(group) for group in expected.values()} | rest
    assert found.waiting == 6
    assert found.groups[-1].written.text == ""  # what needs no reading comes last
    for group in found.groups:
        assert group.written.item.edition == variant(group.scripts[0].grade.learner)


def test_the_question_is_the_one_that_was_recorded(course):
    """The record in answers.json decides, not what would be drawn for the learner."""
    path = course / "autograded" / "1003" / FORM / "answers.json"
    answers = json.loads(path.read_text(encoding="utf-8"))
    drawn = answers["variants"]["t1"]
    other = {"window-words-1@1": "window-words-2@1", "window-words-2@1": "window-words-1@1"}[drawn]
    answers["variants"]["t1"] = other
    path.write_text(json.dumps(answers), encoding="utf-8")
    script = next(one for one in pile(course).scripts if one.grade.learner == "1003")
    assert script.written.item.edition == other


def test_another_version_and_a_damaged_file_are_told(course):
    path = course / "autograded" / "1003" / FORM / "answers.json"
    answers = json.loads(path.read_text(encoding="utf-8"))
    answers["variants"]["t1"] = answers["variants"]["t1"].replace("@1", "@7")
    path.write_text(json.dumps(answers), encoding="utf-8")
    (course / "autograded" / "1005" / FORM / "answers.json").write_text("{", encoding="utf-8")
    told = {script.grade.learner: script.written for script in pile(course).scripts}
    assert (told["1003"].item, told["1003"].text, told["1003"].fault) == (None, WORDS["1003"], OTHER_VERSION)
    assert (told["1005"].item, told["1005"].text, told["1005"].fault) == (None, "", DAMAGED)
    assert {"1003", "1005"}.isdisjoint(s.grade.learner for g in pile(course).distinct for s in g.scripts)


def test_a_paper_of_another_version_has_no_scheme_of_today(graded_texts, tmp_path):
    """Everybody has the same paper there, and nothing says which questions were on it."""
    form = load_form("lesson-01")
    graded_texts(tmp_path, form.id, {"1001": "先问。", "1002": "先停。"})
    path = tmp_path / "autograded" / "1001" / form.id / "answers.json"
    answers = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**answers, "content_version": "2020.1"}), encoding="utf-8")
    (found,) = piles(tmp_path, form, Shelf())
    told = {script.grade.learner: script.written for script in found.scripts}
    assert (told["1001"].item, told["1001"].text, told["1001"].fault) == (None, "先问。", OTHER_VERSION)
    assert told["1002"].fault == ""


def test_a_file_that_changed_is_read_again(course):
    shelf = Shelf()
    pile(course, shelf)
    path = course / "autograded" / "1003" / FORM / "answers.json"
    path.write_text(path.read_text(encoding="utf-8").replace("放一放", "停一停"), encoding="utf-8")
    assert any("停一停" in script.written.text for script in pile(course, shelf).scripts)


def test_a_mark_goes_to_all_of_the_group_and_to_nobody_else(course):
    found = pile(course)
    task = first_task(found, found.groups[0].key)
    learners = {script.grade.learner for script in task.scripts}
    assert keep(course, task, task.seen, Mark(2, "说具体")) == ""
    marked = {grade.learner for grade in task_grades(course, FORM) if grade.mark == Mark(2, "说具体")}
    assert marked == learners
    assert pile(course).waiting == 6 - len(learners)


def test_one_of_a_group_is_marked_by_itself(course):
    found = pile(course)
    group = max(found.groups, key=lambda each: len(each.scripts))
    assert len(group.scripts) > 1
    task = first_task(found, group.key, group.scripts[0].grade.id)
    keep(course, task, task.seen, Mark(1))
    after = pile(course).group(group.key)
    assert [script.grade.mark.score for script in after.scripts] == [1.0, *[None] * (len(group.scripts) - 1)]
    assert after.mark is None
    assert first_task(found, group.key, "f" * 32) is None
    assert first_task(found, "0" * 16) is None


def test_whoever_saw_an_earlier_mark_is_told_both(course):
    found = pile(course)
    mine = theirs = first_task(found, found.groups[0].key)
    assert keep(course, theirs, theirs.seen, Mark(2, "说具体")) == ""
    stale = keep(course, mine, mine.seen, Mark(4))  # read before the other one wrote
    fresh = first_task(pile(course), found.groups[0].key)
    late = keep(course, fresh, mine.seen, Mark(4))  # written before this page was read
    for message in (stale, late):
        assert "：2 分" in message
        assert "说具体" in message
        assert " 4 分" in message
    assert pile(course).groups[0].mark == Mark(2, "说具体")
    assert keep(course, fresh, fresh.seen, Mark(4)) == ""  # seen now, and meant


def test_an_answer_that_changed_gets_no_mark_meant_for_another(course):
    found = pile(course)
    group = next(each for each in found.groups if len(each.scripts) > 1)
    task = first_task(found, group.key)
    leaver = group.scripts[-1].grade.learner
    path = course / "autograded" / leaver / FORM / "answers.json"
    path.write_text(path.read_text(encoding="utf-8").replace("骗子", "好人"), encoding="utf-8")
    now = first_task(pile(course), group.key)
    assert "变了" in keep(course, now, task.seen, Mark(4))
    assert all(grade.waiting for grade in task_grades(course, FORM))


def test_a_sample_is_the_same_again_and_grows_by_whole(course):
    found = pile(course)
    all_, three = draw(found, (), 99), draw(found, (), 2)
    assert len(all_) == len(found.distinct) < 6
    assert draw(found, (), 2) == three
    assert set(three) < set(all_)
    book = SecondMarks(course, FORM, "t1")
    book.add(three)
    assert draw(found, book.drawn(), 2) == ()
    assert set(draw(found, book.drawn(), 99)) == set(all_) - set(three)
    assert "1004" not in dict(all_)  # nobody wrote there


def test_two_markers_compared_and_settled(course):
    found = pile(course)
    book = SecondMarks(course, FORM, "t1")
    book.add(draw(found, (), 2))
    for double, score in zip(doubles(found, book.drawn()), (1.0, 4.0), strict=True):
        task = first_task(pile(course), double.group.key)
        keep(course, task, task.seen, Mark(score))
    assert compared(doubles(pile(course), book.drawn())).pairs == 0
    for n, score in enumerate((1.0, 2.0)):
        sample = doubles(pile(course), book.drawn())
        task = second_task(pile(course), sample, sample[n].script.grade.id)
        assert task.mark == Mark()  # nothing of the first one's
        assert keep(course, task, task.seen, Mark(score)) == ""
    sample = doubles(pile(course), book.drawn())
    found_first = compared(sample)
    # by hand: (1, 1), (4, 2); found 4/2 = 2; by chance (0 + 1 + 9 + 4) / 4 = 3.5
    assert (found_first.pairs, found_first.equal) == (2, 1)
    assert found_first.kappa == pytest.approx(1 - 2 / 3.5)
    (apart,) = [double for double in sample if double.open]
    assert settle_task(pile(course), sample, sample[0].script.grade.id) is None
    task = settle_task(pile(course), sample, apart.script.grade.id)
    assert keep(course, task, task.seen, Mark(3)) == ""
    after = doubles(pile(course), book.drawn())
    assert [double.script.grade.mark.score for double in after] == [1.0, 3.0]
    assert compared(after) == found_first  # what was settled does not make them agree
    assert not any(double.open for double in after)


def test_settling_goes_to_identical_answers_and_is_undone_together(course):
    found = pile(course)
    group = max(found.groups, key=lambda each: len(each.scripts))
    book = SecondMarks(course, FORM, "t1")
    script = group.scripts[0]
    book.add([(script.grade.learner, script.digest)])
    task = first_task(found, group.key)
    keep(course, task, task.seen, Mark(5))
    sample = doubles(pile(course), book.drawn())
    task = second_task(pile(course), sample, script.grade.id)
    keep(course, task, task.seen, Mark(1))
    sample = doubles(pile(course), book.drawn())
    task = settle_task(pile(course), sample, script.grade.id)
    assert len(task.scripts) == len(group.scripts)
    last = group.scripts[-1].grade.id
    give_one(course, last, Mark(5), Mark(4))
    assert "4 分" in keep(course, task, task.seen, Mark(3))
    assert book.drawn()[0].settled is None
    sample = doubles(pile(course), book.drawn())
    task = settle_task(pile(course), sample, script.grade.id)
    assert "先选好" in keep(course, task, task.seen, Mark(None))
    assert keep(course, task, task.seen, Mark(3)) == ""
    marks = {one.id: one.mark.score for one in task_grades(course, FORM)}
    assert marks[script.grade.id] == 3.0
    assert marks[last] == 4.0  # somebody had marked that one by itself


def give_one(course, grade, seen, given):
    from assessments.grading.gradebook import Change

    assert give(course, FORM, [Change(grade, seen, given)]) == ()


@pytest.mark.parametrize(
    ("waits", "here", "before", "after", "onward"),
    [
        ("101", 0, "", "b", "c"),
        ("101", 2, "b", "", "a"),
        ("010", 1, "a", "c", ""),
        ("000", 1, "a", "c", ""),
        ("1", 0, "", "", ""),
    ],
)
def test_ways_from_one_to_the_next(waits, here, before, after, onward):
    lane = Lane(tuple((name, wait == "1") for name, wait in zip("abc", waits, strict=False)), here)
    assert (lane.near(-1), lane.near(1), lane.onward) == (before, after, onward)
    assert lane.left == waits.count("1")
