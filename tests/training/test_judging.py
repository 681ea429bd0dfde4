"""Judging: every judgement is kept, what is missing is counted, an outage loses nothing."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from mascot.errors import JudgeError, TrainingError
from mascot.judges import AGENT, HeuristicJudge, Judge, ScoreCache, resolve_judge
from mascot.training.grading import (
    Grader,
    agreement_of,
    latest,
    mean_scores,
    missing_by_reason,
    reply_of,
)
from mascot.training.judging import check_judges, main
from mascot.training.pairs import main as pairs_main
from mascot.training.records import Candidate, Judged, RecordFile
from mascot.training.sampling import main as sampling_main
from tests.support.cast import group
from tests.support.stub_server import StubServer, fail
from tests.training.test_records import candidate

ENSEMBLE = group()
CANDIDATES = [candidate(n, f"It hangs in tree number {n}.") for n in range(12)]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr("mascot.training.crowd._FIRST_WAIT", 0.001)


def answer(score: int = 3) -> str:
    return json.dumps({key: {"reason": "so", "score": score} for key in AGENT.ids})


def grade(path: Path, *judges: Judge, candidates: list[Candidate] = CANDIDATES) -> list[Judged]:
    store = RecordFile(path / "judged.jsonl", Judged)
    show = reply_of(ENSEMBLE)
    grader = Grader(show=show, judges=judges, rubric=AGENT, store=store, concurrency=2)
    asyncio.run(grader.run(candidates))
    return list(store)


def model(server: StubServer, name: str = "stub", cache: ScoreCache | None = None) -> Judge:
    spec = {"spec": f"vllm:{server.url}#{name}", "max_retries": 0}
    return resolve_judge(spec, cache=cache)


def test_every_candidate_is_judged_by_every_judge(tmp_path):
    with StubServer() as server:
        server.script(lambda _: answer())
        found = grade(tmp_path, HeuristicJudge(), model(server))
    assert len(found) == 24
    assert Counter(each.judge for each in found).most_common()[0][1] == 12
    assert all(each.rubric == "agent/1" and each.persona == "anchor" for each in found)
    assert {each.reasons["consistency"] for each in found if each.judge.startswith("stub")} == {
        "so"
    }


def test_what_is_judged_is_not_asked_again(tmp_path):
    with StubServer() as server:
        server.script(lambda _: answer())
        grade(tmp_path, model(server), candidates=CANDIDATES[:5])
        assert len(server.requests) == 5
        grade(tmp_path, model(server))
        assert len(server.requests) == 12


def test_an_outage_keeps_what_is_done_and_says_how_to_go_on(tmp_path):
    alive = {"answers": 5}

    def reply(_: object):
        alive["answers"] -= 1
        return answer() if alive["answers"] >= 0 else fail(502, "the judge is asleep")

    with StubServer() as server:
        server.script(reply)
        with pytest.raises(TrainingError, match="stopped after 5 of 12 judgements") as error:
            grade(tmp_path, model(server))
        assert "the judge is asleep" in str(error.value)
        assert "goes on from here" in str(error.value)
        alive["answers"] = 100
        assert len(grade(tmp_path, model(server))) == 12


def test_what_a_judge_will_not_score_is_missing_with_its_reason_and_asked_again(tmp_path):
    with StubServer() as server:
        server.script(
            lambda request: (
                "I cannot rate that."
                if "number 7" in json.dumps(request)
                else answer(9)
                if "number 8" in json.dumps(request)
                else answer()
            )
        )
        found = grade(tmp_path, model(server))
        assert missing_by_reason(found) == {"out of range": 1, "refused": 1}
        assert mean_scores(found) == dict.fromkeys(AGENT.ids, 3)
        server.script(lambda _: answer(5))
        found = grade(tmp_path, model(server))
    assert len(found) == 14
    assert missing_by_reason(latest(found).values()) == {}
    assert sorted(each.total for each in latest(found).values())[-2:] == [25, 25]


def test_equal_texts_cost_one_call_with_a_cache(tmp_path):
    same = [candidate(n, "It hangs there.") for n in range(6)]
    with StubServer() as server, ScoreCache(tmp_path / "cache.sqlite") as cache:
        server.script(lambda _: answer())
        assert len(grade(tmp_path, model(server, cache=cache), candidates=same)) == 6
        assert len(server.requests) <= 2  # two were asked before the first answer came


def test_agreement_compares_judges_on_what_both_scored(tmp_path):
    pytest.importorskip("krippendorff")
    with StubServer() as server:
        server.script(
            lambda request: answer(
                1 + next(n for n in range(12) if f"number {n}." in json.dumps(request)) % 5
            )
        )
        found = grade(tmp_path, model(server, "one"), model(server, "two"))
    alphas = agreement_of(found, AGENT.ids)
    assert alphas["total"] == pytest.approx(1)
    assert set(alphas) == {*AGENT.ids, "total"}


def test_a_judge_named_twice_is_refused():
    with pytest.raises(JudgeError, match="two judges are called"):
        check_judges([HeuristicJudge(), HeuristicJudge()])


def test_the_chain_from_sampling_to_pairs(tmp_path):
    pytest.importorskip("trl")
    from datasets import load_from_disk

    common = ["--preset", "test", "--run", str(tmp_path)]
    with pytest.raises(TrainingError, match="run it first: mascot train sample"):
        main(common)
    few = ["--policy", "demo", "--contexts", "6", "--candidates", "6", "--teacher_candidates", "0"]
    sampling_main([*common, *few])
    main(common)
    figures = json.loads((tmp_path / "judge" / "statistics.json").read_text())
    assert figures["judgements"] == 108
    assert figures["missing"] == {}
    pairs_main([*common, "--delta", "0.5"])
    folder = tmp_path / "pairs"
    rows = load_from_disk(str(folder))
    both = [*rows["train"], *rows["test"]]
    assert min(row["score_gap"] for row in both) >= 3
    assert {row["cluster"] for row in rows["train"]}.isdisjoint(rows["test"]["cluster"])
    assert "margin" not in rows["train"].column_names
    one = both[0]
    assert [message["role"] for message in one["prompt"]] == ["system", "user"]
    assert "SPEAK as" in one["prompt"][1]["content"]
    assert one["chosen"] != one["rejected"]
    for name in ("README.md", "statistics.json", "histogram.png", "ensemble.yaml", "done"):
        assert (folder / name).stat().st_size
    card = (folder / "README.md").read_text()
    assert "rules, not a model" in card
    assert "apache-2.0" in card
    with pytest.raises(TrainingError, match=r"no pair: .*the largest gaps are anchor"):
        pairs_main([*common, "--delta", "4.8", "--force"])
