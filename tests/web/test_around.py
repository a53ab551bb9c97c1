"""What stands before and after a page, and the places on it."""

from __future__ import annotations

import pytest

from course.web import catalog
from course.web.around import Neighbours, Place, neighbours, places
from course.web.blocks import Block
from course.web.catalog import CoursePage
from course.web.prerender import render_page

LESSON = CoursePage("01", "lesson", "课", "", 5, "")


def page(page_id: str, kind: str = "lesson") -> CoursePage:
    return CoursePage(page_id, kind, f"题 {page_id}", "", 5, "")  # type: ignore[arg-type]


def item(name: str, title: str = "") -> Block:
    return Block("item", widget="question_card", item=name, mode="practice", spec={"title": title})


ROW = [page("00"), page("s1", "scene"), page("01"), page("f", "form"), page("s2", "scene"), page("02")]


@pytest.mark.parametrize(
    ("which", "before", "after"),
    [("00", None, "01"), ("01", "00", "02"), ("02", "01", None), ("s1", None, "s2"), ("f", None, None)],
)
def test_neighbours_are_of_the_same_kind_in_the_same_order(
    which: str, before: str | None, after: str | None
) -> None:
    found = neighbours(next(one for one in ROW if one.id == which), ROW)
    assert tuple(one.id if one else None for one in (found.before, found.after)) == (before, after)


def test_a_page_that_is_not_among_them_has_none() -> None:
    assert neighbours(page("77"), ROW) == Neighbours()


def test_the_whole_course_can_be_walked_from_its_first_lesson() -> None:
    walked, here = [], catalog.lessons()[0]
    while here is not None:
        walked.append(here)
        here = neighbours(here, catalog.everything()).after  # type: ignore[assignment]
    assert tuple(walked) == catalog.lessons()


def test_sections_are_places_and_so_is_an_exercise_before_them() -> None:
    blocks = [
        Block("prose", html='<h1 id="课">课</h1>'),
        item("01-a"),
        Block(
            "prose",
            html='<h2 id="一-真">一<b>真</b> &amp; 一假</h2><p>x</p><h2 id="二">二</h2><h3 id="x">x</h3>',
        ),
        item("01-b"),
    ]
    assert places(LESSON, blocks) == (
        Place("item-01-a", "试一试"),
        Place("一-真", "一真 & 一假"),
        Place("二", "二"),
    )


def test_where_a_section_comes_first_the_exercise_is_part_of_it() -> None:
    blocks = [Block("prose", html='<h2 id="一">一</h2>'), item("01-a")]
    assert places(LESSON, blocks) == (Place("一", "一"),)


def test_parts_of_a_scene() -> None:
    pair = [item("a"), item("b"), item("c")]
    assert [one.text for one in places(page("s1", "scene"), pair)] == ["第一段", "第二段", "回头比一比"]
    assert places(page("s1", "scene"), [item("a")]) == (Place("item-a", "试一试"),)


def test_every_place_is_on_the_page_and_the_way_on_leads_to_a_page() -> None:
    blocks = (
        Block("prose", html='<h1 id="课">课</h1>'),
        item("01-a"),
        Block("prose", html='<h2 id="二">二</h2>'),
    )
    text = render_page(LESSON, blocks, {}, None, Neighbours(page("00"), page("02")))
    for place in places(LESSON, blocks):
        assert f'href="#{place.id}"' in text
        assert f'id="{place.id}"' in text
    assert 'href="../lessons/00"' in text
    assert 'href="../lessons/02"' in text
    assert "上一课" not in render_page(LESSON, blocks, {}, None, Neighbours(None, None)).split("<footer")[1]
