"""The pages: home, entry, lessons, forms, case library, results, assets."""

from __future__ import annotations

import re

from jupyter_server.auth.decorator import allow_unauthenticated

from course.web import catalog
from course.web.entered import NewCode
from course.web.entry import EntryForm, Refused
from course.web.files import Content
from course.web.handlers import CourseHandler, Refusal
from course.web.home import home_view, results_view
from course.web.identity import new_anonymous
from course.web.state import now
from course.web.views import EnteredView, EnterView

ASSET = r"[a-z0-9_-]+\.[0-9a-f]{10}\.(?:css|js|svg|woff2)"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
FOR_GOOD = "public, max-age=31536000, immutable"
_JOIN = re.compile(r"[A-Za-z0-9]{4,16}")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/_.-]*")


class RootHandler(CourseHandler):
    """``/`` leads to the course."""

    needs_visitor = False

    @allow_unauthenticated
    def get(self) -> None:
        """Redirect."""
        self.redirect(self.base)


class HomeHandler(CourseHandler):
    """The home page."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Render it for this visitor."""
        view = await self.course.run(home_view, self.course, self.site(), self.visitor)
        self.page("home.html", view)


class EnterHandler(CourseHandler):
    """Signing in with a staff number, or looking around without a name."""

    @allow_unauthenticated
    def get(self) -> None:
        """The empty form, also for somebody who is signed in: a device may change hands.

        The code on a notice (QR) brings the unit's join code along; a staff number is never taken from it.
        """
        join = self.get_query_argument("join", "")
        self.page("enter.html", self._view(EntryForm("", join if _JOIN.fullmatch(join) else "")))

    @allow_unauthenticated
    async def post(self) -> None:
        """One of the two buttons."""
        if self.get_body_argument("as", "staff") == "anonymous":
            if self.visitor is None:
                self.remember(new_anonymous())
            self.redirect(self._next())
            return
        if self.course.practice:
            raise Refusal(403, "这里只供练习，不登记工号。不用登记也能学完，答案可以下载带走。")
        form = EntryForm(*(self.get_body_argument(name, "")[:100] for name in ("number", "join", "code")))
        outcome = await self.course.run(
            self.course.desk.enter,
            form,
            current=self.visitor,
            address=self.request.remote_ip or "",
            now=now(),
        )
        if isinstance(outcome, Refused):
            self.page("enter.html", self._view(form, outcome))
            return
        self.remember(outcome.visitor)
        if outcome.code is None:
            self.redirect(self._next())
            return
        self.course.new_codes.keep(
            NewCode(outcome.visitor, outcome.code, outcome.carried, self._next()), now()
        )
        self.redirect(f"{self.base}entered")

    def _next(self) -> str:
        """Where to go on: only places of ours, whatever the address says."""
        wanted = self.get_argument("next", "")
        ours = wanted.startswith((self.base, f"{self.base_url}voila/render/"))
        plain = bool(_PLAIN_PATH.fullmatch(wanted)) and "//" not in wanted and ".." not in wanted
        return wanted if ours and plain and not wanted.startswith(f"{self.base}enter") else self.base

    def _view(self, form: EntryForm | None = None, refused: Refused | None = None) -> EnterView:
        return EnterView(
            site=self.site(),
            action=f"{self.base}enter",
            needs_join=self.course.desk.needs_join,
            asks_code=refused.asks_code if refused else False,
            number=form.number if form else "",
            join=form.join if form else self.get_query_argument("join", "")[:40],  # a QR code brings it
            next=self._next(),
            for_form=self._next().startswith((f"{self.base}forms/", f"{self.base}results/")),
            message=refused.message if refused else "",
            field_at_fault=refused.field if refused else "",
            privacy=self.course.privacy,
        )


class EnteredHandler(CourseHandler):
    """The new 续学码, for the browser that entered: it stands a reload and a way back, until it is noted."""

    @allow_unauthenticated
    def get(self) -> None:
        """Show it; home where there is none (any more)."""
        new = self.course.new_codes.find(self.visitor, now())
        if new is None:
            self.redirect(self.base)
            return
        label = self.course.desk.label(new.visitor)
        view = EnteredView(self.site(), f"{self.base}entered", label, new.code, new.carried)
        self.page("entered.html", view)

    @allow_unauthenticated
    def post(self) -> None:
        """It is noted: forget it and go on."""
        new = self.course.new_codes.find(self.visitor, now())
        self.course.new_codes.drop(self.visitor)
        self.redirect(new.next if new else self.base)


class LeaveHandler(CourseHandler):
    """Forgets this browser; the record stays."""

    needs_visitor = False

    @allow_unauthenticated
    def post(self) -> None:
        """Take the cookie back."""
        self.forget()
        self.redirect(self.base)


