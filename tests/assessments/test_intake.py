"""Handing in: whole or not at all, once or not at all."""

import errno
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assessments.coursedir import close_form, has_submissions
from assessments.errors import (
    AlreadyGraded,
    AssessmentError,
    BadLearner,
    FormChanged,
    FormClosed,
    StorageFailed,
    StorageFull,
    SubmitError,
    Superseded,
    UnfitAnswer,
)
from assessments.exchange import course_exchange, inbound, open_form, outbound
from assessments.grading import arrived as arrived_module
from assessments.grading import intake
from assessments.grading.arrived import read_stamp
from assessments.grading.intake import Handing, Receipt, check_learner, last_receipt, submit, take_in_all
from assessments.grading.quarantine import keep, quarantined
from assessments.grading.receipts import receipt_code
from assessments.grading.responses import Answers, read_answers

FORM = "lesson-01"
NOON = datetime(2026, 11, 22, 4, 0, 0, 250000, tzinfo=UTC)
Make = Callable[[str], Answers]


def arrived(directory: Path) -> list[Path]:
    return sorted(inbound(directory).iterdir())


def test_a_submission_is_the_released_files_and_the_answers(exchange_dir: Path, good_answers: Make) -> None:
    receipt = submit(exchange_dir, good_answers("00123"), NOON)
    (folder,) = arrived(exchange_dir)
    assert folder.name.startswith("00123+lesson-01+2026-11-22 040000.250000 UTC+")
    assert (folder / "timestamp.txt").read_text(encoding="utf-8") == "2026-11-22 04:00:00.250000 UTC"
    for name in (f"{FORM}.ipynb", "form.json"):
        assert (folder / name).read_bytes() == (outbound(exchange_dir, FORM) / name).read_bytes()
    assert read_answers(folder) == good_answers("00123")
    assert len((folder / "submission_secret.txt").read_text(encoding="utf-8")) == 128
    assert receipt.at == NOON
    assert not receipt.repeated
    assert last_receipt(exchange_dir, FORM, "00123") == receipt
    assert last_receipt(exchange_dir, FORM, "00124") is None
    assert has_submissions(exchange_dir, FORM)
    assert [path.name for path in course_exchange(exchange_dir).iterdir()].count("inbound") == 1
    assert not list(course_exchange(exchange_dir).glob(".*"))


def test_the_same_answers_twice_are_one_submission(exchange_dir: Path, good_answers: Make) -> None:
    first = submit(exchange_dir, good_answers("a1"), NOON)
    close_form(exchange_dir, FORM)
    second = submit(exchange_dir, good_answers("a1"), NOON + timedelta(hours=1))
    assert second == first.again()
    assert len(arrived(exchange_dir)) == 1


def test_other_answers_are_a_later_submission_even_when_the_clock_went_back(
    exchange_dir: Path, good_answers: Make, poor_answers: Make
) -> None:
    first = submit(exchange_dir, good_answers("a1"), NOON)
    second = submit(exchange_dir, poor_answers("a1"), NOON - timedelta(days=1))
    third = submit(exchange_dir, good_answers("a1"), NOON)
    assert first.at < second.at < third.at
    assert len({first.code, second.code, third.code}) == 3
    assert [read_answers(folder) for folder in arrived(exchange_dir)][-1] == good_answers("a1")


def test_a_double_click_in_threads_is_one_submission(exchange_dir: Path, good_answers: Make) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(
            pool.map(lambda _: submit(exchange_dir, good_answers("a1"), datetime.now(UTC)), range(16))
        )
    assert len(arrived(exchange_dir)) == 1
    assert len({receipt.code for receipt in receipts}) == 1
    assert [receipt.repeated for receipt in receipts].count(False) == 1


