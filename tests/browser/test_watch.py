"""`shizha serve --watch` as an author meets it: a saved file is on the screen, a fault never is."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course.web.watch import READY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PACKAGES = ("casebank", "widgets", "course", "assessments")
SCENARIO = "casebank/data/scenarios/vice-president-new-number-a.yaml"
PATIENCE_MS = 20_000


@dataclass
class Author:
    """A copy of the sources in a folder, and the real command that watches it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def sources(self) -> Path:
        return self.folder / "sources"

    @property
    def terminal(self) -> str:
        return (self.folder / "terminal.txt").read_text(encoding="utf-8")

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("shizha")), "serve", "--watch", "--no-browser"]
        with (self.folder / "terminal.txt").open("w", encoding="utf-8") as terminal:
            self.process = subprocess.Popen(
                [*command, "--course-dir", "course", "--port", str(self.port)],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(self.sources), "PYTHONUTF8": "1"},
                stdout=terminal,
                stderr=subprocess.STDOUT,
            )
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}course/api/ping", timeout=1).close()
            except OSError:
                assert self.process.poll() is None, self.terminal
                time.sleep(0.1)
            else:
                break
        for _ in range(600):
            if READY in self.terminal:
                return
            time.sleep(0.1)
        raise AssertionError(self.terminal)

    def write(self, name: str, old: str, new: str) -> None:
        """Change a source as an editor would: a new file takes the place of the old one."""
        path = self.sources / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        fresh = path.with_name(f".{path.name}.swp")
        fresh.write_text(text.replace(old, new, 1), encoding="utf-8")
        fresh.replace(path)


@pytest.fixture
def served(made_course: Path, tmp_path: Path) -> Iterator[Author]:
    shutil.copytree(made_course, tmp_path / "course")
    for name in PACKAGES:
        leave = shutil.ignore_patterns("__pycache__", "src")
        shutil.copytree(ROOT / name, tmp_path / "sources" / name, ignore=leave)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    author = Author(tmp_path, port)
    author.start()
    yield author
    assert author.process is not None
    author.process.terminate()
    assert author.process.wait(timeout=20) == 0


def open_lesson(page: Page, url: str) -> None:
    page.goto(f"{url}course/lessons/01")
    expect(page.locator("html")).to_have_class(re.compile(r"\bis-ready\b"))


def test_a_saved_file_is_on_the_screen_and_the_try_stays(served: Author, visitor) -> None:
    visit = visitor()
    page = visit.page
    open_lesson(page, served.url)
    first = page.locator('[data-item="01-p1"]')
    first.get_by_role("button", name="先不回，用通讯录里他原来的手机号打过去。", exact=True).click()
    answered = first.get_by_text("好办法。旧号码是你早就有的", exact=False)
    expect(answered).to_be_visible()
    expect(page.locator("#sz-status")).to_have_text("已保存")
    page.evaluate("window.scrollTo(0, 700)")
    top = page.evaluate("window.scrollY")

    served.write(SCENARIO, "title: 周副总的新号（一）", "title: 周副总的另一个号（一）")
    expect(first.get_by_text("周副总的另一个号（一）")).to_be_visible(timeout=PATIENCE_MS)
    expect(answered).to_be_visible()
    page.wait_for_timeout(300)
    assert abs(page.evaluate("window.scrollY") - top) < 4

    served.write("course/web/static/page.css", ".brand {", ".brand { text-transform: uppercase;")
    expect(page.locator(".brand")).to_have_css("text-transform", "uppercase", timeout=PATIENCE_MS)
    served.write("course/authoring/01_leader_pass_through.md", "# 领导、熟人托我过账", "# 有人托我过账")
    expect(page.get_by_role("heading", name="有人托我过账", level=1)).to_be_visible(timeout=PATIENCE_MS)


def test_a_fault_reaches_no_page_and_is_told(served: Author, visitor) -> None:
    visit = visitor()
    page = visit.page
    open_lesson(page, served.url)
    served.write(SCENARIO, "start: n1", "start: n77")
    bar = page.get_by_role("status").filter(has_text="源文件有 1 处问题")
    expect(bar).to_be_visible(timeout=PATIENCE_MS)
    expect(bar).to_contain_text("scenarios/vice-president-new-number-a.yaml 第 ")
    expect(page.get_by_text("周副总的新号（一）").first).to_be_visible()
    assert "scenarios/vice-president-new-number-a.yaml:" in served.terminal
    assert [told for told in visit.axe() if "watch-bar" in told] == []
    visit.shot("40-watch-fault")
    page.goto(f"{served.url}course/")  # every page says it, and none is gone
    expect(page.get_by_role("heading", name="课程")).to_be_visible()
    expect(bar).to_be_visible(timeout=PATIENCE_MS)
    served.write(SCENARIO, "start: n77", "start: n1")
    expect(bar).to_be_hidden(timeout=PATIENCE_MS)
