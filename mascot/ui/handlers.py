"""What happens when something is pressed; each handler yields or returns updates of the page."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from html import escape
from typing import Any, cast

import gradio as gr

from mascot.errors import MascotError
from mascot.graph.build import GroupChat
from mascot.ui.chats import Chats, Frames
from mascot.ui.early import early
from mascot.ui.limits import Limits
from mascot.ui.render import (
    SHOWN_CHARS,
    Renderer,
    beginning,
    disclosure,
    heading,
    members,
    spending,
)
from mascot.ui.stage import Updates, owner

NAMES = (
    "head",
    "members",
    "begin",
    "log",
    "spending",
    "message",
    "hint",
    "disclosure",
    "thread",
)
"""The outputs of every handler, in order."""

Stream = AsyncGenerator[Updates, None]


class Handlers:
    """The handlers of one page.

    Args:
        chats: The conversations.
        limits: How many rounds may run at once.
    """

    def __init__(self, chats: Chats, limits: Limits | None = None) -> None:
        self._chats = chats
        self._limits = limits or Limits()

    async def open(self, claimed: str, me: str, request: gr.Request) -> Updates:
        """The page has loaded."""
        me = self._chats.thread(me or early("browser", request))
        mine = await self._mine(claimed, me, request)
        return [*await self.redraw(mine), me]

    async def redraw(self, thread: str, hint: str | None = None) -> Updates:
        """Everything, as it is kept."""
        mine = self._chats.thread(thread)
        desk = await self._chats.desk(mine)
        try:
            backends = cast("GroupChat", (await self._chats.graph(mine)).builder).backends
        except MascotError as error:
            backends, hint = (), hint or str(error)
        look = Renderer(desk.ensemble).look
        return updates(
            head=heading(desk.ensemble, backends, desk.about),
            members=members(desk.ensemble, desk.muted),
            begin=beginning(desk.ensemble),
            log=await self._chats.shown(mine),
            spending=spending(self._chats.meter(mine), look),
            hint=hint,
            disclosure=disclosure(desk.ensemble),
            thread=mine,
        )

    async def say(self, text: str, claimed: str, me: str, request: gr.Request) -> Stream:
        """The user sends a message."""
        if not text.strip():
            yield updates(hint="Write something first.")
            return
        mine = await self._mine(claimed, me, request)
        frames = self._chats.send(mine, text, owner(me, request))
        # The browser takes what was sent out of the box, and leaves what was written meanwhile; a
        # text that is not shown whole it cannot tell.
        box = "" if len(text) > SHOWN_CHARS else None
        async with aclosing(self._stream(frames, mine, owner(me, request), message=box)) as steps:
            async for step in steps:
                yield step

    async def example(
        self, claimed: str, me: str, event: gr.EventData, request: gr.Request
    ) -> Stream:
        """The user begins with an example."""
        mine = await self._mine(claimed, me, request)
        examples = (await self._chats.desk(mine)).ensemble.examples
        if not 0 <= int(event.value) < len(examples):
            return
        async with aclosing(self.say(examples[int(event.value)], mine, me, request)) as steps:
            async for step in steps:
                yield step

    async def again(self, claimed: str, me: str, request: gr.Request) -> Stream:
        """A round that was cut short is finished."""
        mine = await self._mine(claimed, me, request)
        whose = owner(me, request)
        stream = self._stream(self._chats.again(mine, whose), mine, whose)
        async with aclosing(stream) as steps:
            async for step in steps:
                yield step

    async def talk(self, claimed: str, me: str, request: gr.Request) -> Stream:
        """The group talks on by itself."""
        mine = await self._mine(claimed, me, request)
        whose = owner(me, request)
        stream = self._stream(self._chats.talk(mine, whose=whose), mine, whose)
        async with aclosing(stream) as steps:
            async for step in steps:
                yield step

    async def speak(
        self, claimed: str, me: str, event: gr.EventData, request: gr.Request
    ) -> Stream:
        """A persona is asked to speak."""
        mine = await self._mine(claimed, me, request)
        whose = owner(me, request)
        frames = self._chats.talk(mine, str(event.value), whose)
        async with aclosing(self._stream(frames, mine, whose)) as steps:
            async for step in steps:
                yield step

    async def mute(
        self, claimed: str, me: str, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """A persona is muted, or unmuted."""
        mine = await self._mine(claimed, me, request)
        desk, who = await self._chats.desk(mine), str(event.value)
        muted = tuple(m for m in desk.muted if m != who)
        if who in desk.ensemble.ids and who not in desk.muted:
            muted = (*desk.muted, who)
        desk = await self._chats.change(mine, muted=muted)
        return updates(members=members(desk.ensemble, desk.muted), thread=mine)

    async def act(self, claimed: str, me: str, event: gr.EventData, request: gr.Request) -> Stream:
        """Something is done to a message."""
        mine = await self._mine(claimed, me, request)
        me, asked = owner(me, request), event._data  # noqa: SLF001
        if asked.get("do") == "forget":
            yield updates(hint=await self._forgotten(me, str(asked.get("id"))))
            return
        async with aclosing(self._act(mine, me, asked)) as steps:
            async for step in steps:
                yield step

    async def stop(self, claimed: str, me: str, request: gr.Request) -> None:
        """The round is stopped."""
        await self._chats.stop(await self._mine(claimed, me, request))

    async def fresh(self, claimed: str, me: str, request: gr.Request) -> Updates:
        """Another conversation begins, set up as this one is."""
        mine = await self._mine(claimed, me, request)
        await self._chats.stop(mine)
        return await self.redraw(await self._chats.fresh(mine), "")

    async def _mine(self, claimed: str, me: str, request: gr.Request) -> str:
        claimed = claimed or early("thread", request)
        return await self._chats.admitted(claimed, owner(me, request))

    async def _act(self, thread: str, me: str, asked: dict[str, Any]) -> Stream:
        chats, message = self._chats, str(asked.get("id"))
        try:
            match asked.get("do"):
                case "regenerate":
                    frames = chats.regenerate(thread, message, me)
                    async with aclosing(self._stream(frames, thread, me)) as steps:
                        async for step in steps:
                            yield step
                    return
                case "choose":
                    frame = await chats.choose(thread, message, int(asked["variant"]))
                case "edit":
                    frame = await chats.edit(thread, message, str(asked["text"]))
                case "rewind":
                    frame = await chats.rewind(thread, message)
                case "branch":
                    other = await chats.branch(thread, message)
                    await chats.keep(other, me)
                    yield await self.redraw(
                        other, "This is a branch; the other chat is kept as it was."
                    )
                    return
                case _:
                    return
            await chats.keep(thread, me)
            yield updates(log=frame, hint="")
        except MascotError as error:
            yield updates(hint=str(error))
            return
        if asked.get("do") == "edit" and asked.get("again"):
            frames = chats.regenerate(thread, message, me)
            async with aclosing(self._stream(frames, thread, me)) as steps:
                async for step in steps:
                    yield step

    async def _forgotten(self, me: str, memory: str) -> str:
        """A memory is taken back, right where it was announced."""
        book = self._chats.memories.book(me)
        try:
            return f"Forgotten: {(await book.forget(memory)).text}" if book else ""
        except MascotError as error:
            return str(error)

    async def _stream(
        self, frames: Frames, mine: str, me: str, *, message: str | None = None
    ) -> Stream:
        begun = listed = False
        # Once: later it would wipe what is written meanwhile.
        first: dict[str, Any] = {"message": message, "thread": mine}
        try:
            with self._limits.enter(me):
                async with aclosing(frames):
                    async for frame in frames:
                        over = not frame["status"]
                        # What the hint said is dealt with when the round begins, and when it is over.
                        hint = "" if over or not begun else None
                        yield updates(log=frame, hint=hint, **first)
                        begun, first = True, {}
                        if frame["live"] and not listed:
                            listed = True
                            await self._chats.keep(mine, me)
        except MascotError as error:
            yield updates(hint=str(error))
        finally:
            if begun:
                await self._chats.keep(mine, me)
        if begun:
            look = Renderer((await self._chats.desk(mine)).ensemble).look
            yield updates(spending=spending(self._chats.meter(mine), look))


def updates(**given: Any) -> Updates:
    """Updates of what is given; the rest stays as the browser has it."""
    if hint := given.get("hint"):
        given["hint"] = f'<p class="m-hint" role="alert">{escape(hint)}</p>'
    return [gr.skip() if given.get(name) is None else given[name] for name in NAMES]
