"""The group as a tool of an agent, and what traces see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver

from mascot import build_group_chat
from mascot.graph import group_tool
from mascot.settings import Settings


class Agent(GenericFakeChatModel):
    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self


class Trace(BaseCallbackHandler):
    """Keeps the names of runs, and of which run each is part."""

    def __init__(self) -> None:
        self.names: dict[UUID, str] = {}
        self.parents: dict[UUID, UUID | None] = {}
        self.models: list[UUID] = []

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: UUID, **more: Any) -> None:
        self.names[run_id] = more.get("name") or ""
        self.parents[run_id] = more.get("parent_run_id")

    def on_tool_start(self, serialized: Any, input_str: str, *, run_id: UUID, **more: Any) -> None:
        self.names[run_id] = more.get("name") or serialized["name"]
        self.parents[run_id] = more.get("parent_run_id")

    def on_chat_model_start(self, serialized: Any, messages: Any, *, run_id: UUID, **more: Any):
        self.on_chain_start(serialized, messages, run_id=run_id, **more)
        self.models.append(run_id)

    def above(self, run: UUID) -> list[str]:
        names: list[str] = []
        parent = self.parents[run]
        while parent is not None:
            names.append(self.names.get(parent, ""))
            parent = self.parents.get(parent)
        return names


def test_an_agent_calls_the_group() -> None:
    tool = group_tool(build_group_chat("emotional-support", backend="demo"))
    call = {"name": tool.name, "args": {"message": "I passed my driving test!"}, "id": "1"}
    answers = iter([AIMessage("", tool_calls=[call]), AIMessage("They are happy with you.")])
    agent = create_agent(Agent(messages=answers), [tool], checkpointer=InMemorySaver())
    trace = Trace()
    out = agent.invoke(
        {"messages": [HumanMessage("Tell them that I passed!")]},
        {"configurable": {"thread_id": "1"}, "callbacks": [trace]},
    )
    (told,) = [m for m in out["messages"] if isinstance(m, ToolMessage)]
    assert told.status == "success"
    assert [p.split(":")[0] for p in str(told.content).split("\n\n")] == ["Beacon", "Catalyst"]
    inside = [trace.above(run) for run in trace.models if tool.name in trace.above(run)]
    assert {names[0] for names in inside} >= {"director", "beacon"}


async def test_the_tool_on_an_event_loop_and_in_danger() -> None:
    tool = group_tool(build_group_chat("emotional-support", backend="demo"), name="friends")
    assert tool.name == "friends"
    text = await tool.ainvoke({"message": "I want to kill myself."})
    assert text.startswith("Safety: ")


def test_the_tool_takes_what_the_talk_is_about() -> None:
    tool = group_tool(build_group_chat("workplace", backend="demo"))
    about = "Ann: We ship on Friday.\nBob: I'll write the notes by Thursday."
    assert "Bob" in tool.invoke({"message": "Who does what by when?", "about": about})


def test_traces_see_director_and_speakers_under_their_names() -> None:
    trace = Trace()
    graph = build_group_chat("emotional-support", backend="demo").compile()
    out = graph.invoke({"messages": [("user", "I lost my job.")]}, {"callbacks": [trace]})
    spoke = [m.name for m in out["messages"][1:]]
    asked = [trace.above(run)[0] for run in trace.models]
    assert [name for name in asked if name != "director"] == spoke
    assert asked[0] == "director"


async def test_a_langgraph_server_gets_the_group_of_the_settings(monkeypatch: Any) -> None:
    from mascot.graph import embedding

    embedding._of_settings.cache_clear()
    monkeypatch.setenv("MASCOT_ENSEMBLE", "workplace")
    monkeypatch.setenv("MASCOT_BACKEND", "demo")
    try:
        chat = await embedding.make_graph()
        assert chat.ensemble.id == "workplace"
        assert await embedding.make_graph() is chat
        assert chat.compile().get_context_jsonschema()["properties"].keys() >= {"replies", "muted"}
    finally:
        embedding._of_settings.cache_clear()
    assert Settings.load(ensemble="x").ensemble == "x"


def test_langgraph_json_names_a_function_that_is_there() -> None:
    import json
    from importlib import import_module
    from pathlib import Path

    config = json.loads((Path(__file__).parents[2] / "langgraph.json").read_text())
    module, _, name = config["graphs"]["mascot"].partition(":")
    assert callable(getattr(import_module(module), name))
