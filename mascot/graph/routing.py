"""The edges: they read the state and decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.graph import END

from mascot.dialogue import USER
from mascot.graph.state import ChatState


class Route(Runnable[ChatState, str]):
    """An edge's reading of the state.

    LangGraph hands a plain function to a thread when it runs on an event loop, which costs more
    than all the rest of the edge.

    Args:
        read: From the state to the next node.
    """

    def __init__(self, read: Callable[[ChatState], str]) -> None:
        self.name = read.__name__
        self._read = read

    def invoke(self, input: ChatState, config: RunnableConfig | None = None, **_: Any) -> str:
        """Reads."""
        return self._read(input)

    async def ainvoke(
        self, input: ChatState, config: RunnableConfig | None = None, **_: Any
    ) -> str:
        """Reads, on the event loop itself."""
        return self._read(input)


@Route
def unless_over(state: ChatState) -> str:
    """To the director, while there is something to answer, somebody to answer it and a budget left."""
    return END if state.get("over") else "director"


def by_directive(ids: Collection[str]) -> Route:
    """To whom the directive names; nowhere if they have left the group since.

    Args:
        ids: Who is in the group.
    """

    def by_directive(state: ChatState) -> str:
        speaker = (state.get("directive") or {}).get("speaker", USER)
        return str(speaker) if speaker in ids else END

    return Route(by_directive)
