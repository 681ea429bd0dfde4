"""A support bot that hands a hard moment to a companion group, and keeps the rest to itself.

Run it: ``python examples/support_bot.py``
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph

from mascot import ChatContext, build_group_chat


class Case(MessagesState):
    """The bot's own state: the group reads and writes `messages`, and nothing else of it."""

    ticket: str


@dataclass(kw_only=True)
class Desk:
    """The bot's own settings; `mascot` holds those of the group."""

    bot: str = "Support"
    mascot: ChatContext = field(default_factory=lambda: ChatContext(replies=2, seed=1))


def triage(state: Case) -> dict[str, str]:
    """Opens a ticket."""
    return {"ticket": f"T-{1000 + len(state['messages'])}"}


def choose(state: Case) -> Literal["group", "answer"]:
    """A real bot would ask a model."""
    said = str(state["messages"][-1].content).lower()
    return "answer" if "password" in said else "group"


def answer(state: Case) -> dict[str, list[AIMessage]]:
    """What the bot can do by itself."""
    text = f"{state['ticket']}: open Settings, then Security, and choose 'New password'."
    return {"messages": [AIMessage(text, name="support")]}


def build() -> StateGraph[Case, Desk, Case, Case]:
    """The bot."""
    bot = StateGraph(Case, Desk)
    bot.add_node("triage", triage)
    bot.add_node("answer", answer)
    bot.add_node("group", build_group_chat("emotional-support", backend="demo").compile())
    bot.add_edge(START, "triage")
    bot.add_conditional_edges("triage", choose)
    bot.add_edge("answer", END)
    bot.add_edge("group", END)
    return bot


def main() -> None:
    """One conversation."""
    app = build().compile(checkpointer=InMemorySaver())
    thread = {"configurable": {"thread_id": "1"}}
    seen = 0
    for said in ("How do I change my password?", "Sorry. I lost my job today and cannot think."):
        state = app.invoke({"messages": [("user", said)]}, thread, context=Desk())
        for message in state["messages"][seen:]:
            print(f"{message.name or 'you':>9}: {message.content}")
        seen = len(state["messages"])


if __name__ == "__main__":
    main()
