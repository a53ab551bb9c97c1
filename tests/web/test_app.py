"""Starting the course: ports, folders, quiet output, and practice on somebody else's server."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

from course.web import catalog
from course.web.app import DEFAULT_PORT, PortTaken, free_port, own_folder


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_named_port_that_is_taken_is_one_sentence(taken):
    with pytest.raises(PortTaken) as caught:
        free_port("127.0.0.1", taken)
    assert str(taken) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_a_name_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.setattr("course.web.app._is_free", lambda host, port: port > DEFAULT_PORT + 1)
    assert free_port("127.0.0.1", None) == DEFAULT_PORT + 2


def test_no_port_at_all(monkeypatch):
    monkeypatch.setattr("course.web.app._is_free", lambda host, port: False)
    with pytest.raises(PortTaken):
        free_port("127.0.0.1", None)


def test_own_folder_holds_the_notebooks_to_show_only():
    with own_folder() as folder:
        known = {page.live_name for page in catalog.notebooks()}
        assert {path.name for path in (folder / "root").iterdir()} == known
        assert {path.name for path in folder.iterdir()} == {"root"}
    assert not folder.exists()


def test_catalog_is_sound():
    ids = [page.id for page in catalog.everything()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", page) for page in ids)
    assert all(catalog.find(page.form) for page in catalog.lessons() if page.form)
    assert catalog.find("nowhere") is None


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stops_quietly(start_server, how):
    running = start_server()
    assert running.browser().get("/course/").status == 200
    running.process.send_signal(how)
    out, _ = running.process.communicate(timeout=30)
    assert [line for line in out.splitlines() if not line.startswith("管理台（")] == []
    assert (running.course_dir.parent / "stderr").read_text(encoding="utf-8") == ""
    assert running.process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /course/ HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST /course/leave HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n",
    ],
    ids=["nothing", "half a head", "no body"],
)
def test_a_connection_that_is_held_open_for_nothing_is_let_go(impatient, begun):
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=30) as held:
        held.sendall(begun)
        assert held.recv(1) == b""
    assert impatient.browser().get("/course/").status == 200


@pytest.fixture(scope="module")
def impatient(start_server):
    """A server whose patience is over in no time."""
    return start_server(before="import course.web.server as s; s._IDLE_SECONDS = s._BODY_SECONDS = 0.5")


def test_killed_server_lost_nothing_that_was_acknowledged(start_server, tmp_path):
    """kill -9 in the middle of a burst over HTTP; the next server has it all, and knows the browser."""
    running = start_server(course_dir=str(tmp_path / "course"))
    browser = running.browser()
    browser.get("/course/api/state/01")
    acknowledged = 0
    for rev in range(30):
        if rev == 25:
            running.process.kill()
        answer = {"kind": "text", "text": str(rev)}
        try:
            reply = browser.send(
                "PUT", "/course/api/answers/01/01-p1", {"answer": answer, "done": True, "rev": rev}
            )
        except OSError:
            break
        acknowledged = reply.json["rev"]
    running.process.communicate()
    assert acknowledged >= 25
    again = start_server(course_dir=str(tmp_path / "course"))
    browser.port = again.port
    kept = browser.get("/course/api/state/01").json["items"]["01-p1"]
    assert kept["rev"] >= acknowledged


STOCK = (
    "import sys; from jupyter_server.serverapp import launch_new_instance; sys.argv = ['jupyter-server', *sys.argv[1:]]; "
    "launch_new_instance()"
)


@pytest.fixture(scope="module")
def practice(tmp_path_factory, start_server):
    """A stock Jupyter server with our extension, as Binder starts it."""
    from course.web.app import _is_free

    folder = tmp_path_factory.mktemp("binder")
    elsewhere = start_server()  # its pages serve here too
    pages = elsewhere.course_dir.parent / "pages"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "SHIZHA_PRACTICE": "1",
        "SHIZHA_HOME": str(folder / "home"),
        "SHIZHA_PAGES": str(pages),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }
    options = [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.base_url=/user/x/",
        "--IdentityProvider.token=secret",
        "--ServerApp.jpserver_extensions={'course.web': True}",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.open_browser=False",
        "--allow-root",
    ]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen([sys.executable, "-c", STOCK, *options], env=env, stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while _is_free("127.0.0.1", port) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    browser = elsewhere.browser()
    browser.port = port
    yield browser
    process.terminate()
    process.wait(timeout=30)


@pytest.mark.slow
def test_practice_on_a_stock_server(practice):
    assert practice.get("/user/x/course/api/state/01").status in (302, 403)
    practice.cookies.clear()
    assert practice.get("/user/x/course/?token=secret").status == 200
    assert practice.get("/user/x/course/enter").status == 200
    state = practice.get("/user/x/course/api/state/lesson-01").json
    assert state["practice"] is True
    assert state["learner"]["kind"] == "anonymous"
    assert state["form"] == {"open": True, "submitted": None, "changed": False, "graded": False}
    assert practice.get("/user/x/course/forms/lesson-01").status == 200
    answer = {"answer": {"kind": "choice", "chosen": ["a"]}, "done": True, "rev": 0}
    assert practice.send("PUT", "/user/x/course/api/answers/lesson-01/q1", answer).status == 200
    assert practice.get("/user/x/course/api/download/lesson-01").json["items"]["q1"]["chosen"] == ["a"]
    refused = practice.send("POST", "/user/x/course/api/submit/lesson-01", {})
    assert refused.status == 403
    assert "下载" in refused.json["message"]
    entry = practice.form("/user/x/course/enter", number="00123")
    assert entry.status == 403
    assert "不登记工号" in entry.text
    assert practice.get("/user/x/course/results/lesson-01").status == 404


def test_a_stock_server_without_the_word_gets_nothing(monkeypatch):
    from course.web.extension import load

    class Log:
        def info(self, *words):
            pass

    class Server:
        log = Log()

    monkeypatch.delenv("SHIZHA_PRACTICE", raising=False)
    load(Server())
