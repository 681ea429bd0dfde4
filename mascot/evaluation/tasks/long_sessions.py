"""Long sessions: fifty rounds and more with a simulated user; whether the personas hold."""

from __future__ import annotations

from mascot.backends import Backend
from mascot.corpora import Context, draw
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.data import load_disclosures
from mascot.evaluation.tasks.task import Task
from mascot.evaluation.users import User, talkative_user
from mascot.personas import load_ensemble

_WINDOWS = 5


def long_sessions(settings: EvalSettings) -> Task:
    """A few talks of many rounds. Judges see the first and the last round of each fifth.

    Args:
        settings: Of the run.
    """
    every, notes = load_disclosures(settings)
    rounds = settings.long_rounds
    starts = {rounds * i // _WINDOWS for i in range(_WINDOWS)}
    ends = {max(0, rounds * (i + 1) // _WINDOWS - 1) for i in range(_WINDOWS)}
    return Task(
        name="long-sessions",
        ensemble=load_ensemble(settings.ensemble),
        contexts=draw(every, settings.long_sessions, settings.seed),
        rounds=rounds,
        user=_user,
        judged=frozenset(starts | ends),
        systems=("mascot", "mascot-c", "zero-shot"),
        notes=notes,
    )


def _user(backend: Backend, _context: Context) -> User:
    return talkative_user(backend)
