"""The course on somebody else's Jupyter server (Binder): anonymous practice, nothing is handed in.

Only with ``SHIZHA_PRACTICE=1``. The server keeps its own login; whoever is let in there may run code
anyway, so no staff number, no roster and no course directory has any business on that machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from course.web import catalog
from course.web.entry import Desk
from course.web.files import PageFiles
from course.web.identity import server_secret
from course.web.records import Records
from course.web.state import SETTING, CourseState

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

PRACTICE = "SHIZHA_PRACTICE"
PAGES = "SHIZHA_PAGES"
HOME = "SHIZHA_HOME"
_PRIVACY = (
    "这里只供练习：不登记工号，不收卷。记录只在这台临时的机器上，机器一关就没了，想留下答案请先下载。",
)


def load(server: ServerApp) -> None:
    """Add the course's routes to a stock server."""
    if os.environ.get(PRACTICE) != "1":
        server.log.info("Shizha: the course is not offered here; set %s=1 for anonymous practice", PRACTICE)
        return
    from course.web.routes import course_routes

    server.web_app.settings[SETTING] = practice_course()
    server.web_app.add_handlers(".*$", course_routes(server.base_url))  # type: ignore[no-untyped-call]


def practice_course() -> CourseState:
    """A course for practice: its records live in a folder of the visitor's own machine."""
    home = Path(os.environ.get(HOME) or Path.home() / ".shizha")
    home.mkdir(parents=True, exist_ok=True)
    pages = Path(os.environ.get(PAGES) or home / "pages")
    records = Records.in_folder(home)
    return CourseState(
        secret=server_secret(home),
        records=records,
        desk=Desk(records, None, [page.id for page in catalog.practised()]),
        files=PageFiles(pages),
        forms=None,
        privacy=_PRIVACY,
    )
