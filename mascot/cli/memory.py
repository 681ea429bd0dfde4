"""``mascot memory``: the commands and their options."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

import typer

_Owner = Annotated[
    str, typer.Option(help="Whose: local is the terminal's, user:NAME somebody's who logs in.")
]
_Group = Annotated[
    str | None, typer.Option("--ensemble", "-e", help="Only what this group remembers: its id.")
]
_Id = Annotated[str, typer.Argument(metavar="ID", help="As the list shows it.")]


def add_memory(plain_errors: Callable[..., Any]) -> typer.Typer:
    """The commands of ``mascot memory``.

    Args:
        plain_errors: Shows errors as their message alone.
    """
    commands = typer.Typer(
        no_args_is_help=True, help="See, change and delete what groups remember of you."
    )
    for command in (edit, forget, clear):
        commands.command()(plain_errors(command))
    commands.command("list")(plain_errors(list_facts))
    return commands


def list_facts(
    ensemble: _Group = None,
    owner: _Owner = "local",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All there is, as JSON.")] = False,
) -> None:
    """List what is remembered, the latest first."""
    from mascot.cli.book import print_facts  # noqa: PLC0415  (--help is instant)

    asyncio.run(print_facts(owner, ensemble, as_json=as_json))


def edit(
    memory: _Id,
    text: Annotated[str, typer.Argument(help="The new words.")],
    owner: _Owner = "local",
) -> None:
    """Put other words into a memory."""
    from mascot.cli.book import edit_fact  # noqa: PLC0415

    asyncio.run(edit_fact(owner, memory, text))


def forget(memory: _Id, owner: _Owner = "local") -> None:
    """Delete one memory for good."""
    from mascot.cli.book import forget_fact  # noqa: PLC0415

    asyncio.run(forget_fact(owner, memory))


def clear(
    ensemble: _Group = None,
    owner: _Owner = "local",
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete all memories for good."""
    from mascot.cli.book import clear_facts  # noqa: PLC0415

    if not yes:
        typer.confirm("Delete all that is remembered? Nobody can bring it back.", abort=True)
    asyncio.run(clear_facts(owner, ensemble))
