"""The case library: what is in it, under what it is found, and how it says what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casebank import load_bank
from casebank.loader import DATA, PACKS, forget
from course.library import Library
from course.library_case import fraud_type, library_case, loss_band, open_words, victim

BANDS = {"own-1": "100w", "own-2": "1w", "own-3": "10w"}


@pytest.fixture
def library(case_pack: Path) -> Iterator[Library]:
    """The library with the pack's cases mounted beside those of the house."""
    yield Library(load_bank(DATA, [case_pack]))
    forget()


def own(library: Library) -> dict[str, dict[str, Any]]:
    """The cases of the pack, as they are shown."""
    return {case["id"]: case for case in library.spec()["cases"] if case["id"].startswith("own-")}


def test_only_what_a_second_person_approved_is_shown(library: Library) -> None:
    assert set(own(library)) == {"own-1", "own-2", "own-3"}
    assert {case["id"] for case in library.spec()["cases"]} == {case.id for case in library.bank.published}


def test_the_latest_come_first_and_those_without_a_date_last(library: Library) -> None:
    assert list(own(library)) == ["own-1", "own-2", "own-3"]
    dates = [case["date"] for case in library.spec()["cases"]]
    told = [date for date in dates if date]
    assert dates == [*sorted(told, reverse=True), *[None] * (len(dates) - len(told))]


def test_a_case_is_told_in_words_that_are_ready_to_read(library: Library) -> None:
    case = own(library)["own-1"]
    assert (case["day"], case["year"], case["loss"]["text"]) == ("2025年3月4日", 2025, "损失85万元")
    assert (case["provenance_label"], case["sources"]) == (
        "有文件记载",
        ["《本单位的情况通报》第1条（文件901）"],
    )
    assert (case["playbook"], case["type"]) == ("借账户过账、先垫资", "冒充领导熟人")
    assert case["stages"][0]["name"] == "换个号来加你"
    assert [bool(stage["stop"]) for stage in case["stages"]] == [True, False]
    assert [stage["paid"] for stage in case["stages"]] == [None, "85万元"]
    assert own(library)["own-2"]["loss"]["text"] == "损失近1万元"
    assert own(library)["own-3"]["loss"]["text"] == "损失至少3万元"


def test_what_is_open_is_said_calmly(library: Library) -> None:
    case = library.bank.cases["own-3"]
    assert victim(case) == "出纳（文件没有写性别、年龄）"
    assert library_case(case, library.bank)["unknown"]["date"] == "文件没有写年份"
    assert open_words(case, "文件只写“近期”") == "文件没有写明，只写“近期”"
    assert open_words(case, "遮去了数目") == "文件没有写明：遮去了数目"


@pytest.mark.parametrize("case_id", BANDS)
def test_what_is_nearly_a_bound_lies_below_it(library: Library, case_id: str) -> None:
    assert loss_band(library.bank.cases[case_id]) == BANDS[case_id]


def test_every_case_is_found_under_every_filter_and_the_counts_say_how_many(library: Library) -> None:
    spec = library.spec()
    for filter_ in spec["filters"]:
        counts = {option["value"]: option["count"] for option in filter_["options"]}
        values = [value for case in spec["cases"] for value in case["facets"][filter_["id"]]]
        assert counts == {value: values.count(value) for value in values}
        assert all(case["facets"][filter_["id"]] for case in spec["cases"])
        assert all(option["label"] for option in filter_["options"])


def test_a_type_is_the_ministry_s_or_the_widest_of_ours(library: Library) -> None:
    bank = library.bank
    known = {*bank.ministry.types, *(p.name_zh for p in bank.playbooks.values() if p.parent is None)}
    assert {fraud_type(case, bank) for case in bank.cases.values()} <= known


def test_bars_only_for_groups_that_carry_them(library: Library) -> None:
    overview = library.spec()["overview"]
    assert all(row["count"] >= 3 for row in overview["rows"])
    assert {"label": "冒充领导熟人"}.items() <= overview["rows"][0].items()
    assert "不能说明哪一种骗局更常见" in overview["note"]


def test_the_environment_mounts_a_pack(case_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PACKS, str(case_pack))
    assert "own-1" in own(Library())
