"""A run: what breaks is counted, and what was cut short goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.corpora import load_contexts
from mascot.digest import digest
from mascot.errors import EvaluationError
from mascot.evaluation.harness import run_evaluation
from mascot.evaluation.settings import load_settings
from mascot.evaluation.statistics import PREFER
from mascot.evaluation.store import read_run
from tests.evaluation.answers import answer, last_of, prompt_of, verdict
from tests.support.stub_server import StubServer, fail, say


@pytest.fixture
def server():
    with StubServer(models=("stub", "judge")) as server:
        server.script(answer())
        yield server


def settings(server: StubServer, **changed):
    spec = f"vllm:{server.url}#stub"
    options = {
        "tasks": ("ed-positive",),
        "systems": ("mascot", "zero-shot"),
        "backend": spec,
        "judges": (f"vllm:{server.url}#judge",),
        "limit": 3,
        "connections": 4,
        "retries": 0,
    }
    return load_settings("smoke", options=options | changed)


def tables(run):
    """Conversations and scores but for what time took."""
    conversations = [replace(c, spent=replace(c.spent, seconds=None)) for c in run.conversations]
    return conversations, [score for score in run.scores if score.measure != "seconds"]


def test_what_breaks_is_counted_and_never_scored(server, tmp_path):
    """A system that crashes on some samples, and a judge that answers every way it should not."""
    whole = answer()
    reasons: Counter[str] = Counter()
    positive = load_contexts("shipped", "test", groups=("positive",), limit=6)
    doomed = [context.text for context in positive[:2]]

    def broken(request):
        if request["model"] != "judge":
            crashes = "DIRECT" in last_of(request) and any(x in last_of(request) for x in doomed)
            return fail(500, "out of memory") if crashes else whole(request)
        kinds = ("prose", "partial", "refusal", "range", "down", "fine")
        # The second question follows the first: both get the same kind of answer.
        first = str(request["messages"][1]["content"])
        kind = kinds[int(digest(first), 16) % len(kinds)]
        reasons[kind] += 1
        wrong = {"reason": "r", "score": 9}
        said = {
            "prose": "A fine reply, I liked it.",
            "partial": verdict(request)[:60],
            "refusal": "I'm sorry, I cannot grade this.",
            "range": verdict(request, consistency=wrong, fidelity=wrong),
            "fine": whole(request),
        }
        return said[kind] if kind in said else fail(503, "overloaded")

    server.script(broken)
    chosen = settings(
        server,
        limit=6,
        backend={"spec": f"vllm:{server.url}#stub", "max_retries": 0},
        judges=({"spec": f"vllm:{server.url}#judge", "max_retries": 0},),
    )
    run = run_evaluation(chosen, tmp_path / "run").run
    assert len(reasons) == 6
    crashed = [c for c in run.conversations if c.error]
    assert len(crashed) == 2
    assert {c.system for c in crashed} == {"mascot"}
    assert all("out of memory" in c.error and not c.turns for c in crashed)
    broken_samples = {(c.system, c.sample) for c in crashed}
    assert not [s for s in run.scores if (s.system, s.sample) in broken_samples]
    judged = [s for s in run.scores if s.judge]
    missing = {str(s.missing).partition(":")[0] for s in judged if s.value is None}
    assert missing >= {"unparsable", "refused", "out of range", "failed"}
    scored = [s for s in judged if s.measure != PREFER and s.value is not None]
    assert scored
    assert all(s.value in (1, 2, 3, 4, 5) for s in scored)
    assert all((s.value is None) == (s.missing is not None) for s in run.scores)
    assert {s.rubric for s in judged} == {"agent/1", "group/1", "pairwise/1"}
    assert read_run(tmp_path / "run") == run

    server.script(whole)
    again = run_evaluation(chosen, tmp_path / "run", retry_failed=True).run
    assert not [c for c in again.conversations if c.error]
    assert not any(str(s.missing).startswith("failed") for s in again.scores)


def test_a_run_that_has_ended_asks_nothing_and_says_the_same(server, tmp_path):
    first = run_evaluation(settings(server), tmp_path)
    asked = len(server.requests)
    second = run_evaluation(settings(server, connections=9), tmp_path)
    assert second.asked == 0
    assert len(server.requests) == asked
    assert replace(second.run, made="") == replace(first.run, made="")
    with pytest.raises(EvaluationError, match="another limit"):
        run_evaluation(settings(server, limit=4), tmp_path)


def test_a_killed_run_goes_on_without_asking_twice(server, tmp_path):
    """SIGKILL in the middle; then the same command, to the same tables."""
    whole = run_evaluation(settings(server), tmp_path / "whole").run
    expected = Counter(prompt_of(request) for request in server.requests)

    del server.requests[:]
    answered = answer()
    server.script(lambda request: say(answered(request), delay=0.15))
    base = ["--preset", "smoke", "--task", "ed-positive", "--limit", "3", "--connections", "4"]
    models = ["--backend", f"vllm:{server.url}#stub", "--judge", f"vllm:{server.url}#judge"]
    systems = ["--system", "mascot", "--system", "zero-shot", "--out", str(tmp_path / "killed")]
    code = "from mascot.cli import app; app()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "eval", "run", *base, *models, *systems],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while len(server.requests) < 20 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors.decode()
    assert not (tmp_path / "killed" / "run.json").exists()

    server.script(answered)
    chosen = settings(server, retries=1)
    ended = run_evaluation(chosen, tmp_path / "killed")
    assert ended.replayed >= 20 - 2 * chosen.connections
    # Calls under way when it was killed were never answered; nothing else is asked again.
    total = Counter(prompt_of(request) for request in server.requests)
    assert set(total) == set(expected)
    assert (total - expected).total() <= 2 * chosen.connections
    assert tables(ended.run) == tables(whole)


def test_the_same_sample_is_the_same_talk_for_equal_seeds_only(server, tmp_path):
    demo = {"backend": "demo", "judges": ("heuristic",), "limit": 1}
    runs = [
        run_evaluation(settings(server, **demo, seed=seed, epochs=2), tmp_path / name).run
        for name, seed in (("a", 0), ("b", 0))
    ]
    assert tables(runs[0]) == tables(runs[1])
    assert {c.epoch for c in runs[0].conversations} == {1, 2}
    assert "demo (scripted, not a language model)" in runs[0].scripted
    assert {s.level for s in runs[0].scores} == {"reply", "block"}
