"""Pages without a kernel: what is lifted, what is refused, what is written, and when nothing runs."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.web import sources
from course.web.assets import collect_assets
from course.web.blocks import Block
from course.web.catalog import CoursePage
from course.web.gate import html_faults
from course.web.lift import PortabilityError, lift
from course.web.prerender import build_pages, read_manifest, render_page
from course.web.prose import Anchors, markdown_to_html
from course.web.svg import SvgError, inline_svg

WIDGET = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SPEC = {"title": "一道题</script><b>", "prompt": "选 A & B", "type": "single", "options": []}


def code_cell(*outputs: NotebookNode) -> NotebookNode:
    made: NotebookNode = new_code_cell("x", outputs=list(outputs))
    return made


def shown(**data: object) -> NotebookNode:
    """A code cell that showed `data` (MIME types with `__` for `/` and `_` kept)."""
    bundle = {name.replace("__", "/"): value for name, value in data.items()}
    return code_cell(new_output("display_data", data=bundle))


def widget_cell(model: str = "m1") -> NotebookNode:
    return code_cell(new_output("display_data", data={WIDGET: {"model_id": model}}))


def notebook(*cells: NotebookNode, name: str = "widgets.question_card.QuestionCard") -> NotebookNode:
    """An executed notebook whose one widget `m1` is of the class `name`."""
    traits = {"_anywidget_id": name, "item": "01-p1", "mode": "practice", "spec": SPEC}
    made: NotebookNode = new_notebook(cells=list(cells))
    made.metadata["widgets"] = {STATE: {"state": {"m1": {"model_name": "AnyModel", "state": traits}}}}
    return made


def faults(made: NotebookNode) -> list[str]:
    with pytest.raises(PortabilityError) as caught:
        lift(made, "01_x.ipynb")
    return [str(fault) for fault in caught.value.faults]


def test_prose_html_and_widget_become_blocks_in_order() -> None:
    made = notebook(
        new_markdown_cell("# 课\n\n一句话。"), widget_cell(), shown(text__html='<p class="lead">好</p>')
    )
    prose, item, html = lift(made, "01_x.ipynb")
    assert prose == Block("prose", html='<h1 id="课">课</h1>\n<p>一句话。</p>')
    assert (item.widget, item.item, item.mode, item.spec) == ("question_card", "01-p1", "practice", SPEC)
    assert html == Block("html", html='<p class="lead">好</p>')


def test_the_data_of_an_exercise_cannot_end_its_script_element() -> None:
    (item,) = lift(notebook(widget_cell()), "x")
    assert "<" not in item.data()
    assert json.loads(item.data()) == SPEC


def test_plain_text_is_never_shown() -> None:
    assert lift(notebook(shown(text__plain="QuestionCard()")), "x") == ()


def test_a_widget_that_needs_python_is_refused_with_the_number_of_its_cell() -> None:
    made = notebook(new_markdown_cell("一"), widget_cell(), name="ipywidgets.Dropdown")
    (fault,) = faults(made)
    assert fault.startswith("01_x.ipynb, cell 2: shows the widget ipywidgets.Dropdown")
    assert "QuestionCard" in fault


def test_every_fault_of_a_notebook_is_told_at_once() -> None:
    made = notebook(
        code_cell(new_output("error", ename="KeyError", evalue="'a'", traceback=[])),
        code_cell(new_output("stream", name="stdout", text="hello\nworld")),
        shown(application__javascript="alert(1)"),
        shown(text__html='<p style="color:red">x</p>'),
        widget_cell(),
        widget_cell(),
    )
    told = faults(made)
    assert [re.search(r"cell (\d+)", fault)[1] for fault in told] == list("1234") + ["6"]  # type: ignore[index]
    assert "KeyError" in told[0]
    assert "'hello'" in told[1]
    assert "application/javascript" in told[2]
    assert "second time" in told[4]


@pytest.mark.parametrize(
    "fragment",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        '<p style="color:red">x</p>',
        '<p onclick="x()">x</p>',
        '<p OnClick="x()">x</p>',
        '<img src="https://example.org/a.png" alt="">',
        '<img src="//example.org/a.png" alt="">',
        '<a href="javascript:x()">x</a>',
        '<a href=" JavaScript:x()">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<iframe src="x"></iframe>',
        '<object data="x"></object>',
        '<link rel="stylesheet" href="x.css">',
        '<svg><use xlink:href="http://example.org/#a"></use></svg>',
        '<img src="a.png">',
        "<div><p>x</div>",
        "<div>x",
    ],
)
def test_the_gate_refuses(fragment: str) -> None:
    assert html_faults(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        '<p class="lead">停一停，打回去，再动钱。</p>',
        '<a href="#part">x</a><a href="../forms/lesson-01">y</a><a href="tel:96110">z</a>',
        '<img src="data:image/png;base64,AAAA" alt="回单">',
        "<p>一<br>二</p>",
    ],
)
def test_the_gate_lets_pass(fragment: str) -> None:
    assert html_faults(fragment) == ()


def test_headings_get_ids_that_stay_unique_over_cells() -> None:
    anchors = Anchors()
    assert 'id="第一步-核实"' in markdown_to_html("## 第一步：核实", anchors)
    assert 'id="第一步-核实-2"' in markdown_to_html("## 第一步：核实", anchors)


def test_a_picture_loses_inline_styles_and_gets_ids_of_its_own() -> None:
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>图</title>'
        '<clipPath id="a"/><g clip-path="url(#a)" style="fill: red; stroke:none"/></svg>'
    )
    picture = inline_svg(source, "c3-0")
    assert 'viewBox="0 0 9 9"' in picture
    assert 'role="img"' in picture
    assert 'id="c3-0-a"' in picture
    assert 'clip-path="url(#c3-0-a)"' in picture
    assert 'fill="red"' in picture
    assert "style=" not in picture
    assert html_faults(picture) == ()


@pytest.mark.parametrize("source", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_a_broken_or_nameless_picture_is_refused(source: str) -> None:
    with pytest.raises(SvgError):
        inline_svg(source, "c1")


LESSON = CoursePage("01", "lesson", "课", "", 5, "", "lesson-01")


def test_a_page_holds_nothing_that_a_strict_policy_refuses() -> None:
    (item,) = lift(notebook(widget_cell()), "x")
    text = render_page(LESSON, (Block("prose", html="<h1>课</h1>"), item), {"host.js": "host.0123456789.js"})
    scripts = re.findall(r"<script([^>]*)>", text)
    assert scripts
    assert all('type="application/json"' in script or "src=" in script for script in scripts)
    assert not re.search(r"\son[a-z]+=|<style|\sstyle=|https?://", text)
    assert '<html lang="zh-CN">' in text
    assert '<section class="sz-item" id="item-01-p1" data-widget="question_card"' in text
    assert text.count("<h1") == 1


def run_nothing(path: Path) -> NotebookNode:
    """In the place of `execute`, where no notebook may be run."""
    raise AssertionError(f"{path} was run")


def test_nothing_changed_means_nothing_is_written_and_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, pages = tmp_path / "out", [lesson_page(tmp_path, code_cell())]
    monkeypatch.setattr(sources, "execute", lambda path: notebook(new_markdown_cell("# 课")))
    first = build_pages(out, pages)
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    monkeypatch.setattr(sources, "execute", run_nothing)
    assert build_pages(out, pages) == first
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == written
    text = first.path("01").read_text(encoding="utf-8")
    assert gzip.decompress(first.path("01").with_name("01.html.gz").read_bytes()) == text.encode()
    for hashed in re.findall(r"\.\./assets/([\w.-]+)", text):
        assert (out / "assets" / hashed).is_file()
    assert read_manifest(out) == first


def test_a_change_is_seen_and_a_lost_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "execute", lambda path: nbformat.read(path, as_version=4))
    page = lesson_page(tmp_path, new_markdown_cell("# 课"))
    first = build_pages(tmp_path / "out", [page])
    first.path("01").unlink()
    assert build_pages(tmp_path / "out", [page]).key == first.key
    assert first.path("01").is_file()
    second = build_pages(tmp_path / "out", [lesson_page(tmp_path, new_markdown_cell("# 课\n\n改了。"))])
    assert second.key != first.key
    assert "改了。" in second.path("01").read_text(encoding="utf-8")


def test_a_damaged_manifest_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": "shizha.pages/1"', encoding="utf-8")
    assert read_manifest(tmp_path) is None


def lesson_page(folder: Path, *cells: NotebookNode) -> CoursePage:
    """A lesson page with a real notebook in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "01_tiny.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return replace(LESSON, notebook=str(path))


