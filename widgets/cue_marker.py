"""The cue marker: touch what gives it away."""

from widgets.exercise import Exercise, read_bundle, read_styles


class CueMarker(Exercise):
    """Words and exhibits whose phrases can be marked; its answer is the list of marks."""

    _esm = read_bundle("cue_marker")
    _css = read_styles()
