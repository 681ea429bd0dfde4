"""How far a trainer is, in one line every few seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_callback import PrinterCallback, ProgressCallback

from mascot.training.run import RunFolder

_EVERY = 10.0


class Progress(TrainerCallback):
    """Says step, time left and a few figures; transformers' own prints everything that is logged.

    Args:
        folder: The stage's.
        figures: Metrics to show, by what to call them.
    """

    def __init__(self, folder: RunFolder, figures: Mapping[str, str]) -> None:
        self._folder = folder
        self._figures = figures
        self._began = self._said = 0.0
        self._first = 0

    def instead_of_bars(self, trainer: Any) -> None:
        """Puts this in the place of transformers' own."""
        trainer.remove_callback(ProgressCallback)
        trainer.remove_callback(PrinterCallback)
        trainer.add_callback(self)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Starts the clock."""
        del args, control
        self._began = self._said = time.monotonic()
        self._first = state.global_step
        if self._first:
            self._folder.say(f"{self._folder.stage}: going on after step {self._first}")

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Says where it is, unless that was said a moment ago."""
        del args, control
        now = time.monotonic()
        done, total = state.global_step - self._first, state.max_steps
        shown = [
            f"{name} {logs[key]:.3g}"
            for name, key in self._figures.items()
            if logs and isinstance(logs.get(key), int | float)
        ]
        if not shown or not done or (now - self._said < _EVERY and state.global_step < total):
            return
        self._said = now
        left = (now - self._began) / done * (total - state.global_step)
        self._folder.say(
            f"  step {state.global_step}/{total}, {duration(left)} left: {', '.join(shown)}"
        )


def duration(seconds: float) -> str:
    """A span of time for people."""
    minutes = round(seconds) // 60
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes} min {round(seconds) % 60} s" if minutes < 60 else f"{minutes / 60:.1f} h"  # noqa: PLR2004
