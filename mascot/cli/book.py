"""``mascot memory``: what groups remember of you, seen and changed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.store.base import BaseStore
from rich.console import Console
from rich.text import Text

from mascot.errors import PersonaError
from mascot.graph import open_postgres, open_sqlite
from mascot.memory import GROUP, Fact, LocalSqliteStore, MemoryBook
from mascot.memory.recall import day_of
from mascot.personas import Ensemble, load_ensemble
from mascot.settings import Settings

OWN = "local"
"""Whose memory it is on the command line: that of whoever uses this machine's database."""


async def open_database(
    settings: Settings, leave: AsyncExitStack
) -> tuple[BaseCheckpointSaver[Any], BaseStore]:
    """Where conversations and memories are kept.

    Args:
        settings: Of the process.
        leave: Closes it.

    Raises:
        MascotError: It cannot be opened.
    """
    if settings.database is not None:
        url = settings.database.get_secret_value()
        threads = await leave.enter_async_context(open_postgres(url))
        return threads.saver, threads.store
    saver = leave.enter_context(open_sqlite(settings.data_dir / "chats.sqlite"))
    return saver, LocalSqliteStore(saver)


async def print_facts(owner: str, ensemble: str | None, *, as_json: bool) -> None:
    """Prints what is remembered, the latest first."""
    console = Console(highlight=False)
    async with _book(owner) as book:
        facts = await book.facts(ensemble)
    if as_json:
        print(json.dumps([fact.to_dict() for fact in facts], ensure_ascii=False, indent=1))  # noqa: T201
        return
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.ensemble, []).append(fact)
    for group, known in groups.items():
        cast = _ensemble(group)
        console.print(Text(cast.name if cast else group, "bold"))
        for fact in known:
            console.print(Text(f"  {described(fact, cast)}"), soft_wrap=True)
    if not facts:
        console.print("Nothing is remembered.")


async def edit_fact(owner: str, fact_id: str, text: str) -> None:
    """Puts other words into a memory."""
    async with _book(owner) as book:
        fact = await book.edit(fact_id, text)
    _say(f"Now: {fact.text}")


async def forget_fact(owner: str, fact_id: str) -> None:
    """Deletes a memory."""
    async with _book(owner) as book:
        fact = await book.forget(fact_id)
    _say(f"Forgotten: {fact.text}")


async def clear_facts(owner: str, ensemble: str | None) -> None:
    """Deletes all memories."""
    async with _book(owner) as book:
        count = await book.clear(ensemble)
    _say(f"{count} {'memory' if count == 1 else 'memories'} deleted.")


def described(fact: Fact, ensemble: Ensemble | None) -> str:
    """A memory in one line: its id, when it was said, who knows it, the words."""
    known = ensemble is not None and fact.holder in ensemble.ids
    who = ensemble[fact.holder].name if ensemble is not None and known else fact.holder
    holder = "everybody" if fact.holder == GROUP else who
    return f"{fact.id}  {day_of(fact.when)}  {holder}: {fact.text}"


@asynccontextmanager
async def _book(owner: str) -> AsyncIterator[MemoryBook]:
    async with AsyncExitStack() as leave:
        _, store = await open_database(Settings.load(), leave)
        yield MemoryBook(store, owner=owner)


def _ensemble(name: str) -> Ensemble | None:
    """A shipped group; of one's own groups only the id is kept with a memory."""
    try:
        return load_ensemble(name)
    except PersonaError:
        return None


def _say(text: str) -> None:
    Console(highlight=False).print(Text(text), soft_wrap=True)
