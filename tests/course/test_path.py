"""What each role learns: the real paths hold, and every mistake in such a file is told with its line."""

from pathlib import Path

import pytest

from casebank import FaultsError, load_bank
from course.path import COMPULSORY_MINUTES, Need, load_paths, path_faults
from course.web import catalog

MINUTES = {page.id: page.minutes for page in catalog.lessons()}
HEAD = "schema_version: 1\npaths:\n"
GOOD = """  - id: counter
    title: 柜面人员
    roles: [teller]
    about: 会问。
    stops:
      - {lesson: "00", need: must, why: 先看看。}
      - {lesson: "11", need: skippable, why: 本行。}
      - {lesson: "10", need: more, why: 也开户。}
"""
TWO = {"00": 10, "11": 15, "10": 10}


def written(folder: Path, body: str) -> Path:
    path = folder / "paths.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_the_real_paths_have_no_fault() -> None:
    assert path_faults(MINUTES) == []


def test_there_is_a_path_for_each_of_the_eight_roles() -> None:
    ids = [path.id for path in load_paths()]
    assert ids == [
        "counter",
        "lobby",
        "branch-head",
        "corporate",
        "finance",
        "office",
        "heads",
        "organiser",
    ]


TRADE = {
    "counter": "11",
    "lobby": "12",
    "branch-head": "15",
    "corporate": "10",
    "finance": "02",
    "office": "01",
    "heads": "01",
    "organiser": "15",
}
"""The lesson without which a path would miss its role."""


@pytest.mark.parametrize("path", load_paths(), ids=lambda path: path.id)
def test_a_path_begins_with_the_check_holds_its_trade_and_closes_with_what_to_keep(path) -> None:
    must = [stop.lesson for stop in path.stops if stop.need is Need.MUST]
    assert must[0] == "00"
    assert TRADE[path.id] in must
    assert "13" in must
    assert path.compulsory[-1].lesson == "16"
    assert any(stop.need is Need.SKIPPABLE for stop in path.stops)
    assert sum(MINUTES[stop.lesson] for stop in path.compulsory) <= COMPULSORY_MINUTES


def test_no_form_takes_more_than_a_quarter_of_an_hour() -> None:
    assert all(page.minutes <= 15 for page in catalog.forms())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("teller", "cashier", "paths.yaml:5: no role 'cashier'"),
        ('"10"', '"77"', "paths.yaml:10: no lesson '77' (allowed: 00, 11, 10)"),
        ("must", "perhaps", "perhaps"),
        ('"11"', '"00"', "lesson '00' stands twice"),
        ("need: must", "need: more", "what is only 'more' stands at the end"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    faults = path_faults(
        {"00": 10, "11": 15, "10": 10}, load_bank(), written(tmp_path, GOOD.replace(old, new))
    )
    assert told in "\n".join(map(str, faults))


def test_a_path_that_is_too_long_and_a_lesson_on_no_path(tmp_path: Path) -> None:
    faults = path_faults({"00": 40, "11": 55, "10": 5}, load_bank(), written(tmp_path, GOOD))
    assert [str(fault).split(": ", 1)[1] for fault in faults] == [
        "path 'counter' asks for 95 minutes, at most 90",
        "lesson '10' is compulsory on no path: nobody would come to it",
    ]


def test_the_same_path_twice(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="path 'counter' stands twice"):
        load_paths(written(tmp_path, GOOD + GOOD))
