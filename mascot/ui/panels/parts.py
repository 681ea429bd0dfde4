"""What the panels have in common: messages, uploads, downloads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from mascot.errors import MascotError
from mascot.ui.early import early
from mascot.ui.stage import Stage, Updates, owner

CLICKS = """element.addEventListener("click", (click) => {
  const { event, value } = click.target.closest("[data-event]")?.dataset ?? {};
  if (EVENTS.includes(event)) trigger(event, { value });
});"""

SAVE = """(file) => {
  if (!file) return;
  const [name, text] = JSON.parse(file);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""
"""Hands a file to the browser. It is made there: the server keeps no copy that others could ask for."""


class Door:
    """Lets presses in: handlers are given the conversation that the visitor may see.

    Every event has the thread and the browser's id as its first inputs (`Door.inputs`).
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def inputs(self, *components: Component) -> list[Component]:
        """The inputs of an event whose handler takes these."""
        return [self._stage.thread, self._stage.me, *components]

    def press(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """For ``handler(thread, *inputs)``."""

        async def pressed(request: gr.Request, claimed: str, me: str, *given: Any) -> Any:
            return await handler(await self._thread(claimed, me, request), *given)

        return pressed

    def click(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """For ``handler(thread, value, *inputs)``: the value of the button that was clicked."""

        async def clicked(
            request: gr.Request, event: gr.EventData, claimed: str, me: str, *given: Any
        ) -> Any:
            thread = await self._thread(claimed, me, request)
            return await handler(thread, str(event.value), *given)

        return clicked

    def opened(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """For ``handler(other thread, owner)``: the conversation that was clicked."""

        async def clicked(request: gr.Request, event: gr.EventData, _claimed: str, me: str) -> Any:
            whose = owner(me, request)
            return await handler(await self._stage.chats.admitted(event.value, whose), whose)

        return clicked

    def owned(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """For ``handler(thread, owner, *inputs)``."""

        async def pressed(request: gr.Request, claimed: str, me: str, *given: Any) -> Any:
            thread = await self._thread(claimed, me, request)
            return await handler(thread, owner(me, request), *given)

        return pressed

    def picked(self, handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """For ``handler(thread, owner, value)``: the value of the button that was clicked."""

        async def clicked(request: gr.Request, event: gr.EventData, claimed: str, me: str) -> Any:
            thread = await self._thread(claimed, me, request)
            return await handler(thread, owner(me, request), str(event.value))

        return clicked

    def refresh(
        self, handler: Callable[[str], Awaitable[Updates]]
    ) -> Callable[[str, str, gr.Request], Awaitable[Updates]]:
        """For ``handler(thread)`` as a panel's refresh."""

        async def refreshed(claimed: str, me: str, request: gr.Request) -> Updates:
            return await handler(await self._thread(claimed, me, request))

        return refreshed

    async def _thread(self, claimed: str, me: str, request: gr.Request) -> str:
        return await self._stage.chats.admitted(
            claimed or early("thread", request), owner(me, request)
        )


def html(value: str | None = None, **settings: Any) -> gr.HTML:
    """A piece of the page without Gradio's own look."""
    return gr.HTML(value, apply_default_css=False, **settings)


def clicks(*events: str) -> str:
    """The script that turns clicks on ``data-event`` buttons into these events."""
    return CLICKS.replace("EVENTS", repr(list(events)))


def good(text: str) -> str:
    """Something worked."""
    return f'<p class="p-told p-good" role="status" dir="auto">{escape(text)}</p>'


def bad(error: Exception | str) -> str:
    """Something did not; a message of several lines is a list."""
    first, *rest = str(error).split("\n")
    items = "".join(f'<li dir="auto">{escape(line.strip())}</li>' for line in rest if line.strip())
    more = f"<ul>{items}</ul>" if items else ""
    return f'<div class="p-told p-bad" role="alert"><p dir="auto">{escape(first)}</p>{more}</div>'


def note(text: str) -> str:
    """A quiet line."""
    return f'<p class="p-note" dir="auto">{escape(text)}</p>'


def taken(path: str | None, most: int, what: str) -> tuple[str, bytes]:
    """The name and the bytes of an uploaded file, which is then deleted from the server.

    Args:
        path: Where it was put.
        most: At most so many bytes.
        what: What it is to be, for the message.

    Raises:
        MascotError: It is too large, or gone.
    """
    if not path:
        raise MascotError(f"No file arrived; choose {what}.")
    file = Path(path)
    try:
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise MascotError(
            f"{file.name}: cannot be read ({error.strerror}); send it again."
        ) from None
    finally:
        file.unlink(missing_ok=True)
    if len(data) > most:
        raise MascotError(
            f"{file.name}: is larger than {size(most)}; send {what} that is shorter, or a part of it."
        )
    return file.name, data


def decoded(name: str, data: bytes) -> str:
    """The text of a file.

    Raises:
        MascotError: It is not text in UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MascotError(
            f"{name}: line {line} holds the byte 0x{data[error.start]:02x}, which is not UTF-8; "
            "save the file as UTF-8 text and send it again."
        ) from None


def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / 1_000_000:g} MB" if count >= 1_000_000 else f"{count // 1000} KB"  # noqa: PLR2004
