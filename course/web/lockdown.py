"""What keeps trainees inside the course: three walls, each of which denies what it does not know.

The gate lets through only addresses on a list, before any handler is looked up. The identity provider
knows our cookie only (no token, no password). The authorizer allows a visitor the channels of a kernel
that was started for that visitor, and nothing else of the Jupyter server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import RequestHandler

from course.web.handlers import CourseHandler, Refusal
from course.web.identity import COOKIE
from course.web.kernels import CURRENT_VISITOR, CourseKernelManager
from course.web.state import SETTING, CourseState

_KERNEL = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# a path of plain names: nothing encoded, no hidden files, no way up
_STATIC_PATH = r"(?:[A-Za-z0-9@_~-][A-Za-z0-9@_.~-]*/)*[A-Za-z0-9@_~-][A-Za-z0-9@_.~-]*"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def allowed_paths(patterns: Iterable[str], base_url: str, notebooks: Iterable[str]) -> re.Pattern[str]:
    """One expression for everything that is served: our routes, and what a live lesson page asks for."""
    base = re.escape(base_url)
    names = "|".join(re.escape(name) for name in notebooks) or r"(?!)"
    live = (
        rf"{base}voila/render/(?:{names})",
        rf"{base}voila/(?:static|labextensions)/{_STATIC_PATH}",
        rf"{base}voila/templates/shizha/static/{_STATIC_PATH}",
        rf"{base}voila/api/shutdown/{_KERNEL}",
        rf"{base}api/kernels/{_KERNEL}(?:/channels)?",
    )
    return re.compile("|".join(f"(?:{pattern})" for pattern in (*patterns, *live)))


class Gate(Matcher):
    """Matches every request that must not get through: its address or its method is not on the list."""

    def __init__(self, allowed: re.Pattern[str]) -> None:
        self._allowed = allowed

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """An empty match for what is refused, None for what may look for its handler."""
        known = request.method in _METHODS and self._allowed.fullmatch(request.path)
        return None if known else {}


class RefusedHandler(CourseHandler):
    """Whatever is not on the list: a calm page, and nothing is told of what might be there."""

    needs_visitor = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse before anything else happens."""
        self.current_user = self._jupyter_current_user = None
        raise Refusal(404, "这个地址不对外开放。请从课程首页进来。", title="没有这一页")

    @allow_unauthenticated
    def get(self) -> None:
        """Never reached."""


def gate_rule(allowed: re.Pattern[str]) -> Rule:
    """The rule that must stand before all others."""
    return Rule(Gate(allowed), RefusedHandler)


class VisitorIdentity(IdentityProvider):
    """Knows visitors by our cookie, and has neither token nor password."""

    async def get_user(self, handler: RequestHandler) -> User | None:
        """The visitor; also noted for whatever this request starts."""
        course: CourseState = handler.settings[SETTING]
        if not getattr(handler, "needs_visitor", True):
            return None
        visitor = await course.visitor(handler.get_cookie(COOKIE))
        handler._course_visitor = visitor  # type: ignore[attr-defined]
        CURRENT_VISITOR.set(visitor.key if visitor else None)
        return User(username=visitor.key) if visitor else None

    @property
    def auth_enabled(self) -> bool:
        """There is no login of Jupyter's."""
        return False

    def get_handlers(self) -> list[tuple[str, object]]:
        """No login page either."""
        return []

    def validate_security(self, app: Any, ssl_options: dict[str, Any] | None = None) -> None:
        """The warnings are about servers on which a visitor may run code; here nobody may."""


class VisitorAuthorizer(Authorizer):
    """Denies everything of the Jupyter server but a visitor's own kernel's channels."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether this is the visitor's own kernel, over the websocket or asked for by id."""
        if resource != "kernels" or not isinstance(handler.kernel_manager, CourseKernelManager):
            return False
        kernel_id = handler.path_kwargs.get("kernel_id", "")
        looks = action == "read" and handler.request.method == "GET"
        attaches = action == "execute" and isinstance(handler, KernelWebsocketHandler)
        return (looks or attaches) and handler.kernel_manager.owner(kernel_id) == user.username
