"""What a trainee touches: three exercises that take JSON in and give answers out, and score nothing."""

from widgets.cue_marker import CueMarker
from widgets.exercise import Exercise, static_files
from widgets.question_card import QuestionCard
from widgets.scenario_player import ScenarioPlayer

__all__ = ["CueMarker", "Exercise", "QuestionCard", "ScenarioPlayer", "static_files"]
