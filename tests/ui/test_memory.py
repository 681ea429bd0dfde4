"""Memory behind the page, without a browser: whose it is, what is drawn, what a round shows."""

from __future__ import annotations

import pytest

from mascot import build_group_chat
from mascot.graph import open_sqlite
from mascot.graph.library import Library
from mascot.memory import GROUP, Fact, LocalSqliteStore
from mascot.personas import load_ensemble
from mascot.ui.chats import Chats
from mascot.ui.desks import Desks
from mascot.ui.memories import Memories
from mascot.ui.panels.memory import listing
from mascot.ui.render import Renderer
from mascot.ui.transcript import Round

ANN, BEN = "browser:ann", "browser:ben"
MINE = "a" * 32
SAID = "My name is Ann and I work as a nurse."
NASTY = '<img src=x onerror="alert(1)">'


@pytest.fixture
def saver(tmp_path):
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        yield saver


@pytest.fixture
def chats(saver):
    group = build_group_chat("emotional-support", backend="demo")
    graph = group.compile(checkpointer=saver, store=LocalSqliteStore(saver))
    return Chats(Desks(graph), remember=True)


async def all_of(frames):
    return [frame async for frame in frames]


def shown(frames):
    return "".join(html for frame in frames[-1:] for _, html in frame["entries"])


async def test_what_is_remembered_follows_when_the_conversation_is_free_again(chats):
    frames, free = [], []
    async for frame in chats.send(MINE, SAID, ANN):
        frames.append(frame)
        free.append(not chats.answering(MINE))
    assert free[-2:] == [True, True]
    assert frames[-2]["status"] == ""
    assert "will remember" not in shown(frames[:-1])
    assert "The group will remember: User is called Ann." in shown(frames)
    assert [fact.text for fact in await chats.memories.book(ANN).facts()]
    assert await chats.memories.book(BEN).facts() == []


async def test_another_round_is_not_disturbed_by_what_an_earlier_one_remembers(chats):
    first = chats.send(MINE, SAID, ANN)
    async for frame in first:
        if not chats.answering(MINE) and not frame["status"]:
            break
    await all_of(chats.send(MINE, "And I have a sister, too.", ANN))
    assert await all_of(first) == []
    assert len(await chats.memories.book(ANN).facts()) == 2


async def test_who_turned_it_off_is_not_remembered_in_any_chat_and_keeps_what_there_is(chats):
    await all_of(chats.send(MINE, SAID, ANN))
    book = chats.memories.book(ANN)
    before = await book.facts()
    await book.switch(on=False)
    for thread in (MINE, "b" * 32):
        frames = await all_of(chats.send(thread, "My sister is called Mia.", ANN))
        assert "will remember" not in shown(frames)
    assert await book.facts() == before


async def test_where_the_server_remembers_nobody_one_can_turn_it_on(saver):
    store = LocalSqliteStore(saver)
    memories = Memories(store)
    library = Library(saver, owner=ANN)
    assert await memories.whose(MINE, ANN, library) is None
    await memories.book(ANN).switch(on=True)
    assert await memories.whose(MINE, ANN, library) == ANN
    assert await memories.whose(MINE, BEN, library) is None


async def test_in_somebody_elses_conversation_nobodys_facts_are_used(chats):
    await all_of(chats.send(MINE, "Hello there.", ANN))
    await chats.keep(MINE, ANN)
    frames = await all_of(chats.send(MINE, "My name is Ben.", BEN))
    assert "will remember" not in shown(frames)
    assert await chats.memories.book(BEN).facts() == []


async def test_without_a_database_nothing_is_remembered():
    graph = build_group_chat("emotional-support", backend="demo").compile(checkpointer=True)
    memories = Chats(Desks(graph), remember=True).memories
    assert memories.book(ANN) is None
    assert not await memories.on(ANN)


@pytest.mark.parametrize("nobody", ["", "browser:", "user:"])
async def test_who_has_no_id_is_not_remembered(chats, nobody):
    assert chats.memories.book(nobody) is None
    assert "will remember" not in shown(await all_of(chats.send(MINE, SAID, nobody)))


async def test_an_edited_group_remembers_too(chats):
    trio = load_ensemble("emotional-support")
    duo = trio.model_copy(update={"personas": trio.personas[:2]})
    await chats.change(MINE, ensemble=duo)
    assert "will remember" in shown(await all_of(chats.send(MINE, SAID, ANN)))


def test_words_in_memories_are_never_markup():
    event = {
        "event": "memory",
        "kept": [{"id": NASTY, "holder": NASTY, "text": NASTY}],
        "left": [{"id": "2", "holder": GROUP, "text": NASTY}],
        "usage": None,
    }
    look = Renderer(load_ensemble("emotional-support"))
    drawn = "".join(look.entry(entry) for entry in Round("r").follow(event).entries)
    facts = [Fact(id=NASTY, ensemble=NASTY, holder=NASTY, text=NASTY, when=NASTY)]
    drawn += listing(facts, load_ensemble("emotional-support"), {})
    assert "<img" not in drawn
    assert drawn.count("&lt;img") >= 5
    assert drawn.count(">Undo<") == 1


def test_this_groups_memories_stand_first_by_who_knows_them():
    trio = load_ensemble("emotional-support")
    places = [("other", GROUP), (trio.id, "gone"), (trio.id, "beacon"), (trio.id, GROUP)]
    facts = [
        Fact(id=str(n), ensemble=group, holder=holder, text=f"User likes {n}", when="2026-11-21")
        for n, (group, holder) in enumerate(places)
    ]
    drawn = listing(facts, trio, {})
    order = [drawn.index(f"User likes {n}") for n in (3, 2, 1, 0)]
    assert order == sorted(order)
    assert "Beacon alone knows" in drawn
    assert "Everybody knows (other)" in drawn
