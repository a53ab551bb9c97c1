"""The question card: one answer, several answers, an order, or a few sentences of one's own."""

from widgets.exercise import Exercise, read_bundle, read_styles


class QuestionCard(Exercise):
    """A question: choose one or several, put them in order, or write; with how sure one is, where asked."""

    _esm = read_bundle("question_card")
    _css = read_styles()
