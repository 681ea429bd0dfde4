"""The group changes in mid-chat: the conversation goes on with whoever is there."""

from __future__ import annotations

from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, MascotError, build_group_chat
from mascot.errors import BackendError
from mascot.personas import Ensemble
from tests.graph.test_chat import collect, notices, spoken
from tests.graph.test_persistence import IN_TURN, failing_at
from tests.support.cast import group, persona
from tests.support.models import ReplayModel, directed

TWO = ChatContext(turns="round-robin", replies=2)


class Talk:
    """One thread that several groups share."""

    def __init__(self) -> None:
        self.saver = InMemorySaver()

    def of(self, ensemble: Ensemble, model: ReplayModel | None = None) -> ChatSession:
        graph = build_group_chat(ensemble, backend=model or directed([]))
        return ChatSession(graph.compile(self.saver), "t")


@pytest.fixture
async def talk() -> Talk:
    talk = Talk()
    await collect(talk.of(group("anchor", "beacon")).send("Hi", context=IN_TURN))
    return talk


def roster(events: list[Any]) -> str:
    return next((e["text"] for e in events if e.get("code") == "roster"), "")


async def test_somebody_joins(talk: Talk) -> None:
    chat = talk.of(group("anchor", "beacon", "critic"))
    events = await collect(chat.send("@Critic, you?"))
    assert "Critic has joined" in roster(events)
    assert spoken(events) == ["critic"]


async def test_somebody_leaves_and_what_they_said_stays(talk: Talk) -> None:
    model = directed(["anchor", "anchor"])
    chat = talk.of(group("anchor", "critic"), model)
    events = await collect(chat.send("And?", context=ChatContext(replies=1)))
    assert "beacon has left" in roster(events)
    assert "Reply 1 of Beacon." in str(model.asked[-1])
    assert roster(await collect(chat.send("And?", context=ChatContext(replies=1)))) == ""
    gone = next(m for m in await chat.messages() if m.name == "beacon")
    with pytest.raises(MascotError, match="'beacon' has left"):
        await collect(chat.regenerate(str(gone.id)))
    await chat.edit(str(gone.id), "Goodbye.")
    assert await chat.rewind(str(gone.id)) == "Goodbye."


async def test_a_renamed_or_rewritten_persona_is_the_same_one(talk: Talk) -> None:
    model = directed([])
    renamed = group(
        personas=(persona("anchor", name="Nora", role="the new role"), persona("beacon"))
    )
    events = await collect(talk.of(renamed, model).send("@Nora hello"))
    assert roster(events) == ""
    assert spoken(events) == ["anchor"]
    prompt = str(model.asked[-1])
    assert "[Nora] Reply 0 of Anchor." in prompt
    assert "the new role" in prompt


async def test_one_member_is_left(talk: Talk) -> None:
    model = directed([])
    events = await collect(talk.of(group("beacon"), model).send("Just us now"))
    assert spoken(events) == ["beacon"]
    assert len(model.asked) == 1, "nobody needs a director"


async def test_everybody_else_is_muted(talk: Talk) -> None:
    chat = talk.of(group("anchor", "beacon", "critic"))
    events = await collect(chat.send("Hi", context=ChatContext(muted=("anchor", "critic"))))
    assert spoken(events) == ["beacon"]


async def test_everybody_is_muted_and_one_is_clicked(talk: Talk) -> None:
    chat = talk.of(group("anchor", "beacon"))
    everybody = ChatContext(muted=("anchor", "beacon"))
    assert notices(await collect(chat.send("Hi", context=everybody))) == ["all-muted"]
    assert notices(await collect(chat.regenerate_round(context=everybody))) == ["all-muted"]
    assert notices(await collect(chat.auto(2, context=everybody))) == ["all-muted"]
    clicked = ChatContext(muted=("anchor", "beacon"), speak="beacon")
    assert spoken(await collect(chat.go_on(context=clicked))) == ["beacon"]


async def test_somebody_who_has_left_may_stay_muted(talk: Talk) -> None:
    chat = talk.of(group("anchor", "critic"))
    events = await collect(chat.send("Hi", context=ChatContext(muted=("beacon", "anchor"))))
    assert spoken(events) == ["critic"]


async def interrupted() -> Talk:
    """Anchor has spoken and it is Beacon's turn."""
    talk = Talk()
    with pytest.raises(BackendError):
        await collect(talk.of(group("anchor", "beacon"), failing_at(1)).send("Hi", context=IN_TURN))
    return talk


@pytest.mark.parametrize("edit", [False, True])
async def test_the_one_whose_turn_it_was_has_left(edit: bool) -> None:
    chat = (await interrupted()).of(group("anchor", "critic"))
    assert await chat.interrupted()
    if edit:
        await chat.edit(str((await chat.messages())[0].id), "Hello")
        assert await chat.interrupted()
    events = await collect(chat.resume(context=IN_TURN))
    assert "beacon has left" in roster(events)
    assert "critic" in spoken(events)
    assert not await chat.interrupted()


async def test_the_one_whose_turn_it_was_has_left_and_something_else_is_said() -> None:
    chat = (await interrupted()).of(group("anchor", "critic"))
    events = await collect(chat.send("Never mind", context=TWO))
    assert spoken(events) == ["critic", "anchor"]
    assert not await chat.interrupted()


async def test_a_reply_is_said_anew_by_the_edited_persona(talk: Talk) -> None:
    model = directed([])
    edited = group(personas=(persona("anchor", description="It only rhymes."), persona("beacon")))
    chat = talk.of(edited, model)
    reply = next(m for m in await chat.messages() if m.name == "anchor")
    await collect(chat.regenerate(str(reply.id)))
    assert "It only rhymes." in str(model.asked[-1])


async def test_an_old_round_may_hold_somebody_who_has_left(talk: Talk) -> None:
    chat = talk.of(group("anchor", "critic"))
    await collect(chat.regenerate_round(context=TWO))
    assert [m.name for m in await chat.messages()] == [None, "anchor", "critic"]
    await chat.choose(str((await chat.messages())[0].id), 0)
    assert [m.name for m in await chat.messages()] == [None, "anchor", "beacon", "anchor"]


async def test_nobody_is_left_is_no_group() -> None:
    with pytest.raises(ValueError, match="personas"):
        group(personas=())
