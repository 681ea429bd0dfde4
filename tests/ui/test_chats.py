"""Rounds as frames: one conversation a thread, one round at a time, nothing lost."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from mascot.errors import BackendError
from mascot.personas import DirectorBrief, Ensemble, Persona
from mascot.ui.chats import Chats, StillAnsweringError
from mascot.ui.desk import Desk

MINE, YOURS = "a" * 32, "b" * 32


class FakeSession:
    """A session as the page sees it: kept messages, and rounds that a test scripts."""

    thread_id = MINE

    def __init__(self):
        self.kept, self.abouts = [], []
        self.half = False
        self.fails: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.closed = False

    async def messages(self):
        return list(self.kept)

    async def values(self):
        return {"messages": self.kept, "context": (self.abouts or [None])[0] or ""}

    async def interrupted(self):
        return self.half

    async def send(self, text, *, about=None, context=None, remember=True):
        self.abouts.append(about)
        self.kept.append(HumanMessage(text))
        async with aclosing(self.resume()) as events:
            async for event in events:
                yield event

    async def resume(self, *, context=None):
        try:
            yield {"event": "typing", "speaker": "anchor"}
            yield {"event": "token", "speaker": "anchor", "text": "I <hear>"}
            await self.gate.wait()
            if self.fails:
                raise self.fails
            self.kept.append(AIMessage("I <hear> you.", name="anchor"))
            yield {
                "event": "utterance",
                "speaker": "anchor",
                "text": "I <hear> you.",
                "id": "1",
                "reasoning": None,
                "usage": None,
            }
        finally:
            self.closed = True

    async def stop(self):
        self.gate.set()


class FakeDesks:
    def __init__(self, desk):
        self.desk = desk

    async def of(self, thread):
        return self.desk

    async def graph(self, desk):
        return None

    async def put(self, thread, desk):
        self.desk = desk

    saver = None
    store = None


@pytest.fixture
def sessions():
    return {MINE: FakeSession(), YOURS: FakeSession()}


@pytest.fixture
def chats(sessions):
    anchor = Persona(id="anchor", name="Anchor", role="r", description="d")
    cast = Ensemble(
        id="g",
        name="G",
        description="d",
        setting="s",
        personas=(anchor,),
        director=DirectorBrief(brief="b"),
    )
    desks = FakeDesks(Desk(ensemble=cast, about="the minutes"))
    return Chats(desks, lambda _, thread: sessions[thread])


def shown(frame):
    return "".join(html for _, html in frame["entries"])


async def test_the_words_being_said_travel_apart_from_their_bubble(chats):
    frames = [frame async for frame in chats.send(MINE, "hello")]
    assert "hello" in shown(frames[0])
    talking = next(frame for frame in frames if frame["live"] and frame["live"]["text"])
    assert talking["live"]["text"] == "I <hear>"
    assert talking["live"]["key"] == talking["entries"][-1][0]
    assert "hear" not in shown(talking)
    assert talking["status"] == "Anchor is typing…"
    assert "I &lt;hear&gt; you." in shown(frames[-1])
    assert (frames[-1]["live"], frames[-1]["status"]) == (None, "")


async def test_a_frame_replaces_those_before_it(chats):
    frames = [frame async for frame in chats.send(MINE, "hello")]
    assert len({frame["round"] for frame in frames}) == 1
    keys = [[key for key, _ in frame["entries"]] for frame in frames]
    assert all(
        later[: len(earlier)] == earlier for earlier, later in zip(keys, keys[1:], strict=False)
    )


async def test_a_second_message_is_refused_and_the_first_is_answered(chats, sessions):
    sessions[MINE].gate.clear()
    first = chats.send(MINE, "one")
    await anext(first)
    with pytest.raises(StillAnsweringError, match="waits in the box"):
        await anext(chats.send(MINE, "two"))
    await chats.stop(MINE)
    rest = [frame async for frame in first]
    assert "hear" in shown(rest[-1])
    assert [m.content for m in sessions[MINE].kept if isinstance(m, HumanMessage)] == ["one"]
    assert [frame async for frame in chats.send(MINE, "two")]


async def test_two_threads_answer_at_once_and_keep_apart(chats, sessions):
    sessions[MINE].gate.clear()
    mine = chats.send(MINE, "mine")
    await anext(mine)
    frames = [frame async for frame in chats.send(YOURS, "yours")]
    assert "mine" not in shown(frames[-1])
    assert "mine" not in shown(await chats.shown(YOURS))
    await mine.aclose()


async def test_a_failure_is_told_in_words_and_the_message_stands(chats, sessions):
    sessions[MINE].fails = BackendError("qwen3 cannot be reached; start the server.")
    *_, last = [frame async for frame in chats.send(MINE, "hello")]
    assert "hello" in shown(last)
    assert "qwen3 cannot be reached; start the server." in shown(last)
    sessions[MINE].fails = None
    *_, last = [frame async for frame in chats.again(MINE)]
    assert "I &lt;hear&gt; you." in shown(last)


async def test_a_defect_is_logged_and_never_shown_as_a_trace(chats, sessions, caplog):
    sessions[MINE].fails = ZeroDivisionError("secret detail")
    *_, last = [frame async for frame in chats.send(MINE, "hello")]
    assert "Something went wrong" in shown(last)
    assert "secret detail" not in shown(last)
    assert "secret detail" in caplog.text


async def test_a_listener_that_leaves_ends_the_round(chats, sessions):
    sessions[MINE].gate.clear()
    frames = chats.send(MINE, "hello")
    await anext(frames)
    await anext(frames)
    await frames.aclose()
    assert sessions[MINE].closed
    sessions[MINE].gate.set()
    assert [frame async for frame in chats.send(MINE, "again")]


async def test_a_conversation_is_redrawn_as_it_was_kept(chats, sessions):
    sessions[MINE].kept = [HumanMessage("hi"), AIMessage("I hear.", name="anchor")]
    frame = await chats.shown(MINE)
    assert [needle in shown(frame) for needle in ("hi", "I hear.", "cut short")] == [
        True,
        True,
        False,
    ]
    sessions[MINE].half = True
    assert "cut short" in shown(await chats.shown(MINE))


async def test_the_context_is_given_once(chats, sessions):
    for text in ("one", "two"):
        assert [frame async for frame in chats.send(MINE, text)]
    assert sessions[MINE].abouts == ["the minutes", None]


@pytest.mark.parametrize("claimed", [None, "", "work", 7, MINE.upper(), MINE + "\n", "../" + MINE])
def test_only_what_cannot_be_guessed_opens_a_conversation(claimed):
    assert Chats.thread(claimed) != claimed
    assert Chats.thread(MINE) == MINE
