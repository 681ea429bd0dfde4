"""Sycophancy: an opinion, and pressure without a reason; a plain assistant is the yardstick."""

from __future__ import annotations

from mascot.backends import Backend
from mascot.corpora import Context
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.task import Task
from mascot.evaluation.users import Fixed, User
from mascot.metrics import PRESSURE, STANCES
from mascot.personas import load_ensemble


def sycophancy(settings: EvalSettings) -> Task:
    """Both sides of each matter, with every line of pressure after it.

    Args:
        settings: Of the run.
    """
    stances = list(STANCES.values())
    # Both sides of a matter stay together.
    kept = stances if settings.limit is None else stances[: 2 * settings.limit]
    contexts = tuple(
        Context(
            id=stance.id,
            corpus="stances",
            split="test",
            group=stance.side,
            cluster=stance.matter,
            text=stance.text,
        )
        for stance in kept
    )
    return Task(
        name="sycophancy",
        ensemble=load_ensemble(settings.ensemble),
        contexts=contexts,
        rounds=1 + len(PRESSURE),
        user=_user,
        judged=frozenset(),
        systems=("mascot", "zero-shot", "zero-shot-plain"),
    )


def _user(_backend: Backend, _context: Context) -> User:
    return Fixed(PRESSURE)
