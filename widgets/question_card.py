"""The question card: one answer, several answers, or a few sentences of one's own."""

from widgets.exercise import Exercise, read_bundle, read_styles


class QuestionCard(Exercise):
    """A question with one answer, several answers, or a few sentences of one's own."""

    _esm = read_bundle("question_card")
    _css = read_styles()
