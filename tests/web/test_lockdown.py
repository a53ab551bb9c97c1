"""A trainee against the server: whatever is not the course is refused, and no kernel is anybody else's."""

from __future__ import annotations

import asyncio
import json
import re
import uuid

import nbformat
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from course.web.desk.routes import BATCH, KEY, SLOT
from course.web.handlers import CourseHandler
from course.web.page_handlers import ASSET
from course.web.routes import ITEM, PAGE, course_routes

pytestmark = pytest.mark.slow

LESSON = "/voila/render/01_leader_pass_through.ipynb"
NO_KERNEL = str(uuid.UUID(int=0))


@pytest.fixture(scope="module")
def server(start_server, make_release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("locked")
    course_dir = folder / "course"
    make_release(course_dir)
    trap = course_dir / "submitted" / "00123" / "lesson-01"
    trap.mkdir(parents=True)
    cell = nbformat.v4.new_code_cell("open('/ran', 'w')")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), trap / "lesson-01.ipynb")
    feedback = course_dir / "feedback" / "00123" / "lesson-01"
    feedback.mkdir(parents=True)
    (feedback / "lesson-01.html").write_text("<p>老师的评语</p>", encoding="utf-8")
    return start_server(course_dir=str(course_dir), pages=None)


@pytest.fixture(scope="module")
def trainee(server):
    browser = server.browser()
    browser.enter("00123")
    return browser


@pytest.fixture(scope="module")
def stranger(server):
    browser = server.browser()
    browser.look_around()
    return browser


def start_kernel(browser):
    answer = browser.get(LESSON)
    assert answer.status == 200, answer.text
    found = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', answer.text)
    assert found, answer.text
    return found[1]


@pytest.fixture
def kernel(trainee):
    """A kernel of the trainee's own."""
    started = start_kernel(trainee)
    yield started
    assert shut_down(trainee, started) == 204


REFUSED = [
    "/metrics",
    "/api",
    "/api/",
    "/api/me",
    "/api/status",
    "/api/spec.yaml",
    "/api/kernels",
    "/api/kernels/",
    f"/api/kernels/{NO_KERNEL}",
    f"/api/kernels/{NO_KERNEL}/interrupt",
    f"/api/kernels/{NO_KERNEL}/restart",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/contents",
    "/api/contents/01_leader_pass_through.ipynb",
    "/api/config/notebook",
    "/api/terminals",
    "/api/shutdown",
    "/api/events",
    "/api/nbconvert",
    "/api/security/csp-report",
    "/terminals/1",
    "/terminals/websocket/1",
    "/nbconvert/html/01_leader_pass_through.ipynb",
    "/nbconvert",
    "/files/01_leader_pass_through.ipynb",
    "/view/01_leader_pass_through.ipynb",
    "/edit/x",
    "/lab",
    "/lab/tree",
    "/tree",
    "/notebooks/01_leader_pass_through.ipynb",
    "/formgrader",
    "/nbgrader",
    "/login",
    "/logout",
    "/custom/custom.css",
    "/static/favicon.ico",
    "/kernelspecs/python3/logo-64x64.png",
    "/lsp/status",
    "/voila",
    "/voila/",
    "/voila/tree",
    "/voila/tree/..",
    "/voila/api/contents",
    "/voila/api/contents/",
    "/voila/api/themes/x",
    "/voila/files/01_leader_pass_through.ipynb",
    "/voila/files/records.sqlite",
    f"/voila/execution/{NO_KERNEL}",
    f"/voila/query/{NO_KERNEL}",
    "/voila/render/",
    "/voila/render/submitted/00123/lesson-01/lesson-01.ipynb",
    "/voila/render/../course/submitted/00123/lesson-01/lesson-01.ipynb",
    "/voila/render/..%2fsubmitted%2f00123%2flesson-01%2flesson-01.ipynb",
    "/voila/render/lesson-01.ipynb",
    "/voila/render/01_leader_pass_through.ipynb/",
    "/voila/render/./01_leader_pass_through.ipynb",
    "/voila/render/%30%31_leader_pass_through.ipynb",
    "/voila/static/../../../../../../etc/passwd",
    "/voila/static/%2e%2e/%2e%2e/etc/passwd",
    "/voila/static/..%5c..%5cx",
    "/voila/templates/lab/static/voila.js",
    "/voila/templates/shizha/index.html.j2",
    "/voila/templates/shizha/static/../index.html.j2",
    "/voila/labextensions/../voila/x",
    "/course/assets/../manifest.json",
    "/course/assets/%2e%2e/manifest.json",
    "/course/assets/..%2fmanifest.json",
    "/course/lessons/../../records.sqlite",
    "/course/lessons/01%00",
    "/course/api/state/..",
    "/course/api/state/01/../../x",
    "/course/api/answers/01/..%2f..",
    "/course/records.sqlite",
    "/course/cookie_secret",
    "/course/manifest.json",
    "/course/submitted/",
    "//etc/passwd",
    "/../../etc/passwd",
    "/course//",
    "/COURSE/",
    "/.well-known/x",
    "http://127.0.0.1/api/kernels",
]


