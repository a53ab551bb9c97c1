"""A course with small fake pages, and a real server for it in a process of its own."""

from __future__ import annotations

import dataclasses
import http.client
import http.cookies
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

SERVE = """
import json, sys
from pathlib import Path
options = json.loads(sys.argv[1])
exec(options.pop("before", ""))
from course.web.app import serve
for name in ("course_dir", "pages", "roster"):
    if options.get(name):
        options[name] = Path(options[name])
if options.get("password"):
    from course.web.desk.door import Password
    options["password"] = Password(options["password"])
serve(options.pop("course_dir"), **options)
"""
ITEMS = {"01": ["01-p1", "01-p2", "01-p3"]}
FORM_ITEMS = ("s1", "q1", "t1")


def make_pages(folder: Path) -> Path:
    """What the prerenderer would leave, with hardly anything in it."""
    (folder / "pages").mkdir(parents=True)
    (folder / "assets").mkdir()
    for page in ITEMS:
        (folder / "pages" / f"{page}.html").write_text(
            f"<!doctype html><title>{page}</title>", encoding="utf-8"
        )
    (folder / "assets" / "page.0123456789.css").write_text("body{}", encoding="utf-8")
    manifest = {
        "schema": "shizha.pages/1",
        "key": "k",
        "assets": {"page.css": "page.0123456789.css"},
        "pages": {
            page: {"file": f"pages/{page}.html", "etag": f"e{page}", "version": "2026.1", "items": items}
            for page, items in ITEMS.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@dataclasses.dataclass
class Answer:
    """A response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.body)


class Browser:
    """Keeps cookies; asks one server. Sends paths as they are, however odd."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies and "Cookie" not in sent:
            sent["Cookie"] = self.cookie_header
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(value).items():
                self.cookies.pop(name, None)
                if morsel.value:
                    self.cookies[name] = morsel.value
        return Answer(response.status, dict(response.headers), data)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def form(self, path: str, **fields: str) -> Answer:
        """Post as a page's form would."""
        body = urlencode({"_xsrf": self.cookies.get("_xsrf", ""), **fields})
        return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def send(self, method: str, path: str, value: object) -> Answer:
        """Send JSON as the page's script would."""
        token = self.cookies.get("_xsrf", "")
        return self.ask(method, path, json.dumps(value), Content_Type="application/json", X_XSRFToken=token)

    def enter(self, number: str, **fields: str) -> Answer:
        """Sign in with a staff number; the page with the new code where there is one."""
        self.get("/course/enter")
        answer = self.form("/course/enter", number=number, **fields)
        return self.get("/course/entered") if answer.headers.get("Location") == "/course/entered" else answer

    def look_around(self) -> Answer:
        """Stay anonymous."""
        self.get("/course/enter")
        return self.form("/course/enter", **{"as": "anonymous"})


@dataclasses.dataclass
class Running:
    """A server that is up."""

    port: int
    course_dir: Path
    process: subprocess.Popen[str]
    errors: Path
    """What it wrote to stderr."""

    def browser(self) -> Browser:
        return Browser(self.port)

    def teacher(self, password: str) -> Browser:
        """A browser that is logged in at the instructor's pages."""
        browser = self.browser()
        browser.get("/course/desk/login")
        answer = browser.form("/course/desk/login", password=password)
        assert answer.headers.get("Location") == "/course/desk", answer.text
        return browser


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start servers; all are stopped at the end. What stands in `before` is run in the server's process first."""
    started: list[subprocess.Popen[str]] = []

    def start(**options: object) -> Running:
        folder = tmp_path_factory.mktemp("served")
        options.setdefault("course_dir", str(folder / "course"))
        if "pages" not in options:  # None: the real ones, built by the server
            options["pages"] = str(make_pages(folder / "pages"))
        options.setdefault("port", free_port())
        running = _launch(options, folder)
        started.append(running.process)
        return running

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=20)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _launch(options: dict[str, object], folder: Path) -> Running:
    with (folder / "stderr").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, json.dumps(options)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            cwd=folder,
        )
    deadline = time.monotonic() + 240  # the first start builds the pages
    while time.monotonic() < deadline:
        line = process.stdout.readline() if process.stdout else ""  # the first may say: building pages
        if found := re.fullmatch(r"识诈课堂已打开：http://127\.0\.0\.1:(\d+)/course/\n", line):
            return Running(int(found[1]), Path(str(options["course_dir"])), process, folder / "stderr")
        if not line and process.poll() is not None:
            break
    process.kill()
    process.communicate()
    raise AssertionError((folder / "stderr").read_text(encoding="utf-8"))


@pytest.fixture
def fake_pages(tmp_path: Path) -> Path:
    """Built pages with hardly anything in them."""
    return make_pages(tmp_path / "fake-pages")


@pytest.fixture(scope="session")
def make_release() -> Callable[[Path], None]:
    """Puts a released and open form into a course directory."""
    return _make_release


def _make_release(course_dir: Path) -> None:
    """A released and open form with hardly anything in it, as nbgrader would have left it."""
    from assessments.exchange import make_exchange, open_form

    release = course_dir / "release" / "lesson-01"
    release.mkdir(parents=True)
    view = {
        "schema": "shizha.form/1",
        "form": "lesson-01",
        "title": "小测",
        "intro": "",
        "minutes": 10,
        "content_version": "2026.1",
        "items": [
            {
                "id": item,
                "kind": "text" if item == "t1" else "choice",
                "widget": "question_card",
                "points": 4,
                "title": f"题 {item}",
                "spec": {
                    "title": f"题 {item}",
                    "prompt": f"问题 {item}",
                    "type": "text" if item == "t1" else "single",
                    "options": [] if item == "t1" else [{"id": each, "text": each} for each in "abcd"],
                },
            }
            for item in FORM_ITEMS
        ],
    }
    (release / "form.json").write_text(json.dumps(view), encoding="utf-8")
    (release / "lesson-01.ipynb").write_text('{"cells":[]}', encoding="utf-8")
    make_exchange(course_dir)
    open_form(course_dir, "lesson-01")
