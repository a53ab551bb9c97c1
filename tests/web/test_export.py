"""The practice course as a folder: what is in it, what is not, and what happens to the place where it goes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from assessments.grading.responses import Answers
from assessments.items.form import form_ids, load_form
from assessments.items.itembank import load_items
from course.web import catalog, export_folder
from course.web.app import prepare_pages
from course.web.assets import package_folder
from course.web.export import export, export_contents
from course.web.export_folder import MARKER, replaceable, replaceable_zip, write_export
from course.web.export_page import ExportError, Place, addresses, check_addresses, standalone
from course.web.export_script import classic_script, widget_expression
from course.web.prerender import Manifest, build_pages

LESSON = Place("lessons/02", "lessons/02.html")
FILES = {
    "": "index.html",
    "lessons/02": LESSON.file,
    "lessons/16": "lessons/16.html",
    "library": "library.html",
}
CONTENTS = {"index.html": b"<p>home</p>", "lessons/00.html": b"<p>00</p>"}


def relinked(text: str, place: Place = LESSON) -> str:
    return standalone(text, place, FILES, lambda name: f"classic-{name}")


@pytest.mark.parametrize(
    ("served", "exported"),
    [
        ('<a href="../">x</a>', '<a href="../index.html">x</a>'),
        ('<a class="b" href="16#p">x</a>', '<a class="b" href="16.html#p">x</a>'),
        ('<a href="../library">x</a>', '<a href="../library.html">x</a>'),
        ('<a href="#main">x</a><a href="tel:110">y</a>', '<a href="#main">x</a><a href="tel:110">y</a>'),
        ('<p>去做<a href="../forms/lesson-01">小测</a>。</p>', "<p>去做小测。</p>"),
        ('<div><a class="button" href="../forms/lesson-01">去做小测</a></div>', "<div></div>"),
        ('<nav><ul><li><a href="../me">我</a></li><li>x</li></ul></nav>', "<nav><ul><li>x</li></ul></nav>"),
        ('<footer><a href="../me">我的成绩</a></footer>', "<footer></footer>"),
        ('<form method="post" action="../leave"><button>退出</button></form>', ""),
        (
            '<link rel="modulepreload" href="../assets/host.0123456789.js">\n'
            '<script type="module" src="../assets/host.0123456789.js"></script>',
            '<script defer src="../assets/classic-host.js"></script>',
        ),
    ],
)
def test_a_served_page_is_made_to_stand_alone(served: str, exported: str) -> None:
    assert relinked(served) == exported


def test_addresses_of_the_home_page_go_down() -> None:
    home = Place("", "index.html")
    assert relinked('<a href="./">x</a><a href="lessons/16">y</a>', home) == (
        '<a href="index.html">x</a><a href="lessons/16.html">y</a>'
    )


def test_the_pages_own_data_names_no_server_and_cannot_end_its_script() -> None:
    config = {"page": "02", "results": "results/02", "title": "</script>", "widgets": {"a": "../assets/a.js"}}
    data = json.dumps(config).replace("<", "\\u003c")
    (told,) = re.findall(
        r'id="sz-local">(.*?)</script>',
        relinked(f'<script type="application/json" id="sz-page">{data}</script>'),
    )
    assert json.loads(told) == {"page": "02", "title": "</script>", "widgets": {"a": "a"}}


@pytest.mark.parametrize(
    "address", ["03.html", "../", "/course/", "//host.example/a", "https://host.example/", "../../index.html"]
)
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    pages = {"lessons/02.html": f'<a href="{address}">x</a>'.encode()}
    with pytest.raises(ExportError, match=re.escape(f"lessons/02.html: {address}")):
        check_addresses(pages, frozenset({"index.html", "lessons/02.html"}))


def test_a_module_that_was_left_is_refused() -> None:
    pages = {"index.html": relinked('<script crossorigin type="module" src="assets/x.js"></script>').encode()}
    with pytest.raises(ExportError, match=r"index\.html: a module"):
        check_addresses(pages, frozenset({"index.html", "assets/x.js"}))


def test_a_widget_becomes_an_expression() -> None:
    made = widget_expression("var w = {};\nexport {\n  w as default,\n  ring\n};\n")
    assert made == "(function () {\nvar w = {};\nreturn { default: w };\n})()"
    with pytest.raises(ValueError, match="default export"):
        widget_expression("var w = {};\n")


def test_the_script_is_classic_and_holds_every_widget() -> None:
    text = classic_script("host.js").data.decode()
    assert re.findall(r"^\s*(?:import|export)\b.*$|\bimport\.meta\b", text, flags=re.MULTILINE) == []
    widgets = {path.stem for path in (package_folder("widgets") / "static").glob("*.js")}
    assert set(re.findall(r"^(\w+): \(function", text, flags=re.MULTILINE)) == widgets
    assert classic_script("viewer.js") == classic_script("host.js")


def lifted(path: Path) -> NotebookNode:
    """What running a notebook might leave: no widget, so that no kernel is needed."""
    made: NotebookNode = new_notebook(
        cells=[new_markdown_cell(f"# {path.stem}\n\n[小测](../forms/lesson-01)")]
    )
    return made


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """Scenes and forms as they are, lessons without their exercises."""
    return build_pages(tmp_path_factory.mktemp("light") / "pages", catalog.everything(), lifted)


def test_every_practice_page_is_in_it_and_no_form(light: Manifest) -> None:
    contents = export_contents(light)
    pages = {name for name in contents if name.endswith(".html")}
    assert pages == {"index.html", "about.html", *(f"{page.href}.html" for page in catalog.practised())}
    kinds = {name.split("/")[0] for name in contents}
    assert kinds == {"index.html", "about.html", "lessons", "scenes", "assets"}
    assert all(
        re.fullmatch(r"assets/\w+\.[0-9a-f]{10}\.(?:css|js|svg)", name)
        for name in contents
        if "assets" in name
    )


def test_the_home_page_lists_what_the_script_counts(light: Manifest) -> None:
    home = export_contents(light)["index.html"].decode()
    listed = re.findall(
        r'data-page="([^"]+)" data-kind="\w+" data-version="([^"]+)" data-items="([^"]*)"', home
    )
    built = light.pages
    assert listed == [(p.id, built[p.id].version, " ".join(built[p.id].items)) for p in catalog.practised()]
    assert '<a class="button button--main button--big" id="sz-next" href="lessons/00.html">' in home


def test_the_page_about_the_course_speaks_of_this_device_and_of_no_server(light: Manifest) -> None:
    about = export_contents(light)["about.html"].decode()
    assert "用这台设备、这个浏览器的人" in about
    assert "服务器" not in about
    assert '<a href="index.html#sz-take">' in about
    assert '<a href="about.html">关于与来源</a>' in export_contents(light)["index.html"].decode()


def test_an_export_is_the_same_bytes_again(light: Manifest, tmp_path: Path) -> None:
    export(light.folder, tmp_path / "one", zipped=tmp_path / "one.zip")
    export(light.folder, tmp_path / "two" / "one", zipped=tmp_path / "two" / "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two" / "one.zip").read_bytes()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Every file of the real export as text."""
    scratch = tmp_path_factory.mktemp("exported")
    prepare_pages(scratch / "pages")
    export(scratch / "pages", scratch / "out")
    files = [path for path in (scratch / "out").rglob("*") if path.is_file()]
    return {path.relative_to(scratch / "out").as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.mark.slow
def test_nothing_of_an_assessed_item_is_in_it(
    exported: Mapping[str, str], bank_sentences: Mapping[str, list[str]]
) -> None:
    items = load_items().items.values()
    asked = {item.variant: item.view() for item in items}
    slots = {slot.id for form in form_ids() for slot in load_form(form).slots}
    told = [text for sentences in bank_sentences.values() for text in sentences]
    secrets = [text for text in told if len(text) > 8]  # shorter ones are anybody's: 这是你自己的话。
    titles = [str(view.get("prompt") or view["brief"]) for view in asked.values()]
    assert len(secrets) > len(titles) == len(items) > 0
    for name, text in exported.items():
        assert [secret for secret in (*secrets, *titles) if secret in text] == [], name
        assert [slot for slot in slots if f'data-item="{slot}"' in text] == [], name
        assert 'data-mode="assessed"' not in text, name
        assert '"rubric"' not in text, name


@pytest.mark.slow
def test_no_file_names_a_server(exported: Mapping[str, str]) -> None:
    vocabularies = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/xlink)")
    for name, text in exported.items():
        rest = vocabularies.sub("", text)
        assert re.findall(r"\b(?:https?|wss?)://\S*|[\"'(]//[a-z]\S*", rest, flags=re.IGNORECASE) == [], name
        if name.endswith(".html"):
            assert re.findall(r"<form|xsrf|/course/|api/", rest) == [], name
            assert 'http-equiv="Content-Security-Policy"' in rest, name