@pytest.mark.parametrize("path", REFUSED)
def test_everything_else_is_refused(trainee, path):
    answer = trainee.get(path)
    assert answer.status in (403, 404), answer.text[:200]
    for word in ("kernels_running", "Traceback", "root:", "nbgrader", "cookie_secret"):
        assert word not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "path",
    ["/api/kernels", "/api/sessions", "/api/contents/x.ipynb", "/api/shutdown", "/api/terminals", "/api/me"],
)
def test_no_method_gets_through(trainee, method, path):
    answer = trainee.ask(
        method, path, "{}" if method != "HEAD" else None, X_XSRFToken=trainee.cookies["_xsrf"]
    )
    assert answer.status in (403, 404, 405)


@pytest.mark.parametrize("path", REFUSED[:20] + ["/voila/tree", "/voila/files/x"])
def test_a_token_helps_nobody(trainee, path):
    for token in ("", "x"):
        answer = trainee.get(f"{path}?token={token}", Authorization=f"token {token}")
        assert answer.status in (403, 404)


def test_live_page_needs_somebody(server):
    answer = server.browser().get(LESSON)
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/course/enter?next=")


def test_live_page_reaches_nowhere_else(trainee):
    answer = trainee.get(LESSON)
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    policy = answer.headers["Content-Security-Policy"].split("; ")
    here = f"127.0.0.1:{trainee.port}"
    assert [rule for rule in policy if "ws:" in rule] == [f"connect-src 'self' ws://{here} wss://{here}"]
    addresses = re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", answer.text)
    assert addresses == []
    assert '"token"' not in answer.text


def test_template_of_the_visitors_choice_is_not_used(trainee):
    answer = trainee.get(f"{LESSON}?template=reveal&theme=dark")
    assert answer.status == 200
    assert "reveal" not in answer.text
    assert "cdn" not in answer.text


def test_only_the_own_kernel_is_shown(trainee, stranger, server, kernel):
    assert trainee.get(f"/api/kernels/{kernel}").status == 200
    assert stranger.get(f"/api/kernels/{kernel}").status == 403
    assert server.browser().get(f"/api/kernels/{kernel}").status in (302, 403)
    for browser in (trainee, stranger):
        for path, method in (
            (f"/api/kernels/{kernel}", "DELETE"),
            (f"/api/kernels/{kernel}/restart", "POST"),
        ):
            answer = browser.ask(method, path, "", X_XSRFToken=browser.cookies["_xsrf"])
            assert answer.status in (403, 404)
    assert trainee.get(f"/api/kernels/{kernel}").status == 200


def connect(browser, kernel, cookie=None, origin=None):
    headers = {"Cookie": browser.cookie_header if cookie is None else cookie}
    if origin:
        headers["Origin"] = origin
    url = f"ws://127.0.0.1:{browser.port}/api/kernels/{kernel}/channels?session_id=s1"
    return websocket_connect(HTTPRequest(url, headers=headers, connect_timeout=20, request_timeout=20))


