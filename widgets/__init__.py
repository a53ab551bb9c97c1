"""What a trainee touches: exercises that take JSON in and give answers out, and things to look at."""

from widgets.case_library import CaseLibrary
from widgets.cue_marker import CueMarker
from widgets.exercise import Exercise, View, static_files
from widgets.first_minutes import FirstMinutes
from widgets.money_timeline import MoneyTimeline
from widgets.pair_comparer import PairComparer
from widgets.progress_ring import ProgressRing
from widgets.question_card import QuestionCard
from widgets.scenario_player import ScenarioPlayer
from widgets.summary_card import SummaryCard

__all__ = [
    "WIDGETS",
    "CaseLibrary",
    "CueMarker",
    "Exercise",
    "FirstMinutes",
    "MoneyTimeline",
    "PairComparer",
    "ProgressRing",
    "QuestionCard",
    "ScenarioPlayer",
    "SummaryCard",
    "View",
    "static_files",
]

WIDGETS: dict[str, type[Exercise]] = {
    "scenario_player": ScenarioPlayer,
    "cue_marker": CueMarker,
    "question_card": QuestionCard,
    "pair_comparer": PairComparer,
    "money_timeline": MoneyTimeline,
    "first_minutes": FirstMinutes,
}
"""The exercises by their stem, as lessons and form.json name them."""
