"""The stage ``director`` as a program that can be killed.

    python -m tests.training.director_program FOLDER OPTIONS…

Where ``KILL_AT`` is set, it kills its own process (SIGKILL) in the middle of that step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mascot.training import director
from mascot.training.group_reward import GroupReward

OPTIONS = ("--preset", "test", "--speaker", "base")


class Deadly(GroupReward):
    """R_group, which may end its process."""

    calls = 0

    def __call__(self, episodes: Sequence[Any], turns: int) -> Any:
        Deadly.calls += 1
        if Deadly.calls == int(os.environ.get("KILL_AT", "0")):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(episodes, turns)


def train(folder: Path, *options: str) -> None:
    """Runs the stage here."""
    before, director.GroupReward = director.GroupReward, Deadly  # type: ignore[misc]
    try:
        director.main([*OPTIONS, "--run", str(folder), *options])
    finally:
        director.GroupReward = before  # type: ignore[misc]


if __name__ == "__main__":
    train(Path(sys.argv[1]), *sys.argv[2:])
