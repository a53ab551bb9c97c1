"""What a page asks for while its author watches: routes and a tag that exist with `--watch` only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import Application, OutputTransform, RequestHandler

from course.web.api_handlers import ApiHandler
from course.web.assets import STATIC
from course.web.handlers import CourseHandler
from course.web.watch import Watcher

WATCHER = "shizha_watcher"
_TYPES = {".css": "text/css", ".js": "text/javascript"}
_TAG = (
    '<link rel="stylesheet" href="{base}watch/watch.css">'
    '<script type="module" src="{base}watch/watch.js" data-version="{version}"></script></head>'
)


class WatchStateHandler(ApiHandler):
    """What the open page asks again and again."""

    needs_visitor = False

    @allow_unauthenticated
    def get(self) -> None:
        """The version of the pages, and where the sources have faults."""
        watcher = cast(Watcher, self.settings[WATCHER])
        faults = [{"path": fault.path, "line": fault.line} for fault in watcher.faults]
        self.reply({"version": watcher.version, "faults": faults})


class WatchFileHandler(CourseHandler):
    """The script and the style sheet of the watched page."""

    needs_visitor = False
    is_read = False

    @allow_unauthenticated
    def get(self, name: str) -> None:
        """Send it."""
        path = STATIC / name
        self.set_header("Content-Type", f"{_TYPES[path.suffix]}; charset=utf-8")
        self.finish(path.read_bytes())


class WatchTag(OutputTransform):
    """Puts the script into each page of the course, and keeps such a page out of every cache."""

    def __init__(self, request: HTTPServerRequest, base: str, current: Callable[[], str]) -> None:
        self._tag = ""
        if request.path.startswith(base):
            # asked now: a page that changes from here on is older than its tag, and is loaded once more
            self._tag = _TAG.format(base=base, version=current())
            for name in ("Accept-Encoding", "If-None-Match"):
                request.headers.pop(name, None)

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the tag to a page."""
        if self._tag and finishing and headers.get("Content-Type", "").startswith("text/html"):
            chunk = chunk.replace(b"</head>", self._tag.encode(), 1)
            headers["Content-Length"] = str(len(chunk))
            headers["Cache-Control"] = "no-store"
            headers.pop("Etag", None)
        return status_code, headers, chunk


def watch_routes(base_url: str) -> list[tuple[str, type[RequestHandler]]]:
    """The addresses below ``{base_url}course/watch/``."""
    prefix = f"{re.escape(base_url)}course/watch/"
    return [(f"{prefix}state", WatchStateHandler), (rf"{prefix}(watch\.(?:js|css))", WatchFileHandler)]


def tag_pages(application: Application, watcher: Watcher, base_url: str) -> None:
    """Put the script into every page from now on, before anything compresses it."""

    def tag(request: HTTPServerRequest) -> WatchTag:
        return WatchTag(request, f"{base_url}course/", lambda: watcher.version)

    application.transforms.insert(0, cast(type[OutputTransform], tag))
