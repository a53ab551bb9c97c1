"""Assets go out before anything is asked.

They are the same bytes for everybody, and a third of all that a visit asks for. What is odd about a request
is the handler's to answer, and so is a host name of which nobody knows yet that the server goes by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tornado.httputil import HTTPHeaders, HTTPServerRequest, ResponseStartLine
from tornado.routing import Matcher, Rule

from course.web.files import Content, PageFiles
from course.web.handlers import STRICT_CSP
from course.web.page_handlers import ASSET, FOR_GOOD, asset_type, etag

_FOUND = ResponseStartLine("HTTP/1.1", 200, "OK")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": STRICT_CSP,
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": FOR_GOOD,
    "Vary": "Accept-Encoding",
    "Content-Encoding": "gzip",
}


class _Asset(Matcher):
    """Matches a browser's plain first request for an asset; whatever is odd is left to the handler."""

    def __init__(self, files: PageFiles, prefix: str, hosts: Mapping[str, bool]) -> None:
        self._files, self._prefix, self._hosts = files, prefix, hosts

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """The asset's content, where it is one."""
        path = request.path
        if request.method != "GET" or not path.startswith(self._prefix) or request.version != "HTTP/1.1":
            return None
        if not self._hosts.get(request.host):
            return None
        if "If-None-Match" in request.headers or "gzip" not in request.headers.get("Accept-Encoding", ""):
            return None
        name = path[len(self._prefix) :]
        content = self._files.read(f"assets/{name}") if re.fullmatch(ASSET, name) else None
        return None if content is None else {"name": name, "content": content}


def asset_rule(files: PageFiles, base_url: str, hosts: Mapping[str, bool]) -> Rule:
    """The rule to stand before all others; `hosts` are the names by which requests came."""
    return Rule(_Asset(files, f"{base_url}course/assets/", hosts), _send)


def _send(request: HTTPServerRequest, name: str, content: Content) -> None:
    about = {"Content-Type": asset_type(name), "Etag": etag(name, zipped=True)}
    headers = HTTPHeaders({**_HEADERS, **about, "Content-Length": str(len(content.zipped))})
    connection = request.connection
    if connection is not None:
        connection.write_headers(_FOUND, headers, content.zipped)
        connection.finish()
