"""The whole chain for real, in little: every stage runs, and its adapter answers in a chat."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

pytest.importorskip("trl", reason="the train extra is not installed")

from mascot import ChatSession, build_group_chat
from mascot.errors import TrainingError
from mascot.training import chain
from mascot.training.comparison import AFTER, BEFORE
from mascot.training.config import find_ensemble
from mascot.training.director_outcome import DirectorOutcome
from mascot.training.outcome import Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run; made by the command, in a process of its own."""
    folder = tmp_path_factory.mktemp("chain") / "run"
    command = [sys.executable, "-c", "from mascot.cli import app; app()", "train", "all"]
    options = ["--preset", "test", "--run", str(folder), "--seed", "3"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2"}
    ended = subprocess.run(
        [*command, *options], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    (folder / "said").write_text(ended.stderr)
    return folder


def test_every_stage_finished_and_the_seed_reached_it(run: Path) -> None:
    stages = [
        *("base", "trajectories", "sft", "sample", "judge", "pairs", "reward-model"),
        *("speakers", "director"),
    ]
    for stage in (*stages, "all"):
        assert (run / stage / "done").is_file(), stage
        assert (run / stage / "README.md").is_file(), stage
    seeded = [stage for stage in stages if "seed: 3" in (run / stage / "config.yaml").read_text()]
    unseeded = {"judge", "pairs"}
    assert set(stages) - unseeded <= set(seeded)


def test_it_ends_with_before_and_after(run: Path) -> None:
    outcome = Outcome.read(run / "all" / "outcome.json")
    assert outcome.table() in (run / "said").read_text()
    assert outcome.scripted, "the heuristic judge is no model, and the table says so"
    assert set(outcome.seconds) >= {"base", "speakers"}
    rows = [json.loads(line) for line in (run / "all" / "answers.jsonl").read_text().splitlines()]
    sides = [{(r["situation"], r["draw"]) for r in rows if r["side"] == s} for s in (BEFORE, AFTER)]
    assert sides[0] == sides[1]
    assert len(sides[0]) == outcome.replies == 3 * 3


def test_the_director_is_compared_with_its_start_and_with_random_order(run: Path) -> None:
    outcome = DirectorOutcome.read(run / "all" / "director.json")
    assert outcome.table() in (run / "said").read_text()
    assert outcome.scripted
    lines = (run / "all" / "episodes.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["conductor"] for row in rows} == {"trained", "untrained", "random order"}
    assert len(rows) == 3 * outcome.episodes == 3 * 3
    for row in rows:
        assert row["terms"]["R_group"] == pytest.approx(
            row["terms"]["coherence"] + row["terms"]["diverse"]
        ), "the paper's, whatever the stage was trained on"
        assert len(row["speakers"]) == 3
    means = {
        who: sum(r["terms"]["R_group"] for r in rows if r["conductor"] == who) / 3
        for who in ("trained", "untrained", "random order")
    }
    assert outcome.training["R_group"].before == pytest.approx(means["untrained"])
    assert outcome.training["R_group"].after == pytest.approx(means["trained"])
    assert outcome.control["R_group"].before == pytest.approx(means["random order"])


def test_the_same_command_again_does_nothing_again(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in run.glob("*/done")}
    chain.main(["--preset", "test", "--run", str(run), "--seed", "3"])
    assert {path: path.stat().st_mtime_ns for path in run.glob("*/done")} == before
    assert "Speakers before and after" in capsys.readouterr().err


def test_its_adapters_answer_in_a_chat(run: Path) -> None:
    spec = f"hf:{run / 'base'}+director={run / 'director'}+speaker={run / 'speakers'}"
    graph = build_group_chat(
        find_ensemble("miniature"),
        backend={"spec": spec, "max_tokens": 24, "temperature": 1.0, "seed": 1},
    )

    async def talk() -> list[str]:
        session = ChatSession(graph.compile(InMemorySaver()), "1")
        return [event["event"] async for event in session.send("My dog ran away.")]

    events = asyncio.run(talk())
    assert "utterance" in events or "notice" in events
    assert "directive" in events


def test_an_option_of_no_stage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no stage of preset 'test' has a setting lerning_rate"):
        chain.main(["--preset", "test", "--run", str(tmp_path), "--lerning_rate", "1"])


def test_a_stage_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no stage 'speaker'; choose from base"):
        chain.main(["--preset", "test", "--run", str(tmp_path), "--stages", "speaker"])
