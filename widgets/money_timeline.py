"""The money timeline: in which step of a documented case it could have been stopped."""

from widgets.exercise import Exercise, read_bundle, read_styles


class MoneyTimeline(Exercise):
    """The stages of a case in order, with what was paid; its answer is the stage at which one would stop."""

    _esm = read_bundle("money_timeline")
    _css = read_styles()
