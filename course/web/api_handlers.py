"""What the pages' script talks to: state, saving, handing in. JSON in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated

from casebank.answer import ANSWER
from course.web import catalog
from course.web.database import RecordsError
from course.web.forms import FormRefused, Forms, Submitted
from course.web.handlers import CourseHandler, Refusal, sentence
from course.web.identity import Visitor, new_anonymous
from course.web.limit import network
from course.web.packing import is_own, unfitting
from course.web.payload import PayloadError, TooLarge, parse_save
from course.web.payload import Save as Sent
from course.web.records import Conflict, Records, Save, Saved, Stored, stamp
from course.web.state import now

_OTHER_PAPER = "这份试卷换过内容，或者这台设备换了人，这一步没有存。请刷新页面再答。"
_UNFIT = "这一步和题目对不上，没有存；之前存好的作答都在。请刷新页面再答。"
_TOO_OFTEN = "这一小时里交了很多次，先歇一歇。之前交上的都在，回执也有效；作答照样存着，过一会儿再交。"
_NEEDS_NUMBER = "答题要先登记工号，请登记后再来；这里的作答还在这个浏览器里。"


class ApiHandler(CourseHandler):
    """Answers with JSON, errors too."""

    is_read = False

    def reply(self, value: object, status: int = 200) -> None:
        """Answer."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False))

    def give(self, name: str, value: object) -> None:
        """Answer with a file to keep."""
        self.set_attachment_header(name)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False, indent=1))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """One calm sentence."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, (RecordsError, FormRefused)):
            status_code = error.status
        self.clear()
        self.reply({"message": sentence(status_code, error)}, status_code)

    def wanted(self, page_id: str) -> catalog.CoursePage:
        """The page, or 404; in the case library there is nothing to answer."""
        page = catalog.find(page_id)
        if page is None or page.kind == "library":
            raise Refusal(404, "没有这一页，请从课程首页进来。")
        return page

    def somebody(self, page: catalog.CoursePage) -> Visitor:
        """Whose answers these are: forms are for staff, lessons for everybody."""
        visitor = self.visitor
        staff_only = page.kind == "form" and not self.course.practice
        if visitor is not None and (visitor.kind == "staff" or not staff_only):
            return visitor
        if staff_only:
            raise Refusal(401, _NEEDS_NUMBER)
        fresh = new_anonymous()
        self.remember(fresh)
        return fresh

    async def is_graded(self, forms: Forms, page: catalog.CoursePage, visitor: Visitor) -> bool:
        """A gradebook that cannot be read just now is no reason to keep a form from being answered."""
        known = forms.known_graded(page.id, visitor.id)
        if known is not None:
            return known
        try:
            return await self.course.run(forms.is_graded, page.id, visitor.id)
        except FormRefused:
            return False


class StateHandler(ApiHandler):
    """Everything a page needs to come back to life."""

    @allow_unauthenticated
    async def get(self, page_id: str) -> None:
        """Who, which content, what is saved."""
        page = self.wanted(page_id)
        visitor = self.somebody(page)
        forms = self.course.forms if page.kind == "form" else None
        stored, receipt, same = await self.course.run(_kept, self.course.records, forms, visitor, page.id)
        shown = self._shown(page, visitor, stored)
        answered = any(kept.answer for kept in shown.values())
        version, _ = self.course.known_items(page, visitor)
        self.xsrf_token  # noqa: B018  (reading it sets the cookie that saving needs)
        self.reply(
            {
                "learner": {
                    "kind": visitor.kind,
                    "label": self.course.desk.label(visitor),
                    "key": visitor.browser_key,
                },
                "practice": self.course.practice,
                "page": page.id,
                # the version of a drawn form tells its paper, and one that is still to come is nobody's yet
                "content_version": version if answered or self.course.is_open(page) else "",
                "form": await self._form(page, visitor, receipt, same),
                "items": {
                    item: {
                        "answer": kept.answer,
                        "rev": kept.rev,
                        "done": kept.done,
                        "saved_at": kept.saved_at,
                    }
                    for item, kept in shown.items()
                },
            }
        )

    def _shown(
        self, page: catalog.CoursePage, visitor: Visitor, stored: Mapping[str, Stored]
    ) -> Mapping[str, Stored]:
        """The answers; one to another paper than today's is as good as taken back, but keeps its revision."""
        deck = self.course.deck(page) if page.kind == "form" else None
        if deck is None:
            return stored
        hand = deck.hand(visitor.id)
        empty = {"answer": {}, "done": False}
        return {s: kept if is_own(deck, hand, kept) else replace(kept, **empty) for s, kept in stored.items()}  # type: ignore[arg-type]

    async def _form(
        self, page: catalog.CoursePage, visitor: Visitor, receipt: Submitted | None, same: bool
    ) -> dict[str, object] | None:
        if page.kind != "form":
            return None
        forms = self.course.forms
        if forms is None:
            return {"open": True, "submitted": None, "changed": False, "graded": False}
        info = forms.info(page.id)
        submitted = {"receipt": receipt.code, "at": stamp(receipt.at)} if receipt else None
        return {
            "open": bool(info and info.open),
            "submitted": submitted,
            "changed": not same,
            "graded": await self.is_graded(forms, page, visitor),
        }