@pytest.mark.slow
def test_a_double_click_in_two_processes_is_one_submission(exchange_dir: Path, good_answers: Make) -> None:
    good_answers("a1").write(exchange_dir)
    script = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from assessments.grading.intake import submit\n"
        "from assessments.grading.responses import read_answers\n"
        "here = Path(sys.argv[1]); print(submit(here, read_answers(here), datetime.now(UTC)).code)\n"
    )
    command = [sys.executable, "-c", script, str(exchange_dir)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    codes = {process.communicate(timeout=60)[0] for process in both}
    assert len(codes) == 1
    assert len(arrived(exchange_dir)) == 1


@pytest.mark.parametrize(
    "learner",
    ["a+b", "a*", "a/b", "a\\b", "..", ".a", "a.", "-a", "", "a", "a b", "x" * 33, "NUL", "com1", "com1.txt"],
)
def test_an_id_that_is_no_folder_name_is_refused(
    exchange_dir: Path, good_answers: Make, learner: str
) -> None:
    with pytest.raises(BadLearner):
        check_learner(learner)
    with pytest.raises(BadLearner):
        submit(exchange_dir, good_answers("x").model_copy(update={"learner": learner}), NOON)
    assert arrived(exchange_dir) == []


@pytest.mark.parametrize("learner", ["00", "00123", "1001-2", "com10", "A_1", "_7"])
def test_usual_ids_are_taken(learner: str) -> None:
    assert check_learner(learner) == learner


def test_a_closed_form_takes_nothing(exchange_dir: Path, good_answers: Make, tmp_path: Path) -> None:
    close_form(exchange_dir, FORM)
    with pytest.raises(FormClosed):
        submit(exchange_dir, good_answers("a1"), NOON)
    with pytest.raises(FormClosed):
        submit(tmp_path / "nowhere", good_answers("a1"), NOON)
    assert arrived(exchange_dir) == []


def test_a_form_of_another_name_takes_nothing(exchange_dir: Path, good_answers: Make) -> None:
    with pytest.raises(FormClosed):
        submit(exchange_dir, good_answers("a1").model_copy(update={"form": "../../x"}), NOON)


def test_answers_to_older_content_are_refused(exchange_dir: Path, good_answers: Make) -> None:
    with pytest.raises(FormChanged):
        submit(exchange_dir, good_answers("a1").model_copy(update={"content_version": "2025.1"}), NOON)
    assert arrived(exchange_dir) == []


def test_after_grading_only_the_old_receipt_is_given(
    exchange_dir: Path, good_answers: Make, poor_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = submit(exchange_dir, good_answers("a1"), NOON)
    monkeypatch.setattr("assessments.grading.arrived.graded_learners", lambda *_: frozenset({"a1"}))
    assert submit(exchange_dir, good_answers("a1"), NOON) == first.again()
    with pytest.raises(AlreadyGraded):
        submit(exchange_dir, poor_answers("a1"), NOON)
    assert len(arrived(exchange_dir)) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("place", ["copyfile", "answers", "rename"])
def test_a_refusing_disk_leaves_nothing(
    exchange_dir: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch, place: str, code: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "no")

    targets = {"copyfile": (shutil, "copyfile"), "answers": (Answers, "write"), "rename": (Path, "rename")}
    with monkeypatch.context() as patch:
        patch.setattr(*targets[place], refuse)
        with pytest.raises(StorageFull if code == errno.ENOSPC else StorageFailed):
            submit(exchange_dir, good_answers("a1"), NOON)
    assert arrived(exchange_dir) == []
    assert not list(course_exchange(exchange_dir).glob(".*"))
    assert last_receipt(exchange_dir, FORM, "a1") is None
    assert not submit(exchange_dir, good_answers("a1"), NOON).repeated


def test_a_lost_book_is_made_up_from_what_arrived(exchange_dir: Path, good_answers: Make) -> None:
    first = submit(exchange_dir, good_answers("a1"), NOON)
    (exchange_dir / "receipts.db").unlink()
    assert submit(exchange_dir, good_answers("a1"), NOON + timedelta(days=1)) == first
    assert len(arrived(exchange_dir)) == 1


def test_a_submission_that_vanished_is_written_again(exchange_dir: Path, good_answers: Make) -> None:
    submit(exchange_dir, good_answers("a1"), NOON)
    shutil.rmtree(arrived(exchange_dir)[0])
    assert not submit(exchange_dir, good_answers("a1"), NOON).repeated
    (folder,) = arrived(exchange_dir)
    collected = exchange_dir / "submitted" / "a1" / FORM
    collected.parent.mkdir(parents=True)
    folder.rename(collected)
    assert submit(exchange_dir, good_answers("a1"), NOON).repeated
    assert arrived(exchange_dir) == []


def test_a_damaged_gradebook_or_release_is_told_calmly(exchange_dir: Path, good_answers: Make) -> None:
    (exchange_dir / "gradebook.db").write_bytes(b"not a database, whatever its name says")
    with pytest.raises(StorageFailed):
        submit(exchange_dir, good_answers("a1"), NOON)
    (exchange_dir / "gradebook.db").unlink()
    (outbound(exchange_dir, FORM) / "form.json").write_text("{", encoding="utf-8")
    with pytest.raises(StorageFailed):
        submit(exchange_dir, good_answers("a1"), NOON)
    assert arrived(exchange_dir) == []


def test_a_time_needs_its_zone(exchange_dir: Path, good_answers: Make) -> None:
    with pytest.raises(ValueError, match="time zone"):
        submit(exchange_dir, good_answers("a1"), NOON.replace(tzinfo=None))


def test_codes_are_short_plain_and_follow_from_the_submission() -> None:
    code = receipt_code("lesson-01", "a1", "digest", "at")
    assert (
        code
        == receipt_code("lesson-01", "a1", "digest", "at")
        != receipt_code("lesson-01", "a2", "digest", "at")
    )
    assert len(code) == 9
    assert not set(code) & set("01ILOU")


def test_every_refusal_is_one_chinese_sentence_or_two() -> None:
    plain = (BadLearner(), FormClosed(), FormChanged(), AlreadyGraded(), StorageFull(), StorageFailed())
    for error in (*plain, UnfitAnswer("回国的机票")):
        told = str(error)
        assert isinstance(error, AssessmentError)
        assert told.endswith("。")
        assert len(told) < 60


def brought(
    directory: Path, answers: Answers, at: datetime, *, dry_run: bool = False
) -> Receipt | SubmitError:
    (outcome,) = take_in_all(directory, [Handing(answers, at)], dry_run=dry_run)
    return outcome


def test_what_an_instructor_brings_has_its_own_time_and_needs_no_open_form(
    exchange_dir: Path, good_answers: Make
) -> None:
    close_form(exchange_dir, FORM)
    receipt = brought(exchange_dir, good_answers("a1"), NOON - timedelta(days=3))
    assert isinstance(receipt, Receipt)
    assert receipt.at == NOON - timedelta(days=3)
    (folder,) = arrived(exchange_dir)
    assert folder.name.startswith("a1+lesson-01+2026-11-19 040000.250000 UTC+")
    for name in (f"{FORM}.ipynb", "form.json"):
        assert (folder / name).read_bytes() == (exchange_dir / "release" / FORM / name).read_bytes()
    assert read_answers(folder) == good_answers("a1")
    assert brought(exchange_dir, good_answers("a1"), NOON) == receipt.again()


@pytest.mark.parametrize("how", ["booked", "arrived", "collected"])
def test_older_files_never_replace_what_was_handed_in(
    exchange_dir: Path, good_answers: Make, poor_answers: Make, how: str
) -> None:
    submit(exchange_dir, good_answers("a1"), NOON)
    if how != "booked":
        (exchange_dir / "receipts.db").unlink()
    if how == "collected":
        (exchange_dir / "submitted" / "a1").mkdir(parents=True)
        arrived(exchange_dir)[0].rename(exchange_dir / "submitted" / "a1" / FORM)
    before = arrived(exchange_dir)
    for at in (NOON, NOON - timedelta(seconds=1)):
        outcome = brought(exchange_dir, poor_answers("a1"), at)
        assert isinstance(outcome, Superseded)
        assert outcome.at == NOON
    assert arrived(exchange_dir) == before
    later = brought(exchange_dir, poor_answers("a1"), NOON + timedelta(seconds=1))
    assert isinstance(later, Receipt)
    assert later.at == NOON + timedelta(seconds=1)


def test_a_dry_run_says_the_same_and_writes_nothing(exchange_dir: Path, good_answers: Make) -> None:
    said = brought(exchange_dir, good_answers("a1"), NOON, dry_run=True)
    assert arrived(exchange_dir) == []
    assert not (exchange_dir / "receipts.db").exists()
    assert said == brought(exchange_dir, good_answers("a1"), NOON)
    assert isinstance(brought(exchange_dir, good_answers("-a"), NOON, dry_run=True), BadLearner)


def test_a_form_that_the_course_never_released_takes_no_files(exchange_dir: Path, good_answers: Make) -> None:
    strange = good_answers("a1").model_copy(update={"form": "lesson-99"})
    assert isinstance(brought(exchange_dir, strange, NOON), FormClosed)
    assert isinstance(brought(exchange_dir / "none", good_answers("a1"), NOON), FormClosed)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-22 04:00:00.250000 UTC", NOON),
        ("2026-11-22 040000.250000 UTC", NOON),
        ("2026-11-22 04:00:00.25 +0000\n", NOON),
        ("2026-11-22 04:00:00 UTC", NOON.replace(microsecond=0)),
        ("2026-11-22 04:00:00 CST", None),
        ("2026-13-22 04:00:00 UTC", None),
        ("22.11.2026", None),
        ("", None),
    ],
)
def test_stamps_are_read_as_nbgrader_reads_them_or_not_at_all(text: str, meant: datetime | None) -> None:
    assert read_stamp(text) == meant
    if meant:
        nbgrader_reads = pytest.importorskip("nbgrader.utils").parse_utc(text.strip())
        assert nbgrader_reads == meant.replace(tzinfo=None)


