"""Course directories for the tests: a quick one without nbgrader, and one that nbgrader made."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.authoring import build_form
from assessments.coursedir import make_course, open_form
from assessments.exchange import make_exchange
from assessments.grading.responses import Answers
from assessments.items.form import load_form
from assessments.items.item import ChoiceItem, Item, MarksItem, ScenarioItem
from assessments.items.rubric import retrace
from casebank.answer import ANSWER, Answer
from casebank.scenario import Scenario
from casebank.walk import walks

FORM = "lesson-01"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


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
def good_answers() -> Callable[[str], Answers]:
    """The answers that earn everything."""
    return lambda learner: _answers(learner, best=True)


@pytest.fixture(scope="session")
def poor_answers() -> Callable[[str], Answers]:
    """Answers that earn little but something, with nothing written."""
    return lambda learner: _answers(learner, best=False)


def _answers(learner: str, *, best: bool) -> Answers:
    form = load_form(FORM)
    given = {item.id: answer for item in form.items if (answer := _answer(item, best)) is not None}
    return Answers(form=FORM, content_version=form.content_version, learner=learner, items=given)


def _answer(item: Item, best: bool) -> Answer | None:
    if isinstance(item, ScenarioItem):
        return _walk(item, best)
    if isinstance(item, MarksItem):
        marks = list(item.key.marks)[: None if best else 1]
        return ANSWER.validate_python({"kind": "marks", "marks": marks})
    if isinstance(item, ChoiceItem):
        right = [option for option, weight in item.key.weights.items() if weight == 1]
        right = right[:1] if item.question.type == "single" else right
        wrong = [option.id for option in item.question.options if option.id not in item.key.weights]
        return ANSWER.validate_python({"kind": "choice", "chosen": right if best else wrong[:1]})
    return (
        ANSWER.validate_python({"kind": "text", "text": "先停下，打原来的电话问清楚。<script>x</script>"})
        if best
        else None
    )


def _walk(item: ScenarioItem, best: bool) -> Answer:
    scenario = item.scenario

    def points(choices: list[str]) -> float:
        return item.rubric.points(*retrace(scenario, choices))

    ordered = sorted(([choice.id for choice in walk] for walk in walks(scenario)), key=points)
    return transcript(item.id, scenario, ordered[-1 if best else 0])


def transcript(item_id: str, scenario: Scenario, choices: list[str]) -> Answer:
    """The transcript of a walk given by its choices."""
    events, node = [], scenario.start
    for seq, chosen in enumerate(choices):
        events.append({"seq": seq, "node": node, "choice": chosen, "at": NOON})
        node = next(choice.to for choice in scenario.nodes[node].choices if choice.id == chosen)
    version = scenario.content_version
    return ANSWER.validate_python(
        {"kind": "transcript", "item": item_id, "content_version": version, "events": events}
    )