def _kept(
    records: Records, forms: Forms | None, visitor: Visitor, page: str
) -> tuple[Mapping[str, Stored], Submitted | None, bool]:
    """The answers; of a form the latest submission too, and whether they say nothing new beside it."""
    stored = records.answers(visitor.key, page)
    receipt = forms.receipt(page, visitor.id) if forms else None
    same = forms is None or receipt is None or forms.is_handed_in(page, visitor.id, stored)
    return stored, receipt, same


class AnswerHandler(ApiHandler):
    """Saving one answer."""

    @allow_unauthenticated
    async def put(self, page_id: str, item: str) -> None:
        """Keep it; 409 where something else was saved in the meantime."""
        page = self.wanted(page_id)
        visitor = self.somebody(page)
        self._not_too_often(visitor)
        version = await self._version(page, item, visitor)
        try:
            save = parse_save(self.request.body, item)
        except TooLarge as error:
            raise Refusal(413, "这次的内容太长，存不下，请写短一点再存。") from error
        except PayloadError as error:
            raise Refusal(400, "这份作答读不懂，没有存。请刷新页面；之前存好的都在。") from error
        self._check(page, item, visitor, save, version)
        keep = Save(
            place=(visitor.key, page.id, item),
            answer=save.answer,
            done=save.done,
            base_rev=save.rev,
            now=now(),
            content_version=save.content_version or version,
            stays_done=page.kind != "form",  # to try practice once more takes nothing back
        )
        self._tell(await self.course.records.keep(keep))

    def _not_too_often(self, visitor: Visitor) -> None:
        moment = now().timestamp()
        limits = [(self.course.saves, visitor.key)]
        if visitor.kind == "anonymous":
            limits.append((self.course.visits, network(self.request.remote_ip or "")))
        if any(limit.blocked(key, moment) for limit, key in limits):
            raise Refusal(429, "存得太频繁了，答案还在这个浏览器里，稍后会自动再存一次。")
        for limit, key in limits:
            limit.note(key, moment)

    async def _version(self, page: catalog.CoursePage, item: str, visitor: Visitor) -> str:
        """The content version; refuses an item that is not on the page, and a form closed or graded."""
        if page.kind == "form" and self.course.forms is not None:
            info = self.course.forms.info(page.id)
            if info is None or not info.open:
                raise Refusal(403, "试卷已经收了，不能再改；之前存好的作答都在。")
            if await self.is_graded(self.course.forms, page, visitor):
                raise Refusal(403, "这份试卷已经评分，不能再改；之前存好的作答都在。")
        version, items = self.course.known_items(page, visitor)
        if item not in items:
            raise Refusal(404, "这道题不在这一页上，可能课程刚更新过。请刷新页面。")
        return version

    def _check(self, page: catalog.CoursePage, item: str, visitor: Visitor, save: Sent, version: str) -> None:
        """Refuse an answer to another paper, and one that its item cannot have: nobody could mark it."""
        deck = self.course.deck(page) if page.kind == "form" else None
        if deck is None:
            return
        if save.content_version != version and (save.content_version or deck.seed is not None):
            raise Refusal(403, _OTHER_PAPER)
        given = {item: ANSWER.validate_json(json.dumps(save.answer))} if save.answer else {}
        if unfitting(deck.hand(visitor.id), given):
            raise Refusal(400, _UNFIT)

    def _tell(self, outcome: Saved | Conflict) -> None:
        if isinstance(outcome, Saved):
            self.reply({"rev": outcome.rev, "saved_at": outcome.saved_at})
            return
        current = outcome.current
        self.reply(
            {
                "rev": current.rev if current else 0,
                "answer": current.answer if current else None,
                "done": current.done if current else False,
                "message": "这道题在别的窗口或设备上改过了，现在显示的是那边的。想用这边的，可以换回来。",
            },
            409,
        )


class SubmitHandler(ApiHandler):
    """Handing in a form."""

    @allow_unauthenticated
    async def post(self, page_id: str) -> None:
        """Hand in what is saved; the same answers once more give the same receipt."""
        page = self.wanted(page_id)
        if page.kind != "form":
            raise Refusal(404, "这一页不用交卷。")
        forms = self.course.forms
        if forms is None:
            raise Refusal(403, "这里只供练习，不收卷。答案可以下载带走。")
        visitor = self.somebody(page)
        stored = await self.course.run(self.course.records.answers, visitor.key, page.id)
        taken = await self._handed_in(forms, page.id, visitor, stored)
        self.reply({"receipt": taken.code, "at": stamp(taken.at), "repeated": taken.repeated})

    async def _handed_in(
        self, forms: Forms, page: str, visitor: Visitor, stored: Mapping[str, Stored]
    ) -> Submitted:
        """Hand in; what is new counts, the same answers once more and what is refused do not."""
        at, limit, key = now(), self.course.submissions, f"{visitor.key} {page}"
        if limit.blocked(key, at.timestamp()):
            raise Refusal(429, _TOO_OFTEN)
        limit.note(key, at.timestamp())  # at once: clicks in the same moment do not slip past
        taken = None
        try:
            taken = await forms.submit(page, visitor.id, stored, at)
        finally:
            if taken is None or taken.repeated:
                limit.take_back(key, at.timestamp())
        return taken


class PingHandler(ApiHandler):
    """Says that the server is there."""

    needs_visitor = False

    @allow_unauthenticated
    def get(self) -> None:
        """Nothing."""
        self.set_status(204)
        self.finish()
