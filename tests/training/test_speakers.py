"""The stage ``speakers``: killed and resumed, on two processes, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

from mascot.errors import TrainingError
from mascot.training import speakers
from mascot.training.plots import read_log
from tests.training.stand_in import OPTIONS, ByLength, make_run, train

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run")


def weights(run: Path) -> bytes:
    return (run / "speakers" / "adapter_model.safetensors").read_bytes()


def rewards(run: Path) -> list[Any]:
    rows = read_log(run / "speakers" / "metrics.jsonl")
    return [(row["step"], row["reward"], row["kl"]) for row in rows if "reward" in row]


def test_a_killed_run_goes_on_to_the_same_result(tmp_path: Path) -> None:
    """From an adapter, whose copy is the reference: more to restore than from the base."""
    whole, killed = make_run(tmp_path / "whole"), make_run(tmp_path / "killed")
    train(whole)

    command = [sys.executable, "-m", "tests.training.stand_in", str(killed)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**ENVIRONMENT, "KILL_AT": "4"}, check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]
    assert not (killed / "speakers" / "done").exists()
    assert (killed / "speakers" / "checkpoints" / "checkpoint-2").is_dir()

    train(killed)
    assert weights(killed) == weights(whole)
    assert rewards(killed) == rewards(whole)
    assert [step for step, *_ in rewards(killed)] == [1, 2, 3, 4]


def test_what_is_left_behind(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(run)
    folder = run / "speakers"
    said = capsys.readouterr().err
    assert "step 4/4" in said
    assert "'loss'" not in said, "transformers' own lines"
    left = {path.name for path in folder.iterdir()}
    assert {"adapter_config.json", "adapter_model.safetensors", "README.md", "curves.png"} <= left
    assert {"config.yaml", "versions.json", "metrics.jsonl", "done", "completions"} <= left
    assert not left & {"ref", "training_args.bin"}
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"]
    files = sorted((folder / "completions").iterdir())
    assert [file.name for file in files] == ["step-000000.jsonl", "step-000002.jsonl"]
    rows = [json.loads(line) for line in files[0].read_text().splitlines()]
    assert len(rows) == 4
    assert all(row["learned"] in (-3.0, len(row["text"]) / 20) for row in rows)
    first = read_log(folder / "metrics.jsonl")[0]
    for name in (
        "rewards/learned/mean",
        "rewards/format/mean",
        "kl",
        "guard/repetition",
        "guard/words",
    ):
        assert name in first
    before = weights(run)
    train(run)  # finished: nothing is done again
    assert weights(run) == before


def test_two_processes_train_one_adapter(run: Path) -> None:
    # accelerate's --cpu takes one process only; this is how it makes several on a CPU.
    launcher = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu"]
    shape = ["--num_processes", "2", "--num_machines", "1", "--mixed_precision", "no"]
    quiet = ["--dynamo_backend", "no", "--main_process_port", "0"]
    program = ["-m", "tests.training.stand_in", str(run), "--num_generations", "4"]
    ended = subprocess.run(
        [*launcher, *shape, *quiet, *program],
        cwd=ROOT,
        env={**ENVIRONMENT, "ACCELERATE_USE_CPU": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    folder = run / "speakers"
    assert json.loads((folder / "versions.json").read_text())["processes"] == 2
    assert (folder / "done").is_file()
    steps = [row["step"] for row in read_log(folder / "metrics.jsonl") if "reward" in row]
    assert steps == [1, 2, 3, 4], "each step is logged once"
    assert ended.stderr.count("speakers: done") == 1


def test_a_loss_that_is_no_number_stops_in_words(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute = speakers.SpeakerTrainer._compute_loss

    def broken(self: Any, model: Any, inputs: Any) -> Any:
        return compute(self, model, inputs) * (1 if self.state.global_step < 2 else float("nan"))

    monkeypatch.setattr(speakers.SpeakerTrainer, "_compute_loss", broken)
    with pytest.raises(TrainingError, match=r"step 3: the loss is nan.*Lower learning_rate"):
        train(run)
    assert not (run / "speakers" / "done").exists()
    assert (run / "speakers" / "checkpoints" / "checkpoint-2").is_dir(), "completed work is kept"


def test_a_reward_that_is_no_number_stops_in_words(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        ByLength, "__call__", lambda self, requests, replies: [float("inf")] * len(replies)
    )
    with pytest.raises(TrainingError, match=r"the reward model scores .* with inf"):
        train(run)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--max_completion_length", "20", "--trace_tokens", "16"), "at least 21"),
        (("--start", "nowhere"), "no adapter's folder"),
        (("--num_iterations", "3"), "make it a multiple"),
        (("--ensemble", "nobody"), "nobody"),
        (("--num_generations", "3"), "3"),
    ],
    ids=["no-window", "start", "resume-in-between", "ensemble", "groups"],
)
def test_settings_that_cannot_be_are_refused(
    run: Path, options: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Exception, match=words) as caught:
        train(run, *options)
    assert type(caught.value).__module__ == "mascot.errors"


def test_an_adapter_for_another_base_is_refused(run: Path) -> None:
    from tests.support.tiny_qwen3 import write_adapter

    write_adapter(run / "other", run / "base", seed=3, rank=4)
    config = run / "other" / "adapter_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "r": 8}))
    with pytest.raises(TrainingError, match="does not fit"):
        train(run, "--start", str(run / "other"))


def test_a_stage_before_it_that_is_not_finished_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="mascot train base --run"):
        speakers.main([*OPTIONS, "--run", str(tmp_path)])


def test_a_dry_run_says_what_would_be_done(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(run, "--dry-run")
    said = capsys.readouterr().err
    assert "12: 4 contexts x 3 personas" in said
    assert "an estimate" in said
    assert not (run / "speakers").exists()
