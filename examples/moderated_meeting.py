"""A meeting with a moderator, who sees the director's choice before anybody replies.

The graph stops before each persona; the moderator lets it go on, gives another directive, or ends
the round. Here the moderator is a function; in an app it is a person, and the checkpointer keeps
the conversation for as long as they think.

Run it: ``python examples/moderated_meeting.py``
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

from mascot import build_group_chat

MEETING = """\
Ann: The export breaks for files over a gigabyte. We decided to ship on Friday without it.
Bob: I'll write the release note by Thursday.
Ann: Somebody has to tell the two customers who wait for it.
"""
END = {"speaker": "user", "reason": "The moderator ends the round."}


def moderate(turn: int, proposed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Decides on a directive: None accepts it, another mapping takes its place."""
    if turn == 0:
        return {
            "speaker": "critic",
            "action": "Name what nobody took on.",
            "reason": "The moderator wants the gap first.",
        }
    return None if turn == 1 and proposed["speaker"] != "critic" else END


def main() -> None:
    """One question, moderated."""
    chat = build_group_chat("workplace", backend="demo")
    app = chat.compile(checkpointer=InMemorySaver(), interrupt_before=list(chat.ensemble.ids))
    thread = {"configurable": {"thread_id": "1"}}
    app.invoke({"messages": [("user", "Who does what by Friday?")], "context": MEETING}, thread)
    turn = 0
    while (waiting := app.get_state(thread)).next:
        proposed = waiting.values["directive"]
        print(f"[director proposes {proposed['speaker']}: {proposed['reason']}]")
        decided = moderate(turn, proposed)
        if decided is not None:
            print(f"[moderator: {decided['speaker']}, {decided['reason']}]")
            app.update_state(thread, {"directive": dict(decided)}, as_node="director")
        app.invoke(None, thread)
        turn += 1
    for message in app.get_state(thread).values["messages"][1:]:
        print(f"{chat.ensemble[message.name].name}: {message.content}")


if __name__ == "__main__":
    main()
