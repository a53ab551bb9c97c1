"""A real course, served by the real command, in a real Chromium that can reach nothing but the server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    sync_playwright,
)

from assessments.coursedir import make_course, open_form
from course.web.app import prepare_pages

ROOT = Path(__file__).parents[2]
SHOTS = os.environ.get("SHIZHA_SHOTS")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
ROSTER = "工号,姓名,单位,岗位,加入码\n00172,甲,城东支行,柜员,CD2026\n00173,乙,城东支行,大堂,CD2026\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


SERVE_PAGES = """
import sys
from pathlib import Path
from course.web.app import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), pages=Path(sys.argv[3]))
"""


@dataclass
class Served:
    """A course directory and the process that serves it; with `pages`, only those that were built there."""

    folder: Path
    roster: Path | None
    port: int
    pages: Path | None = None
    options: tuple[str, ...] = ()
    """More of `shizha serve`."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        options = ["--course-dir", str(self.folder), "--port", str(self.port), *self.options]
        if self.roster is not None:
            options += ["--roster", str(self.roster)]
        command = [str(Path(sys.executable).with_name("shizha")), "serve", *options, "--no-browser"]
        if self.pages is not None:
            places = [str(self.folder), str(self.port), str(self.pages)]
            command = [sys.executable, "-c", SERVE_PAGES, *places]
        self.process = subprocess.Popen(command, cwd=self.folder.parent)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}course/api/ping", timeout=1).close()
            except OSError:
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not answer within a minute")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def nbgrader(self, *words: str) -> str:
        """Run one of nbgrader's own commands in the course directory; what it printed."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def formgrader(self) -> Iterator[httpx.Client]:
        """`shizha lab` with the REST API by which formgrader's pages work; it has ended afterwards."""
        port, home = free_port(), self.folder.parent / "instructor"
        command = [str(Path(sys.executable).with_name("shizha")), "lab", str(self.folder), "--no-browser"]
        places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "RUNTIME", "DATA")}
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            env={**os.environ, **places, "JUPYTER_TOKEN": "instructor"},
            start_new_session=True,  # the server is a process of the command's: both end together
        )
        headers = {"Authorization": "token instructor"}
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, headers=headers, timeout=30, trust_env=False) as client:
            try:
                wait_until_up(client, process)
                yield client
                client.post("/api/shutdown").raise_for_status()
                assert process.wait(timeout=30) == 0
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


def wait_until_up(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "shizha lab ended"
        try:
            client.get("/formgrader/api/status").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("formgrader did not answer within a minute")


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "course"
    make_course(folder)
    open_form(folder, "lesson-01")
    prepare_pages(folder / "pages")
    return folder


@pytest.fixture
def serve_options() -> tuple[str, ...]:
    """What `shizha serve` is given instead of a roster, for modules that say so."""
    return ()


@pytest.fixture
def served(made_course: Path, tmp_path: Path, serve_options: tuple[str, ...]) -> Iterator[Served]:
    folder = tmp_path / "course"
    shutil.copytree(made_course, folder)
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    course = Served(folder, None if serve_options else roster, free_port(), options=serve_options)
    course.start()
    yield course
    course.kill()


@pytest.fixture(scope="module")
def serve_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Served]]:
    """Serves pages that were built beforehand, over an empty course directory."""
    started: list[Served] = []

    def serve_(pages: Path) -> Served:
        place = tmp_path_factory.mktemp("served")
        course = Served(place / "course", place / "roster.csv", free_port(), pages)
        started.append(course)
        course.start()
        return course

    yield serve_
    for course in started:
        course.kill()


@pytest.fixture(scope="module")  # its event loop must be gone before other tests run theirs
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    opened = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
    yield opened
    opened.close()


class Fault(NamedTuple):
    """What went wrong (a status, a network error, a script's words) and the path where."""

    what: str
    path: str


