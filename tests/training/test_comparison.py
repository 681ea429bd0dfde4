"""Before and after: pairing, intervals, and a model against itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from mascot.agents import Names
from mascot.corpora import load_contexts
from mascot.judges import AGENT, HeuristicJudge
from mascot.training.comparison import (
    AFTER,
    BEFORE,
    Answer,
    Change,
    Measure,
    Speakers,
    answer_all,
    change,
    changes,
    divergence_per_token,
    paired_interval,
    spread,
)
from mascot.training.config import find_ensemble
from mascot.training.material import Material
from mascot.training.outcome import Outcome
from mascot.training.rewards import FormatBounds, Marks, ReplyReader
from mascot.training.rollouts.drawing import Sampling
from tests.support.tiny_qwen3 import make_tiny_qwen3


def answer(
    side: str, situation: str, learned: float, cluster: str = "", **fields: object
) -> Answer:
    made = Answer(
        side=side,
        situation=situation,
        persona="anchor",
        group="negative",
        cluster=cluster or situation,
        draw=0,
        text="Hm.",
        raw="Hm.",
        learned=learned,
        format=0.5,
        scores=dict.fromkeys(AGENT.ids, 3),
        trace=0,
        answer=2,
        tokens=4,
        repetition=0.0,
        divergence=0.2 if side == AFTER else 0.0,
    )
    return replace(made, **fields)


def test_replies_are_paired_by_situation_not_by_place() -> None:
    answers = [
        answer(BEFORE, "a", 0.0),
        answer(BEFORE, "b", 10.0),
        answer(AFTER, "b", 11.0),
        answer(AFTER, "a", 1.0),
    ]
    found = change(answers, lambda a: a.learned, resamples=500)
    assert (found.before, found.after, found.difference) == (5.0, 6.0, 1.0)
    assert (found.low, found.high) == (1.0, 1.0)  # every pair differs by exactly one


def test_a_pair_without_a_score_is_left_out_on_both_sides() -> None:
    answers = [
        answer(BEFORE, "a", 0.0),
        answer(AFTER, "a", 0.0, scores=None),
        answer(BEFORE, "b", 0.0),
        answer(AFTER, "b", 0.0, scores=dict.fromkeys(AGENT.ids, 5)),
    ]
    found = changes(answers, resamples=100)["consistency"]
    assert (found.before, found.after) == (3.0, 5.0)


def test_the_interval_knows_that_replies_of_one_cluster_go_together() -> None:
    differences = [1.0] * 50 + [-0.5] * 50
    apart = paired_interval(differences, [str(i) for i in range(100)])
    together = paired_interval(differences, [str(i // 50) for i in range(100)])
    assert apart[0] > 0.05
    assert together == (-0.5, 1.0)


def test_the_spread_is_the_starts_and_the_divergence_the_trained_sides() -> None:
    answers = [
        *(answer(BEFORE, str(i), float(i)) for i in range(3)),
        *(answer(AFTER, str(i), 100.0 * i) for i in range(3)),
    ]
    assert spread(answers) == pytest.approx(1.0)
    assert divergence_per_token(answers) == pytest.approx(0.05)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Answer]]:
    """A model with noise for an adapter, against its base and against itself."""
    tiny = make_tiny_qwen3(tmp_path_factory.mktemp("tiny"))
    ensemble = find_ensemble("miniature")
    material = Material.gather(ensemble, load_contexts("shipped", "test", limit=2))
    tokenizer = AutoTokenizer.from_pretrained(tiny.base)
    measure = Measure(
        read=ReplyReader(tokenizer, Marks.of(tokenizer), Names(ensemble)),
        score=lambda requests, replies: [float(len(reply)) for reply in replies],
        judge=HeuristicJudge(),
        bounds=FormatBounds(3, 9),
    )
    found = {}
    for name, start in (("base", None), ("itself", tiny.speaker)):
        base = AutoModelForCausalLM.from_pretrained(tiny.base, dtype=torch.float32)
        speakers = Speakers.load(base, tokenizer, start, tiny.speaker)
        found[name] = answer_all(
            speakers, material, measure, sampling=Sampling(max_tokens=8), draws=2
        )
    return found


def test_a_model_against_itself_differs_in_nothing(answers: dict[str, list[Answer]]) -> None:
    ours = answers["itself"]
    half = len(ours) // 2
    assert half == 2 * 3 * 2  # contexts, personas, draws
    for one, other in zip(ours[:half], ours[half:], strict=True):
        assert (one.situation, one.draw, one.raw) == (other.situation, other.draw, other.raw)
    assert divergence_per_token(ours) == pytest.approx(0, abs=1e-5)
    assert changes(ours, resamples=50)["learned reward"] == Change(
        *[pytest.approx(sum(a.learned for a in ours) / len(ours))] * 2, 0.0, 0.0
    )


def test_draws_differ_and_sides_do(answers: dict[str, list[Answer]]) -> None:
    ours = answers["base"]
    assert len({a.raw for a in ours}) > len(ours) * 0.9
    assert divergence_per_token(ours) > 0.1
    # Side "before" of the base run is the bare base, "after" the adapter of the other run.
    assert [a.raw for a in ours if a.side == AFTER] == [
        a.raw for a in answers["itself"] if a.side == AFTER
    ]


def outcome(**fields: object) -> Outcome:
    same = Change(1.0, 1.0, -0.1, 0.1)
    up = Change(1.0, 3.0, 1.5, 2.5)
    made = Outcome(
        changes={
            "learned reward": up,
            "consistency": up,
            "format reward": up,
            "completion tokens": same,
        },
        spread=2.0,
        divergence=0.3,
        accuracy=0.8,
        bounds={"kl": 1.0, "length": 2.0},
        replies=10,
        contexts="5 test contexts of shipped",
        judge="heuristic/1",
        scripted=True,
        seconds={"base": 90.0, "speakers": 30.0},
    )
    return replace(made, **fields)


def test_an_outcome_says_what_was_reached(tmp_path: Path) -> None:
    assert all(outcome().checks.values())
    assert outcome().gain == 1.0
    text = outcome().table()
    assert "fixed rules and no model" in text
    assert "took 2.0 min: base 90 s, speakers 30 s" in text
    missed = outcome(spread=2.1, accuracy=0.69, divergence=1.2, bounds={"kl": 1.0, "length": 0.9})
    assert [name for name, kept in missed.checks.items() if kept] == [
        "Consistency up, interval without zero",
        "format reward up",
    ]
    assert missed.table().count(" no  ") == 4


def test_an_outcome_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "outcome.json"
    outcome().write(file)
    assert Outcome.read(file) == outcome()
    assert json.loads(file.read_text())["checks"]["format reward up"] is True
