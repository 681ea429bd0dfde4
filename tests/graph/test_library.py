"""The library: listed, named, exported, imported, deleted for good, and only by their owner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, MascotError, build_group_chat
from mascot.graph import Library, open_sqlite, shown_of
from mascot.graph.archive import MAX_BYTES, Archive, Said, archive, read_archive, restore
from mascot.graph.checkpoint import LocalSqliteSaver
from tests.graph.test_chat import collect, session
from tests.support.cast import group
from tests.support.models import directed

IN_TURN = ChatContext(turns="round-robin", replies=2)


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[LocalSqliteSaver]:
    with open_sqlite(tmp_path / "chats.sqlite") as opened:
        yield opened


def opened(saver: LocalSqliteSaver, thread: str) -> ChatSession:
    graph = build_group_chat(group(), backend=directed([])).compile(checkpointer=saver)
    return ChatSession(graph, thread)


async def talked(saver: LocalSqliteSaver, thread: str, text: str = "Hi") -> ChatSession:
    chat = opened(saver, thread)
    await collect(chat.send(text, context=IN_TURN))
    return chat


async def test_conversations_are_listed_the_last_used_first(saver: LocalSqliteSaver) -> None:
    library = Library(saver)
    one, two = await talked(saver, "1", "My  dog\ndied."), await talked(saver, "2", "w " * 1_000)
    kept = await library.keep(one)
    assert (kept.title, kept.ensemble, kept.messages) == ("My dog died.", "test", 3)
    await library.keep(two)
    assert [c.thread_id for c in library.all()] == ["2", "1"]
    assert len(library.get("2").title) <= 60
    await collect(one.send("And?", context=IN_TURN))
    await library.keep(one)
    assert [(c.thread_id, c.messages) for c in library.all()] == [("1", 6), ("2", 3)]
    assert library.get("1").created == kept.created
    assert library.get("1").updated > kept.updated


async def test_a_name_stays_until_another_is_given(saver: LocalSqliteSaver) -> None:
    library, chat = Library(saver), await talked(saver, "1")
    await library.keep(chat)
    library.rename("1", "  The '; DROP TABLE conversations; -- <b>dog</b>\n")
    await library.keep(chat)
    assert library.get("1").title == "The '; DROP TABLE conversations; -- <b>dog</b>"
    with pytest.raises(MascotError, match="name is empty"):
        library.rename("1", " ")


async def test_a_thread_is_ones_own_before_anything_is_said(saver: LocalSqliteSaver) -> None:
    mine, theirs = Library(saver, owner="ann"), Library(saver, owner="bob")
    await mine.keep(opened(saver, "1"))
    assert mine.all() == []
    assert (mine.allows("1"), theirs.allows("1"), theirs.allows("2")) == (True, False, True)
    await mine.keep(await talked(saver, "1"))
    assert [c.title for c in mine.all()] == ["Hi"]


async def test_nobody_elses_conversation_exists(saver: LocalSqliteSaver) -> None:
    mine, theirs = Library(saver, owner="ann"), Library(saver, owner="bob")
    chat = await talked(saver, "1", "A secret.")
    await mine.keep(chat)
    before = mine.get("1")
    assert theirs.all() == []
    for call in (
        lambda: theirs.get("1"),
        lambda: theirs.rename("1", "Mine now"),
        lambda: theirs.delete("1"),
    ):
        with pytest.raises(MascotError, match="no conversation '1'"):
            call()
    for later in (
        theirs.keep(chat),
        theirs.branch(chat),
        theirs.export_json(chat),
        theirs.export_markdown(chat),
    ):
        with pytest.raises(MascotError, match="no conversation '1'"):
            await later
    assert mine.all() == [before]
    assert len(await chat.messages()) == 3


async def test_what_is_deleted_is_no_longer_in_the_files(tmp_path: Path) -> None:
    file = tmp_path / "chats.sqlite"

    def on_disk(words: str) -> bool:
        return any(words.encode() in f.read_bytes() for f in tmp_path.iterdir())

    with open_sqlite(file) as saver:
        library = Library(saver)
        secret = await talked(saver, "1", "Pineapple " + "long words " * 2_000)
        other = await talked(saver, "2", "Marmalade")
        for chat in (secret, other):
            await library.keep(chat)
        first = str((await secret.messages())[0].id)
        await secret.edit(first, "Rhubarb")
        await collect(secret.regenerate_round(context=IN_TURN))
        assert all(map(on_disk, ("Pineapple", "Rhubarb", "Marmalade")))
        library.delete("1")
        assert not any(map(on_disk, ("Pineapple", "Rhubarb", "long words")))
        assert await secret.messages() == []
        assert [c.thread_id for c in library.all()] == ["2"]
        with pytest.raises(MascotError, match="no conversation '1'"):
            library.delete("1")
        assert (await other.messages())[0].content == "Marmalade"
    assert not on_disk("Pineapple")


async def test_a_branch_is_listed_beside_the_original(saver: LocalSqliteSaver) -> None:
    library, chat = Library(saver), await talked(saver, "1", "x" * 200)
    await library.keep(chat)
    branch = await library.branch(chat, str((await chat.messages())[1].id))
    assert branch.title.endswith(" (branch)")
    assert branch.messages == 2
    assert {c.thread_id for c in library.all()} == {"1", branch.thread_id}


async def full(saver: Any) -> ChatSession:
    """A conversation with everything that a conversation may have."""
    answers = iter(f"<think>Thought {n}.</think>Words {n}." for n in range(20))
    graph = build_group_chat(group(), backend=directed([], lambda *_: next(answers)))
    chat = ChatSession(graph.compile(checkpointer=saver), "full")
    await collect(chat.send("Hi\n<b>*you*</b>", about="# A meeting", context=IN_TURN))
    first, reply, _ = await chat.messages()
    await collect(chat.regenerate(str(reply.id)))
    await collect(chat.regenerate_round(context=IN_TURN))
    await collect(chat.regenerate(str((await chat.messages())[2].id)))
    await collect(chat.send("And?", context=IN_TURN))
    await chat.edit(str((await chat.messages())[-1].id), "Edited.")
    await chat.choose(str(first.id), 0)
    await chat.choose(str(reply.id), 0)
    return chat


def untimed(document: Archive) -> dict[str, Any]:
    return json.loads(document.model_dump_json(exclude={"title"}))


async def test_a_group_of_ones_own_goes_into_the_file(saver: LocalSqliteSaver) -> None:
    library, chat = Library(saver), await full(saver)
    await library.keep(chat)
    yaml = "id: mine  # with what I noted\n"
    assert read_archive(await library.export_json(chat, group=yaml)).group == yaml
    assert '"group"' not in await library.export_json(chat)


async def test_an_exported_conversation_is_imported_as_it_was(saver: LocalSqliteSaver) -> None:
    library, chat = Library(saver), await full(saver)
    await library.keep(chat)
    library.rename("full", "Everything")
    data = await library.export_json(chat)
    assert '"version": 1' in data
    copy = await library.import_json(data, lambda thread: ChatSession(chat.graph, thread))
    assert (copy.title, copy.messages) == ("Everything", 6)
    again = ChatSession(chat.graph, copy.thread_id)
    assert untimed(await archive(again)) == untimed(await archive(chat))
    assert [m.content for m in await again.messages()] == [m.content for m in await chat.messages()]
    # It is alive: its variants flip and the group talks on.
    first, reply, *_ = await again.messages()
    assert await again.variants(str(reply.id)) == ("Words 0.", "Words 2.")
    await again.choose(str(reply.id), 1)
    assert (await again.messages())[1].additional_kwargs["reasoning_content"] == "Thought 2."
    await again.choose(str(first.id), 1)
    assert shown_of((await again.messages())[2]).total == 2
    assert await collect(again.send("Go on", context=IN_TURN))
    assert not await again.interrupted()


async def test_care_travels_with_a_conversation() -> None:
    chat = session(directed(["anchor"]))
    await collect(chat.send("I want to kill myself tonight."))
    document = read_archive((await archive(chat)).json_text())
    again = ChatSession(chat.graph, "again")
    await restore(document, again)
    assert (await again.values())["care"] is True
    assert [m.name for m in await again.messages()] == [None, "safety", "anchor"]


async def test_markdown_names_the_speakers_and_runs_nothing(saver: LocalSqliteSaver) -> None:
    library, chat = Library(saver), await full(saver)
    await library.keep(chat)
    text = await library.export_markdown(chat)
    assert text.startswith("# Hi \\<b>\\*you\\*\\</b>\n")
    assert "**You:** Hi\n\\<b>" in text
    assert "**Anchor:** Words 0." in text
    assert "> \\# A meeting" in text
    assert "Thought" not in text


BROKEN = {
    b"": "not JSON, or cut short.* line 1",
    b'{"format": "mascot-conversation",\n "version": 1, "messages": [': "cut short.* line 2",
    b"\xff\xfe\x00": "not a text file",
    b"[1, 2]": "not an exported conversation",
    b'{"format": "other"}': "not an exported conversation",
    b"[" * 100_000: "not an exported conversation|cut short",
    b'{"format": "mascot-conversation"}': "broken at version",
    b'{"format": "mascot-conversation", "version": 2, "new": 1}': r"later version \(format 2",
    b'{"format": "mascot-conversation", "version": "1"}': "broken at version",
    b'{"format": "mascot-conversation", "version": 1, "messages": [{"speaker": "user"}]}': (
        r"broken at messages\.0\.text"
    ),
    b'{"format": "mascot-conversation", "version": 1, "messages": [{"speaker": "user", '
    b'"text": "", "shown": 3}]}': r"broken at messages\.0: .*shown is 3",
    b'{"format": "mascot-conversation", "version": 1, "odd": 1}': "broken at odd",
}


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
async def test_a_broken_file_is_refused_with_the_place(
    data: bytes, saver: LocalSqliteSaver
) -> None:
    library = Library(saver)
    with pytest.raises(MascotError, match=BROKEN[data]):
        await library.import_json(data, lambda thread: opened(saver, thread))
    assert library.all() == []


def test_a_file_too_large_is_refused_unread() -> None:
    with pytest.raises(MascotError, match="at most 20"):
        read_archive(b" " * (MAX_BYTES + 1))


names = st.text(min_size=1, max_size=20)
sayings = st.builds(
    Said,
    speaker=st.sampled_from(["user", "anchor", "gone"]) | names.filter(lambda n: n != "user"),
    text=st.text(),
    reasoning=st.none() | st.text(min_size=1),
    edited=st.booleans(),
)


@given(st.lists(sayings, max_size=5), st.text(max_size=400), st.booleans())
def test_what_is_written_is_read(messages: list[Said], title: str, care: bool) -> None:
    document = Archive(
        format="mascot-conversation", version=1, title=title, messages=tuple(messages), care=care
    )
    assert read_archive(document.json_text()) == document


@given(st.binary(max_size=200))
def test_any_other_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(MascotError):
        read_archive(data)


async def test_imported_strangers_are_part_of_the_talk() -> None:
    graph = build_group_chat(group(), backend=(model := directed([]))).compile(InMemorySaver())
    chat = ChatSession(graph, "t")
    said = (Said(speaker="user", text="Hi"), Said(speaker="stranger", text="Hello from afar."))
    await restore(Archive(format="mascot-conversation", version=1, messages=said), chat)
    await collect(chat.send("And you?", context=IN_TURN))
    assert "Hello from afar." in str(model.asked[0])
