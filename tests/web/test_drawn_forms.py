"""A form of which everybody has another paper, on a real server: page, state, saving, handing in, result."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assessments.authoring import build_form
from assessments.exchange import close_form, make_exchange, open_form
from assessments.grading import form_scores
from assessments.items.form import Form, form_ids, load_form
from assessments.items.item import Item, ScenarioItem
from assessments.items.paper import Paper, paper
from course.web.blocks import Block

pytestmark = pytest.mark.slow

FORM = "counter"
API = f"/course/api/answers/{FORM}"


def release(course_dir: Path, *forms: str) -> None:
    make_exchange(course_dir)
    for form in forms or (FORM,):
        build_form(form, course_dir / "release")
        open_form(course_dir, form)


@pytest.fixture(scope="module")
def server(start_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn") / "course"
    release(folder)
    return start_server(course_dir=str(folder))


def sat(learner: str) -> Paper:
    return paper(load_form(FORM), learner)


def signed_in(server: Any, number: str) -> Any:
    browser = server.browser()
    browser.enter(number)
    return browser


def config(text: str) -> dict[str, Any]:
    found = re.search(r'id="sz-page">(.*?)</script>', text)
    assert found is not None
    return dict(json.loads(found[1]))


def data(item: Item) -> str:
    """The item as it stands in a page."""
    return Block("item", spec=item.view()).data()


def prompt(item: Item) -> str:
    view = item.view()
    return str(view.get("prompt") or view["brief"])


def save(browser: Any, slot: str, answer: object, version: str = "", rev: int = 0) -> Any:
    body = {"answer": answer, "done": True, "rev": rev, "content_version": version}
    return browser.send("PUT", f"{API}/{slot}", body)


@pytest.mark.parametrize("number", ["00601", "00602", "00603"])
def test_everybody_gets_the_own_paper_and_nothing_of_another_one(server, number):
    browser = signed_in(server, number)
    page, own = browser.get(f"/course/forms/{FORM}"), sat(number)
    assert re.findall(r'data-item="(\w+)"', page.text) == [item.id for item in own.items]
    mine = {item.variant for item in own.items}
    for item in load_form(FORM).items:
        assert (data(item) in page.text) is (item.variant in mine)
    state = browser.get(f"/course/api/state/{FORM}").json
    assert state["content_version"] == config(page.text)["version"]
    assert state["items"] == {}


def test_a_page_is_cached_for_its_learner_only(server):
    one, other = signed_in(server, "00611"), signed_in(server, "00612")
    page = one.get(f"/course/forms/{FORM}")
    etag = page.headers["Etag"]
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert one.get(f"/course/forms/{FORM}", If_None_Match=etag).status == 304
    assert other.get(f"/course/forms/{FORM}", If_None_Match=etag).status == 200
    zipped = one.get(f"/course/forms/{FORM}", Accept_Encoding="gzip")
    assert gzip.decompress(zipped.body) == page.body


def test_what_is_handed_in_says_which_paper_it_was(server, answer_of):
    browser, own = signed_in(server, "00621"), sat("00621")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    for item in own.items:
        answer = answer_of(item, True).model_dump(mode="json", by_alias=True)
        assert save(browser, item.id, answer, version).status == 200
    packed = browser.get(f"/course/api/download/{FORM}").json
    assert packed["variants"] == own.variants
    assert browser.send("POST", f"/course/api/submit/{FORM}", {}).status == 200
    (folder,) = (server.course_dir / "exchange" / "shizha" / "inbound").glob("00621+*")
    assert json.loads((folder / "answers.json").read_text(encoding="utf-8"))["variants"] == own.variants
    form = load_form(FORM)
    assert sum(score.points for score in form_scores(form, folder).values()) == form.automatic_max
    assert browser.get(f"/course/api/state/{FORM}").json["form"]["changed"] is False


def test_an_answer_to_a_colleagues_paper_is_refused(server):
    """Two people at one device: a page that stayed open belongs to whoever was there before."""
    earlier = config(signed_in(server, "00631").get(f"/course/forms/{FORM}").text)["version"]
    browser = signed_in(server, "00632")
    refused = save(browser, "q1", {"kind": "choice", "chosen": ["a"]}, earlier)
    assert refused.status == 403
    assert "刷新" in refused.json["message"]
    assert browser.get(f"/course/api/state/{FORM}").json["items"] == {}


def test_answers_to_an_older_content_are_none_to_the_new_one(start_server, tmp_path):
    release(tmp_path)
    server = start_server(course_dir=str(tmp_path))
    browser = signed_in(server, "00641")
    first = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    ticked = {"kind": "choice", "chosen": ["a"]}
    assert save(browser, "q1", ticked, first).json["rev"] == 1
    for place in ("release", "exchange/shizha/outbound"):
        path = tmp_path / place / FORM / "form.json"
        view = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**view, "content_version": "2027.1"}), encoding="utf-8")
    state = browser.get(f"/course/api/state/{FORM}").json
    assert state["content_version"].startswith("2027.1-")
    assert (state["items"]["q1"]["answer"], state["items"]["q1"]["rev"]) == ({}, 1)
    assert browser.get(f"/course/api/download/{FORM}").json["items"] == {}
    assert config(browser.get(f"/course/forms/{FORM}").text)["version"] == state["content_version"]
    assert save(browser, "q1", ticked, first, rev=1).status == 403
    assert save(browser, "q1", ticked, state["content_version"], rev=1).json["rev"] == 2
    assert browser.get(f"/course/api/download/{FORM}").json["items"] == {"q1": ticked}


GRADED = """
create table assignment (id, name); create table submitted_assignment (id, assignment_id, student_id, timestamp);
create table submitted_notebook (id, assignment_id, late_submission_penalty);
create table grade (notebook_id, cell_id, auto_score, manual_score, extra_credit, needs_manual_grade);
create table base_cell (id, name, type); create table grade_cells (id, max_score);
create table task_cells (id, max_score); create table comment (cell_id, notebook_id, manual_comment);
insert into assignment values (1, 'counter');
insert into submitted_assignment values (1, 1, '00651', '2026-11-22 10:00:00');
insert into submitted_notebook values (1, 1, 0);
"""


def test_the_result_tells_of_the_own_questions_in_the_own_order(start_server, tmp_path, answer_of):
    release(tmp_path)
    server = start_server(course_dir=str(tmp_path))
    browser, own = signed_in(server, "00651"), sat("00651")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    for item in own.items:
        save(browser, item.id, answer_of(item, True).model_dump(mode="json", by_alias=True), version)
    browser.send("POST", f"/course/api/submit/{FORM}", {})
    (inbound,) = (tmp_path / "exchange" / "shizha" / "inbound").iterdir()
    folder = tmp_path / "autograded" / "00651" / FORM
    folder.mkdir(parents=True)
    for name in ("form.json", "answers.json"):
        (folder / name).write_bytes((inbound / name).read_bytes())
    _graded(tmp_path)
    text = browser.get(f"/course/results/{FORM}").text
    heads = re.findall(r'row__title">(\d+)\. (.*?)</span>', text)
    assert heads == [(str(n), item.title) for n, item in enumerate(own.items, 1)]
    assert text.count('<span class="tag">公开题</span>') == 1
    assert "这份卷子用的是公开题" in text
    assert "分及格，你得了" in text
    assert text.count("<summary>看看这一题</summary>") == len(own.items)
    assert text.count("做得好") >= len(own.items) - 1
    for item in load_form(FORM).items:
        if item.kind != "scenario":  # twins are alike up to here
            assert (prompt(item) in text) is (item.edition in own.variants.values())


def _graded(course_dir: Path) -> None:
    """Every automatic slot has earned everything; the free text waits."""
    (course_dir / "gradebook.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(course_dir / "gradebook.db")) as database, database:
        database.executescript(GRADED)
        for n, slot in enumerate(load_form(FORM).slots, 1):
            kind, table = ("GradeCell", "grade_cells") if slot.automatic else ("TaskCell", "task_cells")
            database.execute("insert into base_cell values (?, ?, ?)", (n, f"{FORM}-{slot.id}", kind))
            database.execute(f"insert into {table} values (?, ?)", (n, slot.points))
            given = slot.points if slot.automatic else None
            database.execute("insert into grade values (1, ?, ?, null, 0, ?)", (n, given, given is None))


def test_a_copy_as_text_has_the_own_questions(server):
    browser, own = signed_in(server, "00661"), sat("00661")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    save(browser, "t1", {"kind": "text", "text": "先问清楚。"}, version)
    text = browser.get("/course/me/copy").text
    item = own.item("t1")
    assert item is not None
    assert item.title in text
    assert "先问清楚。" in text


@pytest.fixture(scope="module")
def every_form(start_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("every") / "course"
    release(folder, *form_ids())
    return start_server(course_dir=str(folder))


@pytest.mark.parametrize("form_id", form_ids())
def test_no_key_no_act_and_no_twin_in_whatever_is_served_of_a_form(every_form, key_sentences, form_id):
    """Page, state, saving, handing in, result, download, home and the copy, with every question answered."""
    form = load_form(form_id)
    for number in (f"007{form_ids().index(form_id)}1", f"007{form_ids().index(form_id)}2"):
        browser, own = signed_in(every_form, number), paper(form, number)
        paths = (f"forms/{form_id}", f"api/state/{form_id}", "", f"results/{form_id}", "me", "me/copy")
        page = browser.get(f"/course/forms/{form_id}").text
        version = config(page)["version"]
        told = [page]
        for item in own.items:
            given = {"answer": FIRST[item.kind](item), "done": True, "rev": 0, "content_version": version}
            told.append(browser.send("PUT", f"/course/api/answers/{form_id}/{item.id}", given).text)
        told.append(browser.send("POST", f"/course/api/submit/{form_id}", {}).text)
        told += [browser.get(f"/course/{path}").text for path in paths]
        assert all('"rev": 1' in answer for answer in told[1 : len(own.items) + 1])
        download = browser.get(f"/course/api/download/{form_id}").text
        for secret in (text for texts in key_sentences.values() for text in texts):
            assert secret not in download
            assert [text for text in told if secret in text] == []
        for text in told:
            assert not KEY_FIELDS.search(text.replace("&#34;", '"'))
            assert [name for name in names(form) if name in text] == []
        others = {item.variant for item in form.items} - {item.variant for item in own.items}
        assert [name for name in others if name in download] == []


def names(form: Form) -> set[str]:
    """Names of variants, scenarios and pairs: a browser has no business with any of them."""
    scenes = [item.scenario for item in form.items if isinstance(item, ScenarioItem)]
    editions = {item.edition for item in form.items}
    return {f'"{s.id}"' for s in scenes} | {f'"{s.pair}"' for s in scenes} | editions


FIRST: dict[str, Any] = {
    "scenario": lambda item: {
        "kind": "transcript",
        "schema": "shizha.transcript/1",
        "item": item.id,
        "content_version": item.scenario.content_version,
        "events": [
            {
                "seq": 0,
                "node": item.scenario.start,
                "choice": item.scenario.nodes[item.scenario.start].choices[0].id,
                "at": "2026-11-22T04:00:00.000Z",
            }
        ],
    },
    "marks": lambda item: {"kind": "marks", "marks": ["w1"]},
    "compare": lambda item: {"kind": "compare", "marks": ["w1"]},
    "choice": lambda item: {"kind": "choice", "chosen": [item.question.options[0].id]},
    "order": lambda item: {"kind": "order", "order": [option.id for option in item.question.options]},
    "text": lambda item: {"kind": "text", "text": "先问清楚。"},
}
KEY_FIELDS = re.compile(
    r'"(act|genuine|pair|weights|reasons|rubric|innocent|tells|why|stances|criteria|cue|levers|difficulty|'
    r'fraud_type|based_on|constructed|group|seed|critical|credits)"\s*:'
)
"""A saved comparison has `genuine`, so nothing in here chooses a side."""


def impossible(item: Item) -> dict[str, Any] | None:
    """An answer of the right kind that no mark can be given for; None where there is none."""
    match item.kind:
        case "scenario":
            event = {"seq": 0, "node": "n99", "choice": "a", "at": "2026-11-23T04:00:00Z"}
            return {
                "kind": "transcript",
                "schema": "shizha.transcript/1",
                "item": item.id,
                "content_version": item.scenario.content_version,
                "events": [event],
            }
        case "choice":
            return {"kind": "choice", "chosen": ["a", "b"]}
        case "marks":
            return {"kind": "marks", "marks": ["w99"]}
        case "compare":
            return {"kind": "compare", "genuine": "a", "marks": ["w99"]}
    return None


def test_an_answer_that_nobody_could_mark_is_refused_and_the_saved_one_stays(server, answer_of):
    browser, own = signed_in(server, "00651"), sat("00651")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    for item in own.items:
        good, bad = answer_of(item, True).model_dump(mode="json", by_alias=True), impossible(item)
        assert save(browser, item.id, good, version).status == 200
        for each in filter(None, (bad, {"kind": "stage", "stage": "s1"})):
            refused = save(browser, item.id, each, version, rev=1)
            assert (refused.status, "刷新" in refused.json["message"]) == (400, True)
        assert browser.get(f"/course/api/state/{FORM}").json["items"][item.id]["answer"] == good


def test_an_answer_without_its_paper_is_refused_where_papers_are_drawn(server):
    browser = signed_in(server, "00652")
    ticked = {"kind": "choice", "chosen": ["a"]}
    assert save(browser, "q1", ticked).status == 403
    assert browser.send("PUT", f"{API}/q1", {"answer": ticked, "done": True, "rev": 0}).status == 403
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    assert save(browser, "q1", ticked, version).status == 200


def test_what_was_stored_before_and_cannot_be_marked_is_not_handed_in(server):
    browser = signed_in(server, "00653")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    assert save(browser, "q1", {"kind": "choice", "chosen": ["a"]}, version).status == 200
    with closing(sqlite3.connect(server.course_dir / "records.sqlite")) as records:
        records.execute(
            "update answers set answer = ? where learner like '%00653'",
            ('{"chosen":["a","b"],"kind":"choice"}',),
        )
        records.commit()
    refused = browser.send("POST", f"/course/api/submit/{FORM}", {})
    (title,) = (item.title for item in sat("00653").items if item.id == "q1")
    assert refused.status == 400
    assert title in refused.json["message"]
    assert not [*(server.course_dir / "exchange" / "shizha" / "inbound").glob("00653+*")]
    assert save(browser, "q1", {"kind": "choice", "chosen": ["b"]}, version, rev=1).status == 200
    assert browser.send("POST", f"/course/api/submit/{FORM}", {}).status == 200


def test_a_closed_form_tells_nobody_which_paper_is_to_come(start_server, tmp_path):
    release(tmp_path)
    server = start_server(course_dir=str(tmp_path))
    begun, other = signed_in(server, "00654"), signed_in(server, "00655")
    version = begun.get(f"/course/api/state/{FORM}").json["content_version"]
    assert save(begun, "q1", {"kind": "choice", "chosen": ["a"]}, version).status == 200
    close_form(tmp_path, FORM)
    packed, state = (other.get(f"/course/api/{what}/{FORM}").json for what in ("download", "state"))
    assert "variants" not in packed
    assert (state["content_version"], state["items"]) == ("", {})
    assert begun.get(f"/course/api/download/{FORM}").json["variants"] == sat("00654").variants
    assert begun.get(f"/course/api/state/{FORM}").json["content_version"] == version
    open_form(tmp_path, FORM)
    assert other.get(f"/course/api/download/{FORM}").json["variants"] == sat("00655").variants
    assert other.get(f"/course/api/state/{FORM}").json["content_version"] != ""


def test_twenty_new_submissions_an_hour_are_enough(server):
    browser = signed_in(server, "00656")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]

    def hand_in(n: int) -> Any:
        assert save(browser, "q1", {"kind": "choice", "chosen": ["ab"[n % 2]]}, version, rev=n).status == 200
        return browser.send("POST", f"/course/api/submit/{FORM}", {})

    for n in range(20):
        assert hand_in(n).status == 200
        if n == 0:  # the same once more counts for nothing
            assert browser.send("POST", f"/course/api/submit/{FORM}", {}).json["repeated"] is True
    refused = hand_in(20)
    assert (refused.status, "回执也有效" in refused.json["message"]) == (429, True)
    assert len([*(server.course_dir / "exchange" / "shizha" / "inbound").glob("00656+*")]) == 20


def test_a_book_of_receipts_that_is_held_keeps_nobody_waiting_long(server):
    browser = signed_in(server, "00657")
    version = browser.get(f"/course/api/state/{FORM}").json["content_version"]
    assert save(browser, "q1", {"kind": "choice", "chosen": ["a"]}, version).status == 200
    assert browser.send("POST", f"/course/api/submit/{FORM}", {}).status == 200
    with closing(sqlite3.connect(server.course_dir / "receipts.db", isolation_level=None)) as book:
        book.execute("begin exclusive")
        asked = [("GET", f"/course/api/state/{FORM}", 503), ("GET", "/course/", 200)]
        for method, path, status in [*asked, ("POST", f"/course/api/submit/{FORM}", 503)]:
            # the book is never let go: whoever waited for it would wait until the browser gives up
            answer = browser.send(method, path, {}) if method == "POST" else browser.get(path)
            assert answer.status == status, path
    assert browser.get(f"/course/api/state/{FORM}").json["form"]["submitted"] is not None
