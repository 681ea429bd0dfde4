"""The book: one owner's facts, kept apart from everybody else's, bounded, and really deleted."""

from __future__ import annotations

import asyncio
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langgraph.store.memory import InMemoryStore

from mascot.errors import MascotError
from mascot.graph import open_sqlite
from mascot.memory import GROUP, MAX_FACTS, LocalSqliteStore, MemoryBook

SLUG = st.text(string.ascii_lowercase + "-_", min_size=1, max_size=6).filter(
    lambda text: text[0].isalpha()
)
OWNER = st.text(min_size=1, max_size=8) | st.sampled_from(
    ["user:a", "user:a.b", "user:a_b", "user:%", "user:*", "browser:", "A", "a", "é", "é"]
)


def book(owner: str = "ann") -> MemoryBook:
    return MemoryBook(InMemoryStore(), owner=owner)


def texts(facts: object) -> list[str]:
    return sorted(fact.text for fact in facts)  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(OWNER, SLUG, SLUG | st.just(GROUP)),
        min_size=2,
        max_size=6,
        unique=True,
    )
)
def test_nobody_reads_what_belongs_to_another_owner_group_or_persona(
    places: list[tuple[str, str, str]],
) -> None:
    async def go() -> None:
        with open_sqlite(":memory:") as saver:
            for store in (InMemoryStore(), LocalSqliteStore(saver)):
                for number, (owner, group, holder) in enumerate(places):
                    kept = await MemoryBook(store, owner=owner).add(
                        [f"User likes thing {number}"], ensemble=group, holder=holder
                    )
                    assert len(kept.kept) == 1
                for number, (owner, group, holder) in enumerate(places):
                    mine = MemoryBook(store, owner=owner)
                    here = await mine.aread(group, (holder,))
                    assert texts(here) == [f"User likes thing {number}"]
                    assert texts(mine.read(group, (holder,))) == texts(here)
                    own = [
                        f"User likes thing {n}" for n, (o, *_) in enumerate(places) if o == owner
                    ]
                    assert texts(await mine.facts()) == sorted(own)
                    for other in {o for o, *_ in places} - {owner}:
                        with pytest.raises(MascotError, match="no memory"):
                            await MemoryBook(store, owner=other).forget(here[0].id)
                first = places[0][0]
                await MemoryBook(store, owner=first).clear()
                for number, (owner, group, holder) in enumerate(places):
                    left = await MemoryBook(store, owner=owner).aread(group, (holder,))
                    assert texts(left) == ([] if owner == first else [f"User likes thing {number}"])

    asyncio.run(go())


def test_memory_without_an_owner_is_refused() -> None:
    with pytest.raises(MascotError, match="owner"):
        book("")


async def test_what_is_known_is_not_written_twice() -> None:
    ann = book()
    await ann.add(["User has a sister called Mia."], ensemble="g")
    again = await ann.add(
        ["user has a SISTER called Mia", "User has a sister"], ensemble="g", holder=GROUP
    )
    assert again.kept == ()
    assert texts(await ann.facts()) == ["User has a sister called Mia."]


async def test_a_fact_that_says_more_takes_the_place_of_one_that_says_less() -> None:
    ann = book()
    (before,) = (await ann.add(["User has a sister."], ensemble="g")).kept
    (after,) = (await ann.add(["User has a sister called Mia."], ensemble="g")).kept
    assert after.id == before.id
    assert texts(await ann.facts()) == ["User has a sister called Mia."]


async def test_what_turns_a_fact_round_is_another_fact() -> None:
    ann = book()
    await ann.add(["User works at the school."], ensemble="g")
    await ann.add(["User works at the school no longer."], ensemble="g")
    await ann.add(["User is married.", "User is not married."], ensemble="g")
    assert len(await ann.facts()) == 4


async def test_where_it_is_full_the_one_longest_out_of_use_gives_way_and_is_told() -> None:
    ann = book()
    for n in range(MAX_FACTS):
        await ann.add([f"User likes number {n}"], ensemble="g", holder="anchor")
    oldest = sorted(await ann.facts(), key=lambda fact: fact.when)
    await ann.used(oldest[:2], "2999-01-01")
    added = await ann.add(["User likes one more"], ensemble="g", holder="anchor")
    assert texts(added.kept) == ["User likes one more"]
    assert texts(added.left) == ["User likes number 2"]
    now = texts(await ann.facts())
    assert len(now) == MAX_FACTS
    assert "User likes number 0" in now
    assert "User likes number 2" not in now


async def test_an_edit_changes_the_words_and_nothing_else() -> None:
    ann = book()
    (fact,) = (
        await ann.add(["User has an exam"], ensemble="g", holder="anchor", thread="t", message="m")
    ).kept
    edited = await ann.edit(fact.id, " User has\nan interview ")
    assert edited.text == "User has an interview"
    assert (edited.id, edited.holder, edited.thread) == (fact.id, "anchor", "t")
    assert texts(await ann.facts()) == ["User has an interview"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "My password is hunter2"])
async def test_an_edit_that_cannot_be_kept_changes_nothing(text: str) -> None:
    ann = book()
    (fact,) = (await ann.add(["User has an exam"], ensemble="g")).kept
    with pytest.raises(MascotError, match="stays as it was"):
        await ann.edit(fact.id, text)
    assert await ann.facts() == [fact]


async def test_what_others_write_into_the_store_is_no_fact() -> None:
    store = InMemoryStore()
    ann = MemoryBook(store, owner="ann")
    (fact,) = (await ann.add(["User has an exam"], ensemble="g")).kept
    place = tuple((await store.asearch(()))[0].namespace)
    await store.aput(place, "1", {"text": ["no", "text"]})
    await store.aput(place, "2", {"id": "2", "text": "User is elsewhere", "ensemble": "h"})
    await store.aput((*place, "deeper"), "3", fact.to_dict())
    assert await ann.facts() == [fact]
    assert await ann.aread("g", (GROUP,)) == [fact]


async def test_many_facts_are_all_listed() -> None:
    ann = book()
    for group in range(12):
        for n in range(50):
            await ann.add([f"User likes {n}"], ensemble=f"g{group}", holder="anchor")
    assert len(await ann.facts()) == 600
    assert len(await ann.facts("g3")) == 50
    assert await ann.clear("g3") == 50
    assert await ann.clear() == 550
    assert await ann.facts() == []


async def test_the_switch_is_kept_and_deletes_nothing() -> None:
    ann = book()
    assert await ann.switched() is None
    await ann.add(["User has an exam"], ensemble="g")
    await ann.switch(on=False)
    assert await ann.switched() is False
    assert texts(await ann.facts()) == ["User has an exam"]
    await ann.clear()
    assert await ann.switched() is False


@pytest.mark.parametrize("way", ["forget", "clear", "edit"])
async def test_what_is_deleted_is_in_no_file(tmp_path: Path, way: str) -> None:
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        ann = MemoryBook(LocalSqliteStore(saver), owner="ann")
        (fact,) = (await ann.add(["User breeds quokkas"], ensemble="g")).kept
        await ann.add(["User likes tea"], ensemble="g")
        assert b"quokkas" in _bytes(tmp_path)
        if way == "forget":
            await ann.forget(fact.id)
        elif way == "clear":
            assert await ann.clear() == 2
        else:
            await ann.edit(fact.id, "User breeds cats")
        assert b"quokkas" not in _bytes(tmp_path)


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
