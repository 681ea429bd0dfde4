"""The group as part of another LangGraph app."""

from __future__ import annotations

import logging
import operator
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph

from mascot import ChatContext, build_group_chat
from mascot.errors import MascotError
from mascot.graph import ChatState, GroupChat, open_sqlite
from mascot.graph.state import SAFETY
from tests.support.cast import group
from tests.support.models import ReplayModel

THREAD: Any = {"configurable": {"thread_id": "1"}}


def chat(**options: Any) -> GroupChat:
    return build_group_chat("emotional-support", backend="demo", **options)


class Ticket(MessagesState):
    ticket: str


@dataclass
class Staff:
    desk: str = "north"
    mascot: Any = None


def app(part: Any, state: Any = Ticket, context: Any = None) -> StateGraph[Any, Any, Any, Any]:
    """A parent that opens a ticket and then lets the group talk."""
    outer = StateGraph(state, context)
    outer.add_node("triage", lambda _: {"ticket": "T-1"})
    outer.add_node("group", part)
    outer.add_edge(START, "triage")
    outer.add_edge("triage", "group")
    outer.add_edge("group", END)
    return outer


def say(text: str) -> dict[str, Any]:
    return {"messages": [HumanMessage(text)]}


def speakers(messages: list[Any]) -> list[str]:
    return [m.name or "user" for m in messages]


@pytest.mark.parametrize("checkpointer", [None, True, False])
def test_as_a_node_it_adds_its_replies_to_the_parents_messages(checkpointer: Any) -> None:
    outer = app(chat().compile(checkpointer=checkpointer)).compile(checkpointer=InMemorySaver())
    first = outer.invoke(say("I lost my job."), THREAD)
    second = outer.invoke(say("And what now?"), THREAD)
    assert second["ticket"] == "T-1"
    assert [m.id for m in second["messages"][: len(first["messages"])]] == [
        m.id for m in first["messages"]
    ]
    assert speakers(first["messages"])[:2] == ["user", "anchor"]
    after = speakers(second["messages"][len(first["messages"]) :])
    assert after[0] == "user"
    assert len(after) > 1
    assert len({m.id for m in second["messages"]}) == len(second["messages"])


async def test_as_a_node_on_an_event_loop() -> None:
    outer = app(chat().compile()).compile(checkpointer=InMemorySaver())
    out = await outer.ainvoke(say("I lost my job."), THREAD)
    assert speakers(out["messages"])[:2] == ["user", "anchor"]


def test_its_events_come_through_the_parents_stream() -> None:
    outer = app(chat().compile()).compile()
    events = [
        event
        for _, event in outer.stream(say("I lost my job."), stream_mode="custom", subgraphs=True)
    ]
    kinds = {event["event"] for event in events}
    assert {"directive", "typing", "token", "utterance"} <= kinds


def test_a_parents_state_may_hold_ours_and_more() -> None:
    class Case(ChatState, total=False):
        ticket: str
        log: Annotated[list[str], operator.add]

    outer = app(chat().compile(), Case)
    outer.add_node("close", lambda state: {"log": [f"{len(state['spoken'])} spoke"]})
    outer.edges.discard(("group", END))
    outer.add_edge("group", "close")
    with open_sqlite(":memory:") as saver:
        graph = outer.compile(checkpointer=saver)
        out = graph.invoke({**say("I lost my job."), "context": "A call at night."}, THREAD)
        assert out["context"] == "A call at night."
        assert out["roster"] == ["anchor", "catalyst", "beacon"]
        assert out["log"] == [f"{len(out['spoken'])} spoke"]
        again = graph.get_state(THREAD).values
        assert [m.id for m in again["messages"]] == [m.id for m in out["messages"]]


