"""A form in a notebook.

Shows its items in JupyterLab, keeps the answers beside it, prints them for the marker.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from assessments.errors import DamagedAnswers
from assessments.grading.responses import ANSWERS_FILE, Answers, read_answers
from casebank.answer import ANSWER
from course.transcribe import UNREADABLE, transcribe

if TYPE_CHECKING:
    from widgets import Exercise

_LEARNER_LIMIT = 64


class PaperError(Exception):
    """The notebook does not lie beside a form. A reader sees the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class _Change(Protocol):
    """What traitlets tells of a change."""

    new: dict[str, Any]


class Paper:
    """One form in one folder, and its learner's answers in answers.json beside the notebook."""

    def __init__(self, folder: Path, form: Mapping[str, Any], learner: str) -> None:
        self._folder = folder
        self._form = form
        self._learner = learner
        self._items: dict[str, Mapping[str, Any]] = {item["id"]: item for item in form["items"]}

    @classmethod
    def here(cls, folder: Path = Path()) -> Paper:
        """The form whose form.json lies in the folder. Raises PaperError with a sentence."""
        try:
            form = json.loads((folder / "form.json").read_text(encoding="utf-8"))
            return cls(folder.absolute(), form, _learner())
        except (OSError, ValueError, LookupError, TypeError) as error:
            sentence = "这里没有可用的试卷文件 form.json。请在老师发的整个文件夹里打开这份试卷。"
            raise PaperError(sentence) from error

    def show(self, item_id: str) -> Exercise | None:
        """The exercise, joined to answers.json; where nbgrader runs the notebook, the answer as text."""
        item = self._items.get(item_id)
        if item is None:
            raise PaperError(f"这份试卷里没有题目 {item_id}。请重新取一份试卷。")
        if os.environ.get("NBGRADER_EXECUTION"):
            print(self._text(item))
            return None
        answers = self._answers()
        widget = self._widget(item, answers.model_dump(mode="json")["items"].get(item_id, {}))
        widget.observe(lambda change: self._save(item_id, change), names="answer")
        return widget

    def _widget(self, item: Mapping[str, Any], answer: Mapping[str, Any]) -> Exercise:
        from widgets import WIDGETS  # late, because grading needs none

        return WIDGETS[item["widget"]](item=item["id"], mode="assessed", spec=item["spec"], answer=answer)

    def _text(self, item: Mapping[str, Any]) -> str:
        try:
            answers = read_answers(self._folder)
        except DamagedAnswers:
            return UNREADABLE
        given = {} if answers is None else answers.model_dump(mode="json")["items"]
        return transcribe(item["spec"], given.get(item["id"]))

    def _answers(self) -> Answers:
        """The answers so far; a damaged file, and one for an older paper, is put aside, not lost."""
        try:
            answers = read_answers(self._folder)
        except DamagedAnswers:
            answers = None
        if answers is not None and self._fits(answers):
            return answers
        path = self._folder / ANSWERS_FILE
        if path.is_file():
            path.replace(path.with_name(f"answers.{path.stat().st_mtime_ns}.old.json"))
            print("以前的作答与这份试卷对不上，已经另存，请重新作答。")
        form, version = self._form["form"], self._form["content_version"]
        return Answers(form=form, content_version=version, learner=self._learner)

    def _fits(self, answers: Answers) -> bool:
        wanted = (self._form["form"], self._form["content_version"])
        return (answers.form, answers.content_version) == wanted

    def _save(self, item_id: str, change: _Change) -> None:
        """Take the changed answer over into answers.json; another item may have been saved meanwhile."""
        answers = self._answers()
        others = {key: answer for key, answer in answers.items.items() if key != item_id}
        try:
            items = {**others, item_id: ANSWER.validate_python(change.new)} if change.new else others
            answers.model_copy(update={"items": items}).write(self._folder)
        except (OSError, ValidationError):
            print("这一步没有保存上。请检查磁盘空间，再答一次这一题。")


def _learner() -> str:
    """Who works here: the hub's user, else the system's. The server that takes the submission decides."""
    try:
        name = os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "local"
    plain = "".join("-" if sign in "+*/\\" or sign.isspace() else sign for sign in name)
    return plain[:_LEARNER_LIMIT] or "local"
