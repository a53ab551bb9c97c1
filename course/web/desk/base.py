"""What all handlers of the instructor's side do: let in by the own cookie only, never by a trainee's."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from assessments.cohort.roster import RosterError
from course.web.desk.door import COOKIE, Session
from course.web.desk.office import Office
from course.web.desk.views import Frame, Place
from course.web.handlers import CourseHandler, Refusal
from course.web.state import now
from course.web.views import Step

_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


class DeskHandler(CourseHandler):
    """A handler below ``course/desk``: for an instructor who is logged in."""

    needs_visitor = False
    needs_login = True
    place: Place = "home"

    @property
    def office(self) -> Office:
        """The instructor's side of the course; there is none where one only practises."""
        if self.course.office is None:
            raise Refusal(404, "这里只供练习，没有管理台。", title="没有这一页")
        return self.course.office

    @property
    def desk(self) -> str:
        """Address of the instructor's side, without a final slash."""
        return f"{self.base}desk"

    @property
    def session(self) -> Session:
        """Who is logged in; `prepare` saw to it that somebody is."""
        if self._session is None:
            raise Refusal(403, "请先登录管理台。", step=Step("去登录", f"{self.desk}/login"))
        return self._session

    async def prepare(self) -> None:  # type: ignore[override]
        """Let in, or lead to the login."""
        self._session: Session | None = None
        await super().prepare()
        if self._finished:
            return
        self._session = self.office.door.session(self.get_cookie(COOKIE), now())
        if self._session is None and self.needs_login:
            if self.request.method == "GET":
                self.redirect(f"{self.desk}/login")
                return
            raise Refusal(
                403,
                "登录的时间过了，这一步没有做。请重新登录再来一次。",
                title="请重新登录",
                step=Step("去登录", f"{self.desk}/login"),
            )

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A roster that cannot be read leads to where another one is uploaded; all else is a calm page."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, RosterError) and self.place != "roster":
            self.clear()
            self.redirect(f"{self.desk}/roster")
            return
        super().write_error(status_code, **kwargs)

    def let_in(self, session: Session) -> None:
        """Give this browser the instructor's cookie, for the instructor's pages only."""
        self.set_cookie(
            COOKIE,
            self.office.door.seal(session),
            path=self.desk,
            httponly=True,
            samesite="Lax",
            secure=self.request.protocol == "https",
        )
        self.redirect(self.desk)

    def let_out(self) -> None:
        """End the session and take the cookie back."""
        if self._session is not None:
            self.office.door.end(self._session)
        self.clear_cookie(COOKIE, path=self.desk)

    def frame(self) -> Frame:
        """The frame of this page, with what was just done (told once)."""
        return Frame(self.site(), self.place, self.session.take_notes())

    def from_own_machine(self) -> bool:
        """Whether the one who asks sits at this machine, and no proxy passed it on."""
        if any(name in self.request.headers for name in _FORWARDED):
            return False
        try:
            return ip_address((self.request.remote_ip or "").partition("%")[0]).is_loopback
        except ValueError:
            return False
