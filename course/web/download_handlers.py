"""One's own answers as files to keep."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated

from course.web import catalog
from course.web.api_handlers import ApiHandler
from course.web.handlers import Refusal
from course.web.identity import Visitor
from course.web.packing import pack, pack_form
from course.web.state import CourseState


class DownloadHandler(ApiHandler):
    """One's own answers as a file."""

    @allow_unauthenticated
    async def get(self, page_id: str) -> None:
        """``answers.json`` of the page."""
        page = self.wanted(page_id)
        visitor = self.somebody(page)
        self.give("answers.json", await self.course.run(packed_page, self.course, visitor, page))


class DownloadAllHandler(ApiHandler):
    """One's own answers of every page in one file."""

    @allow_unauthenticated
    async def get(self) -> None:
        """A list of what each page's ``answers.json`` would hold."""
        visitor = self.visitor
        if visitor is None:
            raise Refusal(401, "这个浏览器里还没有登记，也没有作答，没有可以下载的。")
        pages = await self.course.run(packed_pages, self.course, visitor)
        self.give("my-answers.json", {"schema": "shizha.answers-all/1", "pages": pages})


def packed_page(course: CourseState, visitor: Visitor, page: catalog.CoursePage) -> dict[str, object]:
    """A page's answers as ``answers.json`` has them.

    Which variants a paper holds is told whoever may see it: its form is open, or was answered.
    """
    learner = visitor.id if visitor.kind == "staff" else "anonymous"
    answers = course.records.answers(visitor.key, page.id)
    deck = course.deck(page) if page.kind == "form" else None
    if deck is not None:
        packed = pack_form(deck, deck.hand(visitor.id), learner, answers)
        told = packed["items"] or course.is_open(page)
        return packed if told else {name: value for name, value in packed.items() if name != "variants"}
    version, items = course.known_items(page)
    return pack(page.id, version, learner, answers, items)


def packed_pages(course: CourseState, visitor: Visitor) -> list[dict[str, object]]:
    """The answers of every page on which the visitor answered something, lessons first."""
    every = (packed_page(course, visitor, page) for page in (*catalog.practised(), *catalog.forms()))
    return [packed for packed in every if packed["items"]]
