"""EmpatheticDialogues by valence: the paper's first table."""

from __future__ import annotations

from functools import partial

from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.data import load_disclosures
from mascot.evaluation.tasks.task import Task
from mascot.personas import load_ensemble


def _task(valence: str, settings: EvalSettings) -> Task:
    contexts, notes = load_disclosures(settings, valence)
    return Task(
        name=f"ed-{valence}",
        ensemble=load_ensemble(settings.ensemble),
        contexts=contexts,
        notes=notes,
    )


positive = partial(_task, "positive")
negative = partial(_task, "negative")
neutral = partial(_task, "neutral")
