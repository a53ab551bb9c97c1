"""Every address of the instructor's side, below ``course/``."""

from __future__ import annotations

from tornado.web import RequestHandler

from course.web.desk.desk_handlers import CodeHandler, DeskHomeHandler, FormsHandler, UnitHandler
from course.web.desk.door_handlers import KeyHandler, LoginHandler, LogoutHandler
from course.web.desk.files_handlers import BatchHandler, FilesHandler
from course.web.desk.grading_handlers import BundleHandler, JobHandler, ProgressHandler, QuarantineHandler
from course.web.desk.marking_handlers import (
    MarkingFormHandler,
    MarkingHomeHandler,
    NamesHandler,
    NextHandler,
    SampleHandler,
    TableHandler,
)
from course.web.desk.roster_handlers import JoinHandler, PreviewHandler, RosterHandler

FORM = r"([a-z0-9][a-z0-9-]{0,39})"
SLOT = r"([a-z][a-z0-9]{0,7})"
BATCH = r"([A-Za-z0-9_-]{16})"
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
    (r"desk/names", NamesHandler),
    (r"desk/files", FilesHandler),
    (rf"desk/files/{BATCH}", BatchHandler),
    (r"desk/marking", MarkingHomeHandler),
    (rf"desk/marking/{FORM}", MarkingFormHandler),
    (rf"desk/marking/{FORM}/(grade|feedback)", JobHandler),
    (rf"desk/marking/{FORM}/feedback\.zip", BundleHandler),
    (rf"desk/marking/{FORM}/progress", ProgressHandler),
    (rf"desk/marking/{FORM}/quarantine", QuarantineHandler),
    (rf"desk/marking/{FORM}/{SLOT}", NextHandler),
    (rf"desk/marking/{FORM}/{SLOT}/(second)", NextHandler),
    (rf"desk/marking/{FORM}/{SLOT}/sample", SampleHandler),
    (rf"desk/marking/{FORM}/{SLOT}/(?:(second|settle)/)?([0-9a-f]{{16,32}})", TableHandler),
)
