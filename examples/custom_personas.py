"""A group of your own, from a YAML file: the path is all that changes.

Run it: ``python examples/custom_personas.py``
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat, load_ensemble

GROUP = Path(__file__).with_name("night_shift.yaml")


async def main() -> None:
    """One round, with the director's reasons."""
    ensemble = load_ensemble(GROUP)
    graph = build_group_chat(ensemble, backend="demo").compile(checkpointer=InMemorySaver())
    session = ChatSession(graph, "1")
    async for event in session.send("I forgot to call my sister.", context=ChatContext(seed=3)):
        if event["event"] == "directive" and event["speaker"] != "user":
            print(f"({ensemble[event['speaker']].name}, because: {event['reason']})")
        elif event["event"] == "utterance":
            print(f"{ensemble[event['speaker']].emoji} {event['text']}")


if __name__ == "__main__":
    asyncio.run(main())
