"""What goes wrong under an open page, in a real browser: it says so calmly, and makes it good by itself."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.slow

FRAUD = ["先不回，用通讯录里他原来的手机号打过去。", "没问到本人之前不办，等他回电。"]
OFFLINE = "现在连不上服务器。可以接着做，作答先存在这台设备上，连上后自动保存。"
STALE = "课程内容有更新，刷新后继续；已保存的作答都在。"


def item(page: Page, name: str):
    return page.locator(f'[data-item="{name}"]')


def open_lesson(page: Page, url: str) -> None:
    page.goto(f"{url}course/lessons/01")
    expect(item(page, "01-p1").get_by_role("button", name=FRAUD[0])).to_be_visible()


def play(page: Page) -> None:
    for text in FRAUD:
        item(page, "01-p1").get_by_role("button", name=text, exact=True).click()


def status(page: Page, text: str) -> None:
    expect(page.locator("#sz-status")).to_have_text(text)


def finished(page: Page) -> None:
    page.reload()
    expect(item(page, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()


class Proxy:
    """Passes bytes on; while it cuts, what was asked is done and the answer is lost."""

    def __init__(self, target: int) -> None:
        self.cuts = False
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            threading.Thread(target=_pour, args=(client, server), daemon=True).start()
            while data := server.recv(65536):
                if self.cuts:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(data)

    def close(self) -> None:
        self._listening.close()


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def proxy(served) -> Iterator[Proxy]:
    """Between the browser and the course."""
    between = Proxy(served.port)
    served.port = between.port
    yield between
    between.close()


def test_a_proxy_that_cuts_connections(proxy, served, visitor) -> None:
    visit = visitor()
    for what in ("net::ERR_EMPTY_RESPONSE", "net::ERR_CONNECTION_RESET", "net::ERR_CONNECTION_CLOSED"):
        visit.expect(what, "/course/api/answers/01/01-p1")
        visit.expect(what, "/course/api/ping")
    open_lesson(visit.page, served.url)
    proxy.cuts = True
    play(visit.page)
    status(visit.page, "离线，稍后自动保存")
    expect(visit.page.locator("#sz-notices")).to_contain_text(OFFLINE)
    proxy.cuts = False
    status(visit.page, "已保存")
    finished(visit.page)


def test_an_hour_without_a_network(served, visitor) -> None:
    visit = visitor()
    for path in ("/course/api/answers/01/01-p1", "/course/api/ping"):
        visit.expect("net::ERR_INTERNET_DISCONNECTED", path)
    page = visit.page
    page.clock.install()
    open_lesson(page, served.url)
    visit.context.set_offline(True)
    play(page)
    status(page, "离线，稍后自动保存")
    page.clock.fast_forward("01:00:00")
    status(page, "离线，稍后自动保存")
    visit.context.set_offline(False)
    status(page, "已保存")
    finished(page)


def test_a_page_that_is_older_than_the_course(served, visitor) -> None:
    visit = visitor()
    here = visit.page
    open_lesson(here, served.url)
    manifest = served.folder / "pages" / "manifest.json"
    built = json.loads(manifest.read_text(encoding="utf-8"))
    built["pages"]["01"]["version"] = "another"
    fresh = manifest.with_suffix(".new")
    fresh.write_text(json.dumps(built), encoding="utf-8")
    fresh.replace(manifest)
    there = visit.context.new_page()
    open_lesson(there, served.url)
    play(there)
    status(there, "已保存")
    expect(here.locator("#sz-notices")).to_contain_text(STALE)
    expect(item(here, "01-p1").get_by_role("heading", name="钱保住了，别人也得了提醒")).to_be_visible()
