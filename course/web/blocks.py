"""What a pre-rendered page is made of: exercises, things to look at and pieces of HTML, as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

#: What is only looked at on a lesson's page, by class name: it has no answer.
_LOOKED_AT: Mapping[str, str] = {
    "widgets.progress_ring.ProgressRing": "progress_ring",
    "widgets.summary_card.SummaryCard": "summary_card",
}
#: Class name of a widget that works without a kernel -> stem of its JavaScript file.
PORTABLE_WIDGETS: Mapping[str, str] = {
    "widgets.scenario_player.ScenarioPlayer": "scenario_player",
    "widgets.cue_marker.CueMarker": "cue_marker",
    "widgets.question_card.QuestionCard": "question_card",
    "widgets.pair_comparer.PairComparer": "pair_comparer",
    "widgets.money_timeline.MoneyTimeline": "money_timeline",
    "widgets.first_minutes.FirstMinutes": "first_minutes",
    **_LOOKED_AT,
}
#: What has no answer: the case library, which stands on a page of its own, and what lessons only show.
PORTABLE_VIEWS: Mapping[str, str] = {"widgets.case_library.CaseLibrary": "case_library", **_LOOKED_AT}


@dataclass(frozen=True)
class Block:
    """One piece of a page, in the order of the notebook."""

    kind: Literal["prose", "html", "picture", "item", "view"]
    html: str = ""
    widget: str = ""
    item: str = ""
    mode: str = ""
    points: float | None = None
    spec: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the exercise is called; empty for other pieces."""
        return str(self.spec.get("title", ""))

    def data(self) -> str:
        """The widget's data, safe inside a `<script type="application/json">`."""
        text = json.dumps(self.spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def dump_blocks(blocks: tuple[Block, ...]) -> str:
    """Blocks as JSON text, for the cache."""
    return json.dumps([asdict(block) for block in blocks], ensure_ascii=False, sort_keys=True)


def load_blocks(text: str) -> tuple[Block, ...]:
    """Blocks from the cache's JSON text."""
    return tuple(Block(**entry) for entry in json.loads(text))
