"""The settings of every conversation, and the graph that each of them runs on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from langgraph.graph.state import CompiledStateGraph
from langgraph.store.base import BaseStore

from mascot.graph import build_group_chat
from mascot.graph.build import GroupChat
from mascot.graph.checkpoint import LocalSqliteSaver
from mascot.ui.desk import Desk
from mascot.ui.kept import KeptDesks

Graph = CompiledStateGraph[Any, Any, Any, Any]
Build = Callable[[Desk], GroupChat]
"""Makes the graph of a conversation that has a group or a model of its own."""

_KEPT = 64
"""Graphs of so many edited groups are held; others are built again when they are needed."""


class Desks:
    """What every conversation is set up with.

    Args:
        graph: What a conversation begins with; the others share its checkpointer.
        about: What every conversation is about at first.
        build: Makes the graphs of other groups and models.
    """

    def __init__(self, graph: Graph, *, about: str = "", build: Build | None = None) -> None:
        self._graph = graph
        self._first = Desk(ensemble=cast("GroupChat", graph.builder).ensemble, about=about)
        self._build = build or (lambda desk: build_group_chat(desk.ensemble, backend=desk.backend))
        self._desks: dict[str, Desk] = {}
        self._kept = KeptDesks(self.saver) if self.saver is not None else None
        self._graphs: OrderedDict[tuple[str | None, ...], Graph] = OrderedDict()

    @property
    def saver(self) -> LocalSqliteSaver | None:
        """Where conversations outlive the process; None where nothing does."""
        saver = self._graph.checkpointer
        return saver if isinstance(saver, LocalSqliteSaver) else None

    @property
    def store(self) -> BaseStore | None:
        """Where people are remembered; None where nothing outlives the process."""
        return self._graph.store if self.saver is not None else None

    async def of(self, thread: str) -> Desk:
        """How this conversation is set up."""
        if thread not in self._desks and self._kept is not None:
            desk = self._kept.read(thread)
            if desk is not None:
                self._desks[thread] = desk
        return self._desks.get(thread, self._first)

    async def change(self, thread: str, **changes: Any) -> Desk:
        """Sets a conversation up otherwise; nothing changes when that cannot be.

        Raises:
            MascotError: A setting or the model cannot be used; the message says why.
        """
        desk = replace(await self.of(thread), **changes)
        await self.graph(desk)
        await self.put(thread, desk)
        return desk

    async def put(self, thread: str, desk: Desk) -> None:
        """Sets a conversation up as another one is."""
        self._desks[thread] = desk
        if self._kept is not None:
            self._kept.write(thread, desk)

    async def forget(self, thread: str) -> None:
        """Deletes the settings of a conversation."""
        self._desks.pop(thread, None)
        if self._kept is not None:
            self._kept.delete(thread)

    async def graph(self, desk: Desk) -> Graph:
        """What the conversation runs on.

        Raises:
            MascotError: The model cannot be used.
        """
        key = _key(desk)
        if key == _key(self._first):
            return self._graph
        if key not in self._graphs:
            # Off the loop: finding a model may take a look at the network.
            built = await asyncio.to_thread(self._build, desk)
            self._graphs[key] = built.compile(
                checkpointer=self._graph.checkpointer, store=self._graph.store
            )
            if len(self._graphs) > _KEPT:
                self._graphs.popitem(last=False)
        self._graphs.move_to_end(key)
        return self._graphs[key]


def _key(desk: Desk) -> tuple[str | None, ...]:
    # With the key: what somebody paid for answers nobody else.
    secret = desk.key.get_secret_value() if desk.key else None
    return desk.ensemble.model_dump_json(), desk.backend, desk.profile, secret