def test_in_a_function_it_hands_over_what_is_new() -> None:
    graph = chat().compile()

    def ask(state: Ticket) -> dict[str, Any]:
        before = state["messages"]
        return {"messages": graph.invoke({"messages": before})["messages"][len(before) :]}

    out = app(ask).compile().invoke(say("I lost my job."))
    assert speakers(out["messages"])[:2] == ["user", "anchor"]


def test_as_a_runnable_in_a_chain() -> None:
    chain = RunnableLambda(say) | chat().compile() | (lambda out: out["messages"][-1].name)
    assert chain.invoke("I passed my driving test!") in ("anchor", "beacon", "catalyst")
    assert len(chain.batch(["I lost my job.", "I passed my driving test!"])) == 2


@pytest.mark.parametrize(
    ("context", "replies"),
    [
        (None, 2),
        (Staff(), 2),
        (Staff(mascot=ChatContext(replies=1)), 1),
        (Staff(mascot={"replies": 1, "speak": "beacon"}), 1),
    ],
)
def test_a_parents_context_may_carry_ours(context: Any, replies: int) -> None:
    seen = []
    model = ReplayModel(
        answer=lambda request: seen.append(request) or f"Words {len(seen)} that nobody said."
    )
    part = build_group_chat(group(replies=2), backend=model).compile()
    out = app(part, context=Staff).compile().invoke(say("Hello."), context=context)
    assert len(out["messages"]) == 1 + replies
    if context and isinstance(context.mascot, dict):
        assert out["messages"][1].name == "beacon"


def test_a_parents_mapping_may_carry_ours() -> None:
    class Options(TypedDict, total=False):
        mascot: dict[str, Any]
        desk: str

    outer = app(chat().compile(), context=Options).compile()
    out = outer.invoke(say("Hello."), context={"mascot": {"speak": "catalyst", "replies": 1}})
    assert speakers(out["messages"]) == ["user", "catalyst"]


def test_a_wrong_context_is_a_clear_message() -> None:
    outer = app(chat().compile(), context=Staff).compile()
    with pytest.raises(MascotError, match="field 'mascot' of the context"):
        outer.invoke(say("Hello."), context=Staff(mascot={"reply": 1}))


def test_the_care_of_the_group_outlives_a_parent_that_keeps_messages_only() -> None:
    model = ReplayModel(answer=lambda _: "I am here.")
    part = build_group_chat(group(replies=1), backend=model).compile()
    outer = app(part).compile(checkpointer=InMemorySaver())
    out = outer.invoke(say("I want to kill myself."), THREAD)
    assert out["messages"][1].name == SAFETY
    for _ in range(2):
        outer.invoke(say("Thank you. What is for dinner?"), THREAD)
        assert all(request.scene.care for request in model.requests)
    fresh = chat().compile().invoke({"messages": [*out["messages"], HumanMessage("And now?")]})
    assert fresh["care"]


def test_the_parents_store_reaches_the_run() -> None:
    from langgraph.runtime import get_runtime
    from langgraph.store.memory import InMemoryStore

    seen = []

    def answer(_: Any) -> str:
        seen.append(get_runtime().store)
        return "Words."

    store = InMemoryStore()
    part = build_group_chat(group(replies=1), backend=ReplayModel(answer=answer)).compile()
    app(part).compile(store=store).invoke(say("Hello."))
    assert seen
    assert all(each is store for each in seen)


def test_a_hook_hears_every_event_and_its_failures_are_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[Any] = []

    def hook(event: Any) -> None:
        heard.append(event)
        raise ValueError("a broken hook")

    graph = chat(on_event=hook).compile()
    with caplog.at_level(logging.ERROR):
        streamed = list(graph.stream(say("I lost my job."), stream_mode="custom"))
    assert heard == streamed
    assert heard
    assert "a broken hook" in caplog.text
    heard.clear()
    out = graph.invoke(say("I lost my job."))  # nobody reads the stream
    said = [event["text"] for event in heard if event["event"] == "utterance"]
    assert said == [m.content for m in out["messages"] if isinstance(m, AIMessage)]
