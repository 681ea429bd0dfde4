"""The stage ``speakers`` with a stand-in for its reward model, as a program that can be killed.

    python -m tests.training.stand_in FOLDER OPTIONS…

The stand-in scores by length. Where ``KILL_AT`` is set, it kills its own process (SIGKILL, as the
kernel does when memory is short) in the middle of that step.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from mascot.dialogue import SpeakerRequest
from mascot.training import speakers
from tests.support.tiny_qwen3 import make_tiny_qwen3

OPTIONS = (
    *("--preset", "test", "--max_steps", "4", "--save_steps", "2", "--contexts", "4"),
    *("--max_completion_length", "14", "--trace_tokens", "2", "--learning_rate", "0.01"),
    *("--per_device_train_batch_size", "4", "--num_generations", "2", "--completions_every", "2"),
)


class ByLength:
    """Longer is better."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, requests: Sequence[SpeakerRequest], replies: Sequence[str]) -> list[float]:
        self.calls += 1
        if self.calls == int(os.environ.get("KILL_AT", "0")):
            os.kill(os.getpid(), signal.SIGKILL)
        return [len(reply) / 20 for reply in replies]


def make_run(folder: Path) -> Path:
    """A run folder with a finished base and a finished SFT, both tiny and untrained."""
    made = make_tiny_qwen3(folder / "made")
    for stage, path in (("base", made.base), ("sft", made.speaker)):
        shutil.copytree(path, folder / stage)
        done = {"seconds": 1.0, "corpora": [], "scripted": [], "summary": {}}
        (folder / stage / "done").write_text(json.dumps(done))
    config = folder / "sft" / "adapter_config.json"
    settings = {**json.loads(config.read_text()), "base_model_name_or_path": str(folder / "base")}
    config.write_text(json.dumps(settings))
    return folder


def train(folder: Path, *options: str) -> None:
    """Runs the stage here."""
    before, speakers.load_scorer = speakers.load_scorer, lambda *_: ByLength()
    try:
        speakers.main([*OPTIONS, "--run", str(folder), *options])
    finally:
        speakers.load_scorer = before


if __name__ == "__main__":
    train(Path(sys.argv[1]), *sys.argv[2:])
