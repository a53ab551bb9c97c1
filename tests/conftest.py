"""What only the key of a form knows, for every test that looks for it; and a pack of cases to mount."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from assessments.grading.responses import Answers
from assessments.items.form import ITEMS, Form, form_ids, load_form
from assessments.items.item import (
    ChoiceItem,
    CompareItem,
    Item,
    MarksItem,
    OrderItem,
    ScenarioItem,
    TextItem,
)
from assessments.items.itembank import load_items
from assessments.items.paper import paper
from assessments.items.walks import tree
from casebank.answer import ANSWER, Answer

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
settings.register_profile("shizha", deadline=None)  # a slow machine is no fault: timings are for benchmarks
settings.load_profile("shizha")


def _sentences(item: Item) -> list[str]:
    match item:
        case ScenarioItem():
            earned = [text for credit in item.rubric.credits for text in (credit.reason, credit.otherwise)]
            capped = [error.reason for error in item.rubric.critical]
            ends = [node.ending.text for node in item.scenario.nodes.values() if node.ending]
            return [text for text in (*earned, *capped, *ends) if text]
        case MarksItem():
            return [*item.key.marks.values(), *item.key.innocent.values()]
        case CompareItem():
            return [row.why for row in item.key.rows.values()]
        case ChoiceItem() | OrderItem():
            return list(item.key.reasons.values())
        case TextItem():
            return [criterion.text for criterion in item.marking]


@pytest.fixture(scope="session")
def key_sentences() -> Mapping[str, list[str]]:
    """What only keys say, by variant, of every form: reasons, endings, the scheme of the free text."""
    found = {item.variant: _sentences(item) for form in form_ids() for item in load_form(form).items}
    assert [item for item, sentences in found.items() if not sentences] == []
    assert all(len(text) > 4 for sentences in found.values() for text in sentences)
    return found


@pytest.fixture(scope="session")
def bank_sentences() -> Mapping[str, list[str]]:
    """The same for every item of the bank, by the bank's id."""
    found = {name: _sentences(item) for name, item in load_items().items.items()}
    assert [item for item, sentences in found.items() if not sentences] == []
    return found


@pytest.fixture(scope="session")
def answer_of() -> Callable[[Item, bool], Answer | None]:
    """The answer to an item that earns everything, or one that earns little; nothing written is little."""
    return _answer


def _answer(item: Item, best: bool) -> Answer | None:
    given = _given(item, best)
    return None if given is None else ANSWER.validate_python(given)


def _given(item: Item, best: bool) -> dict[str, Any] | None:
    match item:
        case ScenarioItem():
            return _walk(item, best)
        case MarksItem():
            return {"kind": "marks", "marks": list(item.key.marks)[: None if best else 1]}
        case CompareItem():
            marks = item.key.telling if best else (*item.key.telling[:1], *item.key.idle[:1])
            return {"kind": "compare", "genuine": item.key.genuine, "marks": list(marks)}
        case ChoiceItem():
            right = [option for option, weight in item.key.weights.items() if weight == 1]
            right = right[:1] if item.question.type == "single" else right
            wrong = [option.id for option in item.question.options if option.id not in item.key.weights]
            return {"kind": "choice", "chosen": right if best else wrong[:1]}
        case OrderItem():
            first, second, *rest = item.key.order
            return {"kind": "order", "order": [first, second, *rest] if best else [second, *rest, first]}
        case TextItem():
            written = "先停下，打原来的电话问清楚。<script>x</script>"
            return {"kind": "text", "text": written} if best else None


def _walk(item: ScenarioItem, best: bool) -> dict[str, Any]:
    ends = sorted(tree(item).ends(), key=lambda twig: twig.points)
    made = ends[-1 if best else 0].made
    events = [
        {"seq": seq, "node": node, "choice": choice, "at": NOON} for seq, (node, choice, _) in enumerate(made)
    ]
    version = item.scenario.content_version
    return {"kind": "transcript", "item": item.id, "content_version": version, "events": events}


@pytest.fixture
def private_items(tmp_path: Path) -> Path:
    """A folder with one private form of two questions, of which each learner gets one: the slot is q1."""
    folder = tmp_path / "own-items"
    for part in ("bank", "keys", "forms"):
        (folder / part).mkdir(parents=True)
    for n, source in enumerate(("gold-app-4", "harvester-loan-8"), 1):
        for part in ("bank", "keys"):
            text = (ITEMS / part / f"{source}.yaml").read_text(encoding="utf-8")
            (folder / part / f"own-{n}.yaml").write_text(text.replace(source, f"own-{n}"), encoding="utf-8")
    (folder / "forms" / "own-test.yaml").write_text(PRIVATE_FORM, encoding="utf-8")
    return folder


PRIVATE_FORM = """schema_version: 1
id: own-test
title: 本单位小测
content_version: "2026.11"
minutes: 5
pass_score: 3
intro: 一道题。
seed: 7
slots:
  - {id: q1, variants: [own-1, own-2]}
"""
PACK_SOURCES = """schema_version: 1
documents:
  - number: "901"
    title: 本单位的情况通报
    issuer: 本单位
    year: 2025
    characters: 900
    sha256: "{digest}"
"""
PACK_CASE = """schema_version: 1
id: {id}
kind: loss
title: {title}
provenance: documented
sources:
  - {{document: "901", locator: 第{number}条, span: [{number}, {end}], sha256: "{digest}"}}
date: {date}
date_precision: {precision}
place: null
victim: {{gender: null, age: null, occupation: 出纳}}
impersonated: 总经理
channel: chat
playbook: pass-through-advance
stages:
  - {{stage: contact, text: 一个新号来加出纳。}}
  - {{stage: advance, text: 对方请她先垫。, paid_cny: {paid}}}
payments_cny: [{paid}]
loss_cny: {loss}
loss_precision: {direction}
outcome: lost
noticed: 她下班时问了总经理
cues: [new-account]
response: {{text: 垫之前问一声, provenance: constructed}}
audience: [finance]
unknown:
  place: 文件没有写
  victim.gender: 文件没有写
  victim.age: 文件没有写{more}
{approval}
"""
APPROVED = "approval: {author: 反诈岗, approver: 复核岗, day: 2026-11-20}"


