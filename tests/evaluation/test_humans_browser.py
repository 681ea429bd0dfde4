"""`mascot eval humans` as a person uses it: in a real browser, from the first vote to the report."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.evaluation.humans import with_humans
from mascot.evaluation.report import make_report
from mascot.evaluation.statistics import PREFER
from mascot.evaluation.store import read_run, write_run
from tests.evaluation.made import conversation, judged_block, run

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=alert(1)> Left my keys."
SAMPLES = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("run")
    talks, scores = [], []
    for number in range(SAMPLES):
        sample = f"s{number}"
        for system, words, value in (("one", "Good words", 5), ("two", "Poor words", 1)):
            said = (("anchor", f"{words} {number}."), ("beacon", "And mine."))
            talks.append(conversation(system, sample, said=said, x=f"{NASTY} {number}"))
            scores += judged_block(value, system=system, sample=sample)
    write_run(run(talks, scores), path)
    return path


@pytest.fixture(scope="module")
def address(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = "from mascot.cli import app; app()"
    command = [sys.executable, "-c", code, "eval", "humans", str(folder), "--port", str(port)]
    env = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False"}
    with subprocess.Popen(command, env=env, cwd=Path(__file__).parents[2]) as process:
        try:
            for _ in range(600):
                assert process.poll() is None
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def ballots(folder):
    file = folder / "humans.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def judged(page, count, total=SAMPLES):
    page.get_by_text(f"{count} of {total} judged").wait_for()


def shown(page):
    return page.locator(".h-said").all_inner_texts()


def moved(page, before):
    """Waits until another pair is shown, all of it."""
    page.wait_for_function(
        """old => {
            const said = [...document.querySelectorAll('.h-said')].map((one) => one.innerText);
            return said.length === 3 && said[0] !== old;
        }""",
        arg=before,
    )
    return shown(page)


def better(page):
    """The button of the side with the good words."""
    left = "Good words" in shown(page)[1]
    return page.get_by_role("button", name="The left one" if left else "The right one")


def test_somebody_votes_skips_reloads_and_is_in_the_report(folder, address, chromium):
    context = chromium.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a reply ran: {dialog.message}"))
    page.goto(address)
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Begin").click()
    judged(page, 0)
    first = moved(page, "")
    assert "<img" in first[0]  # text, not markup
    words = page.locator("body").inner_text()
    assert not any(f" {name} " in words.casefold() for name in ("mascot", "zero-shot"))

    page.get_by_role("button", name="Skip for now").click()
    second = moved(page, first[0])
    assert not ballots(folder)
    better(page).click()
    judged(page, 1)
    third = moved(page, second[0])
    (ballot,) = ballots(folder)
    assert (ballot["rater"], {ballot["left"], ballot["right"]}) == ("Ann", {"one", "two"})
    page.reload()  # the same person goes on; what was skipped is among the rest again
    judged(page, 1)
    assert page.get_by_label("Your name").input_value() == "Ann"
    here = moved(page, "")
    assert here[0] in {third[0], first[0]}
    for done in range(2, SAMPLES + 1):
        better(page).click()
        if done < SAMPLES:
            judged(page, done)
            here = moved(page, here[0])
    page.get_by_text("That was all").wait_for()
    assert len(ballots(folder)) == SAMPLES

    # Somebody else begins on the same page, and from the beginning.
    page.get_by_label("Your name").fill("Bob")
    page.get_by_role("button", name="Begin").click()
    judged(page, 0)
    context.close()

    whole = with_humans(read_run(folder), folder)
    assert sum(s.measure == PREFER for s in whole.scores) == SAMPLES
    report = make_report(whole)
    section = next(s for s in report.sections if s.id == "preferences")
    kappa = next(part for part in section.parts if part.title == "Agreement on pairs")
    (row,) = kappa.rows
    assert row[0].text == "human:Ann"
    assert row[2].under == f"n {SAMPLES}"
