"""``mascot train STAGE``: one command a stage; its options are read by the stage itself."""

from __future__ import annotations

from collections.abc import Callable

import typer

from mascot.training.stages import STAGES, Stage

train = typer.Typer(
    no_args_is_help=True,
    help="Train the speakers and the director; `mascot train STAGE --help` lists a stage's settings.",
)


def add_stages(wrap: Callable[[Callable[..., None]], Callable[..., None]]) -> typer.Typer:
    """The group of commands.

    Args:
        wrap: Shows errors as the other commands do.
    """
    for stage in STAGES:
        train.command(
            stage.name,
            help=stage.help,
            add_help_option=False,  # the stage's own parser knows its settings
            context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        )(wrap(_command(stage)))
    return train


def _command(stage: Stage) -> Callable[..., None]:
    def command(context: typer.Context) -> None:
        stage.main(context.args)

    return command
