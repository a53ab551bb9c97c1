"""A feedback page opened from its file: lines that can be read, and no sideways scrolling."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assessments.grading.outcome import Outcome, OutcomeRow, Remark
from assessments.grading.page import FeedbackPages, FeedbackView

pytestmark = pytest.mark.slow

TOKENS = Path(__file__).parents[2] / "widgets" / "static" / "tokens.css"
LONG = "对方自称是您的老领导请您先别声张把钱转到另一个账户里" * 8
LONGEST_LINE = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  let longest = 0;
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const size = parseFloat(getComputedStyle(texts.currentNode.parentElement).fontSize);
    for (const line of range.getClientRects()) longest = Math.max(longest, line.width / size);
  }
  return longest;
}"""


@pytest.mark.parametrize(("width", "least", "most"), [(1280, 34, 38), (390, 20, 26)])
def test_no_line_is_longer_than_the_eye_follows(
    width: int, least: int, most: int, browser: Browser, tmp_path: Path
) -> None:
    said = OutcomeRow("先停下", 3.0, 5.0, False, (Remark(LONG, True), Remark(LONG)), LONG, LONG)
    view = FeedbackView(
        "测评", "001", datetime(2026, 11, 22, tzinfo=UTC), Outcome(3.0, 5.0, 0.0, True, (said,), None)
    )
    file = tmp_path / "page.html"
    file.write_text(FeedbackPages(TOKENS.read_text(encoding="utf-8")).page(view), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    assert least <= page.evaluate(LONGEST_LINE) <= most
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()
