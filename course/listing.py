"""The commands that list what the bank holds: a table for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from course.packs import CasePacks, mount

if TYPE_CHECKING:
    from casebank.bank import Bank
    from casebank.model import Model
    from casebank.scenario import Scenario

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Rows = Iterable[Sequence[str]]
PIPED_WIDTH = 240
"""Columns of a table that is not shown on a terminal: nothing is cut for want of room."""

listing = typer.Typer()


@listing.command()
def cases(as_json: AsJson = False, packs: CasePacks = None) -> None:
    """List the cases."""
    from course import figures

    bank = _bank(packs)
    _show(
        bank.cases.values(),
        as_json,
        ("编号", "标题", "日期", "手法", "渠道", "损失", "结果", "出处", "复核"),
        (
            (
                case.id,
                case.title,
                figures.day(case),
                bank.playbooks[case.playbook].name_zh,
                case.channel.label,
                figures.loss(case),
                case.outcome.label,
                " ".join(dict.fromkeys(source.document for source in case.sources)) or case.provenance.label,
                "已复核" if case.approval else "待复核",
            )
            for case in bank.cases.values()
        ),
    )


@listing.command()
def playbooks(as_json: AsJson = False, packs: CasePacks = None) -> None:
    """List the fraud types, techniques and enabling crimes."""
    bank = _bank(packs)
    records = bank.playbooks.values()
    _show(
        records,
        as_json,
        ("编号", "名称", "类别", "上级", "公安部类型", "详略", "来源"),
        (
            (
                p.id,
                p.name_zh,
                p.kind.label,
                bank.playbooks[p.parent].name_zh if p.parent else "",
                p.mps_type or "",
                p.detail.label,
                p.provenance.label,
            )
            for p in records
        ),
    )


@listing.command()
def rules(as_json: AsJson = False) -> None:
    """List the named rules, procedures, methods, mechanisms and formats."""
    bank = _bank(None)
    _show(
        bank.rules.values(),
        as_json,
        ("编号", "名称", "类别", "给谁", "条数", "原文", "怎样用"),
        (
            (
                rule.id,
                rule.name_zh,
                rule.kind.label,
                "、".join(bank.roles[role].name_zh for role in rule.audience),
                str(len(rule.items)),
                rule.given.label,
                rule.status.label,
            )
            for rule in bank.rules.values()
        ),
    )


@listing.command()
def laws(as_json: AsJson = False) -> None:
    """List the articles of laws whose text we have read."""
    records = _bank(None).laws.values()
    _show(
        records,
        as_json,
        ("编号", "法律", "条", "义务", "施行"),
        ((law.id, law.name_zh, law.article, law.duty, law.in_force_since.isoformat()) for law in records),
    )


@listing.command()
def stats(as_json: AsJson = False) -> None:
    """List the figures that the documents tell."""
    records = _bank(None).statistics.values()
    _show(
        records,
        as_json,
        ("编号", "统计的是", "数", "单位", "时期", "地方"),
        (
            (
                s.id,
                s.what,
                "不详" if s.value is None else f"{s.precision.label}{s.value:,}",
                s.unit,
                s.period or "",
                s.place or "",
            )
            for s in records
        ),
    )


@listing.command()
def roles(as_json: AsJson = False) -> None:
    """List the roles: who is to learn and to do what."""
    records = _bank(None).roles.values()
    _show(
        records,
        as_json,
        ("编号", "岗位", "要学", "要做"),
        ((role.id, role.name_zh, str(len(role.learns)), str(len(role.does))) for role in records),
    )


@listing.command()
def demands(as_json: AsJson = False) -> None:
    """List what the documents ask of training, and what becomes of it."""
    records = _bank(None).demands.values()
    _show(
        records,
        as_json,
        ("编号", "要求", "怎样回应", "说明"),
        ((demand.id, demand.text, demand.status.label, demand.answer) for demand in records),
    )


@listing.command()
def scenarios(as_json: AsJson = False) -> None:
    """List the scenarios."""
    from casebank.walk import walk_count

    records = _bank(None).scenarios.values()
    if as_json:
        _print_json([_scenario_row(scenario, walk_count(scenario)) for scenario in records])
        return
    heads = ("编号", "标题", "一对", "真假", "渠道", "岗位", "节点", "走法", "依据")
    _table(
        heads,
        (
            (
                s.id,
                s.title,
                s.pair,
                "正事" if s.genuine else "骗局",
                s.channel.label,
                s.role,
                str(len(s.nodes)),
                str(walk_count(s)),
                s.based_on or "教学构造",
            )
            for s in records
        ),
    )


def _scenario_row(scenario: Scenario, walks: int) -> dict[str, Any]:
    """What other programs read of a scenario: counts, and nothing of its text."""
    fields = ("id", "title", "genuine", "pair", "mps_type", "channel", "skin", "based_on")
    told = scenario.model_dump(mode="json", include=set(fields))
    row = {field: told[field] for field in fields}
    endings = [node.ending for node in scenario.nodes.values() if node.ending is not None]
    return {**row, "nodes": len(scenario.nodes), "walks": walks, "endings": [str(e.kind) for e in endings]}


@listing.command()
def forms(as_json: AsJson = False) -> None:
    """List the forms."""
    from assessments.items.form import form_ids, load_form

    loaded = [load_form(form) for form in form_ids()]
    rows = [{"id": f.id, "title": f.title, "minutes": f.minutes, "items": len(f.items)} for f in loaded]
    if as_json:
        _print_json(rows)
    else:
        _table(("编号", "标题", "分钟", "题数"), ([str(value) for value in row.values()] for row in rows))


def _bank(packs: CasePacks) -> Bank:
    from casebank import load_bank

    mount(packs)
    return load_bank()


def _show(records: Iterable[Model], as_json: bool, heads: Sequence[str], rows: Rows) -> None:
    if as_json:
        _print_json([record.model_dump(mode="json") for record in records])
    else:
        _table(heads, rows)


def _print_json(rows: Any) -> None:
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _table(heads: Sequence[str], rows: Rows) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for n, head in enumerate(heads):
        table.add_column(head, no_wrap=n == 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
