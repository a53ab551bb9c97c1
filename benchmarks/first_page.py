"""A cold visit of lesson 01 until its last widget can be used: our page against stock Voila, in turn."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright
from serving import LESSON, free_port, running, serve_command, voila_command

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LAST = 5
"""The lesson has six exercises; this is the index of the last."""


def visit(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until the last widget can be used, and bytes over the wire; a fresh browser profile."""
    context = browser.new_context(viewport={"width": 390, "height": 844})

    def inside_only(route: Route) -> None:
        # a content delivery network that is silent would cost stock half a minute: it is spared that here
        if "127.0.0.1" in route.request.url:
            route.continue_()
        else:
            route.abort()

    context.route("**/*", inside_only)
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    start = time.perf_counter()
    page.goto(address)
    page.locator(".sz").nth(LAST).locator("button, input").first.wait_for(timeout=120_000)
    took = time.perf_counter() - start
    context.close()
    return took, sum(sizes)


def main() -> None:
    """Print both medians and the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", type=int, default=5, help="visits of each")
    count = options.parse_args().n
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    ours, stock = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serve = serve_command(Path(folder) / "course", ours)
        voila = voila_command(LESSON, stock)
        with (
            running(serve, ours),
            running(voila, stock),
        ):
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            pairs = [
                (
                    visit(browser, f"http://127.0.0.1:{ours}/course/lessons/01"),
                    visit(browser, f"http://127.0.0.1:{stock}/"),
                )
                for _ in range(count)
            ]
            browser.close()
    mine = statistics.median(pair[0][0] for pair in pairs)
    theirs = statistics.median(pair[1][0] for pair in pairs)
    ratio = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
    print(f"our page     {mine:6.2f} s  {pairs[-1][0][1] / 1000:8.0f} kB")
    print(f"stock Voila  {theirs:6.2f} s  {pairs[-1][1][1] / 1000:8.0f} kB")
    print(f"ratio of {count} pairs, median: {ratio:.1f}")


if __name__ == "__main__":
    main()
