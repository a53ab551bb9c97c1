"""An organisation's own items on the marking desk: their rubric is shown to the instructor, and to nobody else."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time

import pytest

from assessments.coursedir import open_form
from assessments.items.itembank import ITEMS, MOUNTED

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
FORM = "own-test"
MARKING = f"/course/desk/marking/{FORM}"
QUESTION = "蓝铁门外有人来问话。"
CRITERIA = "说到蓝铁门要先关上。"
FULL, MIDDLE = "先把蓝铁门关上再说。", "看看蓝铁门外是谁。"
KEYS = (CRITERIA, FULL, MIDDLE)
ITEM = f"""schema_version: 1
id: own-3
version: 1
kind: text
slot: finance-t1
genuine: false
fraud_type: null
channel: phone
roles: [finance]
levers: [authority]
cue: 有人在门外
difficulty: {{level: easy, why: 门关着。}}
based_on: null
constructed: 全部是教学构造。
title: 门外
question: {{title: 门外, prompt: {QUESTION}, type: text, max_chars: 300, placeholder: 写一句}}
"""
KEY = f"""schema_version: 1
item: own-3
version: 1
criteria: [{{points: 5, text: {CRITERIA}}}]
sample: {{full: {FULL}, middle: {MIDDLE}}}
"""
COMMAND = "from course.cli import main; main()"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A folder of private items with a form that asks for a free text."""
    folder = tmp_path_factory.mktemp("own-items")
    for part in ("bank", "keys", "forms"):
        (folder / part).mkdir()
    for part in ("bank", "keys"):
        text = (ITEMS / part / "gold-app-4.yaml").read_text(encoding="utf-8")
        (folder / part / "own-1.yaml").write_text(text.replace("gold-app-4", "own-1"), encoding="utf-8")
    (folder / "bank" / "own-3.yaml").write_text(ITEM, encoding="utf-8")
    (folder / "keys" / "own-3.yaml").write_text(KEY, encoding="utf-8")
    (folder / "forms" / f"{FORM}.yaml").write_text(
        f"schema_version: 1\nid: {FORM}\ntitle: 本单位小测\ncontent_version: '2026.11'\nminutes: 5\n"
        "pass_score: 3\nintro: 两道题。\nslots:\n"
        "  - {id: q1, variants: [own-1]}\n  - {id: t1, variants: [own-3]}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def server(start_server, pack, tmp_path_factory):
    """A course of the private form, in which three have handed in; its pages are the real ones' stand-ins."""
    course = tmp_path_factory.mktemp("private") / "course"
    made = [
        sys.executable,
        "-c",
        COMMAND,
        "demo",
        str(course),
        "-n",
        "3",
        "--form",
        FORM,
        "--items",
        str(pack),
    ]
    subprocess.run(made, check=True, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    open_form(course, FORM)
    for path in course.glob(f"submitted/*/{FORM}/answers.json"):
        answers = json.loads(path.read_text(encoding="utf-8"))
        answers["items"]["t1"] = {"kind": "text", "text": "不知道。"}  # simulated ones know the model answer
        path.write_text(json.dumps(answers), encoding="utf-8")
    return start_server(
        before=f"import os; os.environ[{MOUNTED!r}] = {str(pack)!r}",
        course_dir=str(course),
        roster=str(course / "roster.csv"),
        host="127.0.0.1",
        password=PASSWORD,
    )


def wait(teacher):
    """Until the work that a button began is done."""
    deadline = time.monotonic() + 60
    while teacher.get(f"{MARKING}/progress").json["running"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def teacher(server):
    """An instructor who has graded."""
    browser = server.teacher(PASSWORD)
    assert browser.form(f"{MARKING}/grade").status == 302
    wait(browser)
    return browser


def table(teacher):
    """The address of the answer that lies on the table."""
    return teacher.get(f"{MARKING}/t1").headers["Location"]


def roster(server):
    with (server.course_dir / "roster.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {line["工号"]: line["加入码"] for line in csv.DictReader(lines)}


def test_the_instructor_reads_question_rubric_and_model_answers(teacher):
    page = teacher.get(table(teacher)).text
    assert "新批 3 份" in teacher.get(MARKING).text
    assert [each for each in (QUESTION, "不知道。", *KEYS) if each not in page] == []


@pytest.mark.parametrize("number", ["demo00001", ""])
def test_nobody_else_does(server, teacher, number):
    """Neither the trainee, whose question it is, nor a passer-by, who is not to see that either."""
    browser = server.browser()
    if number:
        assert "登记" in browser.enter(number, join=roster(server)[number]).text
    else:
        browser.look_around()
    course = [f"forms/{FORM}", f"results/{FORM}", f"api/state/{FORM}", f"api/download/{FORM}", "api/download"]
    desk = [table(teacher), f"{MARKING}/t1", f"{MARKING}/t1/second", MARKING, f"{MARKING}/quarantine"]
    seen = {path: browser.get(path) for path in [*(f"/course/{each}" for each in ["", "me", *course]), *desk]}
    for path in desk:
        assert (seen[path].status, seen[path].headers["Location"]) == (302, "/course/desk/login")
    assert {path for path, answer in seen.items() if any(key in answer.text for key in KEYS)} == set()
    assert (QUESTION in seen[f"/course/forms/{FORM}"].text) == bool(number)


def test_no_file_that_leaves_the_instructors_hand_holds_it(server, teacher):
    assert teacher.form(f"{MARKING}/feedback").status == 302
    wait(teacher)
    pages = list(server.course_dir.glob(f"feedback/*/{FORM}/{FORM}.html"))
    assert len(pages) == 3
    assert all(QUESTION in page.read_text(encoding="utf-8") for page in pages)
    for folder in ("release", "exchange", "submitted", "feedback"):
        files = [path for path in (server.course_dir / folder).rglob("*") if path.is_file()]
        held = {path for path in files if re.search("|".join(KEYS), path.read_text(encoding="utf-8"))}
        assert (bool(files), held) == (True, set())
