"""Out of distribution: a group and a domain that no training of ours has seen."""

from __future__ import annotations

from importlib.resources import files

from ruamel.yaml import YAML

from mascot.corpora import Context
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.task import Task
from mascot.personas import load_ensemble

_SYSTEMS = ("mascot", "mascot-untrained", "mascot-c", "zero-shot", "few-shot-cot")
"""Whether training carries over; the other baselines say nothing about that."""

_HERE = files("mascot.evaluation") / "tasks"


def unseen_ensemble(settings: EvalSettings) -> Task:
    """A study circle, on what learners ask: group and domain are both new.

    Args:
        settings: Of the run.
    """
    return Task(
        name="unseen-ensemble",
        ensemble=load_ensemble(str(_HERE / "study_circle.yaml")),
        contexts=learners()[: settings.limit],
        systems=_SYSTEMS,
    )


def unseen_domain(settings: EvalSettings) -> Task:
    """The emotional-support group, on what learners ask: only the domain is new.

    Args:
        settings: Of the run.
    """
    return Task(
        name="unseen-domain",
        ensemble=load_ensemble(settings.ensemble),
        contexts=learners()[: settings.limit],
        systems=_SYSTEMS,
    )


def learners() -> tuple[Context, ...]:
    """What learners ask; our own words."""
    rows = YAML(typ="safe", pure=True).load((_HERE / "learners.yaml").read_text(encoding="utf-8"))
    return tuple(
        Context(
            id=f"learners/{name}",
            corpus="learners",
            split="test",
            group="learning",
            cluster=name,
            text=" ".join(text.split()),
        )
        for name, text in rows.items()
    )
