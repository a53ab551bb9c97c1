"""`shizha check` on files that somebody damaged: every kind of mistake, one line each, all in one run."""

import re
import shutil
from pathlib import Path

import pytest

from assessments.items.form import ITEMS
from casebank import load_bank
from casebank.loader import DATA, survey
from casebank.provenance import digest
from course.authoring import TEXT
from course.checks import check, item_faults
from course.practice import PRACTICE


@pytest.fixture
def copies(tmp_path: Path) -> dict[str, Path]:
    """Items, practice and lessons that may be damaged."""
    made = {}
    for name, source in {"items": ITEMS, "practice": PRACTICE, "lessons": TEXT}.items():
        made[name] = Path(shutil.copytree(source, tmp_path / name))
    return made


def spoil(path: Path, old: str, new: str) -> int:
    """Replace a piece of a file; the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(copies: dict[str, Path]) -> str:
    report = check(None, copies["items"], copies["practice"], copies["lessons"])
    return "\n".join(map(str, report.faults))


def test_the_real_ones_have_no_fault(copies: dict[str, Path]) -> None:
    assert told(copies) == ""


@pytest.mark.parametrize(
    ("part", "item", "old", "new", "expected"),
    [
        (
            "keys",
            "s1",
            "    - points: 3\n",
            "    - points: 2\n",
            "best walk reaches 9 points, the item has 10",
        ),
        ("keys", "s1", "acts: [verify_known_channel]", "acts: [call_110]", "the graph has no act 'call_110'"),
        ("keys", "s1", "endings: [n6, n9]", "endings: [n6, n3]", "node 'n3' is no ending"),
        ("keys", "s1", "choices: [n5.b]", "choices: [n5.f]", "the graph has no choice 'n5.f'"),
        ("keys", "s1", "cap: 2", "cap: 12", "a cap of 12 is no cap for 10 points"),
        ("bank", "s1", "to: n5}", "to: n55}", "leads to 'n55', no such node"),
        ("bank", "s2", "  genuine: true", "  genuine: false", "does not fit a fraudulent scenario"),
        (
            "bank",
            "s2",
            "text: 在外面开会，有件事要麻烦你，今天得办完。",
            "text: 在忙。",
            "the twins differ in their opening words",
        ),
        ("keys", "m1", "  w10: ", "  w12: ", "must name each phrase once"),
        ("keys", "q1", "{b: 1, d: 0.4}", "{b: 0.9, d: 0.4}", "one weight must be 1"),
        ("keys", "q1", "  d: 你的钱", "  e: 你的钱", "'reasons' must name each option once"),
        ("keys", "q1", "d: refuse}", "e: refuse}", "'stances' must name each option once"),
        ("keys", "q2", "{a: 1, c: 1, e: 1}", "{a: 1, c: 0.5, e: 1}", "each weight is 1"),
        ("keys", "q2", "item: lesson-01-q2", "item: lesson-01-q1", "must be the file's name"),
        ("bank", "q3", "type: single", "type: sinlge", "'single'"),
        ("bank", "q3", "type: single", "type: ordering", "'single' or 'multiple'"),
        ("bank", "q3", "roles: [office-staff]", "roles: [office]", "role 'office' is not in roles.yaml"),
        ("bank", "m1", "fraud_type: 冒充领导熟人", "fraud_type: 中奖", "not on the ministry's list"),
        ("bank", "m1", "based_on: case-000-5", "based_on: case-000-55", "case 'case-000-55' does not exist"),
        (
            "bank",
            "m1",
            "version: 1\nkind",
            "version: 2\nkind",
            "written for version 1, the item is at version 2",
        ),
        ("keys", "t1", "{points: 2,", "{points: 3,", "the criteria add up to 6, not to 5"),
    ],
)
def test_a_damaged_item(
    copies: dict[str, Path], part: str, item: str, old: str, new: str, expected: str
) -> None:
    """The fault is told with the line in the file where it is mended: the item's or its key's."""
    spoil(copies["items"] / part / f"lesson-01-{item}.yaml", old, new)
    lines = [str(fault) for fault in item_faults(copies["items"], load_bank())]
    file = rf"(bank|keys)/lesson-01-{item}.yaml:\d+: "
    assert any(re.match(file, line) and expected in line for line in lines), lines


def test_all_at_once_with_their_lines(copies: dict[str, Path]) -> None:
    items = copies["items"]
    points = spoil(items / "keys" / "lesson-01-q3.yaml", "points: 4", "points: many")
    spoil(items / "bank" / "lesson-01-m1.yaml", "kind: marks", "kind: smell")
    spare = (items / "bank" / "lesson-01-q1.yaml").read_text(encoding="utf-8")
    (items / "bank" / "spare-1.yaml").write_text(spare, encoding="utf-8")
    (items / "keys" / "lost-1.yaml").write_text("schema_version: 1", encoding="utf-8")
    named = spoil(items / "forms" / "lesson-01.yaml", "variants: [lesson-01-t1]", "variants: [lesson-01-t9]")
    practice = spoil(copies["practice"] / "01.yaml", "right: true", "right: perhaps")
    found = told(copies)
    assert f"keys/lesson-01-q3.yaml:{points}: " in found
    assert "bank/lesson-01-m1.yaml:" in found
    assert "bank/spare-1.yaml:1: item 'spare-1' has no key (keys/spare-1.yaml does not exist)" in found
    assert "keys/lost-1.yaml:1: a key without its item" in found
    assert f"forms/lesson-01.yaml:{named}: item 'lesson-01-t9' does not exist" in found
    assert f"practice/01.yaml:{practice}: " in found


def test_an_item_that_no_form_asks(copies: dict[str, Path]) -> None:
    spoil(copies["items"] / "forms" / "lesson-01.yaml", "  - {id: q1, variants: [lesson-01-q1]}\n", "")
    found = [str(fault) for fault in item_faults(copies["items"], load_bank())]
    assert "bank/lesson-01-q1.yaml:6: no form names this item" in found


def test_a_form_that_a_policy_passes(copies: dict[str, Path]) -> None:
    line = spoil(copies["items"] / "forms" / "lesson-01.yaml", "pass_score: 28", "pass_score: 19")
    found = [str(fault) for fault in item_faults(copies["items"], load_bank())]
    told_ = "policy 'verify_then_default' scores 20 of 40 and passes"
    assert f"forms/lesson-01.yaml:{line}: {told_}" in found


def test_a_pass_score_that_nobody_can_reach(copies: dict[str, Path]) -> None:
    line = spoil(copies["items"] / "forms" / "lesson-01.yaml", "pass_score: 28", "pass_score: 41")
    found = [str(fault) for fault in item_faults(copies["items"], load_bank())]
    assert f"forms/lesson-01.yaml:{line}: pass_score 41 above 40" in found


def test_a_lesson_that_shows_what_does_not_exist(copies: dict[str, Path]) -> None:
    text = copies["lessons"] / "01_leader_pass_through.md"
    line = spoil(text, 'lesson.timeline("case-000-3")', 'lesson.timeline("case-000-33")')
    spoil(text, 'lesson.exercise("01-p4")', 'lesson.exercise("01-p9")')
    found = told(copies)
    assert f"authoring/01_leader_pass_through.md:{line}: timeline: no 'case-000-33'" in found
    assert "exercise: no '01-p9' (allowed: 01-p1, 01-p2, 01-p3, 01-p4, 01-p5, 01-p6, 01-p7)" in found


def test_one_fault_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of loading, of proof, of copying and of a lesson, in one report."""
    bank = tmp_path / "bank"
    shutil.copytree(DATA, bank)
    broken = bank / "cases" / "case-000-5.yaml"
    broken.write_text(
        broken.read_text(encoding="utf-8").replace("outcome: lost", "outcome: gone"), encoding="utf-8"
    )
    passage = (
        "甲" * 10 + "这是一段只在这份通报里才有的句子，讲的是一件谁也没有听说过的小事情，一共三十多个字。"
    )
    (bank / "sources.yaml").write_text(
        "schema_version: 1\ndocuments:\n"
        + "".join(
            f"  - {{number: '{n}', title: 甲, issuer: 乙, year: 2026, characters: 40000, sha256: {digest(passage)}}}\n"
            for n in ("000", "001", "002", "003", "004")
        ),
        encoding="utf-8",
    )
    for n in ("000", "001", "002", "003", "004"):
        (tmp_path / f"{n}_x.txt").write_text(passage, encoding="utf-8")
    copied = bank / "cases" / "case-001-1.yaml"
    text = copied.read_text(encoding="utf-8")
    copied.write_text(text.replace("place: ", f"place: {passage[10:]} # ", 1), encoding="utf-8")
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "01_x.md").write_text("lesson.timeline('case-999-9')\n", encoding="utf-8")
    items = Path(shutil.copytree(ITEMS, tmp_path / "items"))
    spoil(items / "bank" / "lesson-01-m1.yaml", "based_on: case-000-5", "based_on: case-000-55")
    monkeypatch.setattr("course.checks.survey", lambda *_: survey(bank, ()))
    told = [str(fault) for fault in check(tmp_path, items, lessons=lessons).faults]
    assert any(line.startswith("cases/case-000-5.yaml") and "'gone'" in line for line in told)
    assert any(line.startswith("cases/case-000-1.yaml") and "another sha256" in line for line in told)
    assert any(line.startswith("cases/case-001-1.yaml") and "stands in a document" in line for line in told)
    assert any(line.startswith("authoring/01_x.md:1") and "case-999-9" in line for line in told)
    assert any(line.startswith("bank/lesson-01-m1.yaml") and "case-000-55" in line for line in told)
    assert not any("case 'case-000-5' does not exist" in line for line in told)  # it only cannot be read
