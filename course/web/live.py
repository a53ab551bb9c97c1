"""Live lesson pages: Voila's own handlers, with our template, our limits and our errors."""

from __future__ import annotations

import re
from typing import Any

import tornado.web
from jinja2 import Environment, FileSystemLoader
from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, FileFindHandler
from jupyter_server.serverapp import ServerApp
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.paths import collect_static_paths, collect_template_paths
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import get_voila_labextensions_path

from course.web import catalog
from course.web.handlers import CalmErrors, Refusal
from course.web.kernels import CourseKernelManager
from course.web.live_look import voila_resources
from course.web.views import Step

TEMPLATE = "shizha"
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
_KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,260}")
# Voila's front end compiles templates and carries styles inline: looser than our own pages,
# but still nothing from elsewhere
_LIVE_CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline' blob:",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)


class LiveHandler(CalmErrors, TornadoVoilaHandler):  # type: ignore[misc]
    """Runs a lesson's notebook for one visitor."""

    def initialize(self, page: catalog.CoursePage, **kwargs: Any) -> None:
        """One handler for each lesson."""
        super().initialize(**kwargs)
        self._page = page

    @property
    def content_security_policy(self) -> str:
        """As strict as Voila's front end allows."""
        return live_policy(self.request.host)

    @tornado.web.authenticated
    async def get(self, path: str = "") -> None:
        """The page, or a polite word where all kernels are in use."""
        manager = self.kernel_manager
        if not isinstance(manager, CourseKernelManager) or manager.full_for(self.current_user.username):
            raise self._full()
        await TornadoVoilaHandler.get.__wrapped__(self, path)

    def _full(self) -> Refusal:
        """A kernel is free again when somebody leaves, or sits idle: the page says what to do until then."""
        return Refusal(
            503,
            "同时在看实况页的人满了。课文页内容一样，现在就能看；也可以过几分钟再试。",
            title="请稍等一下",
            step=Step("去看课文页", self.base + self._page.href),
            other=Step("再试一次", self.request.path),
        )


class OwnShutdownHandler(APIHandler):
    """Ends a kernel when its page is left: one's own only."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End it."""
        manager, user = self.kernel_manager, self.current_user
        if not isinstance(manager, CourseKernelManager) or manager.owner(kernel_id) != user.username:
            raise tornado.web.HTTPError(403)
        await ensure_async(manager.shutdown_kernel(kernel_id))  # type: ignore[no-untyped-call]
        self.set_status(204)
        self.finish()


class TemplateFiles(TemplateStaticFileHandler):  # type: ignore[misc]
    """The template's stylesheets and scripts: the same for everybody."""

    get = allow_unauthenticated(TemplateStaticFileHandler.get)
    head = allow_unauthenticated(TemplateStaticFileHandler.head)


class FrontEndFiles(MultiStaticFileHandler):  # type: ignore[misc]
    """The files of Voila's front end: the same for everybody."""

    get = allow_unauthenticated(MultiStaticFileHandler.get)
    head = allow_unauthenticated(MultiStaticFileHandler.head)


def live_policy(host: str) -> str:
    """The policy of a live page that was asked for at `host`: its kernel's channel, and no other host's."""
    # older Safari does not take 'self' for the websocket of the same host
    channels = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return f"{_LIVE_CSP}; connect-src 'self'{channels}"


def live_routes(server: ServerApp) -> list[tuple[Any, ...]]:
    """Voila on this server: render, end, and the static files of its front end. Nothing else of it."""
    base = re.escape(server.base_url)
    template_paths = collect_template_paths(["voila", "nbconvert"], TEMPLATE)
    static_paths = collect_static_paths(["voila", "nbconvert"], TEMPLATE)
    server.web_app.settings["voila_jinja2_env"] = Environment(
        loader=FileSystemLoader(template_paths), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    extensions = {"path": get_voila_labextensions_path(), "no_cache_paths": ["/"]}
    return [
        *(_render_route(server, page, template_paths) for page in catalog.notebooks()),
        (rf"{base}voila/templates/(.*)", TemplateFiles),
        (rf"{base}voila/static/(.*)", FrontEndFiles, {"paths": static_paths}),
        (rf"{base}voila/labextensions/(.*)", FileFindHandler, extensions),
        (rf"{base}voila/api/shutdown/{_KERNEL_ID}", OwnShutdownHandler),
    ]


def _render_route(server: ServerApp, page: catalog.CoursePage, template_paths: list[str]) -> tuple[Any, ...]:
    """One notebook, with what its page says of itself."""
    config = Config({"VoilaConfiguration": Config(server.config.VoilaConfiguration)})
    config.VoilaConfiguration.resources = voila_resources() | {"shizha_title": page.title}
    arguments = {
        "page": page,
        "config": server.config,
        "template_paths": template_paths,
        "voila_configuration": VoilaConfiguration(parent=server, config=config),
    }
    return (f"{re.escape(server.base_url)}voila/render/({re.escape(page.live_name)})", LiveHandler, arguments)
