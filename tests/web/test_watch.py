"""`serve --watch`: one change is one build, a fault leaves the old pages, and trainees get nothing of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from casebank import Fault
from course.web import catalog, watch
from course.web.blocks import PORTABLE_VIEWS, PORTABLE_WIDGETS, dump_blocks
from course.web.execute import execute
from course.web.lift import lift
from course.web.sources import source_of
from course.web.watch import Builder, Watcher, report, snapshot, source_folders
from course.web.watch_handlers import WatchTag


class Builds:
    """In the place of the builder: notes what it was asked for, and answers with these faults."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.faults: list[Fault] = []

    def __call__(self, changed: Collection[Path]) -> list[Fault]:
        self.asked.append(sorted(path.name for path in changed))
        return self.faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenarios").mkdir()
    for name in ("a", "b"):
        (tmp_path / "scenarios" / f"{name}.yaml").write_text(f"id: {name}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def builds() -> Builds:
    return Builds()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def watcher(folder: Path, builds: Builds, told: list[str], monkeypatch: pytest.MonkeyPatch) -> Watcher:
    monkeypatch.setattr(watch, "_SETTLED", 0.01)
    return Watcher([(folder, ("**/*.yaml",))], builds, lambda: f"v{len(builds.asked)}", told.append)


def touch(path: Path) -> None:
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_a_touched_file_is_one_build(folder: Path, watcher: Watcher, builds: Builds) -> None:
    assert not watcher.look()
    touch(folder / "scenarios" / "a.yaml")
    assert watcher.look()
    assert not watcher.look()
    assert builds.asked == [["a.yaml"]]
    assert watcher.version == "v1"


def test_files_that_come_and_go_count_and_others_do_not(
    folder: Path, watcher: Watcher, builds: Builds
) -> None:
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert not watcher.look()
    (folder / "scenarios" / "a.yaml").unlink()
    (folder / "scenarios" / "c.yaml").write_text("id: c\n", encoding="utf-8")
    assert watcher.look()
    assert builds.asked == [["a.yaml", "c.yaml"]]


def test_a_file_that_is_still_being_written_is_waited_for(
    folder: Path, watcher: Watcher, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, pieces = folder / "scenarios" / "a.yaml", ["id: a\n", "title: 一\n"]

    def writes_on(folders: watch.Folders) -> watch.Snapshot:
        if pieces:
            path.write_text(path.read_text(encoding="utf-8") + pieces.pop(), encoding="utf-8")
        return snapshot(folders)

    monkeypatch.setattr(watch, "snapshot", writes_on)
    assert watcher.look()
    assert builds.asked == [["a.yaml"]]
    assert not watcher.look()


def test_faults_are_told_with_file_and_line_and_forgotten_once_mended(
    folder: Path, watcher: Watcher, builds: Builds, told: list[str]
) -> None:
    builds.faults = [Fault("scenarios/a.yaml", 12, "no gauge 'x'"), Fault("cases/b.yaml", None, "empty")]
    touch(folder / "scenarios" / "a.yaml")
    assert watcher.look()
    assert watcher.faults == tuple(builds.faults)
    assert "2 处" in told[-1]
    assert "scenarios/a.yaml:12: no gauge 'x'" in told[-1]
    builds.faults = []
    touch(folder / "scenarios" / "a.yaml")
    watcher.look()
    assert watcher.faults == ()
    assert "scenarios/a.yaml" in told[-1]


def test_it_looks_by_itself_until_it_is_stopped(
    folder: Path, watcher: Watcher, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOKS_EVERY", 0.01)
    watcher.start()
    wait_for(lambda: builds.asked == [[]])  # once at the start, which warms the builder
    touch(folder / "scenarios" / "b.yaml")
    wait_for(lambda: builds.asked == [[], ["b.yaml"]])
    watcher.stop()
    watcher.join()
    touch(folder / "scenarios" / "b.yaml")
    time.sleep(0.05)
    assert len(builds.asked) == 2


def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to that within five seconds")


def test_many_files_are_told_as_a_number() -> None:
    paths = [Path("data") / f"{n}.yaml" for n in range(5)]
    assert (
        report(paths, (), 0.84) == "页面已更新（0.8 秒）：data/0.yaml、data/1.yaml、data/2.yaml 等 5 个文件"
    )


def test_everything_that_makes_a_page_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = tmp_path / "pack"
    (pack / "cases").mkdir(parents=True)
    (pack / "cases" / "x.yaml").write_text("id: x\n", encoding="utf-8")
    monkeypatch.setenv("SHIZHA_CASES", str(pack))
    names = {f"{path.parent.name}/{path.name}" for path in snapshot(source_folders())}
    assert names >= {
        "cases/x.yaml",
        "data/roles.yaml",
        "scenarios/vice-president-new-number-a.yaml",
        "practice/01.yaml",
        "authoring/01_leader_pass_through.md",
        "static/scenario_player.js",
        "static/tokens.css",
        "static/page.css",
        "templates/base.html",
        "casebank/loader.py",
    }
    assert not any("__pycache__" in name for name in names)


PAGE = b"<html><head><title>x</title></head><body></body></html>"


def tagged(path: str, kind: str, **sent: str) -> tuple[HTTPServerRequest, HTTPHeaders, bytes]:
    """What the tag makes of an answer to a request."""

    class Connection:
        context = None

    asked = HTTPHeaders({"Host": "x"} | {name.replace("_", "-"): value for name, value in sent.items()})
    request = HTTPServerRequest(
        headers=asked,
        connection=Connection(),  # type: ignore[arg-type]
        start_line=RequestStartLine("GET", path, "HTTP/1.1"),
    )
    headers = HTTPHeaders({"Content-Type": kind, "Etag": '"1"', "Content-Length": str(len(PAGE))})
    _, headers, chunk = WatchTag(request, "/course/", lambda: "k1").transform_first_chunk(
        200, headers, PAGE, True
    )
    return request, headers, chunk


def test_a_page_gets_the_script_and_stays_out_of_caches() -> None:
    asked = {"Accept_Encoding": "gzip", "If_None_Match": '"1"'}
    request, headers, chunk = tagged("/course/lessons/01", "text/html; charset=utf-8", **asked)
    assert b'<script type="module" src="/course/watch/watch.js" data-version="k1"></script></head>' in chunk
    assert headers["Content-Length"] == str(len(chunk))
    assert headers["Cache-Control"] == "no-store"
    assert "Etag" not in headers
    assert "Accept-Encoding" not in request.headers
    assert "If-None-Match" not in request.headers


@pytest.mark.parametrize(
    ("path", "kind"), [("/course/api/state/01", "application/json"), ("/voila/render/x.ipynb", "text/html")]
)
def test_nothing_else_gets_it(path: str, kind: str) -> None:
    _, headers, chunk = tagged(path, kind)
    assert chunk == PAGE
    assert headers["Etag"] == '"1"'


@pytest.mark.slow
def test_trainees_get_no_script_and_no_route(start_server) -> None:
    browser = start_server().browser()
    assert "watch" not in browser.get("/course/").text
    assert browser.get("/course/watch/state").status == 404
    assert browser.get("/course/watch/watch.js").status == 404


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Builder]:
    made = Builder(tmp_path / "pages")
    yield made
    made.close()


@pytest.mark.slow
def test_a_faulty_pack_leaves_the_pages_as_they_were(
    builder: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    (pack / "playbooks").mkdir(parents=True)
    (pack / "sources.yaml").write_text("schema_version: 1\ndocuments: []\n", encoding="utf-8")
    monkeypatch.setenv("SHIZHA_CASES", str(pack))
    assert builder.build() == ()
    pages = tmp_path / "pages"
    before = {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()}
    assert pages / "pages" / "01.html" in before
    (pack / "sources.yaml").write_text("schema_version: 1\ndocuments: []\ncolour: red\n", encoding="utf-8")
    (fault,) = builder.build()
    assert (fault.path, fault.line) == ("pack/sources.yaml", 3)
    assert "colour" in fault.message
    assert {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()} == before
    (pack / "sources.yaml").write_text("schema_version: 1\ndocuments: []\n", encoding="utf-8")
    assert builder.build() == ()


@pytest.mark.slow
def test_a_builder_that_ended_is_told_and_started_anew(builder: Builder) -> None:
    assert builder.build() == ()
    process = builder._process
    assert process is not None
    process.kill()
    process.wait()
    assert builder.build() == ()
    first = builder._process
    assert builder.build([Path("casebank/loader.py")]) == ()  # changed code is not in the old process
    assert builder._process is not first


def every_kind_of_cell() -> list[Path]:
    """As few lessons as show every call that lessons make, and the library: a kernel for each is slow."""
    calls = {
        page: set(re.findall(r"lesson\.(\w+)\(", source_of(page).read_text(encoding="utf-8")))
        for page in catalog.lessons()
    }
    wanted, taken = set().union(*calls.values()), []
    while wanted:
        most = max(calls, key=lambda page: len(calls[page] & wanted))
        taken.append(most)
        wanted -= calls[most]
    return [source_of(page) for page in (*taken, catalog.library())]


@pytest.mark.slow
def test_what_runs_here_is_what_a_kernel_gives() -> None:
    """In a process of its own: a shell once made would stay for all other tests."""
    script = (
        "import json, sys\nfrom pathlib import Path\n"
        "from course.web.blocks import PORTABLE_VIEWS, PORTABLE_WIDGETS, dump_blocks\n"
        "from course.web.lift import lift\nfrom course.web.quick_run import QuickRun\n"
        "run = QuickRun()\n"
        "for path in map(Path, sys.argv[1:]):\n"
        "    print(dump_blocks(lift(run(path), path.name, {**PORTABLE_VIEWS, **PORTABLE_WIDGETS})))\n"
    )
    notebooks = every_kind_of_cell()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *map(str, notebooks)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    every = {**PORTABLE_VIEWS, **PORTABLE_WIDGETS}
    kernels = [dump_blocks(lift(execute(path), path.name, every)) for path in notebooks]
    assert done.stdout.splitlines() == kernels
