"""Marking free text: the forms, one form, one answer on the table, the sample for a second marker."""

from __future__ import annotations

import json
import math
import re

from jupyter_server.auth.decorator import allow_unauthenticated

from assessments.errors import GradebookError
from assessments.grading.gradebook import Mark
from assessments.grading.quarantine import kept
from assessments.grading.secondmarks import SecondMarks, SecondMarksError
from assessments.items.form import load_form
from course.web.desk.grading_handlers import GradingHandler, back_up
from course.web.desk.marking import Pile, piles
from course.web.desk.marking_look import form_view, marking_view
from course.web.desk.marking_sample import doubles, draw
from course.web.desk.marking_table import left, mark_view, ways
from course.web.desk.marking_tasks import (
    CHANGED,
    Task,
    first_task,
    keep,
    second_task,
    settle_task,
    told,
)
from course.web.handlers import Refusal
from course.web.views import Step

COMMENT_LIMIT = 2000
_LARGEST_SAMPLE = 500
_FIRST_POINTS = "这几份的分不一样，先选好分再存。"
_NOT_WRITTEN = "没有存上：成绩册这会儿写不进去，可能正在评分，也可能磁盘满了。过一会儿再存一次。"


class MarkingHandler(GradingHandler):
    """What every page for marking needs."""

    def pile(self, form: str, slot: str) -> Pile:
        """The answers to one free text, or 404."""
        found = piles(self.office.course_dir, load_form(self.form_page(form).id), self.office.shelf)
        pile = next((each for each in found if each.slot == slot), None)
        if pile is None:
            raise Refusal(404, "这份试卷没有这道文字题。", step=self._back(form))
        return pile

    def book(self, pile: Pile) -> SecondMarks:
        """The second marks of a pile."""
        return SecondMarks(self.office.course_dir, pile.form.id, pile.slot)

    def _back(self, form: str) -> Step:
        return Step("回到这份试卷", f"{self.desk}/marking/{form}")


class MarkingHomeHandler(MarkingHandler):
    """The forms that were handed in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Count what waits."""
        self.page("desk_marking.html", await self.course.run(marking_view, self.office, self.frame()))


class MarkingFormHandler(MarkingHandler):
    """One form."""

    @allow_unauthenticated
    async def get(self, form: str) -> None:
        """Its free texts, and how far they are."""
        page = self.form_page(form)
        isolated = len(kept(self.office.course_dir, page.id))
        view = await self.course.run(form_view, self.office, self.frame(), page, isolated)
        self.page("desk_marking_form.html", view)


class NamesHandler(MarkingHandler):
    """Names beside the answers, or not: this instructor's choice, until the login ends."""

    @allow_unauthenticated
    def post(self) -> None:
        """Turn it over, and go back to where one was."""
        self.session.named = self.get_body_argument("named", "") == "yes"
        back = self.get_body_argument("back", "")
        known = re.fullmatch(rf"{re.escape(self.desk)}/marking(/[a-z0-9-]+)*", back)
        self.redirect(back if known else f"{self.desk}/marking")


class NextHandler(MarkingHandler):
    """The next answer that waits."""

    @allow_unauthenticated
    async def get(self, form: str, slot: str, second: str | None = None) -> None:
        """Lead there, or to the form's page where nothing waits."""
        stop = await self.course.run(self._stop, form, slot, bool(second))
        if not stop:
            done = "抽出来的都评过第二遍了。" if second else "这道题都评完了。"
            self.session.notes.append(done)
        self.redirect(f"{self.desk}/marking/{form}" + (f"/{slot}/{stop}" if stop else ""))

    def _stop(self, form: str, slot: str, second: bool) -> str:
        pile = self.pile(form, slot)
        if second:
            sample = doubles(pile, self.book(pile).drawn())
            return next((f"second/{one.script.grade.id}" for one in sample if one.second is None), "")
        return next((group.key for group in pile.groups if group.waiting), "")


