"""Conversations in SQLite: committed after every utterance, resumed after a crash."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, MascotError, build_group_chat
from mascot.dialogue import DirectorRequest
from mascot.errors import BackendError
from mascot.graph import open_sqlite
from tests.graph.test_chat import collect, notices, spoken
from tests.support.cast import group
from tests.support.models import ReplayModel, directed


def failing_at(n: int) -> ReplayModel:
    """Round-robin replies, the n-th of which fails once."""
    count = iter(range(1_000))

    def answer(request: Any) -> str | Exception:
        assert not isinstance(request, DirectorRequest)
        i = next(count)
        return (
            ConnectionError("the server died")
            if i == n
            else f"Reply {i} of {request.persona.name}."
        )

    return ReplayModel(answer=answer)


IN_TURN = ChatContext(turns="round-robin")


async def test_a_failure_in_the_third_reply_keeps_the_first_two_and_resumes(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        graph = build_group_chat(group(), backend=failing_at(2)).compile(checkpointer=saver)
        chat = ChatSession(graph, "t")
        with pytest.raises(BackendError, match="cannot be reached"):
            await collect(chat.send("Hi", context=IN_TURN))
        assert await chat.interrupted()
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        graph = build_group_chat(group(), backend=directed([])).compile(checkpointer=saver)
        chat = ChatSession(graph, "t")
        assert [m.name for m in await chat.messages()] == [None, "anchor", "catalyst"]
        events = await collect(chat.resume(context=IN_TURN))
        assert spoken(events) == ["beacon"]
        assert [m.name for m in await chat.messages()] == [None, "anchor", "catalyst", "beacon"]
        assert not await chat.interrupted()
        assert await collect(chat.resume()) == []


async def test_a_new_message_after_a_failure_starts_a_new_round() -> None:
    graph = build_group_chat(group(), backend=failing_at(1)).compile(checkpointer=InMemorySaver())
    chat = ChatSession(graph, "t")
    with pytest.raises(BackendError):
        await collect(chat.send("Hi", context=IN_TURN))
    events = await collect(chat.send("Still there?", context=IN_TURN))
    assert spoken(events) == ["catalyst", "beacon", "anchor"]


async def test_killed_in_mid_round_nothing_said_is_lost(tmp_path: Path) -> None:
    """A process that is killed while the second persona speaks, and another that goes on."""
    script = textwrap.dedent(
        """
        import asyncio, os, signal, sys
        sys.path.insert(0, sys.argv[2])
        from mascot import ChatContext, ChatSession, build_group_chat
        from mascot.graph import open_sqlite
        from tests.support.cast import group
        from tests.support.models import directed

        def reply(who, n):
            if n == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            return f"Reply {n} of {who}, committed at once."

        async def main():
            with open_sqlite(sys.argv[1]) as saver:
                graph = build_group_chat(group(), backend=directed([], reply)).compile(saver)
                chat = ChatSession(graph, "t")
                async for _ in chat.send("Hi", context=ChatContext(turns="round-robin")):
                    pass

        asyncio.run(main())
        """
    )
    file, root = tmp_path / "chats.sqlite", Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(file), str(root)],
        check=False,
        capture_output=True,
        env=os.environ,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with open_sqlite(file) as saver:
        graph = build_group_chat(group(), backend=directed([])).compile(checkpointer=saver)
        chat = ChatSession(graph, "t")
        assert [m.name for m in await chat.messages()] == [None, "anchor"]
        assert spoken(await collect(chat.resume(context=IN_TURN))) == ["catalyst", "beacon"]


class SlowModel(ReplayModel):
    """Streams its answer word by word and never ends by itself."""

    async def _astream(self, messages: Any, *_: Any, **__: Any) -> Any:
        for chunk in self._stream(messages):
            yield chunk
            await asyncio.sleep(0.03)
        await asyncio.Event().wait()


async def test_stop_keeps_what_was_said_so_far_and_ends_the_round() -> None:
    model = SlowModel(answer=lambda _: ["I ", "hear ", "you, "])
    chat = ChatSession(build_group_chat(group(), backend=model).compile(InMemorySaver()), "t")
    events, heard = [], ""
    async for event in chat.send("Hi", context=IN_TURN):
        events.append(event)
        heard += event["text"] if event["event"] == "token" else ""
        if heard == "I hear you,":
            await chat.stop()
    assert [e["text"] for e in events if e["event"] == "utterance"] == ["I hear you,"]
    assert notices(events) == ["stopped"]
    assert [m.content for m in await chat.messages()] == ["Hi", "I hear you,"]
    assert not await chat.interrupted()


async def test_a_listener_that_leaves_loses_nothing() -> None:
    model = SlowModel(answer=lambda _: ["I ", "hear ", "you, "])
    chat = ChatSession(build_group_chat(group(), backend=model).compile(InMemorySaver()), "t")
    events = chat.send("Hi", context=IN_TURN)
    async for event in events:
        if event["event"] == "token" and event["text"].endswith("you,"):
            break
    await events.aclose()
    assert [m.content for m in await chat.messages()] == ["Hi", "I hear you,"]
    assert not await chat.interrupted()


async def test_a_changed_group_is_announced_and_talks_on(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        first = build_group_chat(group("anchor", "beacon"), backend=directed([]))
        await collect(ChatSession(first.compile(saver), "t").send("Hi", context=IN_TURN))
        second = build_group_chat(group("anchor", "critic"), backend=directed([]))
        events = await collect(
            ChatSession(second.compile(saver), "t").send("And?", context=IN_TURN)
        )
    text = next(e["text"] for e in events if e["event"] == "notice")
    assert "beacon has left" in text
    assert "Critic has joined" in text
    assert set(spoken(events)) == {"anchor", "critic"}


async def test_resuming_for_somebody_who_has_left_is_a_message_and_not_a_crash() -> None:
    saver = InMemorySaver()
    before = build_group_chat(group("anchor", "beacon"), backend=failing_at(1)).compile(saver)
    with pytest.raises(BackendError):
        await collect(ChatSession(before, "t").send("Hi", context=IN_TURN))
    after = build_group_chat(group("anchor", "critic"), backend=directed([])).compile(saver)
    events = await collect(ChatSession(after, "t").resume(context=IN_TURN))
    assert notices(events) == ["roster"]
    assert "critic" in spoken(events)
    # Also without the session's help: the plain graph ends the round and breaks nothing.
    plain = build_group_chat(group("anchor", "critic"), backend=directed([])).compile(saver)
    out = await plain.ainvoke(None, {"configurable": {"thread_id": "t"}})
    assert out["messages"][0].content == "Hi"


async def test_the_database_grows_with_what_is_said_not_with_the_history(tmp_path: Path) -> None:
    file = tmp_path / "chats.sqlite"
    sizes = []
    with open_sqlite(file) as saver:
        graph = build_group_chat(
            group(), backend=directed([], lambda w, n: f"{w} {n} " + "word " * 40)
        )
        chat = ChatSession(graph.compile(checkpointer=saver), "t")
        for _ in range(3):
            for _ in range(20):
                await collect(chat.send("Tell me more, please.", context=IN_TURN))
            saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sizes.append(file.stat().st_size)
    assert sizes[2] - sizes[1] < 1.2 * (sizes[1] - sizes[0])


async def test_what_is_remembered_of_a_history_is_what_the_database_holds(tmp_path: Path) -> None:
    """Also across another writer and a branch from an earlier checkpoint."""
    config: Any = {"configurable": {"thread_id": "t"}}

    def texts(state: Any) -> list[str]:
        return [m.content for m in state.values["messages"]]

    with open_sqlite(tmp_path / "c.sqlite") as mine, open_sqlite(tmp_path / "c.sqlite") as other:
        builder = build_group_chat(group(), backend=directed([]))
        graphs = [builder.compile(checkpointer=saver) for saver in (mine, other)]
        for i, graph in enumerate([*graphs, *graphs, graphs[0], graphs[0], graphs[1]]):
            await graph.ainvoke({"messages": [("user", f"Message {i}")]}, config, context=IN_TURN)
            with open_sqlite(tmp_path / "c.sqlite") as fresh:
                reread = await builder.compile(checkpointer=fresh).aget_state(config)
            assert texts(await graph.aget_state(config)) == texts(reread)
        history = [state async for state in graphs[0].aget_state_history(config)]
        branch = history[20].config
        await graphs[0].ainvoke({"messages": [("user", "A branch")]}, branch, context=IN_TURN)
        with open_sqlite(tmp_path / "c.sqlite") as fresh:
            reread = await builder.compile(checkpointer=fresh).aget_state(config)
        assert texts(await graphs[0].aget_state(config)) == texts(reread)
        assert texts(reread)[: len(texts(history[20]))] == texts(history[20])
        assert "A branch" in texts(reread)
        await mine.adelete_thread("t")
        assert (await graphs[0].aget_state(config)).values == {}


async def test_threads_do_not_see_each_other(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        graph = build_group_chat(group(), backend=directed([])).compile(checkpointer=saver)
        one, two = ChatSession(graph, "1"), ChatSession(graph, "2")
        await asyncio.gather(
            collect(one.send("I am one", context=IN_TURN)),
            collect(two.send("I am two", context=IN_TURN)),
        )
        texts = [[m.content for m in await chat.messages()] for chat in (one, two)]
    assert "I am two" not in texts[0]
    assert "I am one" not in texts[1]
    assert [len(t) for t in texts] == [4, 4]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, just some notes " * 100)
    with pytest.raises(MascotError, match=r"notes\.txt.*Choose another"), open_sqlite(file):
        pass
    assert file.read_text().startswith("not a database")


def test_a_session_needs_a_checkpointer() -> None:
    with pytest.raises(MascotError, match="checkpointer"):
        ChatSession(build_group_chat(group(), backend=directed([])).compile(), "t")


def test_the_connection_is_closed(tmp_path: Path) -> None:
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        pass
    with pytest.raises(sqlite3.ProgrammingError):
        saver.conn.execute("SELECT 1")
