"""Stops nbgrader before it marks answers that no key fits: those go to quarantine, never to 0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from assessments.errors import Quarantined
from assessments.grading import FORM_FILE, quarantine
from assessments.grading.responses import ANSWERS_FILE, read_answers
from assessments.items.form import load_form


class Quarantine(Preprocessor):  # type: ignore[misc, unused-ignore]
    """The first of nbgrader's sanitizers, by nbgrader_config.py.

    nbgrader tells the reason, marks nothing of this submission, goes on with the next and exits with 1.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook as it is. Raises Quarantined with whose and why, FaultsError without the keys."""
        whose = resources["nbgrader"]
        source = Path("source", whose["assignment"], FORM_FILE)  # nbgrader works from the course directory
        if not source.is_file():  # an assignment of the instructor's own
            return nb, resources
        form = load_form(json.loads(source.read_text(encoding="utf-8"))["form"])
        folder = Path(resources["metadata"]["path"])
        reasons = quarantine(form, folder) or _foreign(folder, whose["student"])
        if reasons:
            told = "; ".join(reasons)
            raise Quarantined(f"{whose['student']}: {whose['assignment']} gets no mark: {told}")
        return nb, resources


def _foreign(folder: Path, learner: str) -> tuple[str, ...]:
    """That the answers are somebody else's. Which variants they record says nothing of whose they are."""
    answers = read_answers(folder)  # can be read: it was looked at before
    if answers is None or answers.learner == learner:
        return ()
    return (f"{ANSWERS_FILE}：是 {answers.learner} 的作答，不是 {learner} 的",)
