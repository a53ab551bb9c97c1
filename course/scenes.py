"""The commands about scenarios: what there is, how one is built, what habits reach in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from course.table import AsJson, mounted_bank, print_json, table

if TYPE_CHECKING:
    from casebank.scenario import Scenario

ScenarioId = Annotated[
    str, typer.Argument(help="The scenario, as `shizha scenarios` names it.", metavar="ID")
]

scenarios = typer.Typer(invoke_without_command=True, help="List, draw and examine the scenarios.")


@scenarios.callback()
def listed(context: typer.Context, as_json: AsJson = False) -> None:
    """List the scenarios."""
    from casebank.walk import walk_count

    if context.invoked_subcommand is not None:
        return
    records = mounted_bank(None).scenarios.values()
    if as_json:
        print_json([_row(scenario, walk_count(scenario)) for scenario in records])
        return
    heads = ("编号", "标题", "一对", "真假", "类型", "渠道", "界面", "岗位", "节点", "走法", "依据")
    table(
        heads,
        (
            (
                s.id,
                s.title,
                s.pair,
                "正事" if s.genuine else "骗局",
                s.mps_type or "另类",
                s.channel.label,
                s.skin.label,
                s.role,
                str(len(s.nodes)),
                str(walk_count(s)),
                s.based_on or "教学构造",
            )
            for s in records
        ),
    )


def _row(scenario: Scenario, walks: int) -> dict[str, Any]:
    """What other programs read of a scenario: counts, and nothing of its text."""
    fields = ("id", "title", "genuine", "pair", "mps_type", "channel", "skin", "based_on")
    told = scenario.model_dump(mode="json", include=set(fields))
    row = {field: told[field] for field in fields}
    endings = [node.ending for node in scenario.nodes.values() if node.ending is not None]
    return {**row, "nodes": len(scenario.nodes), "walks": walks, "endings": [str(e.kind) for e in endings]}


@scenarios.command("audit")
def audit(as_json: AsJson = False) -> None:
    """Tell what habits reach over all scenarios: none may stand in for judgement."""
    from casebank.studio.policy import POLICIES, result

    records = tuple(mounted_bank(None).scenarios.values())
    reached = {name: result(policy, records) for name, policy in POLICIES.items()}
    if as_json:
        print_json(
            [
                {"policy": n, "saved": float(r.saved), "served": float(r.served), "harms": float(r.harms)}
                for n, r in reached.items()
            ]
        )
        return
    heads = ("做法", "保住的钱", "办成的正事", "伤到人的次数")
    rows = (
        (name, f"{float(r.saved):.0%}", f"{float(r.served):.0%}", f"{float(r.harms):.1f}")
        for name, r in reached.items()
    )
    table(heads, rows)


@scenarios.command("show")
def show(
    scenario_id: Annotated[
        str, typer.Argument(help="The scenario, as `shizha scenarios` names it.", metavar="ID")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the picture; by default ID.svg here.")
    ] = None,
) -> None:
    """Draw a scenario's graph as SVG, and list all its endings."""
    from course.graph_drawing import draw, endings

    scenario = _scenario(scenario_id)
    picture = out or Path(f"{scenario.id}.svg")
    picture.write_text(draw(scenario), encoding="utf-8")
    heads = ("节点", "结局", "标题", "损失", "走法", "最短的一条")
    table(heads, endings(scenario))
    typer.echo(f"The graph: {picture}")


def _scenario(scenario_id: str) -> Scenario:
    """The scenario of that id. Raises BadParameter with the names near it."""
    import difflib

    known = mounted_bank(None).scenarios
    if scenario_id not in known:
        near = difflib.get_close_matches(scenario_id, known, 3, 0.4) or sorted(known)
        raise typer.BadParameter(f"no scenario '{scenario_id}' (near it: {', '.join(near)})")
    return known[scenario_id]
