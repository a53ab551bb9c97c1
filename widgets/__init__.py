"""What a trainee touches: exercises that take JSON in and give answers out, and a library to look at."""

from widgets.case_library import CaseLibrary
from widgets.cue_marker import CueMarker
from widgets.exercise import Exercise, static_files
from widgets.question_card import QuestionCard
from widgets.scenario_player import ScenarioPlayer

__all__ = [
    "WIDGETS",
    "CaseLibrary",
    "CueMarker",
    "Exercise",
    "QuestionCard",
    "ScenarioPlayer",
    "static_files",
]

WIDGETS: dict[str, type[Exercise]] = {
    "scenario_player": ScenarioPlayer,
    "cue_marker": CueMarker,
    "question_card": QuestionCard,
}
"""The exercises by their stem, as lessons and form.json name them."""
