"""Coverage, forms and their days, resume codes."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated

from assessments import chinese
from course.web import catalog
from course.web.desk.base import DeskHandler
from course.web.desk.dates import read_day
from course.web.desk.look import forms_view, home_view, unit_view
from course.web.desk.pending import Slip
from course.web.desk.views import CodeView, Frame
from course.web.entry import reset_code
from course.web.handlers import Refusal
from course.web.identity import Visitor, staff_number
from course.web.views import Step

_NOT_WRITTEN = "没有存上：课程文件夹写不进去，可能是磁盘满了。请管理服务器的人看一下，再做一次。"


class DeskHomeHandler(DeskHandler):
    """Coverage by unit."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Count anew."""
        self.page("desk_home.html", await self.course.run(home_view, self.course, self.office, self.frame()))


class UnitHandler(DeskHandler):
    """One unit: its counts, and where it is not small, who has not handed in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Count anew."""
        page = catalog.find(self.get_query_argument("form", ""))
        unit = self.get_query_argument("unit", "")[:100]
        view = None
        if page is not None and page.kind == "form":
            view = await self.course.run(unit_view, self.course, self.office, self.frame(), page, unit)
        if view is None:
            raise Refusal(404, "今天的名册里没有这个单位。", step=Step("回到总览", self.desk))
        self.page("desk_unit.html", view)


class FormsHandler(DeskHandler):
    """Forms that open and close, days until which things are to be done."""

    place = "forms"

    @allow_unauthenticated
    async def get(self) -> None:
        """What is open."""
        self.page("desk_forms.html", await self.course.run(forms_view, self.course, self.frame()))

    @allow_unauthenticated
    async def post(self) -> None:
        """Open or close a form, or set days."""
        what = self.get_body_argument("do", "")
        if what in ("open", "close"):
            message = await self.course.run(self._switch, what, self.get_body_argument("form", ""))
        else:
            message = await self.course.run(self._set_days)
        if message:
            self.set_status(400)
            view = await self.course.run(forms_view, self.course, self.frame(), message)
            self.page("desk_forms.html", view)
            return
        self.redirect(f"{self.desk}/forms")

    def _switch(self, what: str, form: str) -> str:
        """Open or close it; a sentence where that did not go."""
        from assessments.coursedir import close_form, open_form
        from assessments.errors import CourseError, UnknownForm

        page = catalog.find(form)
        if page is None or page.kind != "form":
            return "没有这份试卷，请刷新页面再试。"
        try:
            (open_form if what == "open" else close_form)(self.office.course_dir, form)
        except UnknownForm:
            return f"“{page.title}”还没有放进这个课程文件夹，打不开。请管理服务器的人重新启动一次课程。"
        except CourseError:
            return _NOT_WRITTEN
        told = "开放了，学员现在就能答题、交卷" if what == "open" else "关上了，不再收卷；交上的都在"
        self.session.notes.append(f"“{page.title}”{told}。")
        return ""

    def _set_days(self) -> str:
        """Set the days of the fields ``due:PAGE``; an empty one takes the day back."""
        plan, changed = self.course.plan, []
        for page in (*catalog.forms(), *catalog.lessons()):
            typed = self.get_body_argument(f"due:{page.id}", None)
            if typed is None:
                continue
            day = read_day(typed)
            if typed.strip() and day is None:
                return f"“{page.title}”的日期读不懂，请写成 2026-12-31 这样。什么都没有改。"
            if day != plan.due(page.id):
                changed.append((page, day))
        try:
            for page, day in changed:
                plan.set_due(page.id, day)
                told = f"截止日期是 {chinese.day(day)}" if day else "不设截止日期了"
                self.session.notes.append(f"“{page.title}”{told}。")
        except OSError:
            return _NOT_WRITTEN
        return ""


class CodeHandler(DeskHandler):
    """A new resume code for a trainee who lost theirs."""

    place = "code"

    @allow_unauthenticated
    def get(self) -> None:
        """The empty field, or the slip as long as it is not handed over."""
        slip = self.session.slip
        frame = self.frame()
        self.page("desk_code.html", CodeView(frame.site, frame, slip=slip))

    @allow_unauthenticated
    async def post(self) -> None:
        """Look the person up; reset only what was looked up before; put the slip away."""
        if self.get_body_argument("step", "") == "done":
            self.session.slip = None
            self.redirect(f"{self.desk}/code")
            return
        typed = self.get_body_argument("number", "")[:100]
        view = await self.course.run(self._found, typed, self.frame())
        if not view.found or self.get_body_argument("step", "") != "reset":
            self.page("desk_code.html", view)
            return
        code = await self.course.run(reset_code, self.course.records, view.number)
        if code is not None:
            self.session.slip = Slip(view.number, view.name, view.unit, code)
        self.redirect(f"{self.desk}/code")

    def _found(self, typed: str, frame: Frame) -> CodeView:
        number = staff_number(typed)
        learner = self.course.records.learner(Visitor("staff", number).key) if number else None
        roster = self.office.book.present()
        person = roster.find(number) if roster and number else None
        message = ""
        if number is None or (learner is None and person is None):
            message = "没有这个工号的登记，请核对一下，开头的 0 也要填。"
        elif learner is None:
            message = "这个工号还没有登记过，不需要续学码：用加入码登记，页面会给一个。"
        return CodeView(
            frame.site,
            frame,
            number=number or typed,
            name=person.name if person else "",
            unit=person.unit if person else "",
            found=learner is not None,
            message=message,
        )
