"""Any sequence of edits leaves what a plain list would."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from mascot.graph import open_sqlite
from tests.graph.test_chat import collect
from tests.support.cast import group
from tests.support.models import directed

CONTEXT = ChatContext(turns="round-robin", replies=2)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["send", "go on", "edit", "regenerate", "round", "choose", "rewind", "drop", "branch"]
        ),
        st.integers(0, 99),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=9,
)

Line = dict[str, Any]
"""A message of the model: whose, its words, and what else stood in its place."""


class Plain:
    """The conversation as a list that is edited in place."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.said = 0

    def round(self, count: int = 2) -> list[Line]:
        """New replies; who speaks is left out, for the words tell them apart."""
        lines = [{"text": f"Reply {self.said + i}", "texts": None} for i in range(count)]
        self.said += count
        return lines

    def span(self, place: int) -> tuple[int, int]:
        users = [i for i, line in enumerate(self.lines) if line.get("user")]
        return place + 1, next((i for i in users if i > place), len(self.lines))

    def show(self, line: Line, index: int) -> None:
        line["texts"][line["shown"]] = line["text"]
        line["shown"], line["text"] = index, line["texts"][index]

    def show_round(self, place: int, index: int) -> None:
        start, end = self.span(place)
        line = self.lines[place]
        line["rounds"][line["round"]] = self.lines[start:end]
        line["round"] = index
        self.lines[start:end] = line["rounds"][index]


async def stepped(chat: ChatSession, plain: Plain, kind: str, at: int, pick: int) -> ChatSession:
    """One step, taken by both."""
    lines = plain.lines
    if kind == "send" or not lines:
        await collect(chat.send(f"Message {at}", context=CONTEXT))
        lines.append({"text": f"Message {at}", "user": True, "rounds": None, "round": 0})
        lines += plain.round()
        return chat
    place = at % len(lines)
    line, identity = lines[place], str((await chat.messages())[place].id)
    if kind == "go on":
        await collect(chat.go_on(context=CONTEXT))
        lines += plain.round()
    elif kind == "edit":
        await chat.edit(identity, f"Edited {at}")
        line["text"] = f"Edited {at}"
    elif kind == "regenerate" and not line.get("user"):
        await collect(chat.regenerate(identity, context=CONTEXT))
        line["texts"] = [*(line["texts"] or [None]), None]
        line.setdefault("shown", 0)
        line["texts"][line["shown"]] = line["text"]
        line["shown"], line["text"] = len(line["texts"]) - 1, plain.round(1)[0]["text"]
    elif kind == "round" and line.get("user"):
        await collect(chat.regenerate_round(identity, context=CONTEXT))
        start, end = plain.span(place)
        rounds = line["rounds"] or [None]
        rounds[line["round"]] = lines[start:end]
        line["rounds"] = [one for one in rounds if one]
        line["rounds"].append(plain.round())
        line["round"] = len(line["rounds"]) - 1
        lines[start:end] = line["rounds"][-1]
    elif kind == "choose" and line.get("user") and line["rounds"]:
        index = pick % len(line["rounds"])
        await chat.choose(identity, index)
        plain.show_round(place, index)
    elif kind == "choose" and line.get("texts"):
        index = pick % len(line["texts"])
        await chat.choose(identity, index)
        plain.show(line, index)
    elif kind in ("rewind", "drop"):
        await chat.rewind(identity, drop=kind == "drop")
        del lines[place + (kind == "rewind") :]
    elif kind == "branch":
        chat = ChatSession(chat.graph, await chat.branch(identity))
        del lines[place + 1 :]
    return chat


def words(texts: list[str]) -> list[str]:
    """Without who said it."""
    return [text.split(" of ")[0] for text in texts]


async def run(saver: Any, steps: list[tuple[str, int, int]]) -> ChatSession:
    model = directed([], lambda who, n: f"Reply {n} of {who}")
    chat, plain = ChatSession(build_group_chat(group(), backend=model).compile(saver), "t"), Plain()
    for step in steps:
        chat = await stepped(chat, plain, *step)
        said = await chat.messages()
        assert words([str(m.content) for m in said]) == [line["text"] for line in plain.lines]
        assert len({m.id for m in said}) == len(said)
        assert not await chat.interrupted()
    return chat


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_any_edits_leave_what_a_list_would(steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(run(InMemorySaver(), steps))


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_the_database_holds_the_same(steps: list[tuple[str, int, int]]) -> None:
    """What the saver remembers of a history, and what a fresh process reads."""

    async def both() -> None:
        with open_sqlite(":memory:") as saver:
            chat = await run(saver, steps)
            shown = await chat.messages()
            saver._read.clear()
            assert await chat.messages() == shown

    asyncio.run(both())
