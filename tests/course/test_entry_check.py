"""The check in lesson 00: right answers excuse from a lesson, wrong ones and guesses do not."""

import re
from pathlib import Path

import course
from course.entry_check import ABOUT, MIXED, MIXED_ABOUT, known_well
from course.practice import load_practice

TEXT = Path(course.__path__[0]) / "authoring" / "00_start.md"
ALL_RIGHT = {
    "00-p1": {"kind": "choice", "chosen": ["a", "d", "f"]},
    "00-p2": {"kind": "choice", "chosen": ["b"], "confidence": "high"},
    "00-p3": {"kind": "choice", "chosen": ["d"]},
    "00-p4": {"kind": "choice", "chosen": ["b"]},
}


def test_right_answers_excuse_from_the_lessons_they_are_about() -> None:
    assert known_well(ALL_RIGHT) == {"02", "03", "06", "07", "08", "09", "11", "12"}


def test_nothing_answered_excuses_from_nothing() -> None:
    assert known_well({}) == frozenset()


def test_a_wrong_answer_or_a_guess_excuses_from_nothing() -> None:
    wrong = {**ALL_RIGHT, "00-p2": {"kind": "choice", "chosen": ["a"]}}
    assert "03" not in known_well(wrong)
    guessed = {**ALL_RIGHT, "00-p2": {"kind": "choice", "chosen": ["b"], "confidence": "low"}}
    assert "03" not in known_well(guessed)
    taken_in = {**ALL_RIGHT, MIXED: {"kind": "choice", "chosen": ["a", "b", "d", "f"]}}
    assert {"06", "09"} <= known_well(taken_in)
    assert "07" not in known_well(taken_in)


def test_a_lesson_with_two_questions_needs_both() -> None:
    cues = [part for part, said in load_practice("00").exercise("00-p6").feedback.items() if said.cue]
    marked, chosen = {"kind": "marks", "marks": cues}, {"kind": "choice", "chosen": ["d"]}
    assert known_well({"00-p6": marked, "00-p10": chosen}) == {"01", "14"}
    assert known_well({"00-p6": marked}) == {"01"}
    assert known_well({"00-p6": {**marked, "marks": cues[1:]}, "00-p10": chosen}) == frozenset()


def test_an_order_is_right_as_a_whole() -> None:
    assert known_well({"00-p7": {"kind": "order", "order": ["c", "d", "b", "a"]}}) == {"13"}
    assert known_well({"00-p7": {"kind": "order", "order": ["d", "c", "b", "a"]}}) == frozenset()


def test_the_table_of_the_lesson_says_the_same() -> None:
    rows = re.findall(
        r'^        \("[一二三四五六七八九十]", "[^"]+", "([^"]+)"\),$', TEXT.read_text("utf-8"), re.M
    )
    told = [tuple(re.findall(r"\d\d", row)) for row in rows]
    assert told[0] == tuple(MIXED_ABOUT.values())
    assert told[1:] == list(ABOUT.values())
