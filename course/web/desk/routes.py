"""Every address of the instructor's side, below ``course/``."""

from __future__ import annotations

from tornado.web import RequestHandler

from course.web.desk.desk_handlers import CodeHandler, DeskHomeHandler, FormsHandler, UnitHandler
from course.web.desk.door_handlers import KeyHandler, LoginHandler, LogoutHandler
from course.web.desk.roster_handlers import JoinHandler, PreviewHandler, RosterHandler

KEY = r"([A-Za-z0-9_-]{20,60})"

DESK_ROUTES: tuple[tuple[str, type[RequestHandler]], ...] = (
    (r"desk", DeskHomeHandler),
    (rf"desk/key/{KEY}", KeyHandler),
    (r"desk/login", LoginHandler),
    (r"desk/logout", LogoutHandler),
    (r"desk/unit", UnitHandler),
    (r"desk/roster", RosterHandler),
    (r"desk/roster/preview", PreviewHandler),
    (r"desk/join", JoinHandler),
    (r"desk/forms", FormsHandler),
    (r"desk/code", CodeHandler),
)
