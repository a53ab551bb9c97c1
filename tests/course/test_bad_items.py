"""A mounted folder of items that somebody damaged: no crash, every fault in one run, each with its place."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assessments.items.form import ITEMS
from assessments.items.itembank import MOUNTED
from casebank import Bank
from casebank.loader import survey
from course.checks import item_faults
from course.cli import app

BOMB = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))]
)
BLUEPRINT = """schema_version: 1
content_version: "2026.11"
parity: {difficulty: 0.1, minutes: 0.4, share: 0.025, types: 2, channels: 3}
forms:
  - id: own-drawn
    title: 抽题
    intro: 两道题。
    seed: 1
    minutes: 1
    pass_share: 0.1
    genuine_share: 0.5
    kinds: {scenario: 2}
    types: {刷单返利: 4}
    channels: {phone: 4}
    slots: [{id: q1, family: nobody, take: 2}]
"""


@pytest.fixture(scope="module")
def cases() -> Bank:
    return survey()[0]


@pytest.fixture
def told(
    private_items: Path, tmp_path: Path, cases: Bank, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """What is wrong with these folders, mounted beside a small public bank; by default with the private one."""
    public = tmp_path / "public"
    for part in ("bank", "keys"):
        (public / part).mkdir(parents=True)
        shutil.copy(ITEMS / part / "lesson-01-q1.yaml", public / part)
    (public / "forms").mkdir()
    text = (private_items / "forms" / "own-test.yaml").read_text(encoding="utf-8")
    text = text.replace("own-test", "counter").replace("[own-1, own-2]", "[lesson-01-q1]")
    (public / "forms" / "counter.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("course.checks._taught", lambda bank: [])

    def faults(*folders: Path) -> list[str]:
        mounted = os.pathsep.join(str(folder.resolve()) for folder in folders or (private_items,))
        monkeypatch.setenv(MOUNTED, mounted)
        found = [str(fault) for fault in item_faults(public, cases)]
        assert all(len(line) < 400 and "\n" not in line for line in found)
        # two questions of one sort are no form that a habit would not pass
        return [line for line in found if "policy '" not in line]

    return faults


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_folder_has_no_fault_whoever_saved_it(
    told: Callable[..., list[str]], private_items: Path
) -> None:
    assert told() == []
    for path in private_items.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert told() == []
    assert told(private_items, private_items) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("bank/own-1", "version: 1", "version:\n\t1", r":\d+: a tab stands where YAML wants spaces"),
        ("bank/own-1", "version: 1", "version: 1\nversion: 1", r":\d+: duplicate key 'version'"),
        ("bank/own-1", "id: own-1", "id: ../own-1", r":\d+: id: .*pattern.*\(here: '\.\./own-1'\)"),
        ("bank/own-1", "version: 1", f"version: {'9' * 5000}", r":\d+: a number of 5000 digits"),
        ("bank/own-1", "title: ", 'title: "\x00" # ', r":\d+: a character that no text has \(U\+0000\)"),
        (
            "keys/own-1",
            "version: 1",
            "version: 1\npoints: -4",
            r":\d+: points: .*greater than 0 \(here: -4\)",
        ),
        (
            "keys/own-1",
            "version: 1",
            "version: 1\npoints: .nan",
            r":\d+: points: .*number.*\(here: '\.nan'\)",
        ),
        ("keys/own-1", "version: 1", "version: 1\npoints: NaN", r":\d+: points: .*\(here: 'NaN'\)"),
        ("bank/own-1", "\nkind: ", "\nkin: ", r":1: field 'kind' is missing$"),
        (
            "bank/own-1",
            "\nkind: choice",
            "\nkind: smell",
            r":\d+: .*'smell'.*'scenario', 'marks', 'compare', 'choice'",
        ),
        ("keys/own-1", "\nversion: ", "\nversion: 9", r":\d+: the key was written for version 9\d"),
        (
            "forms/own-test",
            "id: own-test",
            "id: own-other",
            r":2: id 'own-other' must be the file's name, 'own-",
        ),
        ("forms/own-test", "title: 本单位小测", 'title: "　 "', r":3: title: .*at least 1 character"),
        ("forms/own-test", "pass_score: 3", "pass_score: nan", r":6: pass_score: .*\(here: 'nan'\)"),
        ("forms/own-test", "pass_score: 3", "pass_score: Infinity", r":6: pass_score inf above 4"),
        ("forms/own-test", "own-2", "../bank/own-2", r":10: .*pattern.*\(here: '\.\./bank/own-2'\)"),
        ("forms/own-test", "own-2", "own-9", r":10: item 'own-9' does not exist: no bank/own-9\.yaml"),
        ("forms/own-test", "slots:", "--- \nslots:", r":9: .*but found another document"),
    ],
)
def test_a_mistake_in_a_file_is_told_at_its_line(
    told: Callable[..., list[str]], private_items: Path, file: str, old: str, new: str, expected: str
) -> None:
    spoil(private_items / f"{file}.yaml", old, new)
    found = told()
    assert [line for line in found if re.match(f"own-items/{file}\\.yaml{expected}", line)], found


@pytest.mark.parametrize("file", ["bank/own-1", "keys/own-1", "forms/own-test", "blueprint", "editions"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "1: the file must hold one record"),
        (b"- a\n- b\n", "1: the file must hold one record"),
        (b"a: b\nc: [d,\ne: f", "3: did not find expected ',' or ']' of the bracket that opens in line 2"),
        ("title: 甲\n标题: 乙\n".encode("gb18030"), "1: not UTF-8 (perhaps GBK): save the file as UTF-8"),
        ("title: 甲\n".encode("utf-16"), "1: not UTF-8"),
        (b"a: " + b"[" * 100_000, "1: more than 60 levels in each other"),
        (b"a:\n  " + b"- " * 100_000, "2: more than 60 levels in each other"),
        (BOMB.encode(), "1: an anchor and its alias (& and *): write the text out each time"),
        (b"a: !!python/object/apply:os.system [true]\n", "1: could not determine a constructor for the tag"),
        (b"# " + b"x" * 10_000_000, " larger than 2000000 bytes"),
    ],
    ids=["empty", "list", "no yaml", "gbk", "utf-16", "deep", "deep lists", "bomb", "python", "huge"],
)
def test_a_file_that_is_no_record(
    told: Callable[..., list[str]], private_items: Path, file: str, content: bytes, expected: str
) -> None:
    (private_items / f"{file}.yaml").write_bytes(content)
    found = told()
    assert [line for line in found if line.startswith(f"own-items/{file}.yaml:{expected}")], found


@pytest.mark.parametrize("file", ["bank/own-3", "keys/own-1", "forms/own-new", "blueprint", "editions"])
@pytest.mark.parametrize("kind", ["loop", "dangling", "folder", *(["pipe"] if hasattr(os, "mkfifo") else [])])
def test_what_is_no_file_is_told_and_never_waited_for(
    told: Callable[..., list[str]], private_items: Path, file: str, kind: str
) -> None:
    path = private_items / f"{file}.yaml"
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name if kind == "loop" else "nothing")
    wanted = "no regular file" if kind in ("folder", "pipe") else "cannot be read: "
    found = told()
    assert [line for line in found if line.startswith(f"own-items/{file}.yaml: {wanted}")], found


def test_names_that_nobody_would_find(told: Callable[..., list[str]], private_items: Path) -> None:
    for part in ("bank", "keys"):
        (private_items / part / "own-1.yaml").rename(private_items / part / "本 单位.yaml")
        (private_items / part / "own-2.yaml").rename(private_items / part / "own-2.yml")
    (private_items / "forms" / "own-test.yaml").rename(private_items / "forms" / "小 测.yaml")
    found = "\n".join(told())
    for line in (
        r"own-items/bank/本 单位\.yaml:\d+: id 'own-1' must be the file's name, '本 单位', and a name is made of",
        r"own-items/bank/own-2\.yml: is not read: its name must end in \.yaml",
        r"own-items/keys/own-2\.yml: is not read",
        r"own-items/forms/小 测\.yaml:2: id 'own-test' must be the file's name, '小 测', and a name is made of",
    ):
        assert re.search(line, found), found


def test_a_folder_that_holds_no_items(told: Callable[..., list[str]], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "bank").symlink_to("bank")
    found = told(*(tmp_path / name for name in ("empty", "file", "half", "nowhere")))
    for name in ("empty/bank", "empty/keys", "file", "half/bank", "half/keys", "nowhere"):
        assert f"{name}: no such folder: private items are a folder with bank/ and keys/" in found


def test_names_that_stand_elsewhere_too(
    told: Callable[..., list[str]], private_items: Path, tmp_path: Path
) -> None:
    """Two private folders, and the public one; a file that cannot be read has no line to name."""
    other = Path(shutil.copytree(private_items, tmp_path / "other-items"))
    (other / "bank" / "own-1.yaml").write_bytes("编号: 甲\n".encode("gb18030"))
    (other / "bank" / "own-2.yaml").write_bytes(b"[" * 100_000)
    for part in ("bank", "keys"):
        text = (other / part / "own-1.yaml").read_bytes()
        (other / part / "lesson-01-q1.yaml").write_bytes(text)
    (other / "forms" / "own-test.yaml").rename(other / "forms" / "counter.yaml")
    found = told(private_items, other)
    for line in (
        f"other-items/bank/own-1.yaml:1: id 'own-1' stands twice, also in {private_items}",
        f"other-items/bank/own-2.yaml:1: id 'own-2' stands twice, also in {private_items}",
        f"other-items/bank/lesson-01-q1.yaml:1: id 'lesson-01-q1' stands twice, also in {tmp_path / 'public'}",
        f"other-items/forms/counter.yaml:1: form 'counter' stands twice, also in {tmp_path / 'public'}",
    ):
        assert line in found, found


def test_everything_at_once(told: Callable[..., list[str]], private_items: Path) -> None:
    """An item and its own key, a key without item, an item without key, a form, a blueprint: one run tells all."""
    spoil(private_items / "bank" / "own-1.yaml", "channel: ", "chanel: ")
    spoil(private_items / "keys" / "own-1.yaml", "weights:", "wights:")
    (private_items / "keys" / "own-2.yaml").rename(private_items / "keys" / "own-3.yaml")
    spoil(private_items / "forms" / "own-test.yaml", "minutes: 5", "minutes: 50")
    (private_items / "blueprint.yaml").write_text(BLUEPRINT, encoding="utf-8")
    found = "\n".join(told())
    for line in (
        r"bank/own-1\.yaml:\d+: chanel: unknown field 'chanel'; did you mean 'channel'\?",
        r"keys/own-1\.yaml:\d+: wights: unknown field 'wights'; did you mean 'weights'\?",
        r"bank/own-2\.yaml:1: item 'own-2' has no key \(own-items/keys/own-2\.yaml does not exist\)",
        r"keys/own-3\.yaml:1: a key without its item: bank/own-3\.yaml does not exist",
        r"forms/own-test\.yaml:5: minutes: .*less than or equal to 15 \(here: 50\)",
        r"blueprint\.yaml:15: family 'nobody' has 0 sound items, own-drawn take 2",
    ):
        assert re.search(rf"^own-items/{line}$", found, re.MULTILINE), found


@pytest.mark.parametrize("form", ["nowhere", "../counter", "../blueprint", "", "own-test.yaml"])
def test_a_form_that_is_none(form: str, private_items: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MOUNTED, "")
    run = CliRunner().invoke(app, ["audit", form, "--json", "--items", str(private_items)])
    assert run.exit_code == 1
    assert run.stdout == ""
    told = str(run.exception)
    assert "no such form (there are: counter, delayed-c, " in told
    assert "own-test" in told.partition("there are")[2]


def test_a_listing_tells_what_is_wrong_with_every_form(
    private_items: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    text = (private_items / "forms" / "own-test.yaml").read_text(encoding="utf-8")
    for name in ("own-a", "own-b"):
        changed = text.replace("own-test", name).replace("minutes: 5", "minutes: 50")
        (private_items / "forms" / f"{name}.yaml").write_text(changed, encoding="utf-8")
    run = CliRunner().invoke(app, ["forms", "--json", "--items", str(private_items)])
    assert run.exit_code == 1
    assert re.findall(r"own-items/forms/(own-.)\.yaml:5: minutes", str(run.exception)) == ["own-a", "own-b"]
    assert CliRunner().invoke(app, ["forms", "--items", str(tmp_path / "nowhere")]).exit_code == 2
