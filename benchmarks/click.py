"""A click in a scenario until the next thing is said: our player against stock ipywidgets under Voila.

Ours: every scenario of the bank, one walk of each after the other, on the page that trainees get; the time
until the click is answered (all that is new stands in the page), and until the page is laid out again too.
Stock: the same texts in an `ipywidgets` VBox with a Button for each choice, on this machine, so that the
network costs it nothing; until it is laid out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from first_page import FLAGS
from playwright.sync_api import Page, sync_playwright
from serving import free_port, running

from casebank import load_bank
from course.web import catalog

PAUSE = 200
"""Milliseconds between clicks: shorter than anybody reads, longer than a save of the last one takes."""
CLICK = """
([root, pick]) => {
  const choices = [...document.querySelectorAll(`${root} .sz-choices button`)];
  if (choices.length === 0) return null;
  const start = performance.now();
  choices[pick % choices.length].click();
  const answered = performance.now() - start;
  document.body.getBoundingClientRect();
  return [answered, performance.now() - start];
}
"""
STOCK_CLICK = """
(pick) => new Promise((resolve) => {
  const choices = [...document.querySelectorAll("button.jupyter-button")];
  if (choices.length === 0) return resolve(null);
  const start = performance.now();
  const seen = new MutationObserver(() => {
    const told = [...document.querySelectorAll("button.jupyter-button")];
    if (told.length === choices.length && told.every((one, n) => one === choices[n])) return;
    seen.disconnect();
    document.body.getBoundingClientRect();
    resolve(performance.now() - start);
  });
  seen.observe(document.body, { childList: true, subtree: true });
  choices[pick % choices.length].click();
})
"""
STOCK = """
import ipywidgets
from casebank import load_bank
from casebank.walk import begin, choices, ended, step
from datetime import datetime, UTC
scenario = load_bank().scenarios[{scenario!r}]
log, row = ipywidgets.VBox(), ipywidgets.VBox()
def say(text): log.children = (*log.children, ipywidgets.HTML(text))
def show(state):
    for message in scenario.nodes[state.node].messages: say(message.text or message.exhibit)
    def take(choice):
        def taken(_):
            say(choice.text)
            show(step(scenario, state, choice.id, datetime.now(UTC))[0])
        return taken
    made = []
    for choice in choices(scenario, state):
        button = ipywidgets.Button(description=choice.text)
        button.on_click(take(choice))
        made.append(button)
    row.children = tuple(made)
show(begin(scenario))
ipywidgets.VBox([log, row])
"""


def ours(page: Page, address: str, rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each click, answered and laid out, over every scenario of every scene."""
    taken: list[tuple[float, float]] = []
    pairs = load_bank().pairs
    for scene in (page for page in catalog.scenes() if page.scene in pairs):
        for number in range(rounds):
            page.goto(f"{address}course/{scene.href}")
            page.locator(".sz-dock button").first.wait_for()
            for scenario in pairs[scene.scene].scenarios:
                root = f"#item-{scenario}"
                again = page.locator(f"{root} button", has_text="重新来过")
                if again.count():
                    again.click()
                page.wait_for_timeout(PAUSE)
                while (took := page.evaluate(CLICK, [root, number])) is not None:
                    page.wait_for_timeout(PAUSE)
                    taken.append((float(took[0]), float(took[1])))
    return taken


def stock(page: Page, address: str, rounds: int) -> list[float]:
    """The same for stock, over one scenario."""
    taken: list[float] = []
    for number in range(rounds):
        page.goto(address)
        page.locator("button.jupyter-button").first.wait_for(timeout=120_000)
        while (took := page.evaluate(STOCK_CLICK, number)) is not None:
            page.wait_for_timeout(PAUSE)
            taken.append(float(took))
    return taken


def told(name: str, taken: list[float]) -> float:
    """Print median and 95th percentile; the latter comes back."""
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{name:22} {len(taken):4} clicks  median {statistics.median(taken):7.2f} ms  p95 {p95:7.2f} ms")
    return p95


def main() -> None:
    """Print both, and the ratio of the 95th percentiles."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", type=int, default=4, help="walks of each scenario")
    count = options.parse_args().n
    here, there = free_port(), free_port()
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebook = Path(folder) / "stock.ipynb"
        code = STOCK.format(scenario=next(iter(load_bank().scenarios)))
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        notebook.write_text(json.dumps(made), encoding="utf-8")
        course = ["serve", "--course-dir", f"{folder}/course", "--port", str(here), "--no-browser"]
        voila = [str(scripts / "voila"), str(notebook), "--no-browser", f"--port={there}"]
        with running([str(scripts / "shizha"), *course], here), running(voila, there):
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.route("**/*", lambda r: r.continue_() if "127.0.0.1" in r.request.url else r.abort())
            answered, laid_out = zip(*ours(page, f"http://127.0.0.1:{here}/", count), strict=True)
            told("our player, answered", list(answered))
            mine = told("our player, laid out", list(laid_out))
            theirs = told("stock, laid out", stock(page, f"http://127.0.0.1:{there}/", count))
            browser.close()
    print(f"ratio of the 95th percentiles: {theirs / mine:.0f}")


if __name__ == "__main__":
    main()
