"""The Jupyter server that trainees meet: nothing of its own but the channels of kernels."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.log import log_request
from jupyter_server.serverapp import ServerApp
from tornado.web import RequestHandler
from traitlets.config import Config

from course.web import catalog
from course.web.asset_rule import asset_rule
from course.web.kernels import ALLOWED_MESSAGES, CourseKernelManager
from course.web.live import EXTENSIONS, TEMPLATE, live_routes
from course.web.lockdown import VisitorAuthorizer, VisitorIdentity, allowed_paths, gate_rule
from course.web.routes import course_routes, root_route
from course.web.state import SETTING, CourseState

if TYPE_CHECKING:
    from course.web.watch import Watcher

_BODY_LIMIT = 256 * 1024
_MESSAGE_LIMIT = 1024 * 1024
_IDLE_SECONDS = 90.0
"""For so long a connection may wait for its next request: an open page asks more often."""
_BODY_SECONDS = 120.0
"""For so long a body may take: a roster over a slow line does."""


class CourseServer(ServerApp):  # type: ignore[misc, unused-ignore]
    """Jupyter's server with our settings only: no configuration of the user's, no extension but ours."""

    default_services = ("kernels",)  # type: ignore[assignment]
    ready: Callable[[], None] = staticmethod(lambda: None)
    course: CourseState
    watcher: Watcher | None = None
    """Looks at the sources, for an author; None for trainees."""

    def load_config_file(self, *args: Any, **kwargs: Any) -> None:
        """What somebody configured for notebooks is not meant for trainees."""

    def migrate_config(self) -> None:
        """Nothing to migrate."""

    def init_webapp(self) -> None:
        """Jupyter's application, with our routes in it and the gate before all of it."""
        self.tornado_settings[SETTING] = self.course
        super().init_webapp()
        routes = [root_route(self.base_url), *course_routes(self.base_url), *self._watched()]
        self.web_app.add_handlers(".*$", [*routes, *live_routes(self)])  # type: ignore[no-untyped-call]
        notebooks = [page.live_name for page in catalog.notebooks()]
        allowed = allowed_paths((pattern for pattern, _ in routes), self.base_url, notebooks)
        rules = self.web_app.default_router.rules
        rules.insert(0, self.web_app.default_router.process_rule(gate_rule(allowed)))
        rules.insert(0, asset_rule(self.course.files, self.base_url, self.course.hosts))

    def init_httpserver(self) -> None:
        """Jupyter's, which lets go of connections that are held open for nothing: there are only so many."""
        super().init_httpserver()
        self.http_server.conn_params.header_timeout = _IDLE_SECONDS
        self.http_server.conn_params.body_timeout = _BODY_SECONDS

    def _watched(self) -> list[tuple[str, type[RequestHandler]]]:
        """The author's routes; none, and nothing of them loaded, for trainees."""
        if self.watcher is None:
            return []
        from course.web.watch_handlers import WATCHER, tag_pages, watch_routes

        self.web_app.settings[WATCHER] = self.watcher
        tag_pages(self.web_app, self.watcher, self.base_url)
        return watch_routes(self.base_url)

    def _handle_sigint(self, sig: Any, frame: Any) -> None:
        # no question on Ctrl-C: everything that was acknowledged is on the disk
        self._signal_stop(sig, frame)

    def _signal_stop(self, sig: Any, frame: Any) -> None:
        self.stop(from_signal=True)

    async def _post_start(self) -> None:
        await super()._post_start()  # type: ignore[no-untyped-call]
        self.ready()


def make_server(
    state: CourseState, folder: Path, *, host: str, port: int, watcher: Watcher | None = None
) -> CourseServer:
    """A server that is ready to start; `folder` is its own and holds nothing of the course directory.

    With a `watcher`, open pages follow their sources.
    """
    places = {f"{name}_dir": str(folder / name) for name in ("root", "runtime", "config", "data")}
    for place in places.values():
        Path(place).mkdir(parents=True, exist_ok=True)
    server = CourseServer(config=_config(host, port), no_browser_open_file=True, **places)
    server.course = state
    server.watcher = watcher
    server.initialize(argv=[], find_extensions=False)
    return server


def _log_request(handler: RequestHandler) -> None:
    """Only what went wrong here: a line for each request would be made for nobody, at a third of its cost."""
    if handler.get_status() >= 500:
        log_request(handler, record_prometheus_metrics=False)  # type: ignore[no-untyped-call]


def _config(host: str, port: int) -> Config:
    settings: dict[str, dict[str, object]] = {}
    settings["CourseServer"] = {
        "ip": host,
        "port": port,
        "port_retries": 0,
        "default_url": "/course/",
        "allow_root": True,
        "open_browser": False,
        "log_level": logging.ERROR,
        "terminals_enabled": False,
        "allow_unauthenticated_access": False,
        "max_body_size": _BODY_LIMIT,
        "identity_provider_class": VisitorIdentity,
        "authorizer_class": VisitorAuthorizer,
        "kernel_manager_class": CourseKernelManager,
        "tornado_settings": {
            "login_url": "/course/enter",
            "websocket_max_message_size": _MESSAGE_LIMIT,
            "mathjax_url": "",
            "log_function": _log_request,
        },
    }
    settings["VisitorIdentity"] = {"token": ""}
    settings["CourseKernelManager"] = {
        "allowed_message_types": ALLOWED_MESSAGES,
        "allow_tracebacks": False,
        "cull_idle_timeout": 1200,
        "cull_interval": 60,
        "cull_connected": True,
        "transport_encryption": "auto",
    }
    settings["VoilaConfiguration"] = {
        "template": TEMPLATE,
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "file_allowlist": [],
        "extension_allowlist": EXTENSIONS,
        "show_tracebacks": False,
    }
    return Config({name: Config(values) for name, values in settings.items()})
