"""The scenario player: a scene that one walks through by choosing what to do."""

from typing import Any

import traitlets

from widgets.exercise import Exercise, read_bundle, read_styles


class ScenarioPlayer(Exercise):
    """A scene that one walks through by choosing; its answer is a transcript.

    `kept` holds older answers that could not be taken over, the newest first.
    """

    _esm = read_bundle("scenario_player")
    _css = read_styles()

    kept: traitlets.List[Any] = traitlets.List().tag(sync=True)
