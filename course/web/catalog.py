"""The pages of the course: the one list of what is served, and from which notebook.

Lessons and the case library are listed here; there is a page for each scene and for each form of the bank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import course
from assessments.items.programme import Listed, programme
from casebank import Bank, load_bank
from course.scene import load_scene, scene_names


@dataclass(frozen=True)
class CoursePage:
    """A lesson, a form, a scene, or the case library; ``id`` names it in addresses and records."""

    id: str
    kind: Literal["lesson", "form", "scene", "library"]
    title: str
    summary: str
    minutes: int
    notebook: str
    """Path of the notebook in the package ``course``; empty where the page has none."""
    form: str = ""
    """The form that follows this lesson."""
    scene: str = ""
    """The name of a scene."""
    place: str = ""
    """Where a scene plays, in Chinese."""
    roles: tuple[str, ...] = ()
    """Whom a form suits: ids of roles; empty where it suits everybody."""
    turn: int = 0
    """Of parallel forms the first, the second and so on; 0 for every other page."""

    @property
    def href(self) -> str:
        """Address below ``course/``."""
        return self.id if self.kind == "library" else f"{self.kind}s/{self.id}"

    @property
    def live_name(self) -> str:
        """File name of the notebook under ``voila/render/`` (no form is there)."""
        return Path(self.notebook).name


PRACTICE_NAME = re.compile(r"[0-9]{2}|scene-.+")
"""What lessons and scenes are called, those of a pack not mounted today too; a browser reads it as well.

