"""Writes docs/demands.zh-CN.md from the case bank: what the documents ask of training, what became of it."""

from __future__ import annotations

import sys
from pathlib import Path

from casebank import load_bank
from casebank.role import Demand
from casebank.vocab import DemandStatus

TABLE = Path(__file__).resolve().parents[1] / "docs" / "demands.zh-CN.md"
HEAD = """# 文件对培训的要求，课程怎样回应

由 `casebank/data/demands.yaml` 生成（`make notebooks`），别在这里改。五份文件一共提出 {total} 条要求：
已有 {answered} 条，计划中 {planned} 条，不采纳 {refused} 条。不采纳的都写明理由；出处的编号是文件号和篇、段。
"""


def table() -> str:
    """The page: one table for each status, every demand of the bank in it once."""
    demands = load_bank().demands.values()
    by_status = {status: [d for d in demands if d.status is status] for status in DemandStatus}
    counts = {str(status): len(found) for status, found in by_status.items()}
    parts = [HEAD.format(total=len(demands), **counts)]
    for status, found in by_status.items():
        rows = "\n".join(_row(demand) for demand in found)
        parts.append(f"\n## {status.label}\n\n| 要求 | 回应 | 出处 |\n|---|---|---|\n{rows}\n")
    return "".join(parts)


def _row(demand: Demand) -> str:
    cited = "；".join(f"{source.document} {source.locator}" for source in demand.sources)
    return f"| {demand.text} | {demand.answer} | {cited} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is what the bank gives today."""
    if arguments == ["--check"]:
        if TABLE.read_text(encoding="utf-8") == table():
            return 0
        print("docs/demands.zh-CN.md is stale: make notebooks", file=sys.stderr)
        return 1
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
