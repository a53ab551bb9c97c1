"""Course directories for the tests: a quick one without nbgrader, and one that nbgrader made."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assessments.authoring import build_form
from assessments.coursedir import make_course, open_form
from assessments.exchange import make_exchange
from assessments.grading.responses import Answers
from assessments.items.form import load_form
from assessments.items.item import Item
from assessments.items.paper import paper
from casebank.answer import Answer

FORM = "lesson-01"
AnswerOf = Callable[[Item, bool], Answer | None]


@pytest.fixture
def exchange_dir(tmp_path: Path) -> Path:
    """A course with an open form and no gradebook: enough to hand in to."""
    directory = tmp_path / "课程"
    make_exchange(directory)
    build_form(FORM, directory / "release")
    open_form(directory, FORM)
    return directory


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory as `make_course` makes it. Copy it before you change it."""
    directory = tmp_path_factory.mktemp("template") / "course"
    assert make_course(directory) == ()
    return directory


@pytest.fixture
def course_dir(made_course: Path, tmp_path: Path) -> Path:
    """A copy of the made course of one's own."""
    return Path(shutil.copytree(made_course, tmp_path / "my course"))


@pytest.fixture(scope="session")
def good_answers(answer_of: AnswerOf) -> Callable[[str], Answers]:
    """The answers that earn everything."""
    return lambda learner: _answers(FORM, learner, answer_of, best=True)


@pytest.fixture(scope="session")
def poor_answers(answer_of: AnswerOf) -> Callable[[str], Answers]:
    """Answers that earn little but something, with nothing written."""
    return lambda learner: _answers(FORM, learner, answer_of, best=False)


@pytest.fixture(scope="session")
def drawn_answers(answer_of: AnswerOf) -> Callable[[str, str, bool], Answers]:
    """The best or poor answers of a learner to the own paper of a form, with its variants."""
    return lambda form, learner, best: _answers(form, learner, answer_of, best=best)


def _answers(form_id: str, learner: str, answer_of: AnswerOf, *, best: bool) -> Answers:
    form = load_form(form_id)
    sat = paper(form, learner)
    given = {item.id: answer for item in sat.items if (answer := answer_of(item, best)) is not None}
    variants = {} if form.is_fixed else sat.variants
    version = form.content_version
    return Answers(form=form_id, content_version=version, learner=learner, items=given, variants=variants)