No form is found under such a name."""
SCENES = "scenes.ipynb"
"""The notebook of all scenes."""

_PAGES = (
    CoursePage(
        id="00",
        kind="lesson",
        title="开始",
        summary="十道小题看看自己现在会怎么选，再按岗位挑该学的几课。",
        minutes=10,
        notebook="00_start.ipynb",
    ),
    CoursePage(
        id="01",
        kind="lesson",
        title="领导、熟人托我过账",
        summary="有人借领导、熟人的名字，请你帮着转一笔钱。什么时候该停，什么时候该办。",
        minutes=14,
        notebook="01_leader_pass_through.ipynb",
        form="lesson-01",
    ),
    CoursePage(
        id="02",
        kind="lesson",
        title="财会：被盗号的“负责人”",
        summary="老总在聊天里催付款，供应商来信换账户：怎样核到人，核到了怎样放心付。",
        minutes=15,
        notebook="02_finance_boss.ipynb",
    ),
    CoursePage(
        id="03",
        kind="lesson",
        title="“公检法”与安全账户",
        summary="两通96110来电一真一假；哪些事真民警会做，哪些不会。",
        minutes=15,
        notebook="03_police_impersonation.ipynb",
    ),
    CoursePage(
        id="04",
        kind="lesson",
        title="网络贷款与“征信修复”",
        summary="贷款没到账先要钱，电话里说征信有问题，各该停在哪一步。",
        minutes=15,
        notebook="04_loans_credit.ipynb",
    ),
    CoursePage(
        id="05",
        kind="lesson",
        title="刷单返利与兼职",
        summary="一点小钱真返，为什么下一单不能付；真零活怎么认、怎么问。",
        minutes=15,
        notebook="05_order_brushing.ipynb",
    ),
    CoursePage(
        id="06",
        kind="lesson",
        title="投资理财、杀猪盘、婚恋交友",
        summary="真的感情、真的理财照办；有人带你赚、叫你瞒着家里，先停下来问。",
        minutes=15,
        notebook="06_investment_romance.ipynb",
    ),
    CoursePage(
        id="07",
        kind="lesson",
        title="购物、退款、物流客服、游戏交易",
        summary="两通快递来电一真一假；退款从哪里退，买东西、卖装备的钱付到哪里。",
        minutes=15,
        notebook="07_shopping_refund.ipynb",
    ),
    CoursePage(
        id="08",
        kind="lesson",
        title="假银行短信、钓鱼链接、升级与积分",
        summary="银行短信、链接、积分，哪些放心办，哪些先停一停，怎样自己查清。",
        minutes=15,
        notebook="08_bank_sms.ipynb",
    ),
    CoursePage(
        id="09",
        kind="lesson",
        title="中奖、退税、亲友急事、冒充部队采购",
        summary="爸妈、老客户、小店会遇到的老手法：哪些是真事，怎么问、怎么回才管用。",
        minutes=15,
        notebook="09_old_tricks.ipynb",
    ),
    CoursePage(
        id="10",
        kind="lesson",
        title="两卡与帮手：自己别成了工具",
        summary="卡和账户不租不借不卖；开户多听本人说，被人用了的，早点开口。",
        minutes=15,
        notebook="10_cards_helpers.ipynb",
    ),
    CoursePage(
        id="11",
        kind="lesson",
        title="柜面守护：五必问与三步式劝止",
        summary="两位客户，单子一样；练怎么问，不肯说的怎么办，缓、请、打怎样同时做。",
        minutes=15,
        notebook="11_counter_guard.ipynb",
    ),
    CoursePage(
        id="12",
        kind="lesson",
        title="自助区与大堂：一问二看三提醒",
        summary="客户夹着电话在自助机上按，怎么问，怎么劝，什么时候放心让他办。",
        minutes=15,
        notebook="12_lobby.ipynb",
    ),
    CoursePage(
        id="13",
        kind="lesson",
        title="已经转出去了：头三十分钟",
        summary="钱刚转出去，先打哪个电话，能锁什么，留下什么，再有电话来怎么分辨。",
        minutes=14,
        notebook="13_first_thirty_minutes.ipynb",
    ),
    CoursePage(
        id="14",
        kind="lesson",
        title="新面孔：换脸、拟声、共享屏幕",
        summary="脸和声音都像，凭什么认人；屏幕什么时候能给人看。家里、单位怎样事先说好。",
        minutes=15,
        notebook="14_new_faces.ipynb",
    ),
    CoursePage(
        id="15",
        kind="lesson",
        title="单位怎么做：全员覆盖、留痕、回访",
        summary="谁还没学、怎么讲人家才听得进、留下什么、有人受骗了先做什么。",
        minutes=10,
        notebook="15_organisers.ipynb",
    ),
    CoursePage(
        id="16",
        kind="lesson",
        title="结业",
        summary="再过一遍明天会遇到的事，带走手机上的帮手和家里的规矩。",
        minutes=10,
        notebook="16_finish.ipynb",
    ),
    CoursePage(
        id="library",
        kind="library",
        title="案例库",
        summary="一件一件的事，按类型、岗位、渠道找来看。",
        minutes=10,
        notebook="case_library.ipynb",
    ),
)


def lessons() -> tuple[CoursePage, ...]:
    """The lessons in their order."""
    return tuple(page for page in _PAGES if page.kind == "lesson")


def lesson_minutes() -> dict[str, int]:
    """The minutes of each lesson, by its id."""
    return {page.id: page.minutes for page in lessons()}


def forms() -> tuple[CoursePage, ...]:
    """The assessed forms of the bank, mounted ones included, in the order in which they are sat."""
    return _forms_of(programme())


@lru_cache(maxsize=8)
def _forms_of(listed: tuple[Listed, ...]) -> tuple[CoursePage, ...]:
    return tuple(
        CoursePage(
            id=form.id,
            kind="form",
            title=form.title,
            summary=form.intro,
            minutes=form.minutes,
            notebook="",
            roles=form.roles,
            turn=form.turn,
        )
        for form in listed
    )


def library() -> CoursePage:
    """The case library: cases to look up, nothing to answer."""
    return next(page for page in _PAGES if page.kind == "library")


_scenes: tuple[Bank, tuple[CoursePage, ...]] | None = None


def scenes() -> tuple[CoursePage, ...]:
    """A page for each scene; made anew only for another bank, because every request asks."""
    global _scenes
    bank = load_bank()
    if _scenes is None or _scenes[0] is not bank:
        _scenes = (bank, _scene_pages())
    return _scenes[1]


def _scene_pages() -> tuple[CoursePage, ...]:
    return tuple(
        CoursePage(
            id=f"scene-{scene.name}",
            kind="scene",
            title=scene.title,
            summary=scene.brief,
            minutes=scene.minutes,
            notebook=SCENES,
            scene=scene.name,
            place=scene.place,
        )
        for scene in map(load_scene, scene_names())
    )


def notebooks() -> tuple[CoursePage, ...]:
    """One page for each notebook that can be opened live: the lessons, the case library, the scenes."""
    return (*lessons(), library(), *scenes()[:1])


def practised() -> tuple[CoursePage, ...]:
    """The pages on which one practises: the lessons and the scenes."""
    return (*lessons(), *scenes())


def everything() -> tuple[CoursePage, ...]:
    """Every page that is built; those of forms are put together for each learner."""
    return (*practised(), library())


def find(page_id: str) -> CoursePage | None:
    """The page of that id, or None."""
    known = scenes() if page_id.startswith("scene-") else (*_PAGES, *forms())
    return next((page for page in known if page.id == page_id), None)


def notebook_of(page: CoursePage) -> Path:
    """Where the notebook of a lesson or the case library lies in the installed package."""
    return Path(course.__path__[0]) / page.notebook
