"""A person looks at the director's choice before anybody replies."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph

from mascot import ChatSession, build_group_chat
from mascot.graph import open_sqlite
from tests.support.cast import group
from tests.support.models import ReplayModel

THREAD: Any = {"configurable": {"thread_id": "1"}}
SAID = {"messages": [HumanMessage("I lost my job.")]}


def model() -> ReplayModel:
    return ReplayModel(answer=lambda request: f"Words of {request.__class__.__name__}.")


@pytest.fixture
def reviewed() -> CompiledStateGraph[Any, Any, Any, Any]:
    chat = build_group_chat("emotional-support", backend="demo")
    return chat.compile(checkpointer=InMemorySaver(), interrupt_before=list(chat.ensemble.ids))


def test_it_waits_before_each_reply_and_goes_on(reviewed: Any) -> None:
    reviewed.invoke(SAID, THREAD)
    waited = []
    while who := reviewed.get_state(THREAD).next:
        state = reviewed.get_state(THREAD).values
        assert state["directive"]["speaker"] == who[0]
        assert state["directive"]["reason"]
        waited.append(who[0])
        reviewed.invoke(None, THREAD)
    said = [m.name for m in reviewed.get_state(THREAD).values["messages"][1:]]
    assert said == waited
    assert len(waited) == 2


def test_another_directive_is_followed(reviewed: Any) -> None:
    reviewed.invoke(SAID, THREAD)
    order = {"speaker": "beacon", "action": "Say that pay goes on.", "reason": "The moderator."}
    reviewed.update_state(THREAD, {"directive": order}, as_node="director")
    assert reviewed.get_state(THREAD).next == ("beacon",)
    reviewed.invoke(None, THREAD)
    reply = reviewed.get_state(THREAD).values["messages"][1]
    assert reply.name == "beacon"
    assert reply.response_metadata["directive"]["action"] == "Say that pay goes on."


def test_a_veto_ends_the_round(reviewed: Any) -> None:
    reviewed.invoke(SAID, THREAD)
    reviewed.update_state(THREAD, {"directive": {"speaker": "user"}}, as_node="director")
    assert reviewed.get_state(THREAD).next == ()
    out = reviewed.invoke({"messages": [HumanMessage("Are you there?")]}, THREAD)
    assert [m.type for m in out["messages"]] == ["human", "human"]
    assert reviewed.get_state(THREAD).next


async def test_a_session_waits_and_resumes(reviewed: Any) -> None:
    session = ChatSession(reviewed, "1")
    first = [event["event"] async for event in session.send("I lost my job.")]
    assert "directive" in first
    assert not {"token", "utterance"} & set(first)
    assert await session.interrupted()
    said = [event async for event in session.resume() if event["event"] == "utterance"]
    assert len(said) == 1
    assert await session.interrupted()


def test_the_parent_waits_with_it_and_survives_a_restart(tmp_path: Any) -> None:
    def outer(saver: Any) -> CompiledStateGraph[Any, Any, Any, Any]:
        chat = build_group_chat(group(replies=1), backend=model())
        graph = StateGraph(MessagesState)
        graph.add_node("group", chat.compile(interrupt_before=list(chat.ensemble.ids)))
        graph.add_node("after", lambda _: {"messages": [HumanMessage("Noted.")]})
        graph.add_edge(START, "group")
        graph.add_edge("group", "after")
        graph.add_edge("after", END)
        return graph.compile(checkpointer=saver)

    with open_sqlite(tmp_path / "db.sqlite") as saver:
        outer(saver).invoke(SAID, THREAD)
    with open_sqlite(tmp_path / "db.sqlite") as saver:
        graph = outer(saver)
        state = graph.get_state(THREAD, subgraphs=True)
        assert state.next == ("group",)
        assert state.tasks[0].state.next[0] in ("anchor", "beacon", "catalyst")
        out = graph.invoke(None, THREAD)
    assert [m.content for m in out["messages"]] == [
        "I lost my job.",
        "Words of SpeakerRequest.",
        "Noted.",
    ]
