"""The author's desk: answers from the keyboard or a form become a checked case in a pack."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from casebank import Bank, Document, Source, load_bank
from casebank.loader import DATA, forget
from casebank.provenance import digest
from course.newcase import ask, facts, form, record, writer
from course.newcase.bulletin import AuthorError, find_quote, read_bulletin, register
from course.newcase.facts import Fact
from course.newcase.form import Answer

_BULLETIN = (
    Fact("bulletin", "通报文件", "文本文件的位置，如 通报.txt；UTF-8、GBK 都可以", str, may_lack=False),
    Fact("bulletin_title", "通报标题", "照通报抄", str, may_lack=False),
    Fact("issuer", "发布单位", "没写就填“未写明”", str, may_lack=False),
    Fact("year", "通报年份", "四位数字", lambda told: int(told.removesuffix("年")), folded=True),
    Fact("locator", "引文在第几部分", "如：正文·第二段，最多12个汉字", facts.read_locator, may_lack=False),
    Fact("quote", "引文", "从通报里复制讲这一件事的几句话，最多400字", str, False, (), True),
    Fact("second_quote", "另一处引文", "日期、地点写在通报别处时，把那一句复制过来", str, True, (), True),
)
_TAKEN = {
    "quote": "这段引文已经写成案例 {case} 了。要改就打开那个文件改；要重做，先把它删掉。",
    "second_quote": "这一句已经是案例 {case} 的出处，一句话只给一个案例作出处。这里空着，日期也空着。",
}


def _all_facts(bank: Bank) -> tuple[Fact, ...]:
    return (*_BULLETIN, *facts.questions(bank))


def empty_form(path: Path) -> None:
    """Write an empty Excel form."""
    form.write_form(path, _all_facts(load_bank(DATA, ())))
    typer.echo(f"已生成 {path}。填好后运行：shizha new case --pack 案例包 --form {path}")


def from_form(pack: Path, filled: Path, bulletin: Path | None) -> None:
    """Write the case of a filled form. Raises Misfit with all that is wrong, each with its cell."""
    bank = _bank(pack)
    asked = _all_facts(bank)
    answers = form.read_form(filled, asked)
    named = answers["bulletin"]
    if bulletin is not None:
        answers["bulletin"] = Answer(str(bulletin), named.cell)
    elif named.text and not Path(named.text).is_absolute():
        answers["bulletin"] = Answer(str(filled.parent / named.text), named.cell)
    _report(_write_from(answers, asked, pack), pack)


def from_questions(pack: Path, bulletin: Path | None) -> None:
    """Ask for every fact, and again for those that do not fit, until the case can be written."""
    bank = _bank(pack)
    asked = _all_facts(bank)
    asking = ask.Asking(pack, _check_answer, bulletin)
    while True:
        try:
            answers = asking.ask_all(asked)
        except typer.Abort:
            typer.echo("\n已经填的都记下了，下次运行同一条命令接着填。")
            raise
        try:
            path = _write_from(answers, asked, pack)
        except Misfit as error:
            typer.echo(f"{error}\n请重新填这几项。")
            asking.drop(*error.keys)
            continue
        asking.done()
        _report(path, pack)
        return


def _bank(pack: Path) -> Bank:
    """The bank with what the pack holds by now. Raises AuthorError where the folder is no pack."""
    if os.pathsep in str(pack):
        raise AuthorError(f"案例包的名字里不要有“{os.pathsep}”。")
    registered = (pack / "sources.yaml").exists()
    if not registered and any((pack / "cases").glob("*.yaml")):
        raise AuthorError(f"{pack} 里有案例，却没有 sources.yaml。请从备份里找回这个文件再继续。")
    forget()
    return load_bank(DATA, (pack,) if registered else ())


class Misfit(AuthorError):
    """Facts that do not fit; `keys` names them."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.keys = tuple(dict.fromkeys(key for key, _ in found))
        super().__init__("\n".join(told for _, told in found))


def _check_answer(fact: Fact, answer: str) -> object:
    value = facts.understand(fact, answer)
    if fact.key == "bulletin":
        read_bulletin(Path(answer.strip()))
    return value


def _write_from(answers: Mapping[str, Answer], asked: tuple[Fact, ...], pack: Path) -> Path:
    """Understand everything, register the bulletin, write the case. Raises Misfit with all that is wrong."""
    values, wrong = _understood(answers, asked)
    text, spans = _found(answers, wrong)
    bank = _bank(pack)
    for key, span in spans.items():
        known = record.told_already(bank, text, span)
        if known is not None:
            wrong.append((key, _TAKEN[key].format(case=known)))
    if not wrong:
        quoted = "\n".join(text[slice(*span)] for span in spans.values())
        wrong += record.misfits(values, quoted, text)
    if wrong:
        raise Misfit([(key, _placed(answers[key], told)) for key, told in wrong])
    document = register(
        pack,
        text,
        name=answers["bulletin"].text,
        title=values["bulletin_title"],
        issuer=values["issuer"],
        year=values["year"],
    )
    sources = [_source(document, values["locator"], text, span) for span in spans.values()]
    return writer.write_case(pack, record.build(values, sources), values["author"], record.today())


def _found(
    answers: Mapping[str, Answer], wrong: list[tuple[str, str]]
) -> tuple[str, dict[str, tuple[int, int]]]:
    """The bulletin and where each quote stands in it; what is wrong is added to `wrong`."""
    try:
        text = read_bulletin(Path(answers["bulletin"].text.strip()))
    except AuthorError as error:
        wrong.append(("bulletin", str(error)))
        return "", {}
    spans = {}
    for key in ("quote", "second_quote"):
        if key == "quote" or answers[key].text.strip():
            try:
                spans[key] = find_quote(text, answers[key].text)
            except AuthorError as error:
                wrong.append((key, str(error)))
    return text, spans


def _understood(
    answers: Mapping[str, Answer], asked: tuple[Fact, ...]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for fact in asked:
        try:
            values[fact.key] = facts.understand(fact, answers[fact.key].text)
        except AuthorError as error:
            wrong.append((fact.key, str(error)))
    return values, wrong


def _placed(answer: Answer, told: str) -> str:
    return f"{answer.cell}：{told}" if answer.cell else told


def _source(document: Document, locator: str, text: str, span: tuple[int, int]) -> Source:
    return Source(document=document.number, locator=locator, span=span, sha256=digest(text[slice(*span)]))


def _report(path: Path, pack: Path) -> None:
    """Check the pack as it now stands, and say what comes next."""
    from casebank import FaultsError
    from course.checks import check_bank

    forget()
    typer.echo(f"已写好 {path}")
    faults = tuple(_pack_faults(check_bank((pack,)), pack))
    if faults:
        typer.echo("还有这些地方要改（文件:行号: 问题）：")
        raise FaultsError(faults)
    typer.echo("检查通过。")
    if load_bank(DATA, (pack,)).cases[path.stem].approval is None:
        typer.echo(f"下一步：请另一个人对照通报看一遍，照 {path.name} 最后一行写的，填好 approval。")
    else:
        typer.echo(f'让学员看到：重开课程，加上 --cases "{pack}"。')


def _pack_faults(faults: tuple[Any, ...], pack: Path) -> Iterator[Any]:
    return (fault for fault in faults if fault.path.startswith(f"{pack.name}/"))
