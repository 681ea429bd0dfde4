"""Task: contexts, a group to talk about them, and how the user behaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mascot.backends import Backend
from mascot.corpora import Context
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.users import User
from mascot.personas import Ensemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every system is given alike.

    Attributes:
        name: Of the tables.
        ensemble: The group.
        contexts: The samples; a sample's group is what tables have a column for.
        rounds: How often the user speaks.
        user: Makes the user of a sample, from the model that plays users; None says x and no more.
        judged: Rounds, from 0, whose replies the judges see; None for all of them.
        systems: The only systems that it is for; None for all that were asked for.
        variants: More systems, MASCOT with other models: by their name, the seats' specs.
        notes: What a reader of its figures must know: data that stands in for other data.
    """

    name: str
    ensemble: Ensemble
    contexts: tuple[Context, ...]
    rounds: int = 1
    user: Callable[[Backend, Context], User] | None = None
    judged: frozenset[int] | None = None
    systems: tuple[str, ...] | None = None
    variants: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


MakeTask = Callable[[EvalSettings], Task]