class BuiltPageHandler(CourseHandler):
    """A page as it was built: the same bytes for everybody."""

    needs_visitor = False
    kind = "lesson"
    kept_by = "no-cache"

    @allow_unauthenticated
    async def get(self, page_id: str) -> None:
        """Send the bytes, or say that the browser has them."""
        page = catalog.find(page_id)
        if page is None or page.kind != self.kind:
            raise Refusal(404, "没有这一页，请从课程首页进来。")
        if not await self._may(page):
            return
        found = self._content(page)
        if found is None:
            raise Refusal(503, "这一页还在准备，请过一分钟再来。")
        self.xsrf_token  # noqa: B018  (reading it sets the cookie that saving needs)
        self.set_header("Cache-Control", self.kept_by)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        send(self, found[0].plain, found[0].zipped, found[1])

    async def _may(self, page: catalog.CoursePage) -> bool:
        return True

    def _content(self, page: catalog.CoursePage) -> tuple[Content, str] | None:
        """The bytes and their etag; None where nothing is built."""
        built = self.course.files.page(page.id)
        content = self.course.files.read(built.file) if built else None
        return (content, built.etag) if built and content else None

    def compute_etag(self) -> str | None:
        """The one that ``send`` noted."""
        return getattr(self, "_etag", None)


class LibraryHandler(BuiltPageHandler):
    """The case library: to read, for everybody."""

    kind = "library"


class SceneHandler(BuiltPageHandler):
    """A pair of scenarios to play: for everybody."""

    kind = "scene"


class FormPageHandler(BuiltPageHandler):
    """A form, each learner's own paper of it: for staff who are signed in, while it is open."""

    needs_visitor = True
    kind = "form"
    kept_by = "private, no-cache"

    async def _may(self, page: catalog.CoursePage) -> bool:
        forms, visitor = self.course.forms, self.visitor
        if forms is None:
            if visitor is None:  # whose paper it is has to be known, and the same when answers are saved
                self.remember(new_anonymous())
            return True
        if visitor is None or visitor.kind != "staff":
            self.redirect(f"{self.base}enter?next={self.base}{page.href}")
            return False
        info = forms.info(page.id)
        if info is not None and info.open:
            return True
        if await self.course.run(forms.receipt, page.id, visitor.id):
            self.redirect(f"{self.base}results/{page.id}")
            return False
        raise Refusal(403, "试卷现在没有开放。开放时间请看本单位通知，或者问培训老师。", title="试卷还没开放")

    def _content(self, page: catalog.CoursePage) -> tuple[Content, str] | None:
        deck, visitor, assets = self.course.deck(page), self.visitor, self.course.files.assets()
        if deck is None or visitor is None or not assets:
            return None
        return self.course.form_pages.page(page, deck, deck.hand(visitor.id), assets)


class ResultsHandler(CourseHandler):
    """What came of a form."""

    @allow_unauthenticated
    async def get(self, page_id: str) -> None:
        """Render it for this staff member."""
        page = catalog.find(page_id)
        if page is None or page.kind != "form":
            raise Refusal(404, "没有这一页，请从课程首页进来。")
        if self.course.practice:
            raise Refusal(404, "这里只供练习，不评分。", title="这里没有成绩")
        if self.visitor is None or self.visitor.kind != "staff":
            self.redirect(f"{self.base}enter?next={self.base}results/{page.id}")
            return
        view = await self.course.run(results_view, self.course, self.site(), self.visitor, page)
        self.page("results.html", view)


class AssetHandler(CourseHandler):
    """A hashed asset: its name changes with its content, so it is cached for good."""

    needs_visitor = False
    is_read = False

    @allow_unauthenticated
    def get(self, name: str) -> None:
        """Send the bytes."""
        content = self.course.files.read(f"assets/{name}") if re.fullmatch(ASSET, name) else None
        if content is None:
            raise Refusal(404, "没有这个文件，请刷新页面。")
        self.set_header("Cache-Control", FOR_GOOD)
        self.set_header("Content-Type", asset_type(name))
        send(self, content.plain, content.zipped, name)

    def compute_etag(self) -> str | None:
        """The one that ``send`` noted."""
        return getattr(self, "_etag", None)


def asset_type(name: str) -> str:
    """The content type of an asset."""
    return f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8"


def etag(tag: str, *, zipped: bool) -> str:
    """The etag of a content, by what changes with it: another one where it goes zipped."""
    return f'"{tag}{"-z" if zipped else ""}"'


def send(handler: CourseHandler, plain: bytes, zipped: bytes, tag: str) -> None:
    """Answer with these bytes, zipped where the browser takes that."""
    handler.set_header("Vary", "Accept-Encoding")
    takes = "gzip" in handler.request.headers.get("Accept-Encoding", "")
    handler._etag = etag(tag, zipped=takes)  # type: ignore[attr-defined]
    if takes:
        handler.set_header("Content-Encoding", "gzip")
    handler.finish(zipped if takes else plain)
