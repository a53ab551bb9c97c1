"""The same notebook under Voila, with a live kernel, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow
# MathJax is turned off on purpose; JupyterLab's plugin for it tells the console, in two forms
_PLUGIN = "@jupyterlab/mathjax2-extension:plugin"
_LACKS = (
    "uses 'fullMathjaxUrl' and 'mathjaxConfig' in PageConfig to operate but 'fullMathjaxUrl' was not found."
)
NO_MATHJAX = (
    f"Error: {_PLUGIN} {_LACKS}",
    f"Plugin '{_PLUGIN}' failed to activate. Error: {_PLUGIN} {_LACKS}",
)


def test_the_lesson_runs_under_voila(served, visitor) -> None:
    visit = visitor()
    for words in NO_MATHJAX:
        visit.expect(words, "/voila/static/5764.voila.js")
    page = visit.page
    page.goto(f"{served.url}course/enter")
    page.get_by_role("button", name="先不登记，直接看看").click()
    page.goto(f"{served.url}voila/render/01_leader_pass_through.ipynb")
    first = page.get_by_role("button", name="在的，周总，您说。").first
    expect(first).to_be_visible(timeout=60_000)
    expect(page.locator(".sz")).to_have_count(8)
    first.click()
    expect(page.get_by_text("只是好友通过得快了些", exact=False).first).to_be_visible()
    expect(page.get_by_text("带走这四句")).to_be_visible()
    assert page.get_by_text("lesson.exercise").count() == 0  # no code
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []
    visit.shot("11-live", full=True)


def test_a_visitor_is_told_when_the_kernel_is_gone(served, visitor) -> None:
    """Ended behind the page's back, as culling does: the page says so, and offers the way on."""
    visit = visitor()
    for words in NO_MATHJAX:
        visit.expect(words, "/voila/static/5764.voila.js")
    page = visit.page
    page.goto(f"{served.url}course/enter")
    page.get_by_role("button", name="先不登记，直接看看").click()
    page.goto(f"{served.url}voila/render/16_finish.ipynb")
    expect(page.locator(".live-output .sz").first).to_be_visible(timeout=60_000)
    gone = page.locator("#shizha-gone")
    expect(gone).to_be_hidden()
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    token = next(cookie["value"] for cookie in visit.context.cookies() if cookie["name"] == "_xsrf")
    ended = visit.context.request.post(
        f"{served.url}voila/api/shutdown/{kernel}", headers={"X-XSRFToken": token}
    )
    assert ended.status == 204
    visit.expect("403", f"/voila/api/shutdown/{kernel}")  # leaving, the page ends what has ended
    for path in (f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/channels"):
        visit.expect("403", path)
        visit.expect("404", path)
    expect(gone).to_be_visible(timeout=20_000)
    expect(gone).to_contain_text("还能接着做")
    expect(gone.get_by_role("link", name="回课程首页")).to_be_visible()
    visit.shot("46-kernel-gone")
    gone.get_by_role("button", name="重新打开").click()
    expect(page.locator(".live-output .sz").first).to_be_visible(timeout=60_000)
    expect(gone).to_be_hidden()