@pytest.fixture
def case_pack(tmp_path: Path) -> Path:
    """A folder of an organisation's own cases: three that a second person approved, one that waits."""
    folder = tmp_path / "pack"
    (folder / "cases").mkdir(parents=True)
    digest = hashlib.sha256(b"").hexdigest()
    (folder / "sources.yaml").write_text(PACK_SOURCES.format(digest=digest), encoding="utf-8")
    undated = "\n  date: 文件没有写年份"
    rows = [
        ("own-1", "出纳替总经理垫了货款", '"2025-03-04"', "day", 850000, 850000, "exact", "", APPROVED),
        ("own-2", "下班前的一条好友申请", '"2024-11"', "month", 9000, 10000, "nearly", "", APPROVED),
        ("own-3", "半年后才说起的一件事", "null", "unknown", 30000, 30000, "at_least", undated, APPROVED),
        ("own-4", "还没有复核的一件事", "null", "unknown", 30000, 30000, "at_least", undated, ""),
    ]
    for number, (id_, title, date, precision, paid, loss, direction, more, approval) in enumerate(rows, 1):
        text = PACK_CASE.format(
            id=id_,
            title=title,
            number=number,
            end=number + 1,
            digest=digest,
            date=date,
            precision=precision,
            paid=paid,
            loss=loss,
            direction=direction,
            more=more,
            approval=approval,
        )
        (folder / "cases" / f"{id_}.yaml").write_text(text, encoding="utf-8")
    return folder


GRADEBOOK = """
create table assignment (id varchar(32) primary key, name varchar(128) not null unique, course_id varchar(128));
create table notebook (id varchar(32) primary key, name varchar(128) not null, assignment_id varchar(32));
create table submitted_assignment (id varchar(32) primary key, assignment_id varchar(32),
    student_id varchar(128), timestamp datetime, extension datetime);
create table submitted_notebook (id varchar(32) primary key, assignment_id varchar(32),
    notebook_id varchar(32), flagged boolean, late_submission_penalty float);
create table base_cell (id varchar(32) primary key, name varchar(128) not null,
    notebook_id varchar(32) not null, type varchar(50));
create table grade_cells (id varchar(32) primary key, max_score float not null, cell_type varchar(8) not null);
create table solution_cells (id varchar(32) primary key);
create table task_cells (id varchar(32) primary key, max_score float not null, cell_type varchar(8) not null);
create table grade (id varchar(32) primary key, notebook_id varchar(32), cell_id varchar(32), auto_score float,
    manual_score float, extra_credit float, needs_manual_grade boolean not null, unique (cell_id, notebook_id));
create table comment (id varchar(32) primary key, notebook_id varchar(32), cell_id varchar(32),
    auto_comment text, manual_comment text, unique (cell_id, notebook_id));
"""


@pytest.fixture(scope="session")
def graded_texts() -> Callable[[Path, str, Mapping[str, str]], dict[str, str]]:
    """Puts graded submissions with a free text into a directory, as nbgrader's tables hold them.

    By learner what was written; returns by learner the id of the text's row.
    """
    return _graded_texts


def _graded_texts(directory: Path, form_id: str, written: Mapping[str, str]) -> dict[str, str]:
    form = load_form(form_id)
    slot = next(slot for slot in form.slots if not slot.automatic)
    directory.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(directory / "gradebook.db")) as book, book:
        book.executescript(GRADEBOOK)
        book.execute("insert into assignment values ('a', ?, 'shizha')", (form_id,))
        book.execute("insert into notebook values ('n', ?, 'a')", (form_id,))
        book.execute("insert into base_cell values ('t', ?, 'n', 'TaskCell')", (f"{form_id}-{slot.id}",))
        book.execute("insert into task_cells values ('t', ?, 'markdown')", (slot.points,))
        for number, learner in enumerate(written, 1):
            ids = (f"{number:032x}", f"{number + 4096:032x}", f"{number + 8192:032x}")
            book.execute("insert into submitted_assignment values (?, 'a', ?, null, null)", (ids[0], learner))
            book.execute("insert into submitted_notebook values (?, ?, 'n', 0, null)", (ids[1], ids[0]))
            book.execute("insert into grade values (?, ?, 't', null, null, null, 1)", (ids[2], ids[1]))
            book.execute("insert into comment values (?, ?, 't', null, null)", (ids[2], ids[1]))
    for learner, text in written.items():
        _hand_in_text(directory, form, learner, {slot.id: text} if text else {})
    return {learner: f"{number + 8192:032x}" for number, learner in enumerate(written, 1)}


def _hand_in_text(directory: Path, form: Form, learner: str, texts: Mapping[str, str]) -> None:
    folder = directory / "autograded" / learner / form.id
    folder.mkdir(parents=True)
    answers = {slot: ANSWER.validate_python({"kind": "text", "text": text}) for slot, text in texts.items()}
    variants = {} if form.is_fixed else paper(form, learner).variants
    Answers(
        form=form.id,
        content_version=form.content_version,
        learner=learner,
        items=answers,
        variants=variants,
    ).write(folder)
