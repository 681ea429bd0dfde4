"""The same rounds by the graph alone and by the graph as a node of a parent, in turns, in one run.

A model that answers at once stands in for a language model, so that only the graphs' own time is
left. Each pair plays the same conversation both ways, the one that goes first in turns; the
difference of a pair, divided by its turns (a turn is the director's call and a speaker's), is what
the parent adds.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph

from mascot import ChatContext, build_group_chat
from mascot.dialogue import REQUEST_KEY, DirectorRequest

REPLIES = 3
_HUNDREDTHS = 20


class AtOnce(BaseChatModel):
    """Answers at once, never the same words twice."""

    count: int = 0

    @property
    def _llm_type(self) -> str:
        return "at-once"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> ChatResult:
        self.count += 1
        request = messages[-1].additional_kwargs[REQUEST_KEY]
        text = f"w{self.count} x{self.count * 7} y{self.count * 13} z{self.count * 17}"
        if isinstance(request, DirectorRequest):
            text = json.dumps({"speaker": request.eligible[0], "reason": "next"})
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return self._generate(messages)


def _parent(group: Any) -> StateGraph[Any, Any, Any, Any]:
    outer = StateGraph(MessagesState, ChatContext)
    outer.add_node("group", group)
    outer.add_edge(START, "group")
    outer.add_edge("group", END)
    return outer


def _keeper(kind: str) -> Any:
    return InMemorySaver() if kind == "memory" else None


def graphs(kind: str) -> dict[str, Callable[[], Any]]:
    """What is compared, made anew for every conversation."""

    def chat() -> Any:
        return build_group_chat("emotional-support", backend=AtOnce())

    return {
        "alone": lambda: chat().compile(checkpointer=_keeper(kind)),
        "node": lambda: _parent(chat().compile()).compile(checkpointer=_keeper(kind)),
    }


async def play(graph: Any, rounds: int) -> tuple[float, int]:
    """Seconds of a conversation, and its turns.

    Args:
        graph: The graph.
        rounds: Messages of the user's.
    """
    config = {"configurable": {"thread_id": "1"}}
    context = ChatContext(replies=REPLIES, stream=False)
    # Where nothing is kept, the caller hands the history over again.
    kept = graph.checkpointer is not None
    messages: list[Any] = []
    turns, started = 0, time.perf_counter()
    for i in range(rounds):
        said = HumanMessage(f"Message {i}.", id=f"u{i}")
        given = [said] if kept else [*messages, said]
        out = await graph.ainvoke({"messages": given}, config, context=context)
        turns += len(out["messages"]) - len(messages) - 1
        messages = out["messages"]
    return time.perf_counter() - started, turns


async def compare(kind: str, *, rounds: int, pairs: int) -> list[float]:
    """What the parent adds, in ms a turn, for each pair.

    Args:
        kind: ``none`` or ``memory``: what keeps the conversation.
        rounds: Rounds of a conversation.
        pairs: How many pairs.
    """
    made = graphs(kind)
    for make in made.values():
        await play(make(), 3)
    added = []
    for i in range(pairs):
        took = {}
        for name in list(made)[:: 1 if i % 2 else -1]:
            graph = made[name]()
            gc.collect()
            took[name], turns = await play(graph, rounds)
            assert turns == rounds * REPLIES, (name, turns)
        added.append(1e3 * (took["node"] - took["alone"]) / (rounds * REPLIES))
    return added


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="of a conversation")
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--out", type=Path, help="writes every pair as JSON")
    options = parser.parse_args()
    found = {
        kind: asyncio.run(compare(kind, rounds=options.rounds, pairs=options.pairs))
        for kind in ("none", "memory")
    }
    print(
        f"Added by a parent graph, ms a turn; {options.pairs} pairs of {options.rounds} rounds "
        f"with {REPLIES} replies; Python {platform.python_version()}"
    )
    for kind, added in found.items():
        cuts = quantiles(added, n=_HUNDREDTHS)
        print(
            f"  checkpointer {kind:<7} median {median(added):+.3f}   "
            f"5% {cuts[0]:+.3f}   95% {cuts[-1]:+.3f}"
        )
    if options.out:
        options.out.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
