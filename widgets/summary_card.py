"""The summary card: a few lines to keep, and a button that makes a picture of them."""

from widgets.exercise import View, read_bundle, read_styles


class SummaryCard(View):
    """A card with a title, lines and a last sentence, as `course.practice.Summary` gives them."""

    _esm = read_bundle("summary_card")
    _css = read_styles()