@pytest.mark.slow
def test_every_link_of_the_real_pages_stays_inside(exported: Mapping[str, str]) -> None:
    assert "library.html" in exported
    for name in (name for name in exported if name.endswith(".html")):
        assert [told for told in addresses(exported[name]) if told.startswith(("/", "http"))] == []
        assert exported[name].count("<a ") == exported[name].count("</a>")


@pytest.mark.parametrize("page", catalog.scenes(), ids=lambda page: page.id)
def test_the_ids_of_exercises_are_read_as_answers(light: Manifest, page: catalog.CoursePage) -> None:
    built = light.pages[page.id]
    given = {item: {"kind": "text", "text": "我的号码13800138000"} for item in built.items}
    told = {"form": page.id, "content_version": built.version, "learner": "anonymous", "items": given}
    read = Answers.model_validate_json(json.dumps({"schema": "shizha.answers/1", **told}))
    assert list(read.items) == list(built.items)
    assert "138" not in read.to_bytes().decode()


def test_a_folder_and_a_zip_are_written_and_replaced(tmp_path: Path) -> None:
    folder, zipped = tmp_path / "new" / "out", tmp_path / "new" / "out.zip"
    write_export(folder, {**CONTENTS, "old.html": b"x"}, zipped=zipped)
    replaceable(folder)
    replaceable_zip(zipped)
    write_export(folder, CONTENTS, zipped=zipped)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*CONTENTS, MARKER}
    with zipfile.ZipFile(zipped) as archive:
        assert set(archive.namelist()) == {f"out/{name}" for name in files}
    assert {path.name for path in folder.parent.iterdir()} == {"out", "out.zip"}


