"""The drills that lessons practise: read from their folder, and joined to the rules on which they rest."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from casebank import Bank, Fault, FaultsError, load_bank, yamlfile
from casebank.drill import Drill
from course import figures

DRILLS = Path(__file__).parent / "drills"


def drill_ids(folder: Path = DRILLS) -> tuple[str, ...]:
    """The drills that there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@lru_cache(maxsize=32)
def load_drill(drill_id: str, folder: Path = DRILLS) -> Drill:
    """A drill by its file's name. Raises FaultsError with every fault that it finds."""
    path, shown = folder / f"{drill_id}.yaml", f"practice/drills/{drill_id}.yaml"
    drill, faults = yamlfile.read(path, Drill, shown)
    if drill is None:
        raise FaultsError(faults)
    if drill.id != drill_id:
        faults.append(
            Fault(shown, yamlfile.line_in(path, "id"), f"id '{drill.id}': the file says '{drill_id}'")
        )
    rules = load_bank().rules
    faults += [
        Fault(shown, yamlfile.line_in(path, "rules", n), f"no rule '{rule}' in the case bank")
        for n, rule in enumerate(drill.rules)
        if rule not in rules
    ]
    if faults:
        raise FaultsError(faults)
    return drill


def drill_sources(drill: Drill, bank: Bank) -> list[dict[str, Any]]:
    """What the recommended order rests on: each rule's name, what is taught of it, and its passages."""
    return [
        {
            "name": rule.name_zh,
            "text": rule.taught or rule.summary,
            "label": rule.provenance.label,
            "cited": [figures.citation(source, bank.documents) for source in rule.sources],
        }
        for rule in (bank.rules[name] for name in drill.rules)
    ]
