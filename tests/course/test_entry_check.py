"""The check in lesson 00: right answers excuse from a lesson, wrong ones and guesses do not."""

import re
from pathlib import Path

import course
from course.entry_check import ABOUT, known_well
from course.practice import load_practice

TEXT = Path(course.__path__[0]) / "authoring" / "00_start.md"


def right(item: str) -> list[str]:
    """The right options of a question, read from its file."""
    return [key for key, said in load_practice("00").exercise(item).feedback.items() if said.right]


ALL_RIGHT = {
    item: {"kind": "choice", "chosen": right(item)} for item in ("00-p1", "00-p3", "00-p4", "00-p13")
} | {"00-p2": {"kind": "choice", "chosen": right("00-p2"), "confidence": "high"}}


def test_right_answers_excuse_from_the_lessons_they_are_about() -> None:
    assert known_well(ALL_RIGHT) == {"02", "03", "08", "09", "11", "12"}  # 06 and 07 have a question more


def test_nothing_answered_excuses_from_nothing() -> None:
    assert known_well({}) == frozenset()


def test_a_wrong_answer_or_a_guess_excuses_from_nothing() -> None:
    others = [key for key in "abcd" if key not in right("00-p2")]
    wrong = {**ALL_RIGHT, "00-p2": {"kind": "choice", "chosen": others[:1]}}
    assert "03" not in known_well(wrong)
    guessed = {**ALL_RIGHT, "00-p2": {"kind": "choice", "chosen": right("00-p2"), "confidence": "low"}}
    assert "03" not in known_well(guessed)
    taken_in = {**ALL_RIGHT, "00-p1": {"kind": "choice", "chosen": ["a", "b", "c", "d", "e", "f"]}}
    assert not {"06", "07", "08", "09"} & known_well(taken_in)


def test_a_lesson_with_two_questions_needs_both() -> None:
    cues = [part for part, said in load_practice("00").exercise("00-p6").feedback.items() if said.cue]
    marked, chosen = {"kind": "marks", "marks": cues}, {"kind": "choice", "chosen": right("00-p10")}
    assert known_well({"00-p6": marked, "00-p10": chosen}) == {"01", "14"}
    assert known_well({"00-p6": marked}) == {"01"}
    assert known_well({"00-p6": {**marked, "marks": cues[1:]}, "00-p10": chosen}) == frozenset()


def test_an_order_is_right_as_a_whole() -> None:
    assert known_well({"00-p7": {"kind": "order", "order": ["c", "d", "b", "a"]}}) == {"13"}
    assert known_well({"00-p7": {"kind": "order", "order": ["d", "c", "b", "a"]}}) == frozenset()


def test_the_table_of_the_lesson_says_the_same() -> None:
    rows = re.findall(r'^        \("([^"]+)", "[^"]+", "([^"]+)"\),$', TEXT.read_text("utf-8"), re.M)
    titles = {load_practice("00").exercise(item).spec()["title"]: about for item, about in ABOUT.items()}
    assert {title: tuple(re.findall(r"\d\d", told)) for title, told in rows} == titles
