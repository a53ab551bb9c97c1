"""The list of pages says what the lessons and forms themselves say."""

import re

import pytest

from assessments.items.form import form_ids, load_form
from course.authoring import TEXT, texts
from course.authoring.build import stale_notebooks
from course.practice import load_practice
from course.web import catalog


def test_every_lesson_and_every_form_is_listed() -> None:
    assert [page.notebook for page in catalog.lessons()] == [f"{text.stem}.ipynb" for text in texts()]
    assert sorted(page.id for page in catalog.forms()) == form_ids()
    order = [page.id for page in catalog.forms()]
    assert order[:3] == ["entry-a", "end-b", "delayed-c"]
    turns = {page.id: page.turn for page in catalog.forms() if page.turn}
    assert turns == {"entry-a": 1, "end-b": 2, "delayed-c": 3}


@pytest.mark.parametrize("page", catalog.lessons(), ids=lambda page: page.id)
def test_a_lesson_has_its_title_and_each_of_its_exercises_once(page: catalog.CoursePage) -> None:
    text = (TEXT / f"{page.notebook.removesuffix('.ipynb')}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {page.title}\n")
    shown = re.findall(r'lesson\.exercise\("([^"]+)"\)', text)
    assert sorted(shown) == sorted(exercise.id for exercise in load_practice(page.id).exercises)
    assert 10 <= page.minutes <= 15


@pytest.mark.parametrize("page", catalog.forms(), ids=lambda page: page.id)
def test_a_form_has_its_title_and_minutes(page: catalog.CoursePage) -> None:
    form = load_form(page.id)
    assert (page.title, page.minutes) == (form.title, form.minutes)


def test_the_committed_notebooks_are_what_their_text_builds() -> None:
    assert stale_notebooks() == []
