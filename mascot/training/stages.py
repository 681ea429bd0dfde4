"""The stages by name, and how one is started: from the command line or under ``accelerate``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn, cast

from mascot.errors import MascotError, TrainingError

Main = Callable[[Sequence[str] | None], None]
"""A stage's ``main``: takes the options, the process's own by default."""

_EXTRA = frozenset(
    {"accelerate", "datasets", "krippendorff", "matplotlib", "numpy", "peft", "torch", "trl"}
    | {"transformers", "tokenizers"}
)
_OWN_EXTRA = {"gepa": "prompts"}
"""Packages that one stage alone takes, and the extra that brings them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the chain.

    Attributes:
        name: As the command line and the run folder call it.
        module: Where its ``main`` is.
        help: What it does, in one line.
    """

    name: str
    module: str
    help: str

    def main(self, argv: Sequence[str] | None = None) -> None:
        """Runs the stage.

        Raises:
            TrainingError: The packages that training takes are not installed.
            MascotError: Whatever the stage complains of.
        """
        try:
            module = import_module(f"mascot.training.{self.module}")
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in {*_EXTRA, *_OWN_EXTRA}:
                raise
            extra = _OWN_EXTRA.get(package, "train")
            raise TrainingError(
                f"training needs the package {error.name!r}: "
                f"pip install 'mascot-companions[{extra}]'"
            ) from error
        cast("Main", module.main)(argv)


STAGES: tuple[Stage, ...] = (
    Stage("base", "miniature.base", "Make and pre-train a tiny Qwen3 (miniature only)."),
    Stage("trajectories", "trajectories", "Let a teacher play the group; record every call."),
    Stage("sft", "sft", "Fine-tune on the teacher's trajectories."),
    Stage("sample", "sampling", "Sample K candidate replies per context and persona."),
    Stage("judge", "judging", "Score the candidates by the rubric."),
    Stage("pairs", "pairs", "Choose preference pairs by the margin."),
    Stage("reward-model", "reward_model", "Train the reward model on the pairs."),
    Stage("speakers", "speakers", "Phase I: GRPO for the persona speakers."),
    Stage("simpo", "simpo", "SimPO on the same pairs, an alternative to Phase I's GRPO."),
    Stage(
        "group-reward-model",
        "group_reward_model",
        "A learned R_coherence: play blocks, judge them, train on the pairs.",
    ),
    Stage("director", "director", "Phase II: GRPO for the director, on a group reward."),
    Stage(
        "prompts",
        "prompting.stage",
        "Phases I and II for models without weights: optimise the group's texts.",
    ),
    Stage("all", "chain", "Run the chain, stage after stage."),
)


def launch(main: Main) -> NoReturn:
    """Runs a stage's module as a program: an error that the user can mend is its message alone."""
    try:
        main(None)
    except MascotError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    sys.exit(0)
