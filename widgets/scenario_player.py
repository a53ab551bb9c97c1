"""The scenario player: a chat that one walks through by choosing what to do."""

from widgets.exercise import Exercise, read_bundle, read_styles


class ScenarioPlayer(Exercise):
    """A chat that one walks through by choosing; its answer is a transcript."""

    _esm = read_bundle("scenario_player")
    _css = read_styles()
