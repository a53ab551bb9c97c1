"""From the exchange to `submitted`: as the stock command leaves it, and never stopped by one submission."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assessments.coursedir import open_form
from assessments.exchange import inbound
from assessments.grading.collecting import inbox
from assessments.grading.collecting.inbox import collect_inbound
from assessments.grading.intake import submit
from assessments.grading.responses import Answers, read_answers

FORM = "lesson-01"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Make = Callable[[str], Answers]


def tree(folder: Path) -> dict[str, tuple[int, float, bytes]]:
    """Permissions, time and content of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            path.stat().st_mtime,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[1:]  # a learner's own folder is as old as the collecting
    }


def from_lab(directory: Path, learner: str, at: datetime, answers: Answers) -> Path:
    """A folder as `nbgrader submit` leaves it in the exchange: other rights, colons, its own random sign."""
    stamp = at.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = inbound(directory) / f"{learner}+{FORM}+{stamp}+q-R_9sTu"
    shutil.copytree(directory / "release" / FORM, folder)
    answers.write(folder)
    (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
    (folder / "submission_secret.txt").write_text("0" * 128, encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o777)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange commands do not run there")
@pytest.mark.slow
def test_submitted_is_what_stock_collect_leaves(
    course_dir: Path, tmp_path: Path, good_answers: Make, poor_answers: Make
) -> None:
    open_form(course_dir, FORM)
    submit(course_dir, good_answers("1001"), NOON)
    submit(course_dir, poor_answers("1001"), NOON + timedelta(minutes=5))
    submit(course_dir, good_answers("1002"), NOON)
    from_lab(course_dir, "1003", NOON, good_answers("jovyan"))
    from_lab(course_dir, "1002", NOON + timedelta(hours=1), poor_answers("1002"))
    extra = from_lab(course_dir, "1004", NOON, good_answers("1004"))
    (extra / "pictures").mkdir()
    (extra / "pictures" / "a.png").write_bytes(b"x")
    (extra / "__pycache__").mkdir()
    (extra / "code.pyc").write_bytes(b"x")
    stock = Path(shutil.copytree(course_dir, tmp_path / "stock"))
    rounds = [None, ("1001", NOON + timedelta(days=1)), ("1003", NOON - timedelta(days=1))]
    for later in rounds:
        for directory in (course_dir, stock):
            if later:
                folder = from_lab(directory, *later, good_answers(later[0]))
                for path in (*folder.iterdir(), folder):
                    os.utime(path, (1e9, 1e9))
        collect_inbound(course_dir)
        subprocess.run(
            [str(Path(sys.executable).parent / "nbgrader"), "collect", FORM],
            cwd=stock,
            check=True,
            capture_output=True,
        )
        assert tree(course_dir / "submitted") == tree(stock / "submitted")
        assert "1004/lesson-01/pictures/a.png" in tree(stock / "submitted")
    assert not list(course_dir.glob(".collecting-*"))


def test_new_renewed_unchanged(exchange_dir: Path, good_answers: Make, poor_answers: Make) -> None:
    submit(exchange_dir, good_answers("1001"), NOON)
    submit(exchange_dir, good_answers("1002"), NOON)
    assert [one.learner for one in collect_inbound(exchange_dir).new] == ["1001", "1002"]
    submit(exchange_dir, poor_answers("1002"), NOON + timedelta(seconds=1))
    preview = collect_inbound(exchange_dir, dry_run=True)
    assert [one.learner for one in preview.renewed] == ["1002"]
    assert read_answers(exchange_dir / "submitted" / "1002" / FORM) == good_answers("1002")
    done = collect_inbound(exchange_dir)
    assert ([one.learner for one in done.renewed], [one.learner for one in done.unchanged]) == (
        ["1002"],
        ["1001"],
    )
    assert read_answers(exchange_dir / "submitted" / "1002" / FORM) == poor_answers("1002")


def test_an_older_submission_never_replaces_a_collected_one(
    exchange_dir: Path, good_answers: Make, poor_answers: Make
) -> None:
    submit(exchange_dir, good_answers("1001"), NOON)
    collect_inbound(exchange_dir)
    shutil.rmtree(next(inbound(exchange_dir).iterdir()))
    from_lab(exchange_dir, "1001", NOON - timedelta(days=1), poor_answers("1001"))
    assert len(collect_inbound(exchange_dir).unchanged) == 1
    assert read_answers(exchange_dir / "submitted" / "1001" / FORM) == good_answers("1001")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_links_pipes_and_strange_folders_stop_nothing(exchange_dir: Path, good_answers: Make) -> None:
    (exchange_dir / "secret.txt").write_text("秘密", encoding="utf-8")
    linked = from_lab(exchange_dir, "1001", NOON, good_answers("1001"))
    (linked / "link.txt").symlink_to(exchange_dir / "secret.txt")
    (linked / "up").symlink_to(exchange_dir)
    os.mkfifo(linked / "pipe")
    stamp = "2026-11-22 04:00:00.000000 UTC"
    for name in (f"..+{FORM}", f".x+{FORM}", f"1005+{FORM}"):
        other = inbound(exchange_dir) / f"{name}+{stamp}+a"
        if name.startswith("1005"):
            other.symlink_to(linked)
        else:
            other.mkdir()
    (inbound(exchange_dir) / f"1006+{FORM}+yesterday+a").mkdir()
    (inbound(exchange_dir) / f"1007+no-such-form+{stamp}+a").mkdir()
    from_lab(exchange_dir, "1008", NOON, good_answers("1008"))
    done = collect_inbound(exchange_dir)
    assert [one.learner for one in done.new] == ["1001", "1008"]
    assert sorted(path.name for path in (exchange_dir / "submitted").iterdir()) == ["1001", "1008"]
    kept = {path.name for path in (exchange_dir / "submitted" / "1001" / FORM).iterdir()}
    assert kept == {f"{FORM}.ipynb", "form.json", "answers.json", "timestamp.txt", "submission_secret.txt"}
    assert len(done.refused) == 4
    assert "link.txt、pipe、up" in done.partly[0].reason


@pytest.mark.parametrize("bound", ["size", "files", "depth"])
def test_what_is_no_submission_by_its_size_is_refused_and_the_rest_collected(
    exchange_dir: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    huge = from_lab(exchange_dir, "1001", NOON, good_answers("1001"))
    from_lab(exchange_dir, "1002", NOON, good_answers("1002"))
    if bound == "depth":
        (huge / "/".join("abcdefghijkl")).mkdir(parents=True)
    elif bound == "files":
        monkeypatch.setattr(inbox, "_FILES_LIMIT", 10)
        for number in range(9):
            (huge / f"{number}.txt").touch()
    else:
        monkeypatch.setattr(inbox, "_FOLDER_LIMIT", 200_000)
        (huge / "big.bin").write_bytes(b"x" * 200_000)
    done = collect_inbound(exchange_dir)
    assert [one.learner for one in done.new] == ["1002"]
    assert [one.file.partition("+")[0] for one in done.refused] == ["1001"]
    assert not (exchange_dir / "submitted" / "1001" / FORM).exists()
    assert not list(exchange_dir.glob(".collecting-*"))


def test_no_more_of_a_file_is_copied_than_was_there_when_it_was_looked_at(
    exchange_dir: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = from_lab(exchange_dir, "1001", NOON, good_answers("1001")) / "notes.txt"
    growing.write_bytes(b"x")
    from_lab(exchange_dir, "1002", NOON, good_answers("1002"))
    copystat, copied = shutil.copystat, []

    class Growing(inbox._Copier):
        def _count(self, size: int) -> None:
            super()._count(size)
            with growing.open("ab") as stream:  # its owner has left a program running that writes
                stream.write(b"x")

    def note(source: str, target: Path, **more: bool) -> None:
        copied.append(Path(target).name)
        copystat(source, target, **more)

    monkeypatch.setattr(inbox, "_Copier", Growing)
    monkeypatch.setattr(shutil, "copystat", note)
    done = collect_inbound(exchange_dir)
    assert [one.learner for one in done.new] == ["1002"]
    assert "还在变" in done.refused[0].reason
    assert "notes.txt" not in copied
    assert not (exchange_dir / "submitted" / "1001" / FORM).exists()


def test_a_failure_leaves_the_collected_one(
    exchange_dir: Path, good_answers: Make, poor_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(exchange_dir, good_answers("1001"), NOON)
    collect_inbound(exchange_dir)
    submit(exchange_dir, poor_answers("1001"), NOON + timedelta(seconds=1))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copystat", refuse)
        done = collect_inbound(exchange_dir)
    assert "No space" in done.refused[0].reason
    assert read_answers(exchange_dir / "submitted" / "1001" / FORM) == good_answers("1001")
    assert [one.learner for one in collect_inbound(exchange_dir).renewed] == ["1001"]
    assert read_answers(exchange_dir / "submitted" / "1001" / FORM) == poor_answers("1001")
