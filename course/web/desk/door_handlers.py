"""Coming in and going out: the one-time link, the password, the logout."""

from __future__ import annotations

import math

from jupyter_server.auth.decorator import allow_unauthenticated

from course.web.attempts import LONGEST_WAIT, Wait
from course.web.desk.base import DeskHandler
from course.web.desk.password import LONGEST
from course.web.desk.views import LoginView
from course.web.handlers import Refusal
from course.web.state import now
from course.web.views import Step

_SHUT = "管理台在这个地址上没有打开：请管理服务器的人先设好口令，再用口令登录。"
_BY_LINK = "管理台要从链接进：打开服务器那个窗口，最后一条带“管理台”的地址点开就是。每条链接只能用一次。"
_USED = "这条链接用过了，或者不完整。新的一条已经印在服务器那个窗口里。"


class LoginHandler(DeskHandler):
    """The login page."""

    needs_login = False

    @allow_unauthenticated
    def get(self) -> None:
        """The form; or one sentence where there is no way in."""
        if self._session is not None:
            self.redirect(self.desk)
            return
        self._check_open()
        self._show("")

    @allow_unauthenticated
    async def post(self) -> None:
        """A password."""
        self._check_open()
        typed = self.get_body_argument("password", "", strip=False)[: LONGEST + 1].strip()
        door, address = self.office.door, self.request.remote_ip or ""
        outcome = await self.course.run(door.by_password, typed, address, now())
        if isinstance(outcome, Wait):
            self.set_status(429)
            self._show(_slow_down(outcome))
        elif outcome is None:
            self.set_status(403)
            self._show("口令不对，请再看一眼。大小写要一样。" if door.has_password else _BY_LINK)
        else:
            self.let_in(outcome)

    def _check_open(self) -> None:
        door = self.office.door
        if not door.has_password and not (door.own_machine and self.from_own_machine()):
            raise Refusal(403, _SHUT, title="管理台没有打开")

    def _show(self, message: str) -> None:
        door = self.office.door
        self.page(
            "desk_login.html",
            LoginView(self.site(), door.has_password, message or ("" if door.has_password else _BY_LINK)),
        )


class KeyHandler(DeskHandler):
    """The one-time link: for a browser on this machine."""

    needs_login = False

    @allow_unauthenticated
    async def get(self, key: str) -> None:
        """Exchange it for a cookie."""
        door = self.office.door
        if not (door.own_machine and self.from_own_machine()):
            raise Refusal(403, _SHUT, title="管理台没有打开")
        if self._session is not None:  # the link once more, in a browser that is in already
            self.redirect(self.desk)
            return
        session = door.by_key(key, now())
        if session is None:
            raise Refusal(403, _USED, title="这条链接不能用了", step=Step("去登录页", f"{self.desk}/login"))
        self.let_in(session)


class LogoutHandler(DeskHandler):
    """The way out."""

    needs_login = False

    @allow_unauthenticated
    def post(self) -> None:
        """End the session."""
        self.let_out()
        self.redirect(f"{self.desk}/login")


def _slow_down(wait: Wait) -> str:
    if wait.seconds > LONGEST_WAIT:
        return "试错的次数有点多，请过十分钟再来。"
    return f"刚才试错的次数有点多，请等 {max(1, math.ceil(wait.seconds))} 秒再试。"
