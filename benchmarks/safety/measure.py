"""Counting hits and false alarms."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from mascot.safety import Crisis, SafetyCheck

HERE = Path(__file__).parent
FILES = ("cases.yaml", *(f"look_{number}.yaml" for number in range(1, 8)))
OTHER_AUTHORS = (
    "held_out.yaml",
    *(f"other_author_{letter}.yaml" for letter in "acdefg"),
    "ordinary.yaml",
)
"""Cases by people who had not seen the detector; only the first was never looked at while tuning."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message."""

    category: str
    text: str
    is_disclosure: bool


def load(name: str) -> list[Case]:
    """The cases of one file beside this one."""
    data = YAML(typ="safe").load(HERE / name)
    return [
        Case(category, text, label == "disclosures")
        for label, categories in data.items()
        for category, texts in categories.items()
        for text in texts
    ]


@dataclass(frozen=True, slots=True)
class Score:
    """What a check made of some cases."""

    hits: int
    misses: tuple[Case, ...]
    alarms: tuple[tuple[Case, Crisis], ...]

    @property
    def recall(self) -> float:
        """Which part of the disclosures was found."""
        return self.hits / max(1, self.hits + len(self.misses))

    @property
    def precision(self) -> float:
        """Which part of the alarms was right."""
        return self.hits / max(1, self.hits + len(self.alarms))


def score(cases: list[Case], check: SafetyCheck) -> Score:
    """Run a check over cases."""
    hits, misses, alarms = 0, [], []
    for case in cases:
        found = check(case.text)
        if case.is_disclosure:
            hits += found is not None
            if not found:
                misses.append(case)
        elif found:
            alarms.append((case, found))
    return Score(hits, tuple(misses), tuple(alarms))


def empathetic_dialogues(path: Path) -> Iterator[tuple[str, str]]:
    """Conversation id and text: each situation once, and each utterance of the person."""
    situations = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            conversation, number = row["conv_id"], int(row["utterance_idx"])
            if conversation not in situations:
                situations.add(conversation)
                yield conversation, row["prompt"].replace("_comma_", ",")
            if number % 2:
                yield conversation, row["utterance"].replace("_comma_", ",")


def qmsum(folder: Path, split: str = "val") -> Iterator[tuple[str, str]]:
    """Meeting and text: each turn of each meeting."""
    for path in sorted(folder.glob(f"*/jsonl/{split}.jsonl")):
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                for turn in json.loads(line)["meeting_transcripts"]:
                    yield f"{path.parts[-3]}/{number}", turn["content"]


def fastest(job: Callable[[], object], times: int = 7) -> float:
    """The shortest of some runs, in milliseconds."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        job()
        runs.append(time.perf_counter() - start)
    return min(runs) * 1000
