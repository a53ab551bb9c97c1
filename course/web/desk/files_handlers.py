"""Answer files: upload, look at what would become of them, confirm; then they are collected."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.ioloop import IOLoop

from assessments.errors import CourseError, CourseHeld, SubmitError
from assessments.grading.collecting import Handed, Unclear
from course.web.desk.base import DeskHandler
from course.web.desk.files_look import FILES_LIMIT, MOST_FILES, batch_view, digest, files_view, outcome
from course.web.desk.tray import KEPT, Batch, Outcome, rule_of
from course.web.desk.upload import UploadHandler
from course.web.handlers import Refusal
from course.web.state import now
from course.web.views import Step

_OTHER_FIELDS = 2
_NOTHING = "还没有选文件，请先选好再上传。"
_LARGE = f"这些文件一共超过 {FILES_LIMIT // 1024**2} MB，请分几次传。学员的一份作答通常不到 0.1 MB。"
_MANY = f"一次最多传 {MOST_FILES} 个文件，请分几次传，或者压成一个 zip 再传。"
_GONE = "这批文件不在了：放得太久，或者刚才说了不收。请再传一次，收过的不会重复。"
_MOVED = "刚才有变化：有人交了卷，或者别的老师也在收。下面是重新看过的结果，请再看一遍。"
_BUSY = "正在批改、收卷或者写反馈，等它做完再确认。什么都还没有收，这批文件还在。"
_NOT_WRITTEN = (
    "没有收完：课程文件夹写不进去，可能是磁盘满了。请管理服务器的人看一下，再确认一次，收过的不会重复。"
)
_UNREAD = "现在看不了：课程文件夹读不出来。请管理服务器的人看一下，过一会儿再刷新。什么都没有收。"
_TROUBLE = (CourseError, SubmitError, OSError)
_log = logging.getLogger(__name__)
_one_at_a_time = asyncio.Lock()


class FilesHandler(UploadHandler):
    """The way in for answers that came as files."""

    place = "marking"
    limit = FILES_LIMIT

    @allow_unauthenticated
    async def get(self) -> None:
        """The form."""
        self.page("desk_files.html", files_view(self.office, self.frame()))

    @allow_unauthenticated
    async def post(self) -> None:
        """Keep the files; nothing is taken in yet."""
        if self.too_large:
            self._refuse(_LARGE)
        elif self.fields_sent() > MOST_FILES + _OTHER_FIELDS:
            self._refuse(_MANY)
        elif not (files := self._files()):
            self._refuse(_NOTHING)
        else:
            batch = self.office.tray.put(files, now())
            IOLoop.current().call_later(KEPT.total_seconds() + 1, lambda: self.office.tray.sweep(now()))
            self.redirect(f"{self.desk}/files/{batch.id}")

    def _files(self) -> tuple[Handed, ...]:
        sent = self.sent("files")
        times = _times(self.get_body_argument("times", ""))
        known = times if len(times) == len(sent) else [None for _ in sent]
        return tuple(Handed(name, raw, at) for (name, raw), at in zip(sent, known, strict=True))

    def _refuse(self, fault: str) -> None:
        self.set_status(400)
        self.page("desk_files.html", files_view(self.office, self.frame(), fault))


def _times(text: str) -> list[datetime | None]:
    """When each file was changed, as the page's script tells: milliseconds since 1970."""
    try:
        told = json.loads(text[:4000])
        return [datetime.fromtimestamp(int(one) / 1000, UTC) for one in told]
    except (ValueError, TypeError, OverflowError, OSError, RecursionError):
        return []


class BatchHandler(DeskHandler):
    """What would become of uploaded files; they are taken in when that is confirmed."""

    place = "marking"

    @allow_unauthenticated
    async def get(self, name: str) -> None:
        """Look at them, or at what became of them."""
        async with _one_at_a_time:
            batch = self._batch(name)
            if batch is not None:
                await self._show(batch)

    @allow_unauthenticated
    async def post(self, name: str) -> None:
        """Confirm what was shown; or look again, as somebody wants doubt to be settled; or put them away."""
        what = self.get_body_argument("do", "")
        async with _one_at_a_time:  # a second click waits, and then sees what came of the first
            batch = self._batch(name)
            if batch is None:
                return
            if what == "take" and batch.outcome is None:
                await self._take(batch)
                return
            if what == "drop":
                self.office.tray.drop(name)
            elif what == "look" and batch.outcome is None:
                self._settle(batch)
        self.redirect(f"{self.desk}/files" + ("" if what == "drop" else f"/{name}"))

    def _batch(self, name: str) -> Batch | None:
        """The batch; where it is gone, lead back."""
        batch = self.office.tray.find(name, now())
        if batch is None:
            self.session.notes.append(_GONE)
            self.redirect(f"{self.desk}/files")
        return batch

    def _settle(self, batch: Batch) -> None:
        batch.rule = rule_of(
            allow_unknown=bool(self.get_body_argument("allow_unknown", "")),
            by_name=bool(self.get_body_argument("by_name", "")),
            given=self.get_body_argument("given", "").strip()[:40],
        )

    async def _take(self, batch: Batch) -> None:
        """Take in what was shown; where something moved since, show it anew instead."""
        with self.office.jobs.alone() as free:
            if not free:
                await self._show(batch, _BUSY, 409)
                return
            found, _ = await self._found(batch)
            if self.get_body_argument("shown", "") != digest(found):
                await self._show(batch, _MOVED, 409)
                return
            try:
                done = await self.course.run(outcome, self.office.course_dir, batch, dry_run=False)
            except CourseHeld:  # by a command at the terminal
                await self._show(batch, _BUSY, 409)
                return
            except _TROUBLE:
                _log.exception("files were not taken in")
                await self._show(batch, _NOT_WRITTEN, 507)
                return
        self.office.tray.done(batch, done)
        self.redirect(f"{self.desk}/files/{batch.id}")

    async def _show(self, batch: Batch, message: str = "", status: int = 200) -> None:
        found, unclear = (batch.outcome, "") if batch.outcome else await self._found(batch)
        self.set_status(status)
        frame, told = self.frame(), message or unclear
        self.page(
            "desk_batch.html", await self.course.run(batch_view, self.office, frame, batch, found, told)
        )

    async def _found(self, batch: Batch) -> tuple[Outcome, str]:
        """What would become of the files; a number for all of them that cannot be is left out, and told."""
        directory, unclear = self.office.course_dir, ""
        try:
            try:
                found = await self.course.run(outcome, directory, batch, dry_run=True)
            except Unclear as error:
                unclear = f"{error.reason}。{error.advice}。"
                batch.rule = replace(batch.rule, given=None)
                found = await self.course.run(outcome, directory, batch, dry_run=True)
        except _TROUBLE as error:
            step = Step("再看一次", f"{self.desk}/files/{batch.id}")
            raise Refusal(503, _UNREAD, title="现在看不了", step=step) from error
        return found, unclear