@pytest.mark.slow
def test_a_notebook_is_run_once_and_then_comes_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = lesson_page(
        tmp_path,
        new_markdown_cell("# 小课"),
        new_code_cell(
            "from IPython.display import HTML, display\ndisplay(HTML('<p class=\"lead\">停一停</p>'))"
        ),
        new_code_cell(
            "from widgets import QuestionCard\n"
            "QuestionCard(item='01-p1', spec={'title': '题', 'prompt': '?', 'type': 'single', 'options': []})"
        ),
    )
    manifest = build_pages(tmp_path / "out", [page])
    text = manifest.path("01").read_text(encoding="utf-8")
    assert '<p class="lead">停一停</p>' in text
    assert 'data-item="01-p1" data-mode="practice"' in text
    monkeypatch.setattr(sources, "execute", run_nothing)
    assert build_pages(tmp_path / "out", [page]) == manifest
    # another title needs new HTML, but no kernel
    assert "新题目" in build_pages(tmp_path / "out", [replace(page, title="新题目")]).path("01").read_text(
        "utf-8"
    )


@pytest.mark.slow
def test_a_failing_cell_refuses_the_build_and_leaves_the_old_pages(tmp_path: Path) -> None:
    page = lesson_page(tmp_path, new_markdown_cell("# 小课"), new_code_cell("1 / 0"))
    with pytest.raises(PortabilityError, match=r"01_tiny\.ipynb, cell 2: fails with ZeroDivisionError"):
        build_pages(tmp_path / "out", [page])
    assert not (tmp_path / "out" / "pages").exists()


def test_the_sheets_of_a_lesson_page_share_no_rule_and_other_pages_load_none_of_its() -> None:
    assets = collect_assets()
    page, lesson = assets["page.css"].data, assets["lesson.css"].data
    assert b".szl-timeline" not in page
    assert lesson.count(b".szl-timeline figcaption {") == 1
    assert b"--sz-ink:" in page
