"""A real course, served by the real command, in a real Chromium that can reach nothing but the server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

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


@dataclass
class Served:
    """A course directory and the process that serves it."""

    folder: Path
    roster: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        options = ["--course-dir", str(self.folder), "--port", str(self.port), "--roster", str(self.roster)]
        command = [str(Path(sys.executable).with_name("shizha")), "serve", *options, "--no-browser"]
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


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "course"
    make_course(folder)
    open_form(folder, "lesson-01")
    prepare_pages(folder / "pages")
    return folder


@pytest.fixture
def served(made_course: Path, tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "course"
    shutil.copytree(made_course, folder)
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    course = Served(folder, roster, free_port())
    course.start()
    yield course
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


@dataclass
class Visit:
    """One visitor's browser: what went wrong in it is a fault of the test."""

    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def request_failed(self, url: str, failure: str | None) -> None:
        """A request that the browser itself gave up because the test left the page is none."""
        if failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {url} {failure}")

    def shot(self, name: str, *, full: bool = False) -> None:
        """Keep a picture, where SHIZHA_SHOTS names a folder."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=full)

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate("Promise.allSettled(document.getAnimations().map((motion) => motion.finished))")
        self.page.evaluate(source)
        found: list[dict[str, Any]] = self.page.evaluate("axe.run().then((result) => result.violations)")
        return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


Visitor = Callable[..., Visit]


@pytest.fixture
def visitor(browser: Browser, served: Served) -> Iterator[Visitor]:
    """Opens browsers that reach only the server; any failed request, script error or refused policy is told."""
    visits: list[Visit] = []

    def open_(width: int = PHONE["width"], height: int = PHONE["height"], **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        page = context.new_page()
        visit = Visit(context, page)
        inside = re.compile(rf"^(http|ws)://127\.0\.0\.1:{served.port}/")

        def gate(route: Any) -> None:
            if inside.match(route.request.url):
                route.continue_()
            else:
                visit.faults.append(f"reached outside: {route.request.url}")
                route.abort()

        context.route("**/*", gate)
        page.on("pageerror", lambda error: visit.faults.append(f"script: {error}"))
        page.on("requestfailed", lambda r: visit.request_failed(r.url, r.failure))
        page.on(
            "response", lambda r: visit.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None
        )
        page.on("console", lambda m: visit.faults.append(f"console: {m.text}") if m.type == "error" else None)
        visits.append(visit)
        return visit

    yield open_
    for visit in visits:
        visit.context.close()
    told = [f for visit in visits for f in visit.faults if not any(e in f for e in visit.expected)]
    assert told == []
