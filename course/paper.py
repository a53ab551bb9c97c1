"""A form in a notebook.

Shows its items in JupyterLab, keeps the answers beside it, prints them for the marker.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from assessments.errors import DamagedAnswers
from assessments.grading.responses import ANSWERS_FILE, Answers, read_answers
from assessments.grading.transcribe import UNREADABLE
from assessments.items.deck import Card, Deck, read_deck
from casebank.answer import ANSWER
from course.told import cards, tell

if TYPE_CHECKING:
    from widgets import Exercise

PRACTISES_AS = "practises-as.txt"
_LEARNER_LIMIT = 64


class PaperError(Exception):
    """The notebook does not lie beside a form. A reader sees the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class _Change(Protocol):
    """What traitlets tells of a change."""

    new: dict[str, Any]


class Paper:
    """One learner's paper of a form, and the answers to it in answers.json beside the notebook.

    Where papers are drawn, the one that answers.json records is shown, else the learner's own.
    """

    def __init__(self, folder: Path, deck: Deck, learner: str) -> None:
        self._folder = folder
        self._deck = deck
        self._learner = learner

    @classmethod
    def here(cls, folder: Path = Path()) -> Paper:
        """The form whose form.json lies in the folder. Raises PaperError with a sentence."""
        try:
            deck = read_deck(json.loads((folder / "form.json").read_text(encoding="utf-8")))
            deck.hand("")
            return cls(folder.absolute(), deck, _learner(folder))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            sentence = "这里没有可用的试卷文件 form.json。请在老师发的整个文件夹里打开这份试卷。"
            raise PaperError(sentence) from error

    def show(self, item_id: str) -> Exercise | None:
        """The exercise, joined to answers.json; where nbgrader runs the notebook, the answer as text."""
        if item_id not in {cards[0].slot for cards in self._deck.slots}:
            raise PaperError(f"这份试卷里没有题目 {item_id}。请重新取一份试卷。")
        if os.environ.get("NBGRADER_EXECUTION"):
            print(self._text(item_id))
            return None
        answers = self._answers()
        card = cards(self._deck, answers)[item_id]
        widget = self._widget(card, answers.model_dump(mode="json")["items"].get(item_id, {}))
        widget.observe(lambda change: self._save(item_id, change), names="answer")
        return widget

    def _widget(self, card: Card, answer: Mapping[str, Any]) -> Exercise:
        from widgets import WIDGETS  # late, because grading needs none

        return WIDGETS[card.widget](item=card.slot, mode="assessed", spec=dict(card.spec), answer=answer)

    def _text(self, item_id: str) -> str:
        """For the marker."""
        try:
            answers = read_answers(self._folder)
        except DamagedAnswers:
            return UNREADABLE
        return tell(self._deck)(answers)(item_id)

    def _answers(self) -> Answers:
        """The answers so far; a damaged file, and one for another paper, is put aside, not lost."""
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
        form, version = self._deck.form, self._deck.content_version
        variants = self._deck.hand(self._learner).variants
        return Answers(form=form, content_version=version, learner=self._learner, variants=variants)

    def _fits(self, answers: Answers) -> bool:
        wanted = (self._deck.form, self._deck.content_version)
        whole = self._deck.seed is None or len(self._deck.recorded(answers.variants)) == len(self._deck.slots)
        return (answers.form, answers.content_version) == wanted and whole

    def _save(self, item_id: str, change: _Change) -> None:
        """Take the changed answer over into answers.json; another item may have been saved meanwhile."""
        answers = self._answers()
        others = {key: answer for key, answer in answers.items.items() if key != item_id}
        try:
            items = {**others, item_id: ANSWER.validate_python(change.new)} if change.new else others
            answers.model_copy(update={"items": items}).write(self._folder)
        except (OSError, ValidationError):
            print("这一步没有保存上。请检查磁盘空间，再答一次这一题。")


def _learner(folder: Path) -> str:
    """Who works here: the hub's user, in practice nobody in particular, else the system's user.

    The server that takes the submission decides.
    """
    try:
        name = os.environ.get("JUPYTERHUB_USER") or _practising(folder) or getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "local"
    plain = "".join("-" if sign in "+*/\\" or sign.isspace() else sign for sign in name)
    return plain[:_LEARNER_LIMIT] or "local"


def _practising(folder: Path) -> str:
    """Where everybody is the same user, a name that says nothing: the same again in this folder."""
    if os.environ.get("SHIZHA_PRACTICE") != "1":
        return ""
    path = folder / PRACTISES_AS
    if not path.is_file():
        path.write_text(secrets.token_urlsafe(12), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
