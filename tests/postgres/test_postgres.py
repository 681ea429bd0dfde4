"""Conversations in a real PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
import threading
import uuid
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from mascot import ChatContext, ChatSession, MascotError, build_group_chat
from mascot.errors import SettingsError
from mascot.graph import open_postgres
from mascot.memory import MemoryBook
from mascot.serving.api.groups import thread_id
from mascot.settings import Settings
from tests.api.served import until
from tests.api.test_command import answers, free_port, started
from tests.support.cast import group
from tests.support.models import ReplayModel
from tests.support.stub_server import Say, StubServer, say

NOBODY = "postgresql://mascot:hidden@127.0.0.1:1/none"


async def test_a_conversation_is_kept_edited_and_gone_on_with(database: str) -> None:
    count = itertools.count()
    model = ReplayModel(answer=lambda _: f"Words number {next(count)}, never said before.")
    once = ChatContext(turns="round-robin", replies=2)
    chat = build_group_chat(group(), backend=model)
    async with open_postgres(database) as threads:
        session = ChatSession(chat.compile(checkpointer=threads.saver), "kept")
        for text in ("One.", "Two.", "Three."):
            async for _ in session.send(text, about="A night.", context=once):
                pass
        before = await session.messages()
    async with open_postgres(database) as threads:
        session = ChatSession(chat.compile(checkpointer=threads.saver), "kept")
        assert await session.messages() == before
        assert (await session.values())["context"] == "A night."
        reply = str(before[1].id)
        async for _ in session.regenerate(reply, context=once):
            pass
        assert len(await session.variants(reply)) == 2
        await session.rewind(str(before[3].id))
        assert [m.type for m in await session.messages()] == ["human", "ai", "ai", "human"]


async def test_it_keeps_what_changed_and_not_the_conversation_again_and_again(
    database: str,
) -> None:
    text = "x" * 2_000
    model = ReplayModel(answer=lambda request: f"{len(request.scene.turns)} {text}")
    chat = build_group_chat(group(), backend=model)
    async with open_postgres(database) as threads:
        session = ChatSession(chat.compile(checkpointer=threads.saver), "long")
        sizes = []
        for i in range(12):
            async for _ in session.send(
                f"{i}", context=ChatContext(turns="round-robin", replies=1)
            ):
                pass
            sizes.append(await stored(threads, "long"))
    assert sizes[11] - sizes[9] < 1.5 * (sizes[3] - sizes[1])


async def stored(threads: Any, thread: str) -> int:
    """Bytes of what a conversation's rows hold."""
    async with threads._pool.connection() as connection:
        found = await connection.execute(
            "SELECT (SELECT coalesce(sum(octet_length(blob)), 0) FROM checkpoint_blobs WHERE "
            "thread_id = %(t)s) + (SELECT coalesce(sum(octet_length(blob)), 0) FROM "
            "checkpoint_writes WHERE thread_id = %(t)s) + (SELECT coalesce(sum(octet_length("
            "checkpoint::text)), 0) FROM checkpoints WHERE thread_id = %(t)s) AS bytes",
            {"t": thread},
        )
        return int((await found.fetchone())["bytes"])


async def test_a_conversation_is_one_processs_at_a_time(database: str) -> None:
    async with open_postgres(database) as one, open_postgres(database) as other:
        free = await one.claim("a")
        assert free is not None
        assert await other.claim("a") is None
        assert await other.claim("b") is not None
        await free()
        again = await other.claim("a")
        assert again is not None
        # The connection is lost, and the claim with it.
        await other._claiming.close()
        async with asyncio.timeout(20):  # the database notices in its own time
            while await one.claim("a") is None:  # noqa: ASYNC110  (nothing tells of it)
                await asyncio.sleep(0.01)
        await again()
        # The same where the server ends it, which the connection has not noticed yet.
        ended = other._claiming.info.backend_pid
        await one._claiming.execute("SELECT pg_terminate_backend(%s)", [ended])
        assert await other.claim("c") is not None


async def test_what_keeps_it_from_opening_is_told(database: str) -> None:
    with pytest.raises(MascotError, match=r"none at 127\.0\.0\.1:1: .*Check that it runs") as told:
        async with open_postgres(NOBODY):
            pass
    assert "hidden" not in str(told.value)
    with pytest.raises(MascotError, match="address cannot be read"):
        async with open_postgres("postgresql://[x"):
            pass


