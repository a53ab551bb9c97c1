"""What only the key of a form knows, for every test that looks for it where a trainee could."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessments.items.form import load_form
from assessments.items.item import ChoiceItem, Item, MarksItem, ScenarioItem


def _sentences(item: Item) -> list[str]:
    if isinstance(item, ScenarioItem):
        earned = [
            text for credit in item.rubric.credits for text in (credit.reason, credit.otherwise) if text
        ]
        capped = [error.reason for error in item.rubric.critical]
        return earned + capped + [node.ending.text for node in item.scenario.nodes.values() if node.ending]
    if isinstance(item, MarksItem):
        return [*item.key.values(), *item.innocent.values()]
    if isinstance(item, ChoiceItem):
        return list(item.key.reasons.values())
    return [criterion.text for criterion in item.marking]


@pytest.fixture(scope="session")
def key_sentences() -> Mapping[str, list[str]]:
    """The sentences of each item's key in lesson-01: reasons, endings, the scheme of the free text."""
    found = {item.id: _sentences(item) for item in load_form("lesson-01").items}
    assert [item for item, sentences in found.items() if not sentences] == []
    assert all(len(text) > 4 for sentences in found.values() for text in sentences)
    return found
