"""The pages about oneself and about the course: the path, one's own record, what it all rests on."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated

from course.path import load_paths
from course.web.about import about_view
from course.web.booklet import booklet
from course.web.handlers import CourseHandler, Refusal
from course.web.home_views import CopyView
from course.web.identity import new_anonymous
from course.web.limit import network
from course.web.me import forget, forget_view, me_view
from course.web.pathway import onward
from course.web.preferences import PATH
from course.web.state import now


class PathHandler(CourseHandler):
    """Choosing a role. Nobody is asked for a name: an unknown visitor becomes an anonymous one."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Keep the choice and go home."""
        wanted = self.get_body_argument("role", "")
        if wanted not in {path.id for path in load_paths()}:
            raise Refusal(400, "没有这个岗位，可能课程刚更新过。请回到首页再选一次。")
        self._not_too_often()
        visitor = self.visitor
        if visitor is None:
            visitor = new_anonymous()
            self.remember(visitor)
        await self.course.run(self.course.records.preferences.set, visitor.key, PATH, wanted, now())
        self.redirect(self.base)

    def _not_too_often(self) -> None:
        """Anonymous cookies are free: what they make us write is not."""
        if self.visitor is not None and self.visitor.kind == "staff":
            return
        key, moment = network(self.request.remote_ip or ""), now().timestamp()
        if self.course.visits.blocked(key, moment):
            raise Refusal(429, "这会儿来的人有点多，请过一分钟再选。")
        self.course.visits.note(key, moment)


class NextHandler(CourseHandler):
    """From the end of a lesson, the same page for everybody, to the next one of one's own path."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Go there; without a path go home, where a role is chosen."""
        after = self.get_query_argument("after", "")
        self.redirect(await self.course.run(onward, self.course, self.base, self.visitor, after))


class AboutHandler(CourseHandler):
    """What the course is, what it rests on, who sees what."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Render it."""
        self.page("about.html", await self.course.run(about_view, self.course, self.site()))


class MeHandler(CourseHandler):
    """One's own record."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Render it for this visitor; also for one of whom nothing is kept."""
        self.page("me.html", await self.course.run(me_view, self.course, self.site(), self.visitor))


class CopyHandler(CourseHandler):
    """One's own answers as text to copy."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Render it; empty where there is nothing."""
        text = await self.course.run(booklet, self.course, self.visitor) if self.visitor else ""
        self.page("copy.html", CopyView(self.site(), text, f"{self.base}me"))


class ForgetHandler(CourseHandler):
    """Deleting one's own practice."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask once, in peace."""
        self.page("forget.html", await self.course.run(forget_view, self.course, self.site(), self.visitor))

    @allow_unauthenticated
    async def post(self) -> None:
        """Delete it; an anonymous visitor is nobody again."""
        visitor = self.visitor
        if visitor is None:
            self.redirect(f"{self.base}me")
            return
        view = await self.course.run(forget, self.course, self.site(), visitor)
        if visitor.kind == "anonymous":
            self.forget()
        self.page("forget.html", view)
