"""What every trainer of ours has beside TRL's: the run's log, and a stop when the loss is no number."""

from __future__ import annotations

import warnings
from typing import Any

import torch
import transformers
from datasets import disable_progress_bars
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from mascot.errors import TrainingError
from mascot.training.run import RunFolder

# What transformers has renamed and TRL and PEFT still call (at every generation), and that TRL's
# roll-outs may change: news for us, who pin the versions, and not for whoever trains.
for message, category in (
    (r"`(is_)?gradient_checkpointing\w*` is deprecated", FutureWarning),
    (r"You are using 'rollout_func'", UserWarning),
):
    warnings.filterwarnings("ignore", message, category)


def hush() -> None:
    """Takes away the progress bars and load reports of libraries; the stages say what matters."""
    disable_progress_bars()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()


class MetricsLog(TrainerCallback):
    """Writes what the trainer logs into the run folder's ``metrics.jsonl``."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """A run that goes on from a checkpoint writes the lines after it again."""
        del args, control
        self._folder.rewind(state.global_step)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Adds a line."""
        del args, control
        if state.is_world_process_zero:
            self._folder.log(step=state.global_step, **(logs or {}))


class FiniteLoss:
    """Put in front of a trainer's class: a loss that is no number ends the training at once.

    Going on would write it into every weight. The trainer's own filter leaves such a loss out of
    the log, so that nobody would see it.
    """

    def training_step(self, *args: Any, **kwargs: Any) -> torch.Tensor:
        """The trainer's, checked.

        Raises:
            TrainingError: The loss is not finite.
        """
        loss: torch.Tensor = super().training_step(*args, **kwargs)  # type: ignore[misc]
        if not bool(torch.isfinite(loss).all()):
            trainer: Any = self
            step, options = trainer.state.global_step, trainer.args
            raise TrainingError(
                f"step {step + 1}: the loss is {loss.item()}; stopped before it got into the "
                f"weights. Checkpoints up to here are kept in {options.output_dir}. Lower "
                f"learning_rate (now {options.learning_rate:g}) or max_grad_norm (now "
                f"{options.max_grad_norm:g}), then go on from the last checkpoint with --resume "
                "or begin anew with --force"
            )
        return loss
