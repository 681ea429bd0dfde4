"""Judges compare conversations in both orders; what they don't answer is missing."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.errors import EvaluationError
from mascot.evaluation.harness import estimate, make_plan, run_evaluation
from mascot.evaluation.harness.comparing import duels_of
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.report import make_report
from mascot.evaluation.settings import load_settings
from mascot.evaluation.statistics import (
    PREFER,
    bradley_terry,
    comparisons_of,
    flip_rate,
    settled,
)
from tests.evaluation.answers import answer, better, chosen, prompt_of, shown_in
from tests.support.stub_server import StubServer, fail


@pytest.fixture
def server():
    with StubServer(models=("stub", "judge", "other")) as server:
        server.script(answer())
        yield server


def settings(server, **changed):
    options = {
        "tasks": ("ed-positive",),
        "systems": ("mascot", "zero-shot", "one-model"),
        "backend": f"vllm:{server.url}#stub",
        "judges": (f"vllm:{server.url}#judge",),
        "limit": 4,
        "connections": 6,
        "retries": 0,
    }
    return load_settings("smoke", options=options | changed)


def compared(server):
    return [r for r in server.requests if "<conversation_a>" in prompt_of(r)]


def judged_by(name, say):
    """Everybody answers as ever, but for one judge that compares in its own way."""
    whole = answer()

    def answered(request):
        mine = request["model"] == name and "<conversation_a>" in prompt_of(request)
        return say(request) if mine else whole(request)

    return answered


def table(report, title):
    section = next(s for s in report.sections if s.id == "preferences")
    return next(part for part in section.parts if part.title == title)


def test_every_pair_is_shown_in_both_orders_and_names_nobody(server, tmp_path):
    run = run_evaluation(settings(server), tmp_path).run
    asked = compared(server)
    assert len(asked) == 2 * 2 * 4  # two others, both orders, four contexts
    pairs = Counter(frozenset(shown_in(prompt_of(request))) for request in asked)
    assert set(pairs.values()) == {2}
    assert not any(name in prompt_of(r) for r in asked for name in ("zero-shot", "one-model"))
    preferred = [s for s in run.scores if s.measure == PREFER]
    assert len(preferred) == len(asked)
    assert {(s.system, s.detail["over"]) for s in preferred} == {
        (one, other)
        for pair in (("mascot", "zero-shot"), ("mascot", "one-model"))
        for one, other in (pair, pair[::-1])
    }
    assert flip_rate(comparisons_of(run.scores)) == (0.0, 8)


def test_a_win_counts_where_both_orders_agree_and_flips_are_reported(server, tmp_path):
    """One judge looks at what was said, the other at what stands first."""
    server.script(judged_by("other", lambda _: chosen("A")))
    judges = (f"vllm:{server.url}#judge", f"vllm:{server.url}#other")
    run = run_evaluation(settings(server, judges=judges), tmp_path).run
    by_judge = {}
    for one in comparisons_of(run.scores):
        by_judge.setdefault(one.judge.rpartition("#")[2], []).append(one)
    by_judge = {name.split()[0]: found for name, found in by_judge.items()}
    (fair, biased) = (next(f for n, f in by_judge.items() if w in n) for w in ("judge", "other"))
    assert flip_rate(biased) == (1.0, 8)
    assert {c.share for c in settled(biased)} == {0.5}
    model = bradley_terry(settled(biased))
    assert all(abs(strength.value) < 1e-6 for strength in model.strengths.values())
    assert {c.share for c in settled(fair)} <= {0.0, 1.0}
    flips = table(make_report(run), "Asked in both orders")
    shown = {row[0].text: [cell.text for cell in row[1:]] for row in flips.rows}
    assert sorted(row[1] for row in shown.values()) == ["0 %", "100 %"]
    assert sorted(row[2] for row in shown.values()) == ["100 %", "50 %"]


def test_answers_that_cannot_be_used_are_missing_and_never_a_tie(server, tmp_path):
    """Prose, half an object, a refusal, an answer that is none, no answer at all."""
    said = {
        "prose": "Conversation A, by far.",
        "partial": '{"reason": "Seen.", "answer": "A',
        "refusal": "I'm sorry, I can't compare these.",
        "range": chosen("C"),
    }

    def broken(request):
        shown = shown_in(prompt_of(request))
        kinds = (*said, "down", "fine")
        kind = kinds[sum(map(len, shown)) % len(kinds)]
        if kind == "down":
            return fail(503, "overloaded")
        return said.get(kind) or better(request)

    server.script(judged_by("judge", broken))
    spec = {"spec": f"vllm:{server.url}#judge", "max_retries": 0}
    run = run_evaluation(settings(server, judges=(spec,), limit=12), tmp_path).run
    preferred = [s for s in run.scores if s.measure == PREFER]
    reasons = {str(s.missing).partition(":")[0] for s in preferred if s.value is None}
    assert reasons == {"unparsable", "refused", "out of range", "failed"}
    assert all((s.value is None) == (s.missing is not None) for s in preferred)
    known = [s for s in preferred if s.value is not None]
    assert len(settled(comparisons_of(run.scores))) == len(known) / 2
    assert "failed" in str(table_of_missing(run))


def table_of_missing(run):
    report = make_report(run)
    section = next(s for s in report.sections if s.id == "missing")
    return [row[0].text for part in section.parts for row in part.rows]


def test_what_was_answered_is_not_asked_again(server, tmp_path):
    first = run_evaluation(settings(server), tmp_path)
    asked = len(server.requests)
    (tmp_path / "run.json").unlink()  # as if killed before the tables were written
    second = run_evaluation(settings(server), tmp_path)
    assert len(server.requests) == asked
    assert second.run.scores == first.run.scores


def test_the_dry_run_counts_comparisons(server):
    found = estimate(settings(server, pairwise_limit=3))
    assert found.comparisons == 2 * 3
    without = estimate(settings(server, pairwise=()))
    assert without.comparisons == 0
    judge = f"vllm:{server.url}#judge"
    assert found.models[judge].calls - without.models[judge].calls == 2 * 2 * 3
    assert found.models[judge].prompt > without.models[judge].prompt
    assert estimate(settings(server, judges=("heuristic",))).comparisons == 0
    assert not server.requests


def test_who_is_compared_with_whom(server):
    tasks = ("ed-positive", "sycophancy", "long-sessions")
    chosen_ones = settings(server, tasks=tasks, pairwise=("mascot", "zero-shot"))
    with Ledger() as ledger:
        duels = [(d.one.id, d.other.name) for d in duels_of(make_plan(chosen_ones, ledger))]
    assert duels == [
        ("ed-positive@mascot", "zero-shot"),
        ("ed-positive@mascot", "one-model"),
        ("ed-positive@zero-shot", "one-model"),
    ]
    with Ledger() as ledger, pytest.raises(EvaluationError, match="no system 'mascott'"):
        make_plan(settings(server, pairwise=("mascott",)), ledger)
