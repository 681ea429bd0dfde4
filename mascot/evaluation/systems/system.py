"""System: whatever answers a person as a group, behind one small interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mascot.backends import Backend
from mascot.dialogue import Scene
from mascot.evaluation.embedding import Vectors
from mascot.evaluation.records import Said
from mascot.personas import Ensemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The language models of a run, by what they are for.

    Attributes:
        base: The untrained model: every baseline's, and the speakers' of MASCOT-P.
        director: MASCOT's director.
        speaker: MASCOT's speakers.
        sft: The model with the adapter of supervised fine-tuning.
        base_director: The untrained model where it directs: the same one, its options may differ.
        sft_director: The model of supervised fine-tuning where it directs.
        user: Who plays simulated users; never the model under test where that can be helped.
    """

    base: Backend
    director: Backend
    speaker: Backend
    sft: Backend
    base_director: Backend
    sft_director: Backend
    user: Backend


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a system is made from.

    Attributes:
        ensemble: The group of the task.
        models: Whom to ask.
        vectors: How texts are compared where a system chooses among several.
        safety: Whether the served graph's safety layer is on.
        short: MultiAgentESC answers up to so many utterances in one call.
    """

    ensemble: Ensemble
    models: Models
    vectors: Vectors
    safety: bool = False
    short: int = 0


class System(Protocol):
    """Answers.

    Every system gives a block of N replies, N the number of personas. Those that have no way of
    talking among themselves are asked once for each persona and do not hear the others: then the
    paper's table of single replies compares the same number of replies of the same personas.

    Attributes:
        ensemble: Who speaks: the task's group, unless the system is another group.
        alone: The replies of a block were said without knowing each other.
        calls: Model calls a block takes, the least and the most.
    """

    ensemble: Ensemble
    alone: bool
    calls: tuple[int, int]

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """The replies to what the user said last, in order.

        Args:
            scene: The conversation so far.

        Raises:
            MascotError: A model cannot be asked.
        """


Make = Callable[[Setup], System]
