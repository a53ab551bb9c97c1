"""The smallest private folder as docs/items.zh-CN.md prints it: it is built, and right and wrong are told."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from assessments.authoring.__main__ import main as authoring
from assessments.grading.scoring import score
from assessments.items.audit import audit
from assessments.items.form import ITEMS, load_form
from assessments.items.itembank import MOUNTED
from casebank.answer import ANSWER
from casebank.loader import survey
from course.checks import item_faults

PAGE = Path(__file__).parents[3] / "docs" / "items.zh-CN.md"
PRINTED = re.compile(r"^`(my-items/[\w/.-]+)`\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = ["my-items/blueprint.yaml", "my-items/bank/two-callers-1.yaml", "my-items/keys/two-callers-1.yaml"]


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the page, built by the command that stands there; the folder is mounted."""
    found = PRINTED.findall(PAGE.read_text(encoding="utf-8"))
    assert [name for name, _ in found] == FILES
    for name, text in found:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(MOUNTED, "")
    monkeypatch.setattr(sys, "argv", ["authoring", "--items", str(tmp_path / "my-items")])
    assert authoring() == 0
    return tmp_path / "my-items"


def test_the_printed_folder_tells_right_from_wrong(printed: Path) -> None:
    form = load_form("own-check")
    assert (form.public, form.max_score, form.pass_score) == (False, 5.0, 4.0)
    (item,) = form.items
    for side, rows, points in (("a", ["w3", "w5"], 5.0), ("b", ["w2", "w6"], 0.0)):
        given = score(item, ANSWER.validate_python({"kind": "compare", "genuine": side, "marks": rows}))
        assert given is not None
        assert given.points == points
    assert [each.policy for each in audit(form) if each.passed] == []


@pytest.mark.slow
def test_the_printed_folder_has_no_fault(printed: Path) -> None:
    assert item_faults(ITEMS, survey()[0]) == ()
