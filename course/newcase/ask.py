"""Asking for the facts one by one. What was answered is kept, so that an interruption costs nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from course.newcase.bulletin import AuthorError
from course.newcase.facts import Fact
from course.newcase.form import Answer

DRAFT = "draft.json"
Check = Callable[[Fact, str], object]


class Asking:
    """One round of questions over a pack; `check` raises AuthorError for an answer that will not do."""

    def __init__(self, pack: Path, check: Check, bulletin: Path | None) -> None:
        self.draft = pack / DRAFT
        self.check = check
        self.kept: dict[str, str] = self._offered(bulletin)
        if bulletin is not None:
            self.keep("bulletin", str(bulletin))

    def ask_all(self, facts: Sequence[Fact]) -> dict[str, Answer]:
        """Ask for each fact until its answer will do."""
        return {fact.key: Answer(self.ask(fact)) for fact in facts}

    def ask(self, fact: Fact) -> str:
        """One answer that will do; one that was kept from the last time is not asked for again."""
        if fact.key in self.kept:
            typer.echo(f"{fact.question}：{self.kept[fact.key]}")
            return self.kept[fact.key]
        while True:
            answer = _many_lines(fact) if fact.many_lines else _one_line(fact)
            try:
                self.check(fact, answer)
            except AuthorError as error:
                typer.echo(f"  {error}")
                continue
            self.keep(fact.key, answer)
            return answer

    def keep(self, key: str, answer: str) -> None:
        """Put an answer into the draft."""
        self.kept[key] = answer
        self.draft.parent.mkdir(parents=True, exist_ok=True)
        self.draft.write_text(json.dumps(self.kept, ensure_ascii=False, indent=1), encoding="utf-8")

    def drop(self, *keys: str) -> None:
        """Forget answers, so that they are asked for again."""
        for key in keys:
            self.kept.pop(key, None)

    def done(self) -> None:
        """The case is written: the draft has served."""
        self.draft.unlink(missing_ok=True)

    def _offered(self, bulletin: Path | None) -> dict[str, str]:
        """What was kept of the last time, if it is for this bulletin and the author wants it."""
        try:
            kept = json.loads(self.draft.read_text(encoding="utf-8"))
        except OSError:
            return {}
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            typer.echo("上次的草稿读不出来，从头填。")
            return {}
        if bulletin is not None and kept.get("bulletin") not in {None, str(bulletin)}:
            typer.echo("上次的草稿是另一份通报的，这次从头填。")
            return {}
        asked = f"上次填到一半（{len(kept)}项），接着填吗？（直接回车就接着填，n 从头填）"
        going_on = typer.confirm(asked, default=True, show_default=False)
        return {str(key): str(value) for key, value in kept.items()} if going_on else {}


def _one_line(fact: Fact) -> str:
    for n, choice in enumerate(fact.choices, 1):
        typer.echo(f"  {n}. {choice}")
    hints = [fact.hint, "填编号或文字" if fact.choices else "", "没有就直接回车" if fact.may_lack else ""]
    hint = "；".join(filter(None, hints))
    hint = f"（{hint}）" if hint else ""
    return str(typer.prompt(f"{fact.question}{hint}", default="", show_default=False))


def _many_lines(fact: Fact) -> str:
    typer.echo(f"{fact.question}（{fact.hint}；写完按两次回车）")
    lines: list[str] = []
    while True:
        line = str(typer.prompt("", default="", show_default=False, prompt_suffix="  "))
        if not line.strip() and (lines or fact.may_lack):
            return "\n".join(lines)
        if line.strip():
            lines.append(line)
