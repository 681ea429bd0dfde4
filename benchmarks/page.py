"""The page as a person meets it: until it is painted, until the first word, and what a word costs.

    python benchmarks/page.py [--runs 5] [--chromium /usr/bin/chromium]

Serves the page on the scripted demo in a process of its own and looks at it with a real Chromium
(Playwright). Figures are of this machine; the server is warm, the browser's cache is empty.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FIRST_WORD = """() => new Promise((done) => {
  const log = document.querySelector(".m-log");
  const before = log.querySelectorAll(".m-reply").length;
  const start = performance.now();
  new MutationObserver((_, watch) => {
    const reply = log.querySelectorAll(".m-reply")[before];
    if (!reply?.querySelector(".m-said")?.textContent) return;
    watch.disconnect();
    done(performance.now() - start);
  }).observe(log, { subtree: true, childList: true, characterData: true });
  document.querySelector("#send").click();
})"""


@contextmanager
def served() -> Iterator[str]:
    """The page on the demo; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--backend", "demo"]
        env = os.environ | {"MASCOT_DATA_DIR": folder}
        with subprocess.Popen(  # noqa: S603  (this very page)
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                while True:
                    try:
                        socket.create_connection(("127.0.0.1", port), timeout=1).close()
                        break
                    except OSError:
                        if process.poll() is not None:
                            raise SystemExit("app.py ended; run it alone to see why") from None
                        time.sleep(0.1)
                yield f"http://127.0.0.1:{port}/"
            finally:
                process.terminate()


def visited(browser: Any, url: str) -> dict[str, float]:
    """One visitor's figures, in milliseconds."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("#members [data-member]")
    usable = 1000 * (time.perf_counter() - start)
    paints = "performance.getEntriesByType('paint').find((p) => p.name === 'first-contentful-paint').startTime"
    found = {"first paint": float(page.evaluate(paints)), "usable": usable}
    for which in ("first message to first word", "second message to first word"):
        page.fill("#message textarea", "I passed my driving test, and nobody is here to tell!")
        found[which] = float(page.evaluate(FIRST_WORD))
        page.wait_for_selector("html:not([data-answering])")
    context.close()
    return found


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with served() as url, sync_playwright() as api:
        browser = api.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        visited(browser, url)  # warms the server
        figures = [visited(browser, url) for _ in range(options.runs)]
        browser.close()
    load = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{options.runs} visits, load {load}; milliseconds: median (worst)")
    for name in figures[0]:
        values = [one[name] for one in figures]
        print(f"  {name:<30} {statistics.median(values):6.0f} ({max(values):.0f})")


if __name__ == "__main__":
    main()
