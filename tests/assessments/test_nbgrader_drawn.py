"""A form of which each learner has another paper, through the stock commands: the right marks come out."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.commands import nbgrader
from assessments.coursedir import make_course, open_form
from assessments.grading import form_scores
from assessments.grading.gradebook import Result, result
from assessments.grading.intake import submit
from assessments.grading.responses import Answers, read_answers
from assessments.items.form import load_form
from assessments.items.item import TextItem
from assessments.items.itembank import MOUNTED
from assessments.items.paper import paper

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
FORMS = ("entry-a", "counter")
"""Between them they have every kind of item."""
LEARNERS = {"1001": True, "1002": False, "1003": True}
Make = Callable[[str, str, bool], Answers]


@pytest.fixture(scope="module")
def graded(made_course: Path, tmp_path_factory: pytest.TempPathFactory, drawn_answers: Make) -> Path:
    """Learners with different papers, the good and the poor, collected and graded."""
    directory = Path(shutil.copytree(made_course, tmp_path_factory.mktemp("drawn") / "course"))
    for form in FORMS:
        open_form(directory, form)
        for learner, best in LEARNERS.items():
            submit(directory, drawn_answers(form, learner, best), NOON)
        for command in ("collect", "autograde"):
            subprocess.run(
                [str(Path(sys.executable).parent / "nbgrader"), command, form],
                cwd=directory,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=True,
            )
    return directory


def marks(directory: Path, form: str, learner: str) -> Result:
    given = result(directory, form, learner)
    assert given is not None
    return given


def test_the_learners_had_different_papers_of_every_kind() -> None:
    kinds = set()
    for form_id in FORMS:
        form = load_form(form_id)
        papers = [paper(form, learner) for learner in LEARNERS]
        assert len({tuple(sat.variants.items()) for sat in papers}) == len(LEARNERS)
        kinds |= {item.kind for sat in papers for item in sat.items}
    assert kinds == {"scenario", "marks", "compare", "choice", "order", "text"}


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("learner", LEARNERS)
def test_each_paper_is_marked_by_its_own_keys(graded: Path, form_id: str, learner: str) -> None:
    form, given = load_form(form_id), marks(graded, form_id, learner)
    scores = form_scores(form, graded / "submitted" / learner / form_id)
    assert {item.item_id: item.auto for item in given.items if not item.written} == {
        slot: score.points for slot, score in scores.items()
    }
    assert given.max_total == form.max_score
    if LEARNERS[learner]:
        assert given.auto_total == form.automatic_max
    else:
        assert given.auto_total < form.pass_score
    assert set(given.pending) == {slot.id for slot in form.slots if not slot.automatic}


@pytest.mark.parametrize("form_id", FORMS)
def test_the_neighbours_answers_earn_less_on_ones_own_paper(
    graded: Path, form_id: str, drawn_answers: Make, tmp_path: Path
) -> None:
    """Who copies the letters has copied answers to other questions."""
    form = load_form(form_id)
    copied = drawn_answers(form_id, "1001", True).model_copy(
        update={"learner": "1002", "variants": paper(form, "1002").variants}
    )
    copied.write(tmp_path)
    assert sum(score.points for score in form_scores(form, tmp_path).values()) < form.automatic_max


@pytest.mark.parametrize("form_id", FORMS)
def test_nbgrader_reads_each_cell_as_we_do(graded: Path, form_id: str) -> None:
    """determine_grade, asked in a process of its own: importing nbgrader warns."""
    script = (
        "import sys, json, nbformat; from nbgrader.utils import determine_grade, is_grade\n"
        "told = {}\n"
        "for path in sys.argv[1:]:\n"
        "    cells = nbformat.read(path, as_version=4).cells\n"
        "    told[path] = {c.metadata.nbgrader.grade_id: determine_grade(c) for c in cells if is_grade(c)}\n"
        "print(json.dumps(told))"
    )
    paths = [str(graded / "autograded" / n / form_id / f"{form_id}.ipynb") for n in LEARNERS]
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    for learner, path in zip(LEARNERS, paths, strict=True):
        given = marks(graded, form_id, learner)
        expected = {
            f"{form_id}-{item.item_id}": [item.auto, item.max_points]
            for item in given.items
            if not item.written
        }
        assert told[path] == expected


def notebook(graded: Path, form: str, learner: str) -> dict[str, Any]:
    path = graded / "autograded" / learner / form / f"{form}.ipynb"
    return {cell["id"]: cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_marker_reads_the_question_that_this_learner_had(graded: Path, learner: str) -> None:
    cells = notebook(graded, "counter", learner)
    for item in paper(load_form("counter"), learner).items:
        shown = "".join(cells[f"{item.id}-show"]["outputs"][0]["text"])
        assert shown.startswith(f"【{item.title}】")
        if isinstance(item, TextItem):
            assert item.question.prompt in shown
            assert ("打原来的电话问清楚" in shown) is LEARNERS[learner]
            assert f"《{item.title}》" in "".join(cells[f"{item.id}-mark"]["source"])
    outputs = [output for cell in cells.values() for output in cell.get("outputs", [])]
    assert not [out for out in outputs if out["output_type"] == "error" or out.get("name") == "stderr"]


def test_the_variants_stay_recorded(graded: Path) -> None:
    for form in FORMS:
        for learner in LEARNERS:
            for step in ("submitted", "autograded"):
                answers = read_answers(graded / step / learner / form)
                assert answers is not None
                assert answers.variants == paper(load_form(form), learner).variants


@pytest.fixture
def private_course(
    made_course: Path, tmp_path: Path, private_items: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A course with the private form released and open, its folder mounted."""
    monkeypatch.setenv(MOUNTED, str(private_items))
    directory = Path(shutil.copytree(made_course, tmp_path / "course"))
    make_course(directory)
    open_form(directory, "own-test")
    return directory


def test_a_private_form_is_graded_by_commands_that_nobody_tells_where_its_keys_are(
    private_course: Path, drawn_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = private_course
    for learner, best in LEARNERS.items():
        submit(directory, drawn_answers("own-test", learner, best), NOON)
    monkeypatch.delenv(MOUNTED)
    for command in ("collect", "autograde"):
        nbgrader(directory, command, "own-test")
    given = {learner: marks(directory, "own-test", learner).auto_total for learner in LEARNERS}
    assert given["1001"] == given["1003"] == 4.0
    assert given["1002"] < 4.0


def test_answers_to_an_item_that_was_changed_since_get_no_mark_and_no_zero(
    private_course: Path, private_items: Path, drawn_answers: Make
) -> None:
    """Somebody rewords own-1 after it was sat, and says so; whoever had own-2 is marked as ever."""
    directory = private_course
    form = load_form("own-test")
    had = {paper(form, n).variants["q1"]: n for n in map(str, range(1001, 1009))}
    for learner in had.values():
        submit(directory, drawn_answers("own-test", learner, True), NOON)
    for part in ("bank", "keys"):
        path = private_items / part / "own-1.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count("\nversion: 1\n") == 1
        path.write_text(text.replace("\nversion: 1\n", "\nversion: 2\n"), encoding="utf-8")
    nbgrader(directory, "collect", "own-test")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "nbgrader"), "autograde", "own-test"],
        cwd=directory,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    told = f"{had['own-1@1']}: own-test gets no mark: q1：作答的是 own-1@1，题库现在是 own-1@2"
    assert told in done.stderr
    assert result(directory, "own-test", had["own-1@1"]) is None
    assert marks(directory, "own-test", had["own-2@2"]).auto_total == 4.0
