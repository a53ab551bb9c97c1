"""The first-minutes drill: what to do, and in which order, when money has gone."""

from widgets.exercise import Exercise, read_bundle, read_styles


class FirstMinutes(Exercise):
    """A story of a few minutes in which one chooses the next thing to do; its answer is the list of them."""

    _esm = read_bundle("first_minutes")
    _css = read_styles()
