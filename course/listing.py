"""The commands that list what the bank holds."""

from __future__ import annotations

from typing import Annotated

import typer

from course.packs import CasePacks, ItemFolders, mount_items
from course.table import AsJson, mounted_bank, print_json, show, table

listing = typer.Typer()


@listing.command()
def cases(as_json: AsJson = False, packs: CasePacks = None) -> None:
    """List the cases."""
    from course import figures

    bank = mounted_bank(packs)
    show(
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
    bank = mounted_bank(packs)
    records = bank.playbooks.values()
    show(
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
    bank = mounted_bank(None)
    show(
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
    records = mounted_bank(None).laws.values()
    show(
        records,
        as_json,
        ("编号", "法律", "条", "义务", "施行"),
        ((law.id, law.name_zh, law.article, law.duty, law.in_force_since.isoformat()) for law in records),
    )


@listing.command()
def stats(as_json: AsJson = False) -> None:
    """List the figures that the documents tell."""
    records = mounted_bank(None).statistics.values()
    show(
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
    records = mounted_bank(None).roles.values()
    show(
        records,
        as_json,
        ("编号", "岗位", "要学", "要做"),
        ((role.id, role.name_zh, str(len(role.learns)), str(len(role.does))) for role in records),
    )


@listing.command()
def demands(as_json: AsJson = False) -> None:
    """List what the documents ask of training, and what becomes of it."""
    records = mounted_bank(None).demands.values()
    show(
        records,
        as_json,
        ("编号", "要求", "怎样回应", "说明"),
        ((demand.id, demand.text, demand.status.label, demand.answer) for demand in records),
    )


@listing.command()
def forms(as_json: AsJson = False, items: ItemFolders = None) -> None:
    """List the forms; the pass score is measured by what the program marks."""
    from assessments.items.form import load_forms

    mount_items(items)
    loaded = load_forms()
    rows = [
        {
            "id": form.id,
            "title": form.title,
            "items": len(form.slots),
            "genuine_share": round(form.genuine_share, 2),
            "minutes": form.minutes,
            "max_score": form.max_score,
            "pass_score": form.pass_score,
        }
        for form in loaded
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("编号", "标题", "题数", "正事占比", "分钟", "满分", "及格分")
        table(heads, ([f"{v:g}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows))


@listing.command()
def audit(
    form: Annotated[str, typer.Argument(help="The form, as `shizha forms` names it.", metavar="FORM")],
    as_json: AsJson = False,
    items: ItemFolders = None,
) -> None:
    """Tell what each policy scores that never judges; exit 1 where one of them passes."""
    from dataclasses import asdict

    from assessments.items.audit import audit as audit_form
    from assessments.items.form import load_form

    mount_items(items)
    loaded = load_form(form)
    told = audit_form(loaded)
    if as_json:
        print_json([asdict(each) for each in told])
    else:
        rows = (
            (e.policy, f"{e.score:g}", f"{e.max_score:g}", "通过" if e.passed else "不通过") for e in told
        )
        table(("做法", "得分", "满分", f"及格分 {loaded.pass_score:g}"), rows)
    if any(each.passed for each in told):
        raise typer.Exit(1)


@listing.command()
def lessons(as_json: AsJson = False) -> None:
    """List the lessons, and how long each takes by what is read and decided in it."""
    from course.pace import lesson_pace
    from course.web import catalog

    paced = [(page, lesson_pace(page.id)) for page in catalog.lessons()]
    rows = [
        {
            "id": page.id,
            "title": page.title,
            "minutes": page.minutes,
            "estimate": round(pace.minutes, 1),
            "characters": pace.read,
            "decisions": pace.decisions,
            "exercises": pace.exercises,
        }
        for page, pace in paced
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("编号", "标题", "分钟", "估计", "字数", "决定", "练习")
        table(heads, ([str(value) for value in row.values()] for row in rows))


@listing.command()
def paths(as_json: AsJson = False) -> None:
    """List what each role learns, in order."""
    from casebank import FaultsError
    from course.path import Need, load_paths, path_faults
    from course.web import catalog

    minutes = catalog.lesson_minutes()
    if faults := path_faults(minutes):
        raise FaultsError(faults)
    show(
        load_paths(),
        as_json,
        ("编号", "岗位", "必学分钟", "必学", "可跳过", "选学"),
        (
            (
                path.id,
                path.title,
                str(sum(minutes[stop.lesson] for stop in path.compulsory)),
                *(" ".join(stop.lesson for stop in path.stops if stop.need is need) for need in Need),
            )
            for path in load_paths()
        ),
    )
