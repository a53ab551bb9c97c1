"""Files from mail, Binder and Windows: what is sound goes in once, the latest counts, all else is told."""

import itertools
import json
import os
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.authoring import build_form
from assessments.cohort.roster import Person, Roster
from assessments.cohort.rosterbook import RosterBook
from assessments.errors import CourseError
from assessments.exchange import close_form, inbound
from assessments.grading.alone import alone
from assessments.grading.collecting import Report, Rule, collect_course
from assessments.grading.collecting.found import Offer
from assessments.grading.collecting.owner import Unclear
from assessments.grading.collecting.sheet import Sheet
from assessments.grading.collecting.versions import choose, version
from assessments.grading.intake import last_receipt, submit
from assessments.grading.responses import Answers, read_answers

FORM = "lesson-01"
DRAWN = "entry-a"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Make = Callable[[str], Answers]
PLAIN = Rule()
PRACTICE = {"01": "领导、熟人托我过账"}


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A folder for attachments."""
    folder = tmp_path / "附件"
    folder.mkdir()
    return folder


def put(path: Path, answers: Answers | str | bytes, at: datetime = NOON) -> Path:
    """A file that was changed at that time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = answers.to_bytes() if isinstance(answers, Answers) else answers
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def collect(directory: Path, *files: Path, rule: Rule = PLAIN, dry_run: bool = False) -> Report:
    return collect_course(directory, files, rule, PRACTICE.get, dry_run=dry_run)


def rostered(directory: Path, *numbers: str) -> None:
    people = {number: Person(number, "某某", "一部", "", "AB12") for number in numbers}
    book = RosterBook(directory / "rosters", lambda: NOON.date())
    book.add(
        Roster(people, {"一部": "AB12"}), since=datetime(2026, 1, 1, tzinfo=UTC).date(), source="x", now=NOON
    )


def submitted(directory: Path, learner: str, form: str = FORM) -> Answers | None:
    return read_answers(directory / "submitted" / learner / form)


def counts(report: Report) -> tuple[int, int, int, int]:
    brought = report.brought
    return len(brought.taken), len(brought.same), len(brought.earlier), len(brought.refused)


