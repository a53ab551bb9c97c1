"""What goes wrong around a real server: each fault has one outcome, one calm sentence, and nothing is lost."""

from __future__ import annotations

import http.client
import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from course.web.limit import Limit

pytestmark = pytest.mark.slow

ITEMS = ("01-p1", "01-p2", "01-p3")
WORKERS = 6


def text(words):
    return {"kind": "text", "text": words}


def put(browser, place, answer, rev=0, done=True):
    body = {"answer": answer, "done": done, "rev": rev}
    return browser.send("PUT", f"/course/api/answers/{place}", body)


def state(browser, page):
    return browser.get(f"/course/api/state/{page}").json


class Saver:
    """A staff member who saves without a pause, and remembers what was acknowledged."""

    def __init__(self, browser):
        self.browser = browser
        self.kept = dict.fromkeys(ITEMS, (0, None))
        self.sent = dict.fromkeys(ITEMS)
        self.turn = 0

    def burst(self, acknowledged):
        """Save until nobody answers any more."""
        while True:
            item = ITEMS[self.turn % len(ITEMS)]
            rev, _ = self.kept[item]
            self.turn += 1
            self.sent[item] = text(f"第 {self.turn} 次")
            try:
                answer = put(self.browser, f"01/{item}", self.sent[item], rev)
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 200, answer.text
            self.kept[item] = (answer.json["rev"], self.sent[item])
            acknowledged.release()

    def look(self):
        """What was acknowledged is there; at most the save that nobody could acknowledge came on top."""
        items = state(self.browser, "01")["items"]
        for item, (rev, answer) in self.kept.items():
            there = items.get(item, {"rev": 0, "answer": None})
            assert (there["rev"], there["answer"]) in ((rev, answer), (rev + 1, self.sent[item]))
            self.kept[item] = (there["rev"], there["answer"])


def test_twenty_kills_in_a_burst_of_saves_lose_nothing(start_server, tmp_path):
    course_dir = tmp_path / "course"
    server = start_server(course_dir=str(course_dir))
    savers = []
    for number in range(WORKERS):
        browser = server.browser()
        assert "续学码" in browser.enter(f"0070{number}").text
        state(browser, "01")
        savers.append(Saver(browser))
    for killed in range(20):
        acknowledged = threading.Semaphore(0)
        with ThreadPoolExecutor(WORKERS) as pool:
            bursts = [pool.submit(saver.burst, acknowledged) for saver in savers]
            for _ in range(1 + 7 * killed % 40):
                assert acknowledged.acquire(timeout=60)
            server.process.kill()
            for burst in bursts:
                burst.result()
        server.process.communicate()
        server = start_server(course_dir=str(course_dir))
        for saver in savers:
            saver.browser.port = server.port
            saver.look()
    assert sum(rev for saver in savers for rev, _ in saver.kept.values()) > 20


SMALL = """
from sqlalchemy import event
from sqlalchemy.engine import Engine
event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=40"))
"""


def test_a_full_disk_is_told_and_what_was_saved_stays(start_server, make_release, tmp_path):
    course_dir = tmp_path / "course"
    make_release(course_dir)
    server = start_server(course_dir=str(course_dir), before=SMALL)  # fails as a full disk does
    browser = server.browser()
    browser.enter("00711")
    rev, refused = 0, None
    for turn in range(100):
        answer = put(browser, "lesson-01/t1", text(f"{turn}" + "满" * 1500), rev)
        if answer.status != 200:
            refused = answer
            break
        rev = answer.json["rev"]
    assert refused is not None
    assert refused.status == 507
    assert refused.json["message"] == (
        "服务器的磁盘满了，答案还在这个浏览器里。请告诉培训老师，腾出空间后会自动存上。"
    )
    kept = state(browser, "lesson-01")["items"]["t1"]
    assert (kept["rev"], kept["answer"]["text"][: len(str(rev - 1))]) == (rev, str(rev - 1))
    server.process.kill()
    server.process.communicate()
    browser.port = start_server(course_dir=str(course_dir)).port
    assert put(browser, "lesson-01/t1", text("有地方了"), rev).json["rev"] == rev + 1


def test_a_locked_database_holds_up_saves_only_and_is_told(start_server):
    server = start_server()
    browser, other = server.browser(), server.browser()
    state(browser, "01")
    assert put(browser, "01/01-p1", text("一")).status == 200
    records = sqlite3.connect(server.course_dir / "records.sqlite", isolation_level=None)
    with closing(records), ThreadPoolExecutor(1) as pool:
        records.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(put, browser, "01/01-p1", text("二"), 1)
        assert other.get("/course/api/ping").status == 204
        assert other.get("/course/lessons/01").status == 200
        assert not waiting.done()  # the others are served while it waits
        refused = waiting.result()
        assert state(browser, "01")["items"]["01-p1"]["answer"] == text("一")
        records.execute("ROLLBACK")
    assert refused.status == 503
    assert refused.json["message"] == "现在保存的人有点多，答案还在这个浏览器里，稍后会自动再存一次。"
    assert put(browser, "01/01-p1", text("二"), 1).json["rev"] == 2


