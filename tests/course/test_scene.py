"""Scenes: a page and a cell show the same exercises, and every pair and every drill has its scene."""

import re

import pytest

from casebank import load_bank
from course.authoring import SCENES, TEXT
from course.practice.drill import drill_ids
from course.scene import load_scene, scene_names
from course.web import catalog
from course.web.sources import scene_blocks

PAIRS = list(load_bank().pairs)


def test_every_pair_and_every_drill_has_a_page_and_its_cells() -> None:
    assert [page.scene for page in catalog.scenes()] == [*PAIRS, *drill_ids()]
    text = (TEXT / SCENES).read_text(encoding="utf-8")
    shown = re.findall(r'load_scene\("([^"]+)"\)\.show\((\d)\)', text)
    assert shown == [
        (name, str(n)) for name in scene_names() for n, _ in enumerate(load_scene(name).parts, 1)
    ]
    assert all(f"\n## {page.title}\n" in text for page in catalog.scenes())


@pytest.mark.parametrize("name", scene_names())
def test_a_page_and_a_cell_show_the_same(name: str) -> None:
    blocks = scene_blocks(name)
    widgets = [load_scene(name).show(number) for number, _ in enumerate(blocks, 1)]
    shown = [(widget.item, widget.mode, widget.spec) for widget in widgets]
    assert shown == [(block.item, block.mode, block.spec) for block in blocks]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_look_back_knows_which_one_was_genuine(pair: str) -> None:
    first, second, last = load_scene(pair).parts
    scenarios = load_bank().scenarios
    genuine = {"a": first.item, "b": second.item}[last.spec["feedback"]["genuine"]]
    assert scenarios[genuine].genuine
    assert {scenarios[part.item].genuine for part in (first, second)} == {True, False}


def test_a_scene_that_there_is_not() -> None:
    with pytest.raises(KeyError, match="allowed: "):
        load_scene("no-such-scene")


def test_a_scene_takes_minutes_not_an_hour() -> None:
    assert all(5 <= page.minutes <= 15 for page in catalog.scenes())
