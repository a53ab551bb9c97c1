"""The pair comparer: which of two is genuine, and what shows it."""

from widgets.exercise import Exercise, read_bundle, read_styles


class PairComparer(Exercise):
    """Two stories row by row; its answer is a side and the rows that show it."""

    _esm = read_bundle("pair_comparer")
    _css = read_styles()
