"""Small inputs for the tests of single stages: a tiny base, and pairs that can be told apart."""

from __future__ import annotations

import json
from pathlib import Path

from datasets import Dataset, DatasetDict

from mascot.corpora import Context
from mascot.personas import dump_yaml
from mascot.training.config import find_ensemble
from mascot.training.records import Situation
from tests.support.tiny_qwen3 import make_tiny_qwen3

ENSEMBLE = find_ensemble("miniature")


def situation(number: int, persona: str = "anchor", split: str = "train") -> Situation:
    """A made-up situation."""
    context = Context(
        id=f"made/{split}/{number}",
        corpus="made",
        split="train",
        group="negative",
        cluster=f"{split}-{number}",
        text=f"My neighbour moved away and today is day {number} without our talks.",
    )
    return Situation.undirected(context, persona)


def mark_done(folder: Path) -> None:
    """Makes a stage's folder a finished one."""
    folder.mkdir(parents=True, exist_ok=True)
    done = {"seconds": 1.0, "corpora": ["made"], "scripted": [], "summary": {}}
    (folder / "done").write_text(json.dumps(done), encoding="utf-8")


def make_base(run: Path) -> Path:
    """An untrained base in the run folder."""
    made = make_tiny_qwen3(run / "made")
    made.base.rename(run / "base")
    mark_done(run / "base")
    return run / "base"


def make_pairs(run: Path, *, train: int = 24, test: int = 6, shared: bool = False) -> Path:
    """Pairs in which the better reply is warm and the worse one curt."""
    rows: dict[str, list[dict[str, object]]] = {"train": [], "test": []}
    for split, count in (("train", train), ("test", test)):
        for number in range(count):
            persona = ENSEMBLE.ids[number % len(ENSEMBLE.ids)]
            about = situation(number, persona, "one" if shared else split)
            rows[split].append(
                {
                    "prompt": [{"role": "user", "content": "as served"}],
                    "chosen": f"That sounds lonely, and day {number} is a long time to miss somebody.",
                    "rejected": f"Fine {number}.",
                    "score_gap": 3 + number % 4,
                    "persona": persona,
                    "situation": about.key,
                    "situation_json": json.dumps(about.to_dict()),
                    "context": about.context.id,
                    "cluster": about.context.cluster,
                    "group": about.context.group,
                }
            )
    folder = run / "pairs"
    data = {split: Dataset.from_list(found) for split, found in rows.items()}
    DatasetDict(data).save_to_disk(str(folder))
    (folder / "ensemble.yaml").write_text(dump_yaml(ENSEMBLE), encoding="utf-8")
    mark_done(folder)
    return folder
