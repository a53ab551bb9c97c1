"""The summary card from Python's side."""

from course.practice import load_practice
from widgets import Exercise, SummaryCard, static_files


def test_the_card_of_a_lesson_travels_as_it_is_written() -> None:
    summary = load_practice("01").summary
    card = SummaryCard(spec=summary.spec())
    assert card.get_state(["spec"]) == {
        "spec": {"title": summary.title, "lines": list(summary.lines), "more": summary.more}
    }
    assert not isinstance(card, Exercise)


def test_it_leads_nowhere_and_needs_no_clipboard() -> None:
    text = (static_files() / "summary_card.js").read_text(encoding="utf-8")
    assert "clipboard" not in text
    assert "fetch(" not in text