def refused(browser, kernel, **how):
    async def attempt():
        with pytest.raises(HTTPClientError) as caught:
            await connect(browser, kernel, **how)
        return caught.value.code

    return asyncio.run(attempt())


def test_another_visitors_kernel_cannot_be_attached_to(stranger, server, kernel):
    assert refused(stranger, kernel) == 403
    assert refused(server.browser(), kernel, cookie="") == 403
    assert refused(stranger, kernel, cookie="shizha-visitor=staff:00123:0") == 403
    assert refused(stranger, NO_KERNEL) in (403, 404)


def test_another_site_cannot_attach(trainee, kernel):
    assert refused(trainee, kernel, origin="http://evil.example") == 403


def message(kind, channel, content):
    header = {
        "msg_id": uuid.uuid4().hex,
        "username": "x",
        "session": "s1",
        "msg_type": kind,
        "version": "5.3",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
            "buffers": [],
        }
    )


def test_code_over_the_own_websocket_does_not_run(trainee, kernel, tmp_path):
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').close()"
    execute = {
        "code": code,
        "silent": False,
        "store_history": False,
        "user_expressions": {"x": code},
        "allow_stdin": False,
    }
    sent = [
        message("execute_request", "shell", execute),
        message("execute_request", "control", execute),
        message("inspect_request", "shell", {"code": code, "cursor_pos": 1, "detail_level": 0}),
        message("complete_request", "shell", {"code": code, "cursor_pos": len(code)}),
        message(
            "debug_request",
            "control",
            {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": code}},
        ),
        message("input_reply", "stdin", {"value": code}),
        message("create_subshell_request", "control", {}),
        message("kernel_info_request", "shell", {}),
    ]

    async def talk():
        socket = await connect(trainee, kernel)
        for one in sent:
            await socket.write_message(one)
        kinds = []
        while True:
            text = await asyncio.wait_for(socket.read_message(), 30)
            assert text is not None
            answer = json.loads(text)
            kinds.append(answer["msg_type"])
            asked = answer["parent_header"].get("msg_type")
            if answer["msg_type"] == "kernel_info_reply" and asked == "kernel_info_request":
                break
        try:
            while True:
                kinds.append(json.loads(await asyncio.wait_for(socket.read_message(), 2))["msg_type"])
        except TimeoutError:
            pass
        socket.close()
        return kinds

    kinds = asyncio.run(talk())
    assert not {
        "execute_reply",
        "execute_input",
        "execute_result",
        "inspect_reply",
        "complete_reply",
        "debug_reply",
    } & set(kinds)
    assert not mark.exists()


def shut_down(browser, kernel, **fields):
    fields.setdefault("_xsrf", browser.cookies.get("_xsrf", ""))
    return browser.form(f"/voila/api/shutdown/{kernel}", **fields).status


def test_only_the_own_kernel_can_be_ended(trainee, stranger, server):
    kernel = start_kernel(trainee)
    assert shut_down(stranger, kernel) == 403
    assert shut_down(server.browser(), kernel) == 403
    assert shut_down(trainee, kernel, _xsrf="forged") == 403
    assert trainee.get(f"/api/kernels/{kernel}").status == 200
    assert shut_down(trainee, kernel) == 204
    assert trainee.get(f"/api/kernels/{kernel}").status in (403, 404)


def test_kernels_are_few(server):
    """Two for each visitor (the oldest makes room), eight in all; the next one gets a polite page."""
    browsers = [server.browser() for _ in range(5)]
    for browser in browsers:
        browser.look_around()
    one = [start_kernel(browsers[0]) for _ in range(3)]
    assert browsers[0].get(f"/api/kernels/{one[0]}").status in (403, 404)
    assert browsers[0].get(f"/api/kernels/{one[2]}").status == 200
    running = [(browsers[0], one[1]), (browsers[0], one[2])]
    full = None
    for browser in browsers[1:]:
        for _ in range(2):
            answer = browser.get(LESSON)
            if answer.status == 503:
                full = answer
                break
            running.append((browser, re.search(r'"kernelId": ?"([0-9a-f-]{36})"', answer.text)[1]))
    assert full is not None
    assert "同时在看实况页的人满了" in full.text
    assert "/course/lessons/01" in full.text
    assert f'href="{LESSON}"' in full.text  # to try again
    assert len(running) <= 8
    for browser, kernel in running:
        assert shut_down(browser, kernel) == 204
    assert browsers[4].get(LESSON).status == 200


def test_forged_cookie_is_nobody(server, trainee):
    good = trainee.cookies["shizha-visitor"]
    for forged in ("staff:00123:0", good[:-4] + "0000", good.replace("|", "%7C"), "2|1:0|10:0|", "x" * 3000):
        browser = server.browser()
        browser.cookies["shizha-visitor"] = forged
        assert browser.get("/course/api/state/lesson-01").status == 401
        assert browser.get("/course/forms/lesson-01").status == 302
        assert browser.get(LESSON).status == 302


def test_a_colleague_reaches_the_own_record_only(server, trainee):
    """Signed in with a number of their own, however they ask: never the trainee's record."""
    mine = {"answer": {"kind": "choice", "chosen": ["a"], "checked": False}, "done": True, "rev": 0}
    assert trainee.send("PUT", "/course/api/answers/lesson-01/q1", mine).status == 200
    colleague = server.browser()
    assert colleague.enter("00124").status in (200, 302)
    for query in ("", "?learner=00123", "?visitor=staff:00123", "?number=00123"):
        state = colleague.get(f"/course/api/state/lesson-01{query}").json
        assert (state["learner"]["label"], state["items"]) == ("00124", {})
        kept = colleague.get(f"/course/api/download/lesson-01{query}").json
        assert (kept["learner"], kept["items"]) == ("00124", {})
    stolen = {**mine, "answer": {**mine["answer"], "chosen": ["b"]}}
    for more in ({"learner": "00123"}, {"visitor": "staff:00123"}):
        assert colleague.send("PUT", "/course/api/answers/lesson-01/q1", {**stolen, **more}).status == 400
    assert colleague.send("PUT", "/course/api/answers/lesson-01/q1?learner=00123", stolen).status == 200
    assert colleague.enter("00123").headers.get("Location") is None
    assert colleague.get("/course/api/state/01").json["learner"]["label"] == "00124"
    assert trainee.get("/course/api/state/lesson-01").json["items"]["q1"]["answer"]["chosen"] == ["a"]


def test_a_stranger_reaches_no_form(stranger):
    for query in ("", "?learner=00123", "?visitor=staff:00123"):
        assert stranger.get(f"/course/api/state/lesson-01{query}").status == 401
        assert stranger.get(f"/course/api/download/lesson-01{query}").status == 401
        assert "00123" not in stranger.get(f"/course/api/state/01{query}").text


def route_samples(assets):
    """Addresses of every route that there is: each group filled with what it may hold."""
    fillings = {
        PAGE: ("01", "lesson-01", "scene-x"),
        ITEM: ("q1",),
        f"({ASSET})": tuple(assets)[:2],
        KEY: ("k" * 24,),
        BATCH: ("b" * 16,),
        SLOT: ("t1",),
        "(?:(second|settle)/)?": ("", "second/", "settle/"),
        "([0-9a-f]{16,32})": ("a" * 16,),
        "(grade|feedback)": ("grade", "feedback"),
    }
    samples = []
    for pattern, handler in course_routes("/"):
        paths = [pattern]
        for group, values in fillings.items():
            paths = [
                path.replace(group, value, 1)
                for path in paths
                for value in (values if group in path else ("",))
            ]
        samples += [(re.sub(r"[()]", "", path).replace("\\", ""), pattern, handler) for path in paths]
    return samples


@pytest.fixture(scope="module")
def routes(server, trainee):
    assets = re.findall(r"assets/([a-z0-9_.-]+)", trainee.get("/course/").text)
    samples = route_samples(assets)
    unknown = sorted({pattern for path, pattern, _ in samples if not re.fullmatch(pattern, path)})
    assert unknown == [], "say in route_samples what these groups may hold"
    assert "/course/desk/marking/lesson-01/feedback.zip" in {path for path, _, _ in samples}
    return samples


def test_every_route_has_the_strict_headers_and_says_nothing_of_the_server(routes, trainee, stranger, server):
    for path, _, handler in routes:
        for browser in (trainee, stranger, server.browser()):
            answer = browser.get(path)
            assert answer.status < 500, path
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy, path
            assert "unsafe" not in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            if issubclass(handler, CourseHandler):
                assert answer.headers["X-Frame-Options"] == "DENY", path
            text = answer.body.decode("utf-8", "replace")
            told = ("Traceback", "kernels_running", str(server.course_dir), "cookie_secret", "records.sqlite")
            assert [word for word in told if word in text] == [], path
            assert not answer.body.startswith(b"PK"), path  # everybody's feedback is an instructor's download


def test_no_route_changes_anything_without_the_token_of_the_page(routes, trainee):
    for path, _, _ in routes:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = trainee.ask(method, path, "{}")
            assert answer.status in (403, 404, 405), (method, path)


def test_no_route_shows_a_record_to_anybody_else(routes, trainee, stranger, server):
    secret = "只有我自己知道的一句话"
    mine = {"answer": {"kind": "text", "text": secret}, "done": True, "rev": 0}
    assert trainee.send("PUT", "/course/api/answers/lesson-01/t1", mine).status == 200
    for path, _, _ in routes:
        if path == "/course/leave":
            continue
        for browser in (stranger, server.browser()):
            for query in ("", "?learner=00123", "?visitor=staff:00123", "?number=00123", "?unit="):
                text = browser.get(f"{path}{query}").body.decode("utf-8", "replace")
                assert secret not in text, path
                assert "00123" not in text, path
            for method in ("POST", "PUT", "DELETE"):
                answer = browser.send(method, path, {"learner": "00123"})
                assert secret not in answer.text, path
                assert "00123" not in answer.text, path


def test_nothing_beside_a_route_is_served(routes, trainee):
    for path, pattern, _ in routes:
        for near in (f"{path}/", f"{path}/..", f"{path}%00", f"{path}.bak", f"/{path}", path.upper() + "X"):
            if not any(re.fullmatch(known, near) for known, _ in course_routes("/")):
                assert trainee.get(near).status in (403, 404), (near, pattern)


def test_host_names_of_others_are_refused(trainee):
    """A page of another site whose name was pointed at this machine gets nothing."""
    asset = "/course/assets/" + re.findall(r"assets/([a-z0-9_.-]+)", trainee.get("/course/").text)[0]
    assert trainee.get(asset, Accept_Encoding="gzip").status == 200
    for path in ("/course/", asset):
        for more in ({}, {"Accept_Encoding": "gzip"}):
            assert trainee.get(path, Host="evil.example", **more).status == 403


def test_no_key_in_any_response(trainee, key_sentences):
    """The real form page: what a person would see, and nothing that says what is right."""
    pages = ("/course/", "/course/forms/lesson-01", "/course/results/lesson-01")
    texts = {path: trainee.get(path).text for path in (*pages, "/course/api/state/lesson-01")}
    assert 'data-item="s1"' in texts["/course/forms/lesson-01"]
    for sentences in key_sentences.values():
        told = [(path, secret) for path, text in texts.items() for secret in sentences if secret in text]
        assert told == []
    for text in texts.values():
        for word in ("genuine", "&#34;act&#34;", '"act"', '"right"', '"cue"', '"rubric"'):
            assert word not in text
