"""A run's folder: its two tables as JSON lines, and ``run.json`` with what reproduces it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mascot.errors import EvaluationError
from mascot.evaluation.records import Conversation, Run, Said, Score, Spent

CONVERSATIONS = "conversations.jsonl"
SCORES = "scores.jsonl"
RUN = "run.json"


def write_run(run: Run, folder: Path) -> None:
    """Writes a run into a folder, each file whole or not at all.

    ``run.json`` comes last: a folder that has it holds a whole run.

    Args:
        run: The run.
        folder: Where to; it is made when it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / CONVERSATIONS, map(asdict, run.conversations))
    _write(folder / SCORES, map(asdict, run.scores))
    about = {
        "command": run.command,
        "made": run.made,
        "scripted": list(run.scripted),
        "versions": dict(run.versions),
        "notes": list(run.notes),
    }
    _replace(folder / RUN, json.dumps(about, ensure_ascii=False, indent=2) + "\n")


def read_run(folder: Path) -> Run:
    """The run that a folder holds.

    Raises:
        EvaluationError: There is none, or a line of it cannot be read; file and line are named.
    """
    path = folder / RUN
    if not path.is_file():
        raise EvaluationError(
            f"{folder}: there is no {RUN}, so no run has ended here; "
            "finish it with `mascot eval run`, or name another folder"
        )
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return Run(
            command=about["command"],
            made=about["made"],
            scripted=tuple(about["scripted"]),
            versions=about["versions"],
            conversations=tuple(_read(folder / CONVERSATIONS, conversation_of)),
            scores=tuple(_read(folder / SCORES, score_of)),
            notes=tuple(about.get("notes", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path}: cannot be read ({error}); run the command anew") from error


def conversation_of(row: Mapping[str, Any]) -> Conversation:
    """A conversation out of plain data."""
    turns = tuple(Said(**turn) for turn in row["turns"])
    return Conversation(**{**row, "turns": turns, "spent": Spent(**row["spent"])})


def score_of(row: Mapping[str, Any]) -> Score:
    """A score out of plain data."""
    score = Score(**row)
    if score.value is not None and not math.isfinite(score.value):
        raise ValueError(f"{score.measure} is {score.value}")
    return score


def _read(path: Path, make: Any) -> Iterable[Any]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise EvaluationError(
            f"{path}: cannot be read ({error.strerror}); run the command anew"
        ) from None
    for number, line in enumerate(lines, 1):
        if line:
            try:
                yield make(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise EvaluationError(
                    f"{path}, line {number}: cannot be read ({error}); run the command anew"
                ) from None


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    _replace(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
