"""Sixteen simulated users, one for each MBTI type: the data of the heat map persona by type."""

from __future__ import annotations

from mascot.backends import Backend
from mascot.corpora import Context, draw
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.data import in_group, load_disclosures
from mascot.evaluation.tasks.task import Task
from mascot.evaluation.users import TYPES, User, mbti_user
from mascot.personas import load_ensemble

_ROUNDS = 2


def mbti(settings: EvalSettings) -> Task:
    """The same situations, told by each of the types; two rounds each.

    Args:
        settings: Of the run.
    """
    every, notes = load_disclosures(settings)
    situations = draw(every, settings.mbti_situations, settings.seed)
    contexts = tuple(in_group(c, kind, f"/{kind}") for kind in TYPES for c in situations)
    return Task(
        name="mbti",
        ensemble=load_ensemble(settings.ensemble),
        contexts=contexts,
        rounds=_ROUNDS,
        user=_user,
        systems=("mascot",),
        notes=notes,
    )


def _user(backend: Backend, context: Context) -> User:
    return mbti_user(backend, context.group)
