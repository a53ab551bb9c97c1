"""Grading, feedback and the quarantine list."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.iostream import StreamClosedError

from assessments.cohort.roster import RosterError
from assessments.errors import CourseHeld
from assessments.grading.alone import alone
from assessments.grading.collecting import collect_inbound
from assessments.grading.gradebook.backup import back_up as copy_before
from assessments.grading.grader import Report
from assessments.grading.grader import grade as grade_all
from assessments.grading.marker import NeedsStock
from assessments.grading.quarantine import kept
from assessments.grading.responses import ANSWERS_FILE
from course.feedback import give_feedback
from course.told import tell
from course.web import catalog
from course.web.desk.base import DeskHandler
from course.web.desk.bundle import packed, pages
from course.web.desk.door import Session
from course.web.desk.jobs import Job, Kind, Progress
from course.web.desk.marking_views import Isolated, QuarantineView
from course.web.desk.views import Frame
from course.web.handlers import Refusal
from course.web.views import Step

_SHOWN = 10
_BUSY = "另一件事还没有做完，等它做完再点。"
_HELD = "服务器上有人正在批改或者收卷，等做完了再点一次。"
_NO_PAGES = "这份试卷还没有反馈。先点“写反馈”，写好了再来下载。"
_WHERE = (
    "点“下载全部反馈”可以一次拿走，课程文件夹的 feedback 里也有。学员在自己的结果页，也看得到分数和理由。"
)
_CODE = (
    "没有批改：这份试卷里有自己的代码，或者课程另有设置，要由 nbgrader 来批，学员交上来的代码会跑起来。"
    "请管理服务器的人想好以后运行 shizha grade 课程文件夹 {form}。"
)
"""What a click must not do: it is decided at the terminal, where the help says it."""


def back_up(directory: Path, session: Session) -> None:
    """Copy the gradebook before an instructor's first mark. Raises GradebookError where it cannot be."""
    if not session.backed_up:
        copy_before(directory)
        session.backed_up = True


def grade(directory: Path, form: str, progress: Progress) -> str:
    """Take in what was handed in, grade what is new; what came of it, in a sentence."""
    with alone(directory):
        refused = len(collect_inbound(directory, [form]).refused)
    left = f"{refused} 份收不进来，请管理服务器的人用 shizha collect 看一下。" if refused else ""
    try:
        report = grade_all(directory, form, tell, run=False, progress=progress)
    except NeedsStock:
        return f"{_CODE.format(form=form)}{left}"
    isolated = len(report.quarantined)
    end = f"{isolated} 份批不了，在隔离清单里。" if isolated else "没有批不了的。"
    return (
        f"批改好了：新批 {len(report.graded)} 份，以前批过 {report.skipped} 份，{end}{_again(report)}{left}"
    )


def _again(report: Report) -> str:
    """Whose mark by hand was given to another text."""
    if not report.outdated:
        return ""
    shown, count = "、".join(report.outdated[:_SHOWN]), len(report.outdated)
    more = f"等 {count} 人" if count > _SHOWN else ""
    return f"给过分以后又交了新文字的：{shown}{more}。原来的分没有动，请再看一遍。"


def write_feedback(directory: Path, form: str, progress: Progress) -> str:
    """Write the pages that are not as the marks stand; what came of it, in a sentence."""
    report = give_feedback(directory, form, progress=progress)
    failed, kept_pages = len(report.failed), len(report.kept)
    end = f"{failed} 份没有写成，请管理服务器的人看一下磁盘。" if failed else _WHERE
    same = f"，另外 {kept_pages} 份没有变化，留着原来的" if kept_pages else ""
    return f"反馈写好了：新写 {len(report.written)} 份{same}。{end}"


_WORK: dict[Kind, Callable[[Path, str, Progress], str]] = {"grade": grade, "feedback": write_feedback}


class GradingHandler(DeskHandler):
    """What the pages for grading need."""

    place = "marking"

    def form_page(self, form: str) -> catalog.CoursePage:
        """The form, or 404."""
        page = catalog.find(form)
        if page is None or page.kind != "form":
            raise Refusal(404, "没有这份试卷。", step=Step("回到阅卷", f"{self.desk}/marking"))
        return page


class JobHandler(GradingHandler):
    """Begins grading, or writing feedback."""

    @allow_unauthenticated
    async def post(self, form: str, kind: Kind) -> None:
        """Begin it, and lead to the page on which one watches it."""
        page, directory = self.form_page(form), self.office.course_dir

        def work(progress: Progress) -> str:
            try:
                return _WORK[kind](directory, page.id, progress)
            except CourseHeld:
                return _HELD

        if not self.office.jobs.start(kind, page.id, work):
            self.session.notes.append(_BUSY)
        self.redirect(f"{self.desk}/marking/{page.id}")


class BundleHandler(GradingHandler):
    """All feedback pages of a form as a file to keep."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """Sent piece by piece, each when the one before has gone out."""
        page = self.form_page(form)
        found = await self.course.run(lambda: list(pages(self.office.course_dir, page.id)))
        if not found:
            raise Refusal(404, _NO_PAGES, step=Step("回到这份试卷", f"{self.desk}/marking/{page.id}"))
        self.set_header("Content-Type", "application/zip")
        self.set_attachment_header(f"{page.id}-feedback.zip")
        pieces = packed(found)
        with suppress(StreamClosedError):  # the browser gave it up
            while piece := await self.course.run(next, pieces, b""):
                self.write(piece)
                await self.flush()


class ProgressHandler(GradingHandler):
    """How far it is, for the page's script."""

    is_read = False

    @allow_unauthenticated
    def get(self, form: str) -> None:
        """As JSON."""
        job = self.office.jobs.latest(self.form_page(form).id)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(_told(job), ensure_ascii=False))


def _told(job: Job | None) -> dict[str, object]:
    if job is None:
        return {"running": False, "done": 0, "of": 0}
    return {"running": job.running, "done": job.done, "of": job.of}


class QuarantineHandler(GradingHandler):
    """What could not be graded, and why."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """As the last grading left it."""
        page = self.form_page(form)
        self.page("desk_quarantine.html", await self.course.run(self._view, page, self.frame()))

    def _view(self, page: catalog.CoursePage, frame: Frame) -> QuarantineView:
        try:
            roster = self.office.book.present()
        except RosterError:
            roster = None
        rows = []
        for entry in kept(self.office.course_dir, page.id):
            person = roster.find(entry.learner) if roster else None
            reason = entry.reason.removeprefix(f"{ANSWERS_FILE}：")
            rows.append(Isolated(person.name if person else "", entry.learner, reason))
        return QuarantineView(frame.site, frame, page.id, page.title, tuple(rows))
