"""Whose a file is: never a guess."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.cohort.number import is_staff_number
from assessments.grading.collecting.owner import People, Rule, Unclear, check_given, owner

FORMS = ("lesson-01", "entry-a")
ROSTER = People.of(["1001", "1002", "00123", "A_17", "1001-2", "zhangsan", "01", "12", "2026"], rostered=True)
OPEN = People.of(["1001", "1002"], rostered=False)
NUMBERS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{1,11}", fullmatch=True).filter(is_staff_number)


PLAIN = Rule()


def whose(said: str, path: str, people: People = ROSTER, rule: Rule = PLAIN) -> str:
    return owner(said, tuple(path.split("/")), people, rule, FORMS)


@pytest.mark.parametrize(
    ("said", "path", "number"),
    [
        ("1001", "answers.json", "1001"),
        ("1001", "1001/answers (1).json", "1001"),
        ("1001", "三支行/1001_张三.zip/answers.json", "1001"),
        ("anonymous", "1001_张三.zip/answers.json", "1001"),
        ("anonymous", "1001-answers.json", "1001"),
        ("jovyan", "张三1001.json", "1001"),
        ("jovyan", "张三(1001).json", "1001"),
        ("1001", "2026-12-02/answers (12).json", "1001"),
        ("jovyan", "１００１张三/answers.json", "1001"),
        ("jovyan", "1001-2.json", "1001-2"),
        ("jovyan", "a_17 李四.json", "A_17"),
        ("a_17", "answers.json", "A_17"),
        ("root", "lesson-01/00123/answers.json", "00123"),
        ("zhangsan", "lesson-01.json", "zhangsan"),
        ("q1Xy_Zabc-9defGh", "1002.json", "1002"),  # the name of a notebook in practice
    ],
)
def test_what_is_clear(said: str, path: str, number: str) -> None:
    assert whose(said, path) == number


@pytest.mark.parametrize(
    ("said", "path", "told"),
    [
        ("1001", "1002_李四.zip/answers.json", "1002"),
        ("1001", "1002/1001.json", "1002"),
        ("1001", "1003.json", "1003"),
        ("1009", "1001.json", "1001"),
        ("1009", "answers.json", "不在名册上"),
        ("anonymous", "answers.json", "没有写工号"),
        ("anonymous", "1009_王五.json", "没有写工号"),
        ("anonymous", "1001和1002.json", "几个工号"),
        ("jovyan", "11001.json", "没有写工号"),
        ("jovyan", "lesson-01/answers.json", "没有写工号"),
        ("anonymous", "附件/answers (12).json", "没有写工号"),  # the twelfth download of that name
        ("anonymous", "answers（12）.json", "没有写工号"),
        ("anonymous", "答卷2026-12-2/answers.json", "没有写工号"),
        ("anonymous", "2026年12月2日收/answers.json", "没有写工号"),
    ],
)
def test_what_is_not_clear_is_told_with_its_reason(said: str, path: str, told: str) -> None:
    with pytest.raises(Unclear) as error:
        whose(said, path)
    assert told in error.value.reason
    assert error.value.advice


def test_what_an_instructor_may_decide() -> None:
    assert whose("1009", "answers.json", rule=Rule(allow_unknown=True)) == "1009"
    assert whose("u2024", "1001.json", rule=Rule(by_name=True)) == "1001"
    assert whose("1002", "1002/answers.json", rule=Rule(given="1001")) == "1001"
    with pytest.raises(Unclear):
        whose("1002", "1001.json", rule=Rule(by_name=True))  # the roster knows both
    with pytest.raises(Unclear):
        whose("1009", "1001.json", rule=Rule(allow_unknown=True))


@pytest.mark.parametrize(
    ("said", "path", "number"),
    [
        ("1001", "2026-11/answers.json", "1001"),
        ("1001", "20261122/answers.json", "1001"),
        ("1001", "12支行/answers.json", "1001"),
        ("jovyan", "1009_王五/answers.json", "1009"),
        ("jovyan", "2026年11月/B1009 王五.json", "B1009"),
    ],
)
def test_without_a_roster(said: str, path: str, number: str) -> None:
    assert whose(said, path, OPEN) == number


@pytest.mark.parametrize(
    ("said", "path"),
    [("1001", "1003.json"), ("1001", "1002/a.json"), ("jovyan", "2026/a.json"), ("jovyan", "x.json")],
)
def test_without_a_roster_doubt_is_doubt_too(said: str, path: str) -> None:
    with pytest.raises(Unclear):
        whose(said, path, OPEN)


def test_the_number_given_by_hand_is_looked_up() -> None:
    assert check_given("a_17", ROSTER, Rule()) == "A_17"
    assert check_given("1009", ROSTER, Rule(allow_unknown=True)) == "1009"
    assert check_given("1009", OPEN, Rule()) == "1009"
    for number, allow in (("1009", False), ("a b", True), ("..", True)):
        with pytest.raises(Unclear):
            check_given(number, ROSTER, Rule(allow_unknown=allow))


@given(st.lists(NUMBERS, min_size=1, max_size=8, unique_by=str.casefold), st.data())
def test_a_number_between_other_letters_is_found_and_only_whole(
    numbers: list[str], data: st.DataObject
) -> None:
    people = People.of(numbers, rostered=True)
    mine = data.draw(st.sampled_from(numbers))
    around = st.text(
        st.characters(categories=["Lo"], max_codepoint=0x9FFF, min_codepoint=0x4E00), min_size=1, max_size=5
    )
    name = f"{data.draw(around)}{mine}{data.draw(around)}"
    assert people.named([name], ()) == {mine}
    assume(mine[0].isalnum() and mine[-1].isalnum())
    for glued in (f"9{mine}", f"{mine}9", f"x{mine}x"):
        alone = People.of([mine], rostered=True)
        assert alone.named([glued], ()) == set()


@given(st.text(max_size=60), st.text(max_size=60), st.booleans(), st.booleans(), st.booleans())
def test_whoever_it_is_is_known_or_allowed(
    said: str, path: str, rostered: bool, allow: bool, by_name: bool
) -> None:
    people = ROSTER if rostered else OPEN
    try:
        found = whose(said, path, people, Rule(allow_unknown=allow, by_name=by_name))
    except Unclear:
        return
    assert found in people.numbers.values() or (is_staff_number(found) and (allow or not rostered))


def test_case_and_width_never_make_another_person() -> None:
    for said, name in product(("a_17", "A_17"), ("A_17.json", "ａ_17.json")):
        assert whose(said, name) == "A_17"
