"""QMSum by domain: the paper's second table."""

from __future__ import annotations

from functools import partial

from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.data import load_meetings
from mascot.evaluation.tasks.task import Task
from mascot.personas import load_ensemble


def _task(domain: str, settings: EvalSettings) -> Task:
    contexts, notes = load_meetings(settings, domain)
    return Task(
        name=f"qmsum-{domain.lower()}",
        ensemble=load_ensemble(settings.meeting_ensemble),
        contexts=contexts,
        notes=notes,
    )


academic = partial(_task, "Academic")
committee = partial(_task, "Committee")
product = partial(_task, "Product")
