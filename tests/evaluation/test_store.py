"""A run's folder: what is written is read, and what cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from mascot.errors import EvaluationError
from mascot.evaluation.records import Conversation, Run, Said, Score, Spent
from mascot.evaluation.store import read_run, write_run

PLACE = {
    "task": "ed-positive",
    "system": "mascot",
    "sample": "shipped/test/1",
    "cluster": "1",
    "epoch": 1,
    "group": "positive",
}
RUN = Run(
    command="mascot eval run",
    made="2026-01-01T00:00:00+00:00",
    scripted=("demo",),
    versions={"mascot": "0"},
    conversations=(
        Conversation(
            **PLACE,
            ensemble="emotional-support",
            x="I passed!\u2028Really.",
            turns=(Said(speaker="beacon", text="Grüße", directive={"speaker": "beacon"}),),
            spent=Spent(calls=2, seconds=0.5),
        ),
        Conversation(
            **PLACE, ensemble="e", x="x", turns=(), spent=Spent(calls=0), error="it crashed"
        ),
    ),
    scores=(
        Score(**PLACE, level="reply", measure="agent.consistency", value=3, turn=0),
        Score(**PLACE, level="block", measure="voices", value=None, missing="refused"),
    ),
)


def test_what_is_written_is_read(tmp_path: Path):
    write_run(RUN, tmp_path / "run")
    assert read_run(tmp_path / "run") == RUN


def test_a_folder_without_a_run_says_what_to_do(tmp_path: Path):
    with pytest.raises(EvaluationError, match="mascot eval run"):
        read_run(tmp_path)


@pytest.mark.parametrize("line", ['{"task"', '{"task": "t"}', "[]"])
def test_a_broken_line_is_named(tmp_path: Path, line: str):
    write_run(RUN, tmp_path)
    scores = tmp_path / "scores.jsonl"
    scores.write_text(scores.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"scores\.jsonl, line 3"):
        read_run(tmp_path)