CLOCK = """
from datetime import timedelta
from course.web import state
real = state.now
state.now = lambda: real() + timedelta(hours=float(Path({path!r}).read_text()))
"""


def test_a_clock_that_jumps_takes_nothing_away(start_server, make_release, tmp_path):
    hours, course_dir = tmp_path / "hours", tmp_path / "course"
    hours.write_text("0", encoding="ascii")
    make_release(course_dir)
    server = start_server(course_dir=str(course_dir), before=CLOCK.format(path=str(hours)))
    browser = server.browser()
    browser.enter("00721")
    receipts = []
    for rev, jump in enumerate(("0", "-30", "720", "-2")):
        hours.write_text(jump, encoding="ascii")
        assert put(browser, "lesson-01/t1", text(f"钟表 {jump}"), rev).json["rev"] == rev + 1
        receipts.append(browser.send("POST", "/course/api/submit/lesson-01", {}).json)
    assert state(browser, "lesson-01")["items"]["t1"]["answer"] == text("钟表 -2")
    told = state(browser, "lesson-01")["form"]
    assert told["submitted"]["receipt"] == receipts[-1]["receipt"]
    assert not told["changed"]
    assert [one["at"] for one in receipts] == sorted(one["at"] for one in receipts)
    assert len({one["receipt"] for one in receipts}) == 4
    handed = sorted((course_dir / "exchange" / "shizha" / "inbound").iterdir())
    assert len(handed) == 4
    latest = json.loads((handed[-1] / "answers.json").read_text(encoding="utf-8"))
    assert latest["items"]["t1"] == text("钟表 -2")


def test_a_clock_put_back_blocks_nobody():
    limit = Limit(2, 60.0)
    for moment in (1000.0, 1001.0):
        limit.note("a", moment)
    assert limit.blocked("a", 1002.0)
    assert not limit.blocked("a", 500.0)
    limit.note("a", 501.0)
    limit.note("a", 502.0)
    assert limit.blocked("a", 503.0)


def test_a_stale_page_is_told_and_its_answers_stay(start_server, make_release, fake_pages):
    server = start_server(pages=str(fake_pages))
    browser = server.browser()
    state(browser, "01")
    assert put(browser, "01/01-p1", text("旧的")).status == 200
    assert put(browser, "01/01-p3", text("旧的")).status == 200
    old = fake_pages / "manifest.json"
    manifest = json.loads(old.read_text(encoding="utf-8"))
    manifest["pages"]["01"] |= {"version": "2026.2", "items": ["01-p1", "01-p2"], "etag": "other"}
    fresh = fake_pages / "manifest.new"
    fresh.write_text(json.dumps(manifest), encoding="utf-8")
    fresh.replace(old)
    assert browser.get("/course/assets/page.0123456789.css").status == 200
    refused = put(browser, "01/01-p3", text("新的"), 1)
    assert refused.status == 404
    assert refused.json["message"] == "这道题不在这一页上，可能课程刚更新过。请刷新页面。"
    assert put(browser, "01/01-p1", text("新的"), 1).json["rev"] == 2
    now = state(browser, "01")
    assert now["content_version"] == "2026.2"
    assert now["items"]["01-p3"]["answer"] == text("旧的")


class Proxy:
    """Passes bytes on, until it is told to cut: at once, or when the server has answered."""

    def __init__(self, target: int) -> None:
        self.mode = "pass"
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            if self.mode == "cut":
                return
            with socket.create_connection(("127.0.0.1", self._target)) as server:
                threading.Thread(target=_pour, args=(client, server), daemon=True).start()
                while data := server.recv(65536):
                    if self.mode == "cut the reply":
                        client.shutdown(socket.SHUT_RDWR)  # closing waits for the thread that reads from it
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


@contextmanager
def proxied(server, browser) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    browser.port = proxy.port
    try:
        yield proxy
    finally:
        proxy.close()


def test_a_reply_that_was_cut_off_is_no_second_save_and_no_second_submission(
    start_server, make_release, tmp_path: Path
):
    course_dir = tmp_path / "course"
    make_release(course_dir)
    server = start_server(course_dir=str(course_dir))
    browser = server.browser()
    browser.enter("00731")
    with proxied(server, browser) as proxy:

        def cut(mode, work):
            proxy.mode = mode
            with pytest.raises((OSError, http.client.HTTPException)):
                work()
            proxy.mode = "pass"

        def save():
            return put(browser, "lesson-01/t1", text("一句话"))

        def submit():
            return browser.send("POST", "/course/api/submit/lesson-01", {})

        cut("cut", save)
        assert state(browser, "lesson-01")["items"] == {}
        cut("cut the reply", save)
        assert save().json["rev"] == 1
        cut("cut the reply", submit)
        assert submit().json["repeated"]
        assert submit().json["receipt"] == submit().json["receipt"]
    assert len(list((course_dir / "exchange" / "shizha" / "inbound").iterdir())) == 1
