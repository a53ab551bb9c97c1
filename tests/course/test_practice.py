"""Practice files: each kind of exercise becomes a spec, and every mistake of an author is told with its line."""

import re
from pathlib import Path
from typing import Any

import pytest

from casebank import FaultsError, load_bank
from course.practice import KINDS, Exercise, load_practice
from course.practice.drill import DRILLS, drill_ids, load_drill
from widgets import WIDGETS

HEAD = 'schema_version: 1\nlesson: "07"\nexercises:\n'
FOOT = "summary: {title: 带走, lines: [停一停。], more: 打110。}\n"
GOOD = {
    "scenario": "  - {id: 07-p1, scenario: vice-president-new-number-a}\n",
    "timeline": "  - {id: 07-p1, timeline: case-000-1}\n",
    "drill": "  - {id: 07-p1, drill: first-30-minutes}\n",
    "marking": """  - id: 07-p1
    marking:
      title: 短信
      prompt: 点出来
      lines:
        - exhibit: {kind: sms, title: 手机银行, body: 请点开地址。}
          parts: [{id: w1, field: title}, {id: w2, field: body}]
    feedback:
      w1: {cue: false, why: 名字能造。}
      w2: {cue: true, why: 不点短信里的地址。}
""",
    "question": """  - id: 07-p1
    question:
      title: 先后
      prompt: 排一排
      type: ordering
      confidence: true
      options: [{id: a, text: 存证据}, {id: b, text: 打110}, {id: c, text: 锁卡}]
    feedback: {a: {why: 不急。}, b: {why: 止付靠它。}, c: {why: 自己的卡。}}
    order: [b, c, a]
""",
}


def written(folder: Path, body: str) -> Path:
    (folder / "07.yaml").write_text(HEAD + body + FOOT, encoding="utf-8")
    return folder


def loaded(folder: Path, kind: str) -> Exercise:
    return load_practice("07", written(folder, GOOD[kind])).exercise("07-p1")


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_each_kind_becomes_a_widget_that_exists(tmp_path: Path, kind: str) -> None:
    exercise = loaded(tmp_path, kind)
    assert isinstance(exercise, KINDS[kind])
    widget = WIDGETS[exercise.widget](item=exercise.id, spec=exercise.spec())
    assert widget.spec["title"]
    with pytest.raises(ValueError, match="is assessed, but its spec holds"):
        WIDGETS[exercise.widget](item=exercise.id, spec=exercise.spec(), mode="assessed")


def test_an_ordering_travels_with_the_place_of_each() -> None:
    places = {"a": {"place": 3, "why": "不急。"}, "b": {"place": 1, "why": "止付靠它。"}}
    assert places.items() <= _ordering().spec()["feedback"].items()


def _ordering() -> Any:
    question = {
        "title": "先后",
        "prompt": "排",
        "type": "ordering",
        "options": [{"id": i, "text": i} for i in "abc"],
    }
    feedback = {"a": {"why": "不急。"}, "b": {"why": "止付靠它。"}, "c": {"why": "自己的卡。"}}
    return KINDS["question"].model_validate(
        {"id": "07-p1", "question": question, "feedback": feedback, "order": ["b", "c", "a"]}
    )


@pytest.mark.parametrize("pair", sorted(load_bank().pairs))
def test_a_pair_is_compared_with_its_genuine_side(pair: str) -> None:
    spec = KINDS["pair"].model_validate({"id": "07-p1", "pair": pair}).spec()
    genuine = spec["feedback"]["genuine"]
    assert load_bank().scenarios[f"{pair}-{genuine}"].genuine
    assert {row["id"] for row in spec["rows"]} == set(spec["feedback"]["rows"])
    assert all(set(row) == {"id", "what", "a", "b"} for row in spec["rows"])


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("scenario", "vice-president-new-number-a", "nobody-a", "scenario: no 'nobody-a' (allowed: "),
        ("timeline", "case-000-1", "case-000-11", "timeline: no 'case-000-11' (allowed: case-000-1"),
        ("timeline", "case-000-1", "case-002-7", "no stages whose playbook knows an answer"),
        ("drill", "first-30-minutes", "first-60", "drill: no 'first-60' (allowed: first-30-minutes)"),
        ("marking", "      w2: {cue", "      w3: {cue", "'feedback' has no reason for part 'w2'"),
        ("marking", "      w2: {cue", "      w3: {cue", "part 'w3', which does not exist (w1, w2)"),
        ("marking", "cue: true", "cue: false", "no part is a cue"),
        ("marking", "field: title", "field: foot", "the exhibit has no 'foot' (title, body)"),
        ("question", "[b, c, a]", "[b, c]", "'order' must name each option once (a, b, c)"),
        ("question", "[b, c, a]", "[a, b, c]", "stand in the right order already"),
        (
            "question",
            "{why: 不急。}",
            "{right: true, why: 不急。}",
            "in an ordering 'order' says what is right",
        ),
        ("question", "    order: [b, c, a]\n", "", "'order' must name each option once"),
        ("question", "type: ordering", "type: single", "option 'a': 'right' is missing (true or false)"),
        ("question", "type: ordering", "type: single", "'order' belongs to questions of type 'ordering'"),
        ("question", "type: ordering", "type: order", "'single', 'multiple', 'ordering' or 'text'"),
        ("question", "    question:", "    quiz:", "an exercise is one of: scenario, pair, timeline, drill"),
        ("question", "07-p1", "08-p1", "id '08-p1' must begin with '07-'"),
    ],
)
def test_a_damaged_exercise_is_told_with_its_line(
    tmp_path: Path, kind: str, old: str, new: str, told: str
) -> None:
    assert old in GOOD[kind]
    with pytest.raises(FaultsError) as error:
        load_practice("07", written(tmp_path, GOOD[kind].replace(old, new, 1)))
    faults = str(error.value).splitlines()
    assert any(re.match(r"practice/07\.yaml:\d+: ", fault) and told in fault for fault in faults), faults


def test_one_right_answer_to_a_single_question(tmp_path: Path) -> None:
    body = """  - id: 07-p1
    question: {title: 题, prompt: 问, type: single, options: [{id: a, text: 甲}, {id: b, text: 乙}]}
    feedback: {a: {right: true, why: 甲。}, b: {right: true, why: 乙。}}
"""
    with pytest.raises(FaultsError, match="2 options are right: in a 'single' question exactly one"):
        load_practice("07", written(tmp_path, body))


def test_the_drills_are_sound_and_marked_as_constructed() -> None:
    assert "first-30-minutes" in drill_ids()
    for name in drill_ids():
        assert "教学构造" in load_drill(name).constructed


def test_one_hangs_up_and_the_first_call_is_110() -> None:
    drill = load_drill("first-30-minutes")
    words = ("挂断", "110", "锁", "截图", "家里人")
    steps = sorted((a for a in drill.actions if a.place), key=lambda a: a.place or 0)
    assert [word in step.text for word, step in zip(words, steps, strict=True)] == [True] * 5
    assert steps[0].id != drill.actions[0].id


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: first-30-minutes", "id: other", "id 'other': the file says 'first-30-minutes'"),
        ("emergency-card-lock", "card-lock", "no rule 'card-lock' in the case bank"),
        ("place: 2", "place: 7", "1, 2, … each once"),
    ],
)
def test_a_damaged_drill_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (DRILLS / "first-30-minutes.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "first-30-minutes.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(
        FaultsError, match=r"practice/drills/first-30-minutes\.yaml:\d+: .*" + re.escape(told)
    ):
        load_drill("first-30-minutes", tmp_path)