def test_what_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    replaceable(folder)  # empty
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"holds what no export wrote \(letter\.txt\)"):
        replaceable(folder)
    (folder / "letter.txt").unlink()
    write_export(folder, CONTENTS)
    (folder / "lessons" / "own.html").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"lessons/own\.html"):
        replaceable(folder)


@pytest.mark.parametrize(
    "marker", ["", "[]", '{"schema": "shizha.export/2", "files": ["a"]}', '{"schema": 1}']
)
def test_a_damaged_marker_is_no_marker(tmp_path: Path, marker: str) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    (tmp_path / MARKER).write_text(marker, encoding="utf-8")
    with pytest.raises(ExportError, match="name an empty or a new folder"):
        replaceable(tmp_path)


def test_a_file_and_somebody_elses_zip_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ExportError, match="is a file"):
        replaceable(tmp_path / "file")
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        archive.writestr("letter.txt", "mine")
    for name in ("file", "own.zip"):
        with pytest.raises(ExportError, match="no export of ours"):
            replaceable_zip(tmp_path / name)


@pytest.mark.parametrize("when", ["a file is written", "the zip is written", "the folder is moved"])
def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    folder, zipped = tmp_path / "out", tmp_path / "out.zip"
    write_export(folder, CONTENTS, zipped=zipped)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    rename = Path.rename
    broken = {
        "a file is written": (Path, "write_bytes", full),
        "the zip is written": (export_folder, "_zip", full),
        "the folder is moved": (Path, "rename", lambda p, to: full() if p.name == "new" else rename(p, to)),
    }
    monkeypatch.setattr(*broken[when])
    with pytest.raises(ExportError, match=r"out: No space left on device; .* nothing was changed") as told:
        write_export(folder, {"index.html": b"new"}, zipped=zipped)
    assert "\n" not in str(told.value)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
