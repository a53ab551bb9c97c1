"""From a roster's 岗位 to a path: sure ones only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebank import FaultsError, load_bank
from course.occupation import path_for
from course.path import load_paths


@pytest.mark.parametrize(
    ("occupation", "path"),
    [
        ("柜员", "counter"),
        (" 综合 柜员 ", "counter"),
        ("柜面人员", "counter"),
        ("大堂", "lobby"),
        ("网点保安", "lobby"),
        ("网点负责人", "branch-head"),
        ("城东支行副行长", "branch-head"),
        ("公司客户经理", "corporate"),
        ("会计", "finance"),
        ("财务科副科长", "finance"),
        ("会计主管", "counter"),
        ("机关干部", "office"),
        ("内科护士", "office"),
        ("民营企业老总", "heads"),
        ("综治网格员", "organiser"),
        ("银行工作人员", None),  # two paths serve that role: the person says which
        ("长", None),
        ("", None),
        ("宇航员", None),
    ],
)
def test_worked_examples(occupation: str, path: str | None) -> None:
    found = path_for(occupation, load_paths(), load_bank())
    assert (found.id if found else None) == path


@pytest.mark.parametrize("path", load_paths(), ids=lambda path: path.id)
def test_every_word_of_a_path_leads_to_it(path) -> None:
    for word in (path.title, *path.called):
        assert path_for(word, load_paths(), load_bank()) == path


@given(st.text(max_size=12))
def test_any_text_is_taken(text: str) -> None:
    assert path_for(text, load_paths(), load_bank()) in (None, *load_paths())


def test_a_word_belongs_to_one_path(tmp_path) -> None:
    stops = '    stops: [{lesson: "00", need: must, why: 甲。}, {lesson: "01", need: must, why: 乙。}]\n'
    one = "  - {0}id: {1}\n    title: 甲\n    roles: [teller]\n    called: [柜员]\n    about: 会。\n"
    text = "schema_version: 1\npaths:\n" + "".join(one.format("", name) + stops for name in ("a", "b"))
    (tmp_path / "paths.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError, match="'柜员' stands twice"):
        load_paths(tmp_path / "paths.yaml")
