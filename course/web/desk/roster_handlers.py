"""Rosters: upload, look at what would change, confirm; the sheet with the join codes."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta

from jupyter_server.auth.decorator import allow_unauthenticated

from assessments import chinese
from assessments.cohort.changes import changes
from assessments.cohort.roster import RosterError
from course.web.addresses import is_own_machine
from course.web.desk.base import DeskHandler
from course.web.desk.dates import read_day
from course.web.desk.look import roster_view
from course.web.desk.office import UPLOAD_LIMIT, read_upload, shown_name, today
from course.web.desk.pending import Pending
from course.web.desk.qr import course_address, join_address, qr_svg
from course.web.desk.upload import UploadHandler
from course.web.desk.views import Frame, JoinCard, JoinView, PreviewView
from course.web.state import now

_LONGEST_AHEAD = timedelta(days=366)
_NOT_WRITTEN = "没有存上，名册没有变：可能是磁盘满了。请管理服务器的人看一下，再确认一次。"
_reading = asyncio.Semaphore(1)


class RosterHandler(UploadHandler):
    """The rosters of the course, and the way to another one."""

    place = "roster"
    limit = UPLOAD_LIMIT

    @allow_unauthenticated
    async def get(self) -> None:
        """What counts now."""
        self.page("desk_roster.html", await self.course.run(roster_view, self.office, self.frame()))

    @allow_unauthenticated
    async def post(self) -> None:
        """Read a file; nothing changes yet."""
        if self.too_large:
            limit = UPLOAD_LIMIT // 1024**2
            await self._refuse((f"文件太大，应在 {limit} MB 以内。名册里只留名单那一张表就好。",), "")
            return
        sent = self.sent("roster")
        if not sent:
            await self._refuse(("还没有选文件，请先选好再上传。",), "")
            return
        name, data = sent[0]
        try:
            async with _reading:
                present = await self.course.run(self.office.roster, today())
                self.session.pending = await self.course.run(read_upload, name, data, present)
        except RosterError as error:
            await self._refuse(tuple(_told(error)), shown_name(name))
            return
        self.redirect(f"{self.desk}/roster/preview")

    async def _refuse(self, faults: tuple[str, ...], source: str) -> None:
        self.set_status(400)
        view = await self.course.run(roster_view, self.office, self.frame(), faults, source)
        self.page("desk_roster.html", view)


def _told(error: RosterError) -> list[str]:
    return [f"第 {fault.line} 行：{fault.message}" if fault.line else fault.message for fault in error.faults]


class PreviewHandler(DeskHandler):
    """What the uploaded roster would change; it changes when that is confirmed."""

    place = "roster"

    @allow_unauthenticated
    async def get(self) -> None:
        """Compare."""
        pending = self.session.pending
        if pending is None:
            self.redirect(f"{self.desk}/roster")
            return
        await self._show(pending, today())

    @allow_unauthenticated
    async def post(self) -> None:
        """Confirm what was shown; where something moved since, show it anew instead."""
        pending = self.session.pending
        if pending is None or self.get_body_argument("id", "") != pending.id:
            self.session.notes.append("这份名册已经处理过了，或者又传了一份新的。")
            self.redirect(f"{self.desk}/roster")
            return
        since = read_day(self.get_body_argument("since", ""))
        if since is None or abs(since - today()) > _LONGEST_AHEAD:
            await self._show(pending, today(), "日期读不懂，或者离今天超过一年。请再选一次。", 400)
        elif self.get_body_argument("shown", "") != since.isoformat():
            await self._show(pending, since, "日期改了，下面是按新日期对照的结果，请再看一遍。")
        elif self.get_body_argument("against", "") != str(self._against(since)):
            await self._show(pending, since, "名册刚刚被别人换过，下面是重新对照的结果，请再看一遍。", 409)
        else:
            await self._confirm(pending, since)

    async def _confirm(self, pending: Pending, since: date) -> None:
        try:
            await self.course.run(
                self.office.book.add, pending.roster, since=since, source=pending.source, now=now()
            )
        except OSError:
            await self._show(pending, since, _NOT_WRITTEN, 507)
            return
        self.session.pending = None
        done, when = ("换好", "现在起") if since <= today() else ("排好", f"{chinese.day(since)}起")
        self.session.notes.append(f"名册{done}了，共 {len(pending.roster.people)} 人，{when}按它登记。")
        self.redirect(f"{self.desk}/roster")

    def _against(self, since: date) -> int:
        edition = self.office.book.edition(since)
        return edition.number if edition else 0

    async def _show(self, pending: Pending, since: date, message: str = "", status: int = 200) -> None:
        self.set_status(status)
        view = await self.course.run(self._view, pending, since, self.frame(), message)
        self.page("desk_preview.html", view)

    def _view(self, pending: Pending, since: date, frame: Frame, message: str) -> PreviewView:
        book, roster = self.office.book, pending.roster
        units = Counter(person.unit for person in roster.people.values())
        return PreviewView(
            site=frame.site,
            frame=frame,
            id=pending.id,
            source=pending.source,
            since=since,
            told_since=chinese.day(since),
            today=today(),
            against=self._against(since),
            changes=changes(self.office.roster(since), roster),
            people=len(roster.people),
            units=tuple(units.items()),
            made_codes=pending.made_codes,
            later=tuple(chinese.day(one.since) for one in book.editions() if one.since > since),
            message=message,
        )


class JoinHandler(DeskHandler):
    """The join codes as a sheet to print, each with a picture for phones."""

    place = "join"

    @allow_unauthenticated
    async def get(self) -> None:
        """Draw them."""
        self.page("desk_join.html", await self.course.run(self._view, self.frame()))

    def _view(self, frame: Frame) -> JoinView:
        roster = self.office.book.present()
        people = Counter(person.unit for person in roster.people.values()) if roster else Counter()
        joins = dict(roster.joins) if roster else {}
        wanted = self.get_query_argument("unit", "")
        choices, typed = self._choices(), self.get_query_argument("at", "")
        chosen = course_address(typed) if typed else next(iter(choices), "")
        address = chosen or next(iter(choices), "")
        cards = (
            JoinCard(
                unit=unit,
                people=people[unit],
                code=code,
                picture=qr_svg(join_address(address, code)),
            )
            for unit, code in joins.items()
            if address and wanted in ("", unit)
        )
        return JoinView(
            site=frame.site,
            frame=frame,
            cards=tuple(cards),
            units=tuple(joins),
            unit=wanted if wanted in joins else "",
            address=address,
            choices=choices,
            message="" if chosen is not None else "这个地址读不懂，请写成 http://192.168.1.20:8866 这样。",
        )

    def _choices(self) -> tuple[str, ...]:
        """The address that brought this browser here from elsewhere, then what this machine knows."""
        found = list(self.office.phones())
        here = course_address(f"{self.request.protocol}://{self.request.host}")
        if here and not is_own_machine(self.request.host_name.strip("[]")):
            found.insert(0, here)
        return tuple(dict.fromkeys(found))
