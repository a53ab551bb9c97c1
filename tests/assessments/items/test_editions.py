"""An item that says something else has another version: told with file and line, and never built over."""

import shutil
from pathlib import Path

import pytest

from assessments.authoring.build import record_editions
from assessments.items.check import version_faults
from assessments.items.editions import RECORD, edition_faults, read_record
from assessments.items.form import ITEMS, load_form
from assessments.items.itembank import MOUNTED, Shelf, load_items
from casebank.errors import FaultsError


@pytest.fixture
def own(private_items: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mounted folder whose two items were recorded as they are."""
    monkeypatch.setenv(MOUNTED, str(private_items))
    record_editions(Shelf(private_items, public=False))
    return private_items


def told(folder: Path) -> list[str]:
    shelf = Shelf(folder, public=False)
    return [str(fault) for fault in edition_faults(shelf, load_items().on(shelf), [])]


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of_version(path: Path) -> int:
    return next(
        n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line == "version: 1"
    )


@pytest.mark.parametrize(
    ("part", "old", "new"), [("bank", "prompt: ", "prompt: 又及，"), ("keys", "a: ", "a: 又及，")]
)
def test_another_text_or_key_under_the_same_version_is_told_and_not_recorded(
    own: Path, part: str, old: str, new: str
) -> None:
    path = own / part / "own-1.yaml"
    spoil(path, old, new)
    where = f"own-items/{part}/own-1.yaml:{line_of_version(path)}"
    expected = f"{where}: not what version 1 said: raise version, in bank/ and in keys/"
    assert told(own) == [expected]
    before = (own / RECORD).read_bytes()
    with pytest.raises(FaultsError, match="not what version 1 said"):
        record_editions(Shelf(own, public=False))
    assert (own / RECORD).read_bytes() == before


def test_with_another_version_it_only_has_to_be_recorded(own: Path) -> None:
    spoil(own / "bank" / "own-1.yaml", "prompt: ", "prompt: 又及，")
    for part in ("bank", "keys"):
        spoil(own / part / "own-1.yaml", "\nversion: 1\n", "\nversion: 2\n")
    assert told(own) == [
        f"own-items/{RECORD}: not what the items say by now: run `python -m assessments.authoring`"
    ]
    record_editions(Shelf(own, public=False))
    assert told(own) == []
    for part in ("bank", "keys"):
        spoil(own / part / "own-1.yaml", "\nversion: 2\n", "\nversion: 1\n")
    (fault,) = told(own)
    assert fault.endswith("version 1: it was 2 before")


def test_what_nobody_who_sits_it_meets_may_change(own: Path) -> None:
    path = own / "bank" / "own-1.yaml"
    spoil(path, "level: ", "level:  ")
    spoil(path, "schema_version: 1", "# 换一种写法\nschema_version: 1")
    text = path.read_text(encoding="utf-8")
    cue = next(line for line in text.splitlines() if line.startswith("cue: "))
    path.write_text(text.replace(cue, "cue: 别的说法"), encoding="utf-8")
    assert told(own) == []


def test_a_name_that_was_taken_stays_taken(own: Path, tmp_path: Path) -> None:
    """An item is thrown away, and later another one gets its name: answers to the first are still about."""
    kept = {part: (own / part / "own-2.yaml").read_text(encoding="utf-8") for part in ("bank", "keys")}
    spoil(own / "forms" / "own-test.yaml", "[own-1, own-2]", "[own-1]")
    for part in kept:
        (own / part / "own-2.yaml").unlink()
    record_editions(Shelf(own, public=False))
    for part, text in kept.items():
        (own / part / "own-2.yaml").write_text(text, encoding="utf-8")
    assert told(own) == []
    spoil(own / "bank" / "own-2.yaml", "prompt: ", "prompt: 又及，")
    assert len(told(own)) == 1
    record_editions(Shelf(own, public=False), afresh=True)
    assert told(own) == []


def test_without_a_record_nothing_is_compared(own: Path) -> None:
    (own / RECORD).unlink()
    spoil(own / "bank" / "own-1.yaml", "prompt: ", "prompt: 又及，")
    assert told(own) == []
    (own / RECORD).write_text("items: []\n", encoding="utf-8")
    assert told(own)[0].startswith(f"own-items/{RECORD}:1: ")


def test_a_form_that_is_the_same_for_everybody_needs_another_content_version(tmp_path: Path) -> None:
    """Its answers name no items: a new version of one of them is seen by nothing else."""
    folder = Path(shutil.copytree(ITEMS, tmp_path / "items"))
    assert [*version_faults(folder, load_items(folder), [load_form("lesson-01", folder)])] == []
    for part in ("bank", "keys"):
        spoil(folder / part / "lesson-01-q1.yaml", "\nversion: 1\n", "\nversion: 2\n")
    folder = folder.rename(tmp_path / "raised")
    (fault,) = version_faults(folder, load_items(folder), [load_form("lesson-01", folder)])
    assert (
        str(fault) == "forms/lesson-01.yaml:5: not what content version 2026.11 asked: raise content_version"
    )


def test_ours_are_recorded_and_as_they_were() -> None:
    record, faults = read_record(Shelf(ITEMS))
    bank = load_items(ITEMS)
    assert faults == []
    assert record is not None
    assert {name: item.version for name, item in bank.on(Shelf(ITEMS)).items.items()} == {
        name: record.items[name].version for name in bank.on(Shelf(ITEMS)).items
    }
    assert edition_faults(Shelf(ITEMS), bank.on(Shelf(ITEMS)), [load_form("lesson-01")]) == []