def everything(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_an_attachment_is_handed_in_and_collected(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    report = collect(exchange_dir, put(mail / "answers.json", good_answers("1001")))
    assert counts(report) == (1, 0, 0, 0)
    assert report.brought.taken[0].replaces is None
    receipt = last_receipt(exchange_dir, FORM, "1001")
    assert receipt is not None
    assert receipt.at == NOON
    assert report.brought.taken[0].receipt == receipt
    assert submitted(exchange_dir, "1001") == good_answers("1001")
    folder = exchange_dir / "submitted" / "1001" / FORM
    assert (folder / "timestamp.txt").read_text(encoding="utf-8") == "2026-11-22 04:00:00.000000 UTC"


def test_twice_changes_nothing(
    exchange_dir: Path, mail: Path, good_answers: Make, poor_answers: Make
) -> None:
    put(mail / "answers.json", poor_answers("1001"), NOON - timedelta(hours=1))
    put(mail / "answers (1).json", good_answers("1001"))
    put(mail / "1002" / "answers.json", good_answers("anonymous"))
    first = collect(exchange_dir, mail)
    before = everything(exchange_dir)
    second = collect(exchange_dir, mail)
    assert counts(first) == (2, 0, 1, 0)
    assert counts(second) == (0, 2, 1, 0)
    assert everything(exchange_dir) == before
    assert len(second.collected.unchanged) == 2
    assert submitted(exchange_dir, "1001") == good_answers("1001")


def test_a_dry_run_writes_nothing(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    put(mail / "1001.json", good_answers("1001"))
    before = everything(exchange_dir)
    report = collect(exchange_dir, mail, dry_run=True)
    assert counts(report) == (1, 0, 0, 0)
    assert everything(exchange_dir) == before
    assert "什么都没有写" in "".join(report.lines())


def test_nothing_is_collected_while_a_grading_reads(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    put(mail / "1001.json", good_answers("1001"))
    with alone(exchange_dir):
        with pytest.raises(CourseError, match="is running"):
            collect(exchange_dir, mail)
        assert len(collect(exchange_dir, mail, dry_run=True).brought.taken) == 1
    assert submitted(exchange_dir, "1001") is None
    assert len(collect(exchange_dir, mail).collected.new) == 1


def test_after_closing_the_instructor_still_takes_files_in_at_their_time(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    close_form(exchange_dir, FORM)
    late = datetime.now(UTC) + timedelta(days=400)
    put(mail / "1001.json", good_answers("1001"))
    put(mail / "1002.json", good_answers("1002"), late)
    began = datetime.now(UTC)
    report = collect(exchange_dir, mail)
    times = {taken.version.answers.learner: taken.receipt.at for taken in report.brought.taken}
    assert times["1001"] == NOON
    assert began <= times["1002"] <= datetime.now(UTC)  # a file from the future came just now


def test_of_two_files_by_a_clock_that_is_ahead_the_later_counts(
    exchange_dir: Path, mail: Path, good_answers: Make, poor_answers: Make
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=30)
    put(mail / "1001 (1).json", good_answers("1001"), ahead + timedelta(minutes=1))
    put(mail / "1001.json", poor_answers("1001"), ahead)
    report = collect(exchange_dir, mail)
    assert (len(report.brought.taken), len(report.brought.earlier), report.refused) == (1, 1, [])
    assert submitted(exchange_dir, "1001") == good_answers("1001")


def test_a_file_without_a_time_has_that_of_its_last_decision(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    with zipfile.ZipFile(mail / "1001.zip", "w") as made:
        made.writestr(
            zipfile.ZipInfo("answers.json"), good_answers("1001").to_bytes()
        )  # 1980: the zip has none
    report = collect(exchange_dir, mail)
    (taken,) = report.brought.taken
    assert taken.version.clock == "answers"
    assert taken.receipt.at == NOON  # every decision of these answers was made then


def test_what_was_handed_in_later_stays(
    exchange_dir: Path, mail: Path, good_answers: Make, poor_answers: Make
) -> None:
    submit(exchange_dir, good_answers("1001"), NOON)
    report = collect(exchange_dir, put(mail / "1001.json", poor_answers("1001"), NOON - timedelta(minutes=1)))
    assert counts(report) == (0, 0, 1, 0)
    assert report.brought.earlier[0].later == NOON
    assert report.refused == []
    assert submitted(exchange_dir, "1001") == good_answers("1001")
    newer = collect(exchange_dir, put(mail / "1001.json", poor_answers("1001"), NOON + timedelta(minutes=1)))
    assert counts(newer) == (1, 0, 0, 0)
    assert newer.brought.taken[0].replaces == NOON
    assert "交的那份不再算" in next(newer.lines())
    assert [one.learner for one in newer.collected.renewed] == ["1001"]
    assert submitted(exchange_dir, "1001") == poor_answers("1001")


def test_different_answers_of_one_moment_are_both_refused(
    exchange_dir: Path, mail: Path, good_answers: Make, poor_answers: Make
) -> None:
    put(mail / "a.json", poor_answers("1001"))
    put(mail / "b.json", good_answers("1001"))
    put(mail / "c.json", good_answers("1001"), NOON - timedelta(days=1))
    report = collect(exchange_dir, mail)
    assert counts(report) == (0, 0, 1, 2)
    assert "附件/b.json" in report.refused[0].reason
    assert list(inbound(exchange_dir).iterdir()) == []


def test_graded_and_changed_are_refused_and_the_rest_goes_in(
    exchange_dir: Path, mail: Path, good_answers: Make, poor_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.grading.arrived.graded_learners", lambda *_: frozenset({"1001"}))
    put(mail / "1001.json", good_answers("1001"))
    put(mail / "1002.json", good_answers("1002").model_copy(update={"content_version": "2025.1"}))
    put(mail / "1003.json", good_answers("1003"))
    report = collect(exchange_dir, mail)
    assert counts(report) == (1, 0, 0, 2)
    told = {one.file: one.reason for one in report.refused}
    assert "评过分" in told["附件/1001.json"]
    assert "另一个版本" in told["附件/1002.json"]
    assert submitted(exchange_dir, "1003") == good_answers("1003")


def test_an_old_version_of_the_form_does_not_hide_a_sound_file(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    put(mail / "a.json", good_answers("1001"))
    put(
        mail / "b.json",
        good_answers("1001").model_copy(update={"content_version": "2025.1"}),
        NOON + timedelta(1),
    )
    assert counts(collect(exchange_dir, mail)) == (1, 0, 0, 1)


def test_the_roster_decides_who_belongs(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    rostered(exchange_dir, "1001", "1002", "1003")
    put(mail / "1001_张三.json", good_answers("jovyan"))
    put(mail / "answers.json", good_answers("1009"))
    put(mail / "1003.json", good_answers("1002"))
    report = collect(exchange_dir, mail)
    assert counts(report) == (1, 0, 0, 2)
    assert report.brought.taken[0].version.answers.learner == "1001"
    kept = submitted(exchange_dir, "1001")
    assert kept is not None
    assert kept.learner == "1001"
    allowed = collect(exchange_dir, mail / "answers.json", rule=Rule(allow_unknown=True))
    assert counts(allowed) == (1, 0, 0, 0)
    said_so = collect(exchange_dir, mail / "1003.json", rule=Rule(given="1003"))
    assert [taken.version.answers.learner for taken in said_so.brought.taken] == ["1003"]


def test_as_is_for_one_person(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    put(mail / "a.json", good_answers("jovyan"))
    put(mail / "b.json", good_answers("root"))
    with pytest.raises(Unclear, match="几个人"):
        collect(exchange_dir, mail, rule=Rule(given="1001"))
    assert list(inbound(exchange_dir).iterdir()) == []


def test_one_file_under_several_numbers_is_nobodys(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    """Answers that say no number, whose names on the file say two: the times of the walks are the same."""
    copied = good_answers("jovyan")
    put(mail / "1001.json", copied)
    put(mail / "1002.json", copied)
    put(mail / "1003.json", copied.model_copy(update={"items": {}}))
    put(mail / "1004.json", copied.model_copy(update={"items": {}}))
    put(mail / "1005.json", good_answers("1005"))
    report = collect(exchange_dir, mail)
    assert {one.file.removeprefix("附件/") for one in report.refused} == {"1001.json", "1002.json"}
    assert "和 1002 交的一字不差" in report.refused[0].reason
    assert {taken.version.answers.learner for taken in report.brought.taken} == {"1003", "1004", "1005"}


def test_practice_other_forms_and_other_files_are_named_as_such(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    form = good_answers("1001").model_dump(mode="json")
    page = {**form, "form": "01", "items": {}}
    put(mail / "practice.json", json.dumps(page))
    put(mail / "strange.json", json.dumps({**form, "form": "lesson-77"}))
    put(mail / "package.json", '{"name": "x"}')
    put(mail / "list.json", "[1]")
    put(mail / "broken.json", json.dumps({**form, "items": {"s1": {"kind": "nothing"}}}))
    put(mail / "twice.json", '{"learner": "1001", "learner": "1002"}')
    put(mail / "hello.txt", "老师好")
    put(mail / "my-answers.json", json.dumps({"schema": "shizha.answers-all/1", "pages": [page]}))
    report = collect(exchange_dir, mail)
    told = {one.file.removeprefix("附件/"): one.reason for one in report.refused}
    assert "练习页“领导、熟人托我过账”" in told.pop("practice.json")
    assert "lesson-77" in told.pop("strange.json")
    assert "只有练习页" in told.pop("my-answers.json")
    assert "learner" in told.pop("twice.json")
    assert "items.s1" in told.pop("broken.json")
    assert set(told) == {"package.json", "list.json"}
    assert report.brought.skipped == ["附件/hello.txt"]
    assert all(one.advice for one in report.refused)


def test_answers_to_an_assignment_of_the_instructors_own_stop_nobody(
    exchange_dir: Path, mail: Path, good_answers: Make
) -> None:
    (exchange_dir / "release" / "quiz").mkdir()
    (exchange_dir / "release" / "quiz" / "quiz.ipynb").write_text("{}", encoding="utf-8")
    put(mail / "1001.json", good_answers("1001").model_copy(update={"form": "quiz"}))
    put(mail / "1002.json", good_answers("1002"))
    report = collect(exchange_dir, mail)
    assert counts(report) == (1, 0, 0, 1)
    assert "这个班没有这份试卷" in report.refused[0].reason
    assert submitted(exchange_dir, "1002") is not None


def test_all_pages_in_one_file(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    form = good_answers("1001").model_dump(mode="json")
    pages = [{**form, "form": "01", "items": {}}, form, {"schema": "shizha.answers/1", "form": FORM}]
    put(mail / "my-answers.json", "\ufeff" + json.dumps({"schema": "shizha.answers-all/1", "pages": pages}))
    assert counts(collect(exchange_dir, mail)) == (1, 0, 0, 1)
    assert submitted(exchange_dir, "1001") == good_answers("1001")


def test_a_drawn_paper_keeps_its_questions_under_another_name(
    exchange_dir: Path, mail: Path, drawn_answers: Callable[[str, str, bool], Answers]
) -> None:
    build_form(DRAWN, exchange_dir / "release")
    theirs = drawn_answers(DRAWN, "jovyan", True)
    put(mail / "1001.json", theirs)
    put(mail / "1002.json", theirs.model_copy(update={"variants": {}}))
    other = dict.fromkeys(theirs.variants, "no-such-item@1")
    put(mail / "1003.json", theirs.model_copy(update={"variants": other}))
    put(mail / "1004.json", theirs.model_copy(update={"learner": "1004"}))
    put(mail / "1005.json", theirs.model_copy(update={"learner": "anonymous"}))
    report = collect(exchange_dir, mail)
    assert counts(report) == (1, 0, 0, 4)
    told = {Path(one.file).name: one.reason for one in report.refused}
    assert told["1004.json"] == "里面的题不是发给 1004 的那几道，像是别人的作答"
    assert told["1005.json"] == "里面写的名字是“anonymous”，题却不是按这个名字发的，像是别人的作答，或者改过"
    kept = submitted(exchange_dir, "1001", DRAWN)
    assert kept is not None
    assert (kept.learner, kept.variants, kept.items) == ("1001", theirs.variants, theirs.items)


def test_many_files_and_one_of_each_fault(exchange_dir: Path, mail: Path, good_answers: Make) -> None:
    for number in range(1100, 1140):
        put(mail / f"{number}_某某.json", good_answers(str(number)))
    put(mail / "bad.json", b"\xff\xfe{")
    put(mail / "gbk.json", '{"learner": "张三"}'.encode("gbk"))
    put(mail / "huge.json", b" " * 1_000_001)
    put(mail / "deep.json", b"[" * 5000)
    report = collect(exchange_dir, mail, mail / "none.json")
    assert counts(report) == (40, 0, 0, 5)
    assert len(report.collected.new) == 40
    lines = list(report.lines())
    assert "收下 40 份，和以前一样 0 份，较早的版本 0 份，没收 5 个" in lines[-2]
    assert json.loads(json.dumps(report.as_json()))["refused"][0].keys() == {"file", "reason", "advice"}


def _sheets(answers: Iterable[tuple[int, str]], make: Make) -> list[Sheet]:
    """Files of one person: at that second, with that text."""
    found = []
    for number, (second, text) in enumerate(answers):
        given_text = {"w1": {"kind": "text", "text": text}}
        value = Answers.model_validate({**make("1001").model_dump(mode="json"), "items": given_text})
        offer = Offer((f"{number}.json",), b"", NOON + timedelta(seconds=second), named=False)
        found.append(Sheet(offer, value, None))
    return found


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab")), min_size=1, max_size=4))
def test_the_order_of_the_files_never_matters(good_answers: Make, files: list[tuple[int, str]]) -> None:
    sheets = _sheets(files, good_answers)
    found = set()
    for ordered in itertools.permutations(sheets):
        (choice,) = choose(version(sheet, "1001", NOON + timedelta(days=1)) for sheet in ordered)
        latest = choice.latest
        found.add((latest.at, latest.answers.to_bytes()) if latest else None)
    assert len(found) == 1
    last = max(second for second, _ in files)
    texts = {text for second, text in files if second == last}
    assert (None in found) == (len(texts) > 1)


@pytest.mark.parametrize(
    ("files", "second"),
    [([(1, "a"), (3, "a")], 1), ([(1, "a"), (2, "b"), (3, "a")], 3), ([(1, "b"), (2, "a"), (3, "a")], 2)],
)
def test_a_copy_sent_again_is_as_old_as_its_first_sending(
    good_answers: Make, files: list[tuple[int, str]], second: int
) -> None:
    (choice,) = choose(version(one, "1001", NOON + timedelta(days=1)) for one in _sheets(files, good_answers))
    assert choice.latest is not None
    assert choice.latest.at == NOON + timedelta(seconds=second)
    assert 1 + len(choice.copies) + len(choice.earlier) == len(files)
