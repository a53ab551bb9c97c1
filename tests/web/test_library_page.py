"""The page of the case library: what it is built from, where it is linked, and that nothing is kept of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from casebank import load_bank
from casebank.loader import DATA, PACKS
from course.web import catalog
from course.web.app import open_course
from course.web.blocks import PORTABLE_VIEWS, Block, dump_blocks, load_blocks
from course.web.execute import mounted_packs
from course.web.home import home_view
from course.web.lift import PortabilityError, lift
from course.web.prerender import build_pages, render_page
from course.web.sources import content_digest
from course.web.views import Site

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SPEC = {"cases": [{"id": "a", "title": "一件事</script>"}, {"id": "b", "title": "两件事"}], "filters": []}
BLOCKS = (Block("prose", html="<h1>案例库</h1>"), Block("view", widget="case_library", spec=SPEC))


def executed(name, **traits):
    """A notebook that showed one widget."""
    cell = new_code_cell("x", outputs=[new_output("display_data", data={VIEW: {"model_id": "m"}})])
    made = new_notebook(cells=[new_markdown_cell("# 案例库"), cell])
    state = {"_anywidget_id": name, "spec": SPEC, **traits}
    made.metadata["widgets"] = {STATE: {"state": {"m": {"model_name": "AnyModel", "state": state}}}}
    return made


def test_the_library_is_lifted_as_something_to_look_at():
    blocks = lift(executed("widgets.case_library.CaseLibrary"), "case_library.ipynb", PORTABLE_VIEWS)
    assert [(block.kind, block.widget, block.item) for block in blocks][1] == ("view", "case_library", "")
    assert load_blocks(dump_blocks(blocks)) == blocks


def test_a_lesson_shows_no_library_and_the_library_no_exercise():
    with pytest.raises(PortabilityError, match="CaseLibrary, which this page cannot; use one of CueMarker"):
        lift(executed("widgets.case_library.CaseLibrary"), "01_x.ipynb")
    card = executed("widgets.question_card.QuestionCard", item="q1")
    with pytest.raises(
        PortabilityError, match="QuestionCard, which this page cannot; use one of CaseLibrary"
    ):
        lift(card, "case_library.ipynb", PORTABLE_VIEWS)


def test_the_page_is_strict_complete_and_asks_for_no_progress():
    text = render_page(catalog.library(), BLOCKS, {"viewer.js": "viewer.0123456789.js"})
    assert not re.search(r"\son[a-z]+=|<style|\sstyle=|https?://", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all('type="application/json"' in script or "src=" in script for script in scripts)
    assert '<section class="sz-view" data-widget="case_library">' in text
    assert './assets/viewer.0123456789.js"' in text
    assert "host.js" not in text
    assert 'id="sz-meter"' not in text
    assert 'id="sz-submit"' not in text
    assert "一件事\\u003c/script\\u003e" in text
    assert text.count("<h1") == 1


def test_a_lesson_leads_to_the_library_where_it_holds_cases():
    lesson = catalog.lessons()[0]
    assert 'href="../library"' in render_page(lesson, (), {}, catalog.library())
    assert 'href="../library"' not in render_page(lesson, (), {})


def write_pages(folder, fake_pages, cases):
    """The library among the built pages of a course."""
    manifest = json.loads((fake_pages / "manifest.json").read_text("utf-8"))
    page = {"file": "pages/library.html", "etag": "e", "version": "v", "items": [], "cases": cases}
    manifest["pages"]["library"] = page
    (fake_pages / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (fake_pages / "pages" / "library.html").write_text(
        "<!doctype html><title>案例库</title>", encoding="utf-8"
    )
    return open_course(folder / "course", roster=None, pages=fake_pages)


@pytest.mark.parametrize(("cases", "shown"), [(26, True), (0, False)])
def test_home_leads_to_the_library_where_it_holds_cases(tmp_path, fake_pages, cases, shown):
    state = write_pages(tmp_path, fake_pages, cases)
    row = home_view(state, Site("/course/", "x"), None).library
    state.close()
    assert (row is not None) == shown
    if row:
        assert asdict(row) == {
            "title": "案例库",
            "summary": catalog.library().summary,
            "href": "/course/library",
            "cases": 26,
        }


def test_another_pack_is_another_content(case_pack, monkeypatch):
    monkeypatch.delenv(PACKS, raising=False)
    without = content_digest()
    monkeypatch.setenv(PACKS, str(case_pack))
    mounted = content_digest()
    case = case_pack / "cases" / "own-1.yaml"
    case.write_text(case.read_text("utf-8").replace("垫了货款", "垫了定金"), encoding="utf-8")
    assert len({without, mounted, content_digest()}) == 3


def test_a_kernel_gets_packs_by_their_full_names(case_pack, monkeypatch):
    monkeypatch.chdir(case_pack.parent)
    monkeypatch.setenv(PACKS, case_pack.name)
    assert mounted_packs() == {PACKS: str(case_pack.resolve())}
    monkeypatch.delenv(PACKS)
    assert mounted_packs() == {}


@pytest.mark.slow
def test_the_page_holds_every_approved_case_and_those_of_a_pack(tmp_path, case_pack, monkeypatch):
    monkeypatch.chdir(case_pack.parent)
    monkeypatch.setenv(PACKS, case_pack.name)
    built = build_pages(tmp_path / "out", [catalog.library()])
    text = built.path("library").read_text("utf-8")
    bank = load_bank(DATA, [case_pack.resolve()])
    assert built.pages["library"].cases == len(bank.published) >= 3
    assert [case.title for case in bank.published if case.title not in text] == []
    assert "还没有复核的一件事" not in text
    assert not re.search(r"https?://", text)
    assert built.pages["library"].items == ()


@pytest.mark.slow
def test_the_server_shows_it_to_everybody_and_keeps_nothing(start_server, tmp_path, fake_pages):
    write_pages(tmp_path, fake_pages, 2).close()
    browser = start_server(pages=str(fake_pages)).browser()
    assert "案例库" in browser.get("/course/library").text
    assert 'href="/course/library"' in browser.get("/course/").text
    assert browser.get("/course/lessons/library").status == 404
    assert browser.get("/course/api/state/library").status == 404
    answer = {"answer": {"kind": "text", "text": "x"}, "done": True, "rev": 0}
    assert browser.send("PUT", "/course/api/answers/library/a", answer).status == 404


def test_the_committed_notebook_is_one_line_of_code():
    notebook = nbformat.read(catalog.notebook_of(catalog.library()), as_version=4)
    (code,) = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code == "from course.library import Library\n\nLibrary().show()"