def test_a_form_that_closes_in_the_very_moment_is_closed_and_no_fault(
    exchange_dir: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closing(work: Callable[..., Any]) -> Callable[..., Any]:
        def closed_first(*given: Any) -> Any:
            close_form(exchange_dir, FORM)
            return work(*given)

        return closed_first

    for place, work in ((arrived_module, "graded_learners"), (intake.shutil, "copyfile")):
        with monkeypatch.context() as patch:
            patch.setattr(place, work, closing(getattr(place, work)))
            with pytest.raises(FormClosed):
                submit(exchange_dir, good_answers("1001"), NOON)
        assert arrived(exchange_dir) == []
        open_form(exchange_dir, FORM)


def test_the_same_answers_once_more_take_the_place_of_a_folder_that_cannot_be_graded(
    exchange_dir: Path, good_answers: Make
) -> None:
    """What the instructor asks for: hand in once more, or the file by mail; once, however often it comes."""
    submit(exchange_dir, good_answers("a1"), NOON)
    submit(exchange_dir, good_answers("a2"), NOON)
    for learner in ("a1", "a2"):
        (exchange_dir / "submitted" / learner).mkdir(parents=True)
        (folder,) = (path for path in arrived(exchange_dir) if path.name.startswith(learner))
        shutil.copytree(folder, exchange_dir / "submitted" / learner / FORM)
    keep(exchange_dir, FORM, [quarantined("a1", FORM, "文件不完整")])
    first = submit(exchange_dir, good_answers("a1"), NOON + timedelta(hours=1))
    assert (first.repeated, first.at) == (False, NOON + timedelta(hours=1))
    again = brought(exchange_dir, good_answers("a1"), NOON + timedelta(hours=2))
    assert isinstance(again, Receipt)
    assert (again.repeated, again.at) == (True, first.at)
    assert submit(exchange_dir, good_answers("a2"), NOON + timedelta(hours=1)).repeated
    assert len(arrived(exchange_dir)) == 3
