"""What is done to a conversation, as frames: the real graph, the scripted demo, no browser."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import SecretStr

from mascot.errors import MascotError
from mascot.graph import ChatSession, build_group_chat, open_sqlite
from mascot.personas import load_ensemble
from mascot.ui.chats import Chats
from mascot.ui.desk import AUTO_CAP, Desk
from mascot.ui.desks import Desks
from mascot.ui.handlers import NAMES, Handlers

MINE = "a" * 32
ME = SimpleNamespace(username=None)


@pytest.fixture(scope="module")
def group():
    return build_group_chat("emotional-support", backend="demo")


@pytest.fixture
def graph(group):
    return group.compile(checkpointer=InMemorySaver())


@pytest.fixture
def chats(graph):
    return Chats(Desks(graph))


async def over(frames):
    return [frame async for frame in frames][-1]


async def kept(graph):
    return await ChatSession(graph, MINE).messages()


def html(frame):
    return "".join(text for _, text in frame["entries"])


async def test_a_finished_round_knows_its_messages(chats, graph):
    last = await over(chats.send(MINE, "I got the job, and I am so happy!"))
    for message in await kept(graph):
        assert f'data-id="{message.id}"' in html(last)


async def test_a_reply_said_anew_travels_alone_and_takes_its_old_place(chats, graph):
    await over(chats.send(MINE, "I got the job, and I am so happy!"))
    reply = (await kept(graph))[1]
    frames = [frame async for frame in chats.regenerate(MINE, reply.id)]
    assert {frame["place"] for frame in frames} == {("at", reply.id)}
    assert all(len(frame["entries"]) == 1 for frame in frames)
    assert 'data-shown="1/2"' in html(frames[-1])
    flipped = await chats.choose(MINE, reply.id, 0)
    assert reply.text in html(flipped).replace("&#x27;", "'").replace("&quot;", '"')
    assert flipped["place"] == ("at", reply.id)


async def test_a_round_answered_anew_comes_with_its_message(chats, graph):
    await over(chats.send(MINE, "I got the job, and I am so happy!"))
    asked = (await kept(graph))[0]
    last = await over(chats.regenerate(MINE, asked.id))
    assert last["place"] == ("round", asked.id)
    messages = await kept(graph)
    assert len(last["entries"]) == len(messages)
    assert 'data-shown="1/2"' in last["entries"][0][1]


async def test_a_message_that_is_gone_is_told_in_words(chats):
    with pytest.raises(MascotError, match="no longer part of this chat"):
        await over(chats.regenerate(MINE, "gone"))
    assert not chats.answering(MINE)


async def test_an_edit_rewinding_and_a_branch(chats, graph):
    await over(chats.send(MINE, "I got the job, and I am so happy!"))
    asked, reply, *_ = await kept(graph)
    assert "&lt;b&gt;" in html(await chats.edit(MINE, reply.id, "<b>"))
    other = await chats.branch(MINE, reply.id)
    assert len((await chats.shown(other))["entries"]) == 2
    assert (await chats.rewind(MINE, asked.id))["place"] == ("after", asked.id)
    assert [m.id for m in await kept(graph)] == [asked.id]
    assert len((await chats.shown(other))["entries"]) == 2


async def test_a_frame_is_as_large_in_a_long_chat_as_in_a_short_one(graph):
    """What a token costs on the wire does not grow with what was said before."""
    sizes = {}
    for length in (10, 200):
        said = [
            HumanMessage(f"message {i}", id=f"u{i}")
            if i % 4 == 0
            else AIMessage(f"reply {i}", name="anchor", id=f"r{i}")
            for i in range(length)
        ]
        thread = f"{length:032x}"
        await ChatSession(graph, thread).plant({"messages": said})
        chats = Chats(Desks(graph))
        frames = [frame async for frame in chats.send(thread, "And now? @Anchor")]
        frames += [frame async for frame in chats.regenerate(thread, "r1")]
        sizes[length] = max(len(json.dumps(frame)) for frame in frames)
    assert sizes[200] < 1.5 * sizes[10]


async def test_a_chat_is_free_before_its_last_frame_is_shown(chats):
    async for frame in chats.send(MINE, "I got the job, and I am so happy!"):
        assert chats.answering(MINE) == bool(frame["status"])


async def test_a_changed_transcript_reaches_the_group_and_a_removed_one_leaves(chats, graph):
    async def about():
        return (await ChatSession(graph, MINE).values()).get("context", "")

    await over(chats.send(MINE, "Hello, I am happy."))
    assert await about() == ""
    await chats.change(MINE, about="The minutes.")
    await over(chats.send(MINE, "Again."))
    assert await about() == "The minutes."
    await chats.change(MINE, about="")
    await over(chats.talk(MINE, "anchor"))
    assert await about() == ""


async def test_muted_members_are_passed_over_and_a_click_lets_anybody_speak(chats, graph):
    await chats.change(MINE, muted=("anchor", "catalyst"))
    await over(chats.send(MINE, "I got the job, and I am so happy!"))
    assert {m.name for m in (await kept(graph))[1:]} == {"beacon"}
    await over(chats.talk(MINE, "anchor"))
    assert (await kept(graph))[-1].name == "anchor"


def test_a_desk_survives_being_kept_without_its_key():
    desk = Desk(
        ensemble=load_ensemble("workplace"), muted=("x",), turns="manual", key=SecretStr("secret")
    )
    text = json.dumps(desk.to_dict())
    assert "secret" not in text
    again = Desk.from_dict(json.loads(text))
    assert (again.ensemble, again.muted, again.turns) == (desk.ensemble, ("x",), "manual")


@pytest.mark.parametrize("wrong", [{"auto": 0}, {"auto": AUTO_CAP + 1}, {"turns": "loud"}])
def test_a_desk_that_cannot_be_is_refused(wrong):
    with pytest.raises(MascotError):
        Desk(ensemble=load_ensemble("workplace"), **wrong)


async def test_a_conversation_is_set_up_as_it_was_after_a_restart(group, tmp_path):
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        chats = Chats(Desks(group.compile(checkpointer=saver)))
        await chats.change(MINE, muted=("beacon",), replies=2)
        await over(chats.send(MINE, "I got the job, and I am so happy!"))
    other = build_group_chat("workplace", backend="demo")
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        chats = Chats(Desks(other.compile(checkpointer=saver)))
        desk = await chats.desk(MINE)
        assert (desk.ensemble.id, desk.muted, desk.replies) == (
            "emotional-support",
            ("beacon",),
            2,
        )
        assert (await chats.desk("b" * 32)).ensemble.id == "workplace"
        await chats.forget(MINE)
        assert (await chats.desk(MINE)).ensemble.id == "workplace"


async def test_settings_of_another_version_do_not_keep_a_chat_closed(group, tmp_path):
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        chats = Chats(Desks(group.compile(checkpointer=saver)))
        await chats.change(MINE, replies=2)
        saver.conn.execute("UPDATE desks SET desk = '{\"ensemble\": 7}'")
        again = Chats(Desks(group.compile(checkpointer=saver)))
        assert (await again.desk(MINE)).replies is None


async def test_who_logs_in_opens_only_what_is_theirs(group, tmp_path):
    with open_sqlite(tmp_path / "chats.sqlite") as saver:
        chats = Chats(Desks(group.compile(checkpointer=saver)))
        await over(chats.send(MINE, "I got the job, and I am so happy!"))
        await chats.keep(MINE, "user:ada")
        assert await chats.admitted(MINE, "user:ada") == MINE
        assert await chats.admitted(MINE, "user:bob") != MINE
        assert await chats.admitted("c" * 32, "user:bob") == "c" * 32


async def test_an_action_that_fails_is_told_at_the_message_box(chats):
    on = Handlers(chats)
    event = SimpleNamespace(_data={"do": "rewind", "id": "<gone>"})
    *_, last = [step async for step in on.act(MINE, "", event, ME)]
    hint = last[NAMES.index("hint")]
    assert 'role="alert"' in hint
    assert "<gone>" not in hint


@pytest.mark.parametrize("data", [{}, {"do": "explode"}, {"do": None, "id": None}])
async def test_an_action_that_nobody_knows_does_nothing(chats, data):
    on = Handlers(chats)
    assert [step async for step in on.act(MINE, "", SimpleNamespace(_data=data), ME)] == []
