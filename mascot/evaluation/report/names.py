"""What people call the systems, tasks and measures."""

from __future__ import annotations

from collections.abc import Iterable

from mascot.judges import RUBRICS

SYSTEMS = {
    "mascot": "MASCOT",
    "mascot-p": "MASCOT-P (no persona alignment)",
    "mascot-c": "MASCOT-C (random order)",
    "mascot-d": "MASCOT, director untrained",
    "mascot-sft": "MASCOT after SFT alone",
    "mascot-untrained": "MASCOT untrained",
    "zero-shot": "Zero-Shot",
    "zero-shot-plain": "Zero-Shot, no persona",
    "zero-shot-cot": "Zero-Shot CoT",
    "few-shot": "Few-Shot",
    "few-shot-cot": "Few-Shot + CoT",
    "sft": "SFT",
    "self-consistency": "Self-Consistency",
    "multi-agent-esc": "MultiAgentESC",
    "one-model": "One model, all personas",
    "self-organised": "Self-organised turns",
    "same-persona": "Same persona three times",
    "round-robin": "Round-robin",
}
"""In the order of the tables."""

ED = ("ed-positive", "ed-negative", "ed-neutral")
QMSUM = ("qmsum-academic", "qmsum-committee", "qmsum-product")

COMPOSITES = {"agent": "Agent-specific", "group": "Collective"}

METRICS = {
    "voices": ("Effective voices K*", "how many different replies the block amounts to"),
    "voices_share": ("K* per reply", "1: every reply its own voice"),
    "distinct_1": ("Distinct-1", "new words over words"),
    "distinct_2": ("Distinct-2", "new word pairs over word pairs"),
    "repeated_from_others": (
        "Echo of others",
        "share of three-word phrases somebody else had said",
    ),
    "speaker_entropy": ("Evenness of turns", "1: as even as can be"),
    "immediate_repeats": ("Same speaker again", "share of turns"),
    "valid_directives": (
        "Valid directives",
        "share of the director's answers that were well formed",
    ),
    "fits_length": ("Fits the length", "share of replies within the words allowed"),
    "formatted": ("Well formed", "share of replies with nothing wrong but length"),
    "words": ("Words per reply", "mean"),
}
"""Names and readings of the metrics without a judge, in order."""


def name_of(system: str) -> str:
    """A system's name for people; a sweep's point keeps its own."""
    return SYSTEMS.get(system, system)


def in_order(systems: Iterable[str]) -> list[str]:
    """Systems in the order of the tables, unknown ones last."""
    known = list(SYSTEMS)
    found = set(systems)
    return [s for s in known if s in found] + sorted(found - set(known))


def criterion_name(measure: str) -> str:
    """A measure's name for people."""
    rubric, _, criterion = measure.partition(".")
    if not criterion:
        return COMPOSITES.get(measure, METRICS.get(measure, (measure,))[0])
    return next((c.name for c in RUBRICS[rubric].criteria if c.id == criterion), measure)


def task_name(task: str) -> str:
    """A task's name for people."""
    corpus, _, rest = task.partition("-")
    if corpus in {"ed", "qmsum"}:
        return rest.capitalize()
    return task.replace("-", " ").capitalize()
