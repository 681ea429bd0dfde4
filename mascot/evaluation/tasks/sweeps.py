"""Sweeps: MASCOT with directors or speakers of other sizes, or trained with other weights eta."""

from __future__ import annotations

from functools import partial

from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.data import load_disclosures
from mascot.evaluation.tasks.task import Task
from mascot.personas import load_ensemble


def _task(name: str, settings: EvalSettings) -> Task:
    contexts, notes = load_disclosures(settings)
    points = settings.sweeps.get(name, {})
    if not points:
        notes += (f"sweep-{name}: no models were named for it (sweeps: {name}: …); left out.",)
    return Task(
        name=f"sweep-{name}",
        ensemble=load_ensemble(settings.ensemble),
        contexts=contexts if points else (),
        systems=(),
        variants={f"mascot@{point}": seats for point, seats in points.items()},
        notes=notes,
    )


director = partial(_task, "director")
speaker = partial(_task, "speaker")
eta = partial(_task, "eta")