@dataclass
class Visit:
    """One visitor's browser: what went wrong in it is a fault of the test."""

    context: BrowserContext
    page: Page
    faults: list[Fault] = field(default_factory=list)
    expected: list[Fault] = field(default_factory=list)

    def expect(self, what: str, path: str) -> None:
        """This may happen at this path; the same anywhere else, or something else here, is a fault."""
        self.expected.append(Fault(what, path))

    def watch(self) -> None:
        """Every page of this browser, also those that are opened later."""
        self.context.on("weberror", lambda e: self.told(f"script: {e.error}", e.page.url if e.page else ""))
        self.context.on("requestfailed", self.request_failed)
        self.context.on("response", self.responded)
        self.context.on("console", self.logged)

    def told(self, what: str, url: str) -> None:
        self.faults.append(Fault(what.splitlines()[0], urlsplit(url).path))  # without the stack

    def responded(self, response: Response) -> None:
        if response.status >= 400:
            self.told(str(response.status), response.url)

    def request_failed(self, request: Request) -> None:
        """A request that the browser itself gave up because the test left the page is none."""
        if request.failure != "net::ERR_ABORTED":
            self.told(str(request.failure), request.url)

    def logged(self, message: ConsoleMessage) -> None:
        """An error on the console; that of a request is told as the request's own."""
        if message.type == "error":
            request = re.match(r"Failed to load resource: .*?(\b\d{3}\b|net::\w+)", message.text)
            self.told(request[1] if request else message.text, message.location["url"])

    def shot(self, name: str, *, full: bool = False) -> None:
        """Keep a picture, where SHIZHA_SHOTS names a folder."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=full)

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate("Promise.allSettled(document.getAnimations().map((motion) => motion.finished))")
        self.page.evaluate(source)
        # it would fetch the style sheets once more, which not every policy allows
        run = "axe.run({ preload: false }).then((result) => result.violations)"
        found: list[dict[str, Any]] = self.page.evaluate(run)
        return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


Visitor = Callable[..., Visit]


def look_at_the_result(item: Locator) -> None:
    item.get_by_role("button", name="看看结果").click()


def play(item: Locator) -> None:
    while item.locator(".sz-ending").count() == 0:
        item.locator(".sz-dock button").first.click()


def answer(item: Locator) -> None:
    inputs = item.locator("input.sz-option__input")
    if inputs.count():
        inputs.first.check()
    look_at_the_result(item)


def mark(item: Locator) -> None:
    item.locator("[aria-pressed]").first.click()
    look_at_the_result(item)


def compare(item: Locator) -> None:
    item.get_by_role("button", name="两段都走完了，打开").click()
    item.locator("[aria-pressed]").first.click()
    item.locator("input[type=radio]").first.check()
    look_at_the_result(item)


def stop_the_money(item: Locator) -> None:
    item.locator("button.sz-route__face").first.click()


def drill(item: Locator) -> None:
    item.locator(".sz-choices button").first.click()
    item.get_by_role("button", name="就做到这里，回头看看").click()


@pytest.fixture(scope="session")
def ways() -> dict[str, Callable[[Locator], None]]:
    """How an exercise is finished, by the stem of its widget."""
    return {
        "scenario_player": play,
        "question_card": answer,
        "cue_marker": mark,
        "pair_comparer": compare,
        "money_timeline": stop_the_money,
        "first_minutes": drill,
    }


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """Opens browsers that reach only what the expression matches; any failed request, script error or refused
    policy is told."""
    visits: list[Visit] = []

    def opener(inside: str) -> Visitor:
        def open_(width: int = PHONE["width"], height: int = PHONE["height"], **options: Any) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", **options
            )
            visit = Visit(context, context.new_page())
            visit.watch()

            def gate(route: Any) -> None:
                if re.match(inside, route.request.url):
                    route.continue_()
                else:
                    visit.faults.append(Fault("reached outside", route.request.url))
                    route.abort()

            context.route("**/*", gate)
            visits.append(visit)
            return visit

        return open_

    yield opener
    for visit in visits:
        visit.context.close()
    told = [fault for visit in visits for fault in visit.faults if fault not in visit.expected]
    assert told == [], told


@pytest.fixture
def visitor(visiting: Callable[[str], Visitor], served: Served) -> Visitor:
    """Opens browsers that reach only the server."""
    return visiting(rf"(http|ws)://127\.0\.0\.1:{served.port}/")
