"""Runs made by hand: scores whose answer is known."""

from __future__ import annotations

from typing import Any

from mascot.evaluation.records import Conversation, Run, Said, Score, Spent
from mascot.judges import AGENT, GROUP


def conversation(system: str = "mascot", sample: str = "s0", **more: Any) -> Conversation:
    said = more.pop("said", (("anchor", "That is heavy."), ("beacon", "You told us!")))
    given = {
        "task": "ed-positive",
        "cluster": sample,
        "epoch": 1,
        "group": "positive",
        "ensemble": "emotional-support",
        "x": "I lost my keys.",
        "turns": tuple(Said(speaker=who, text=text) for who, text in said),
        "spent": Spent(calls=3, prompt_tokens=300, completion_tokens=60, seconds=1.5),
    }
    return Conversation(system=system, sample=sample, **(given | more))


def score(measure: str, value: float | None, **more: Any) -> Score:
    given = {
        "task": "ed-positive",
        "system": "mascot",
        "sample": "s0",
        "epoch": 1,
        "group": "positive",
        "level": "block",
        "judge": "one",
        "rubric": "agent/1" if measure.startswith("agent") else "group/1",
    }
    merged = given | more
    merged.setdefault("cluster", merged["sample"])
    return Score(measure=measure, value=value, **merged)


def judged(values: dict[str, float], **more: Any) -> list[Score]:
    """All criteria of Table 5 for one reply, 3 unless `values` says otherwise."""
    return [
        score(f"agent.{name}", values.get(name, 3), level="reply", **more) for name in AGENT.ids
    ]


def judged_block(value: float | None, **more: Any) -> list[Score]:
    """All criteria of Table 6 alike."""
    return [score(f"group.{name}", value, **more) for name in GROUP.ids]


def run(conversations: list[Conversation], scores: list[Score], **more: Any) -> Run:
    given: dict[str, Any] = {
        "command": "mascot eval run --preset smoke",
        "made": "2026-01-01T00:00:00+00:00",
        "scripted": (),
        "versions": {"mascot": "0"},
    }
    return Run(conversations=tuple(conversations), scores=tuple(scores), **(given | more))
