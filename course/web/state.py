"""What the handlers share: one course directory, its records, its pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from course.web import catalog
from course.web.database import NotAtOnce
from course.web.entered import NewCodes
from course.web.entry import Desk
from course.web.files import PageFiles
from course.web.form_page import FormPages
from course.web.forms import Forms
from course.web.identity import Visitor, unseal
from course.web.limit import Limit
from course.web.packing import packaged_deck
from course.web.plan import Plan
from course.web.records import Records

if TYPE_CHECKING:
    from assessments.items.deck import Deck
    from course.web.desk.office import Office

P = ParamSpec("P")
T = TypeVar("T")

_SAVES_A_MINUTE = 300
_VISITS_A_MINUTE = 600
_SUBMISSIONS_AN_HOUR = 20
SETTING = "shizha_course"
_PRIVACY = (
    "记录什么：工号、选的岗位、练习和试卷的答案、交卷时间。不收手机号、证件号、卡号；写进答案里的，先遮住再存。",
    "谁看得到：练习只有你自己看得到。培训老师看得到你登记没有、交卷没有，交上的试卷和成绩也看得到；不满五人的单位，总览里只有人数，没有名单。",
    "放在哪里：只在办这次培训的这台服务器的课程文件夹里，不发往别处；管理服务器的人打得开它。没来得及存上的作答，暂存在你的浏览器里。",
    "留多久：登记过的一直留到培训老师删除为止，没登记的练习过三十天没再用就会清掉；删掉课程文件夹，服务器上的记录就全没了。自己的练习随时可以在“我的记录”里查看、下载、删掉；名册和交上的卷子要更正或删除，找培训老师。",
)


@dataclass(frozen=True)
class CourseState:
    """One open course. ``forms`` is None in practice mode: nothing can be handed in there."""

    secret: bytes
    records: Records
    desk: Desk
    files: PageFiles
    forms: Forms | None
    workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=4, thread_name_prefix="shizha")
    )
    privacy: tuple[str, ...] = _PRIVACY
    plan: Plan = field(default_factory=lambda: Plan(None))
    """Due dates."""
    office: Office | None = None
    """The instructor's side; None in practice mode."""
    new_codes: NewCodes = field(default_factory=NewCodes)
    saves: Limit = field(default_factory=lambda: Limit(_SAVES_A_MINUTE, 60.0))
    visits: Limit = field(default_factory=lambda: Limit(_VISITS_A_MINUTE, 60.0))
    """Saves of all anonymous visitors of one address: their cookies are free."""

    submissions: Limit = field(default_factory=lambda: Limit(_SUBMISSIONS_AN_HOUR, 3600.0))
    """New submissions of one learner to one form: each of them is a folder that stays."""

    form_pages: FormPages = field(default_factory=FormPages)
    hosts: dict[str, bool] = field(default_factory=dict)
    """Names by which requests came, and whether the server goes by them."""

    @property
    def practice(self) -> bool:
        """Whether only anonymous practice is allowed."""
        return self.forms is None

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something that waits (database, hashing) outside the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.workers, lambda: work(*args, **kwargs))

    async def visitor(self, cookie: str | None) -> Visitor | None:
        """Who the cookie names: None for a forged one, for a record that was reset since, for a leaver."""
        visitor = unseal(self.secret, cookie)
        if visitor is None or visitor.kind == "anonymous":
            return visitor
        if self.practice:
            return None
        try:
            learner = self.records.glance(visitor.key)
        except NotAtOnce:
            learner = await self.run(self.records.learner, visitor.key)
        held = learner is not None and learner.code_hash is not None and learner.epoch == visitor.epoch
        return visitor if held and self.desk.admits(visitor) else None

    def deck(self, page: catalog.CoursePage) -> Deck | None:
        """A form as it is released; where one only practises, as the program carries it. None without one."""
        if self.forms is None:
            return packaged_deck(page.id)
        info = self.forms.info(page.id)
        return info.deck if info else None

    def is_open(self, page: catalog.CoursePage) -> bool:
        """Whether a page may be seen: a form only while it is open, except where one only practises."""
        if page.kind != "form" or self.forms is None:
            return True
        info = self.forms.info(page.id)
        return info is not None and info.open

    def known_items(
        self, page: catalog.CoursePage, visitor: Visitor | None = None
    ) -> tuple[str, tuple[str, ...]]:
        """Content version and item ids of a page: of a form those of the visitor's paper, else as built."""
        if page.kind == "form":
            deck = self.deck(page)
            hand = deck.hand(visitor.id) if deck and visitor else None
            return (hand.version, hand.slots) if hand else ("", ())
        built = self.files.page(page.id)
        return (built.version, built.items) if built else ("", ())

    def close(self) -> None:
        """Finish what is under way and let go of the database."""
        self.workers.shutdown(wait=True)
        if self.forms is not None:
            self.forms.close()
        self.records.close()


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)
