"""The money in a scenario: what is at risk, and what an ending costs."""

from __future__ import annotations

from collections.abc import Mapping

from casebank.graph import Node, Problem
from casebank.vocab import EndingKind

_COSTLY = frozenset({EndingKind.PARTIAL_LOSS, EndingKind.LOSS})


def stake_problems(stake: int | None, nodes: Mapping[str, Node]) -> list[Problem]:
    """Endings whose loss does not fit their kind, or is more than was at risk."""
    problems: list[Problem] = []
    for key, node in nodes.items():
        if node.ending is None:
            continue
        kind, lost = node.ending.kind, node.ending.lost_cny
        place = ("nodes", key, "ending", "lost_cny")
        if lost and kind not in _COSTLY:
            problems.append((place, f"node '{key}': {lost} yuan lost in an ending of the kind '{kind}'"))
        elif stake is None and lost:
            problems.append((place, f"node '{key}': {lost} yuan lost, but there is no 'stake_cny'"))
        elif stake is not None and kind in _COSTLY and not 0 < lost <= stake:
            problems.append((place, f"node '{key}': '{kind}' loses {lost} yuan (allowed: 1 to {stake})"))
    return problems
