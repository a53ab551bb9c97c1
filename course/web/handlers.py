"""What all our handlers do: know the visitor, send the strict headers, fail calmly."""

from __future__ import annotations

from typing import Any, cast

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from course.web.browsers import OldView, has_old_engine
from course.web.database import RecordsError
from course.web.forms import FormRefused
from course.web.identity import COOKIE, COOKIE_DAYS, Visitor, seal
from course.web.state import SETTING, CourseState
from course.web.templating import render
from course.web.views import ErrorView, Site, Step

STRICT_CSP = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
_HOSTS = 100
_TITLES = {403: "这里进不去", 404: "没有这一页", 503: "请稍等一下"}
_MESSAGES = {
    400: "浏览器送来的内容读不懂，请刷新页面再试。",
    403: "这里不对外开放，或者页面放得太久了。请回到课程首页再进来。",
    404: "地址可能抄错了，或者页面已经换了位置。请从课程首页进来。",
    405: "这个地址不能这样用，请从课程首页进来。",
    413: "这次的内容太长，存不下，请写短一点再存。",
}
_TROUBLE = "服务器这边出了点问题，已经存好的答案都在。请刷新再试；一直这样就告诉培训老师。"


class Refusal(HTTPError):
    """An error whose sentence is meant for the visitor."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        title: str = "",
        step: Step | None = None,
        other: Step | None = None,
    ) -> None:
        super().__init__(status, "%s", message)
        self.message = message
        self.title = title
        self.step = step
        self.other = other


class CalmErrors(JupyterHandler):  # type: ignore[misc, unused-ignore]
    """Errors as one of our pages: a sentence, and the way back. Nothing of the server shows."""

    @property
    def course(self) -> CourseState:
        """The open course."""
        return cast(CourseState, self.settings[SETTING])

    @property
    def base(self) -> str:
        """Address of the course with its final slash."""
        return f"{self.base_url}course/"

    @property
    def visitor(self) -> Visitor | None:
        """Who is looking, as far as this handler asked."""
        return getattr(self, "_course_visitor", None)

    def site(self) -> Site:
        """What every page of ours needs."""
        visitor = self.visitor
        return Site(
            base=self.base,
            xsrf=self.xsrf_token.decode("ascii"),
            kind=visitor.kind if visitor else "none",
            label=self.course.desk.label(visitor) if visitor else "",
            practice=self.course.practice,
            assets=self.course.files.assets(),
        )

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        """A form that was not taken is an ordinary answer, nothing for the log."""
        if not isinstance(value, FormRefused):
            super().log_exception(typ, value, tb)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error with a page."""
        if not hasattr(self, "_jupyter_current_user"):  # refused before anybody asked who it is
            self.current_user = self._jupyter_current_user = None
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, (RecordsError, FormRefused)):
            status_code = error.status
        view = ErrorView(
            site=self.site(),
            status=status_code,
            title=(error.title if isinstance(error, Refusal) else "") or _TITLES.get(status_code, "没成功"),
            message=sentence(status_code, error),
            step=(error.step if isinstance(error, Refusal) else None) or Step("回到课程首页", self.base),
            other=error.other if isinstance(error, Refusal) else None,
        )
        self.clear()
        self.set_status(status_code)
        self.set_header("Content-Security-Policy", STRICT_CSP)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(render("error.html", view))


class CourseHandler(CalmErrors):
    """A handler below ``course/``. Everybody may come in: what they may do, each handler decides."""

    needs_visitor = True
    """False where the answer is the same for everybody: no look at the records then."""
    is_read = True
    """False where the answer is for a script or a style sheet, not for a person."""

    @property
    def content_security_policy(self) -> str:
        """Nothing from elsewhere, nothing inline."""
        return STRICT_CSP

    def set_default_headers(self) -> None:
        """Strict headers; what is personal stays out of every cache."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:  # type: ignore[override]
        """Find out who asks; on a stock server (practice) its own login comes first."""
        if self.course.practice:
            await super().prepare()
            if self._finished:
                return
            if self.current_user is None:
                raise HTTPError(403)
        else:
            self._let_in()
        if not self._turned_away() and self.needs_visitor and not hasattr(self, "_course_visitor"):
            self._course_visitor = await self.course.visitor(self.get_cookie(COOKIE))

    def _let_in(self) -> None:
        """What Jupyter asks of every request, but for its login, which we have not: host and page token."""
        self.current_user = self._jupyter_current_user = None
        if not self.check_host():
            raise HTTPError(403)
        if self.request.method not in ("GET", "HEAD", "OPTIONS"):
            self.check_xsrf_cookie()

    @property
    def _agent(self) -> str:
        return self.request.headers.get("User-Agent", "")

    def _turned_away(self) -> bool:
        """Tell a browser that is too old for our pages how to switch; whether it was."""
        old = self.is_read and self.request.method == "GET" and has_old_engine(self._agent)
        if old:
            self.page("old.html", OldView(self.site(), self.request.full_url()))
        return old

    def check_host(self) -> bool:
        """Whether the server is meant by this name; looked up once for each."""
        allowed = self.course.hosts
        host = self.request.host
        if host not in allowed:
            if len(allowed) >= _HOSTS:
                allowed.clear()
            allowed[host] = bool(super().check_host())
        return allowed[host]

    def remember(self, visitor: Visitor) -> None:
        """Give this browser the visitor's cookie."""
        self._course_visitor = visitor
        self.set_cookie(
            COOKIE,
            seal(self.course.secret, visitor),
            path=self.base_url,
            expires_days=COOKIE_DAYS,
            httponly=True,
            samesite="Lax",
            secure=self.request.protocol == "https",
        )

    def forget(self) -> None:
        """Take the cookie back."""
        self.clear_cookie(COOKIE, path=self.base_url)

    def page(self, template: str, view: object) -> None:
        """Answer with one of our pages."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(render(template, view))


def sentence(status: int, error: BaseException | None) -> str:
    """What the visitor reads about an error."""
    if isinstance(error, (Refusal, RecordsError, FormRefused)):
        return error.message
    return _MESSAGES.get(status, _TROUBLE if status >= 500 else _MESSAGES[400])
