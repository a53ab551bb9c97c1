"""Every address of the course, in one list."""

from __future__ import annotations

import re

from tornado.web import RequestHandler

from course.web.api_handlers import (
    AnswerHandler,
    PingHandler,
    StateHandler,
    SubmitHandler,
)
from course.web.desk.routes import DESK_ROUTES
from course.web.download_handlers import DownloadAllHandler, DownloadHandler
from course.web.own_handlers import (
    AboutHandler,
    CopyHandler,
    ForgetHandler,
    MeHandler,
    NextHandler,
    PathHandler,
)
from course.web.page_handlers import (
    ASSET,
    AssetHandler,
    BuiltPageHandler,
    EnteredHandler,
    EnterHandler,
    FormPageHandler,
    HomeHandler,
    LeaveHandler,
    LibraryHandler,
    ResultsHandler,
    RootHandler,
    SceneHandler,
)

PAGE = r"([a-z0-9][a-z0-9-]{0,39})"
ITEM = r"([a-z0-9][a-z0-9-]{0,59})"

_COURSE: tuple[tuple[str, type[RequestHandler]], ...] = (
    (r"", HomeHandler),
    (r"enter", EnterHandler),
    (r"entered", EnteredHandler),
    (r"leave", LeaveHandler),
    (r"path", PathHandler),
    (r"next", NextHandler),
    (r"about", AboutHandler),
    (r"me", MeHandler),
    (r"me/copy", CopyHandler),
    (r"me/forget", ForgetHandler),
    (rf"lessons/{PAGE}", BuiltPageHandler),
    (rf"forms/{PAGE}", FormPageHandler),
    (r"(library)", LibraryHandler),
    (rf"scenes/{PAGE}", SceneHandler),
    (rf"results/{PAGE}", ResultsHandler),
    (rf"assets/({ASSET})", AssetHandler),
    (rf"api/state/{PAGE}", StateHandler),
    (rf"api/answers/{PAGE}/{ITEM}", AnswerHandler),
    (rf"api/submit/{PAGE}", SubmitHandler),
    (rf"api/download/{PAGE}", DownloadHandler),
    (r"api/download", DownloadAllHandler),
    (r"api/ping", PingHandler),
    *DESK_ROUTES,
)


def course_routes(base_url: str) -> list[tuple[str, type[RequestHandler]]]:
    """The course below ``{base_url}course/``."""
    prefix = re.escape(base_url)
    below = [(f"{prefix}course/{pattern}", handler) for pattern, handler in _COURSE]
    return [(f"{prefix}course", RootHandler), *below]


def root_route(base_url: str) -> tuple[str, type[RequestHandler]]:
    """The root of the server, which leads to the course."""
    return (re.escape(base_url), RootHandler)