class SampleHandler(MarkingHandler):
    """Draws answers for a second marker."""

    @allow_unauthenticated
    async def post(self, form: str, slot: str) -> None:
        """Draw as many as were asked for; what was drawn before stays drawn."""
        typed = self.get_body_argument("size", "").strip()
        size = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
        try:
            drawn = await self.course.run(self._draw, form, slot, min(size, _LARGEST_SAMPLE))
        except SecondMarksError:
            self.session.notes.append(_NOT_WRITTEN)
        else:
            more = f"抽好了 {drawn} 份，可以请第二位老师来评了。"
            self.session.notes.append(more if drawn else "没有再抽：已经够这么多份了。")
        self.redirect(f"{self.desk}/marking/{form}")

    def _draw(self, form: str, slot: str, size: int) -> int:
        pile = self.pile(form, slot)
        book = self.book(pile)
        before = [double.drawn for double in doubles(pile, book.drawn())]
        chosen = draw(pile, before, size)
        book.add(chosen)
        return len(chosen)


class TableHandler(MarkingHandler):
    """One answer on the table, or identical ones."""

    @allow_unauthenticated
    async def get(self, form: str, slot: str, mode: str | None, name: str) -> None:
        """Look at it."""
        await self._show(await self.course.run(self._task, form, slot, mode, name))

    @allow_unauthenticated
    async def post(self, form: str, slot: str, mode: str | None, name: str) -> None:
        """Keep the mark; where another one stands than was seen, both are told and nothing is written."""
        task = await self.course.run(self._task, form, slot, mode, name)
        given = self._given(task)
        if given is None:
            await self._answer(
                task, Mark(), f"分数要在 0 到 {task.pile.max_points:g} 之间，可以有半分。", 400
            )
            return
        if task.mark is None and given.score is None:
            await self._answer(task, given, _FIRST_POINTS, 400)
            return
        try:
            message = await self.course.run(self._keep, task, given)
        except (GradebookError, SecondMarksError):
            await self._answer(task, given, _NOT_WRITTEN, 503)
            return
        except LookupError:
            raise Refusal(409, CHANGED, step=self._back(form)) from None
        task = await self.course.run(self._task, form, slot, mode, name)
        await self._answer(task, given, message, 409 if message else 200)

    def _keep(self, task: Task, given: Mark) -> str:
        if task.mode != "second":
            back_up(self.office.course_dir, self.session)
        return keep(self.office.course_dir, task, self.get_body_argument("seen", ""), given)

    def _task(self, form: str, slot: str, mode: str | None, name: str) -> Task:
        pile = self.pile(form, slot)
        if mode is None:
            task = first_task(pile, name, self.get_query_argument("one", "")[:40])
        else:
            sample = doubles(pile, self.book(pile).drawn())
            task = (second_task if mode == "second" else settle_task)(pile, sample, name)
        if task is None:
            raise Refusal(404, CHANGED, title="这份作答不在这里了", step=self._back(form))
        return task

    def _given(self, task: Task) -> Mark | None:
        """What the form's fields say; None where that is no mark."""
        comment = self.get_body_argument("comment", "").replace("\r\n", "\n").strip()[:COMMENT_LIMIT]
        typed = self.get_body_argument("score", "").strip()
        if not typed:
            return Mark(None, comment)
        try:
            score = float(typed) + (0.5 if self.get_body_argument("half", "") else 0.0)
        except ValueError:
            return None
        fits = math.isfinite(score) and 0 <= score <= task.pile.max_points
        stands = any(mark.score == score for mark in task.marks)
        return Mark(score, comment) if stands or (fits and score % 0.5 == 0) else None

    async def _answer(self, task: Task, given: Mark, message: str, status: int) -> None:
        if "application/json" in self.request.headers.get("Accept", ""):
            self._reply(task, given, message, status)
        elif message:
            await self._show(task, given, message, status)
        else:
            self.redirect(ways(self.desk, task).onward)

    def _reply(self, task: Task, given: Mark, message: str, status: int) -> None:
        mark = task.mark or Mark()
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(
            json.dumps(
                {
                    "message": message,
                    "told": f"已保存：{told(given).strip()}",
                    "seen": task.seen,
                    "stands": {"score": mark.score, "comment": mark.comment},
                    "left": left(task),
                    "onward": ways(self.desk, task).onward,
                },
                ensure_ascii=False,
            )
        )

    async def _show(
        self, task: Task, given: Mark | None = None, message: str = "", status: int = 200
    ) -> None:
        self.set_status(status)
        named = self.session.named
        view = await self.course.run(
            mark_view, self.office, self.frame(), task, named=named, given=given, message=message
        )
        self.page("desk_mark.html", view)
