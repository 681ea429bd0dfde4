"""A group chat inside other apps: as a tool of an agent, and behind a LangGraph server."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.tools import StructuredTool
from langgraph.graph.state import CompiledStateGraph

from mascot.graph.build import GroupChat, build_group_chat
from mascot.graph.state import SAFETY, text_of
from mascot.settings import Settings

TOOL_NAME = "talk_to_group"


async def make_graph() -> GroupChat:
    """The graph that ``langgraph.json`` serves: the group and the models of the settings.

    A LangGraph server calls this for every run; the graph is built once, beside the event loop.

    Returns:
        The uncompiled graph; the server adds its own checkpointer and store.

    Raises:
        MascotError: A definition, spec or setting cannot be used; the message says why.
    """
    return await asyncio.to_thread(_of_settings)


@cache
def _of_settings() -> GroupChat:
    settings = Settings.load()
    return build_group_chat(settings.ensemble, settings=settings)


def group_tool(chat: GroupChat, *, name: str = TOOL_NAME) -> StructuredTool:
    """The group as a tool that another agent calls with a message.

    The tool takes ``message`` and, optionally, ``about``; it answers with the replies as text, one
    paragraph each, led by the speaker's name. Every call is a conversation of its own.

    Args:
        chat: The group.
        name: What the model calls it.

    Returns:
        A LangChain tool, for sync and async agents alike.

    Example:
        >>> from mascot import build_group_chat
        >>> tool = group_tool(build_group_chat("emotional-support", backend="demo"))
        >>> tool.invoke({"message": "I passed my driving test!"}).split(":")[0]
        'Beacon'
    """
    # False: a call keeps nothing, also where the app around it has a checkpointer.
    graph: CompiledStateGraph[Any, Any, Any, Any] = chat.compile(checkpointer=False)
    cast = chat.ensemble
    shown = {persona.id: persona.name for persona in cast.personas} | {SAFETY: "Safety"}

    def asked(message: str, about: str) -> dict[str, Any]:
        given: dict[str, Any] = {"messages": [HumanMessage(message)]}
        return given | ({"context": about} if about else {})

    def told(messages: list[AnyMessage]) -> str:
        replies = [m for m in messages if isinstance(m, AIMessage)]
        return "\n\n".join(f"{shown[str(m.name)]}: {text_of(m)}" for m in replies)

    def talk(message: str, about: str = "") -> str:
        return told(graph.invoke(asked(message, about))["messages"])

    async def atalk(message: str, about: str = "") -> str:
        return told((await graph.ainvoke(asked(message, about)))["messages"])

    members = "; ".join(f"{p.name}, {p.role.rstrip('.')}" for p in cast.personas)
    return StructuredTool.from_function(
        func=talk,
        coroutine=atalk,
        name=name,
        description=(
            f"Asks the group {cast.name!r} ({members}; all AIs) and returns what its members say. "
            "`message` is what the person says, `about` an optional text that the talk is about. "
            "Pass a paragraph that begins with 'Safety:' on to the person as it stands."
        ),
    )
