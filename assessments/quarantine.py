"""Stops nbgrader before it marks answers that no key fits: those go to quarantine, never to 0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from assessments.errors import Quarantined
from assessments.grading import FORM_FILE, refusal
from assessments.grading.ownpaper import foreign
from assessments.grading.responses import ANSWERS_FILE, read_answers
from assessments.items.deck import read_deck
from assessments.items.form import load_form


class Quarantine(Preprocessor):  # type: ignore[misc, unused-ignore]
    """The first of nbgrader's sanitizers, by nbgrader_config.py.

    nbgrader tells the reason, marks nothing of this submission, goes on with the next and exits with 1.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook as it is. Raises Quarantined with whose and why, FaultsError without the keys."""
        whose = resources["nbgrader"]
        path = Path("source", whose["assignment"], FORM_FILE)
        if not path.is_file():  # an assignment that is none of ours
            return nb, resources
        view = json.loads(path.read_text(encoding="utf-8"))
        folder = Path(resources["metadata"]["path"])
        if told := refusal(load_form(view["form"]), folder) or _foreign(folder, whose["student"], view):
            raise Quarantined(f"{whose['student']}: {whose['assignment']} gets no mark: {told}")
        return nb, resources


def _foreign(folder: Path, learner: str, view: dict[str, Any]) -> str | None:
    """That the answers are somebody else's. nbgrader works from the course directory."""
    answers = read_answers(folder)  # can be read: it was looked at before
    if answers is not None and answers.learner != learner:
        return f"{ANSWERS_FILE}：是 {answers.learner} 的作答，不是 {learner} 的"
    told = foreign(Path(), read_deck(view), answers)
    return told and f"{ANSWERS_FILE}：{told}"