def test_the_setting_is_checked_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASCOT_DATABASE", "mysql://me:hidden@host/db")
    with pytest.raises(SettingsError, match=r"MASCOT_DATABASE: .*write postgresql://") as told:
        Settings.load()
    assert "hidden" not in str(told.value)
    monkeypatch.setenv("MASCOT_DATABASE", NOBODY)
    assert "hidden" not in repr(Settings.load())


class Model:
    """Says something new each time; the second reply waits until it may go on."""

    def __init__(self) -> None:
        self.count = 0
        self.waits = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, request: dict[str, Any]) -> Say:
        self.count += 1
        if self.count == 2:
            self.waits.set()
            return say("Cut off before anybody has read it to its end.", delay=30.0)
        own = " ".join(f"w{self.count}{letter}" for letter in "abcdefgh")
        return say(f"Reply {self.count} {own}.")


def test_another_worker_finishes_what_a_killed_one_began(database: str, tmp_path: Path) -> None:
    model = Model()
    with StubServer() as stub:
        stub.script(model)
        ports = [free_port(), free_port()]
        words = [
            ("-b", f"{stub.url}/v1#stub", "-e", "emotional-support", "--port", str(port))
            for port in ports
        ]
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        variables = {"MASCOT_DATABASE": database}
        with (
            started(tmp_path, *words[0], **variables) as first,
            started(tmp_path, *words[1], **variables) as second,
        ):
            until(lambda: all(map(answers, urls)) or first.poll() or second.poll(), 120)
            asked = {
                "model": "emotional-support",
                "messages": [{"role": "user", "content": "I lost my job today."}],
                "mascot": {"turns": "round-robin", "replies": 3},
            }
            headers = {"X-Mascot-Thread": "evening"}

            def ask(url: str) -> httpx.Response:
                path = f"{url}/v1/chat/completions"
                return httpx.post(path, json=asked, headers=headers, timeout=60)

            lost: list[Any] = []

            def begin() -> None:
                try:
                    lost.append(ask(urls[0]))
                except httpx.TransportError as error:
                    lost.append(error)

            waiting = threading.Thread(target=begin)
            waiting.start()
            assert model.waits.wait(60)
            # While the first worker answers, the second does not.
            refused = ask(urls[1])
            assert refused.status_code == 409
            assert model.count == 2
            first.kill()
            waiting.join(30)
            assert isinstance(lost[0], httpx.TransportError)
            # The client sends the same message again, as clients do; the proxy has another worker.
            client = openai.OpenAI(base_url=f"{urls[1]}/v1", api_key="none", max_retries=5)
            answer = client.chat.completions.create(
                model=asked["model"],
                messages=asked["messages"],
                extra_body={"mascot": asked["mascot"]},
                extra_headers=headers,
            )
            assert len(answer.mascot["replies"]) == 2
            again = ask(urls[1])  # and the conversation goes on
            assert again.status_code == 200
            second.terminate()
            second.wait(30)
    said = _messages(database, thread_id("", "evening"))
    assert [m.name or "user" for m in said[:4]] == ["user", "anchor", "catalyst", "beacon"]
    numbers = [int(m.content.split()[1]) for m in said if m.type == "ai"]
    assert numbers[:3] == [1, 3, 4]
    assert len(set(numbers)) == len(numbers) == 6
    assert [m.type for m in said].count("human") == 2


def _messages(database: str, thread: str) -> list[Any]:
    async def read() -> list[Any]:
        chat = build_group_chat("emotional-support", backend="demo")
        async with open_postgres(database) as threads:
            return await ChatSession(chat.compile(checkpointer=threads.saver), thread).messages()

    return asyncio.run(read())


async def test_memories_are_kept_there_by_owner(database: str) -> None:
    async with open_postgres(database) as threads:
        graph = build_group_chat("emotional-support", backend="demo")
        chat = ChatSession(
            graph.compile(checkpointer=threads.saver, store=threads.store), uuid.uuid4().hex
        )
        owner = uuid.uuid4().hex
        events = [
            e async for e in chat.send("I work as a nurse.", context=ChatContext(memory=owner))
        ]
        (told,) = [e for e in events if e["event"] == "memory"]
        assert [fact["text"] for fact in told["kept"]] == ["User works as nurse."]
    async with open_postgres(database) as threads:
        book = MemoryBook(threads.store, owner=owner)
        (fact,) = await book.facts()
        assert await book.aread("emotional-support", (fact.holder,)) == [fact]
        assert await MemoryBook(threads.store, owner=owner[:-1]).facts() == []
        await book.forget(fact.id)
        assert await book.facts() == []
