"""The stage ``director`` as a whole: killed and resumed, on two processes, and with bad material."""

from __future__ import annotations

import json
import logging
import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

import torch
from safetensors.torch import load_file

from mascot.errors import BackendError
from mascot.judges import HeuristicJudge, Item, Judgement, Rubric
from mascot.training import director
from mascot.training.plots import read_log
from mascot.training.rollouts import Draw, TransformersGenerator
from tests.training.director_program import OPTIONS, train
from tests.training.stand_in import make_run

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
SHORT = ("--max_steps", "2", "--save_steps", "2", "--contexts", "2")


def weights(run: Path) -> bytes:
    return (run / "director" / "adapter_model.safetensors").read_bytes()


def logged(run: Path) -> list[dict[str, Any]]:
    return [row for row in read_log(run / "director" / "metrics.jsonl") if "reward" in row]


def finite(run: Path) -> bool:
    rows = read_log(run / "director" / "metrics.jsonl")
    return all(math.isfinite(v) for row in rows for v in row.values() if isinstance(v, float))


def test_a_killed_run_goes_on_to_the_same_result(tmp_path: Path) -> None:
    whole, killed = make_run(tmp_path / "whole"), make_run(tmp_path / "killed")
    train(whole)
    command = [sys.executable, "-m", "tests.training.director_program", str(killed)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**ENVIRONMENT, "KILL_AT": "4"}, check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]
    assert not (killed / "director" / "done").exists()
    assert (killed / "director" / "checkpoints" / "checkpoint-2").is_dir()
    train(killed)
    assert weights(killed) == weights(whole)
    assert [row["step"] for row in logged(killed)] == [1, 2, 3, 4]
    assert [row["reward"] for row in logged(killed)] == [row["reward"] for row in logged(whole)]


def test_two_processes_train_one_director(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    # accelerate's --cpu takes one process only; this is how it makes several on a CPU.
    launcher = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu"]
    shape = ["--num_processes", "2", "--num_machines", "1", "--mixed_precision", "no"]
    quiet = ["--dynamo_backend", "no", "--main_process_port", "0"]
    program = ["-m", "tests.training.director_program", str(run), *SHORT]
    ended = subprocess.run(
        [*launcher, *shape, *quiet, *program],
        cwd=ROOT,
        env={**ENVIRONMENT, "ACCELERATE_USE_CPU": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert json.loads((run / "director" / "versions.json").read_text())["processes"] == 2
    assert [row["step"] for row in logged(run)] == [1, 2], "each step is logged once"
    assert ended.stderr.count("director: done") == 1


class Moody:
    """A judge that is the heuristic one, except where it is not."""

    label = "moody/1"
    scripted = True

    def __init__(self, fails: Callable[[int], bool], score: int | None = None) -> None:
        self._own = HeuristicJudge()
        self._fails = fails
        self._score = score
        self.calls = 0

    def judge(self, item: Item, rubric: Rubric) -> Judgement:
        self.calls += 1
        if self._fails(self.calls):
            raise BackendError("the judge is away")
        scores = dict.fromkeys(rubric.ids, self._score or 1 + self.calls % 5)
        return Judgement(rubric=rubric.label, judge=self.label, scores=scores)

    async def ajudge(self, item: Item, rubric: Rubric) -> Judgement:
        return self.judge(item, rubric)


def judged_by(judge: Moody, monkeypatch: pytest.MonkeyPatch) -> Moody:
    monkeypatch.setattr(director, "resolve_judge", lambda *_, **__: judge)
    return judge


Draws = Callable[[TransformersGenerator, Sequence[Sequence[int]], Sequence[int]], list[Draw]]


def silence(self: Any, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
    """Every completion is its end."""
    return [Draw((self._ends[0],), (-0.1,)) for _ in prompts]


def test_a_director_that_never_names_a_speaker_and_speakers_that_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fixed rule calls somebody, nothing is said, and no judge has to be asked about that."""
    run = make_run(tmp_path / "run")
    monkeypatch.setattr(TransformersGenerator, "__call__", silence)
    asked = judged_by(Moody(lambda _: True), monkeypatch)
    train(run, *SHORT)
    assert asked.calls == 0
    for row in logged(run):
        assert row["episode/silent"] == 1
        assert row["group/valid"] == 0
        assert row["group/coherence"] == 0
        assert row["episode/dropped"] == 0
    assert finite(run)
    assert (run / "director" / "done").is_file()


def test_a_judge_that_fails_for_part_of_a_batch_costs_those_episodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = make_run(tmp_path / "run")
    judged_by(Moody(lambda call: call % 4 == 1), monkeypatch)
    more = ("--num_generations", "12", "--per_device_train_batch_size", "12")
    with caplog.at_level(logging.WARNING, "mascot.training.coherence"):
        train(run, *SHORT, *more)
    assert [row["episode/dropped"] for row in logged(run)] == [0.25, 0.25]
    assert "not judged: the judge is away" in caplog.text
    assert finite(run)
    assert (run / "director" / "done").is_file()


def test_equal_rewards_leave_the_start_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(tmp_path / "run")
    judged_by(Moody(lambda _: False, score=3), monkeypatch)
    # Without KL (at the start it is 0 anyway) only the advantage could move anything.
    train(run, *SHORT, "--eta", "0", "--beta", "0")
    before, after = (
        load_file(run / stage / "adapter_model.safetensors") for stage in ("sft", "director")
    )
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert [row["reward_std"] for row in logged(run)] == [0, 0]
    assert finite(run)


def test_a_director_whose_words_are_noise_is_led_by_a_rule(tmp_path: Path) -> None:
    """The tiny model has learned nothing: not one directive is valid, and the step goes on."""
    run = make_run(tmp_path / "run")
    train(run, *SHORT)
    rows = logged(run)
    assert [row["group/valid"] for row in rows] == [0, 0]
    assert all(row["group/diverse"] >= 0 for row in rows)
    assert finite(run)
    lines = (run / "director" / "episodes" / "step-000000.jsonl").read_text().splitlines()
    for line in map(json.loads, lines):
        assert len(line["directives"]) == 3
        assert {each["source"] for each in line["directives"]} <= {"fallback", "name", "repaired"}


def test_a_plan_is_printed_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = make_run(tmp_path / "run")
    director.main([*OPTIONS, "--run", str(run), "--dry_run"])
    assert "2 for a context, 3 turns each" in capsys.readouterr().err
    assert not (run / "director").exists()
