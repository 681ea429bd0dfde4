"""What the page and its side panels have in common: the seam between them.

A panel is a function that is called inside a sidebar and makes its components there:

    def build(stage: Stage) -> Panel | None: ...

It reads the conversation's settings with ``stage.chats.desk(thread)`` and changes them with
``stage.chats.change(thread, muted=…)``, and draws the chat anew by returning what
``await stage.redraw(thread)`` gives to ``stage.outputs``:

    async def mute(who: str, thread: str) -> Updates:
        await stage.chats.change(thread, muted=(who,))
        return await stage.redraw(thread)

    button.click(mute, [who, stage.thread], stage.outputs, **AT_ONCE)
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from mascot.ui.early import early

if TYPE_CHECKING:
    from mascot.ui.chats import Chats
    from mascot.ui.policy import Policy

Updates = list[Any]
"""What the outputs become, in their order; `gr.skip()` leaves one as the browser has it."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""For handlers that return at once: they wait for nobody's answer."""
STREAMED: dict[str, Any] = {**QUIET, "concurrency_limit": None, "trigger_mode": "multiple"}
"""For handlers that yield."""


class Panel(NamedTuple):
    """What a panel shows of the conversation.

    Attributes:
        refresh: From the thread, the browser's own id and the request to the updates of the
            outputs; called when the page has loaded and when another conversation is opened.
        outputs: What it fills.
        each_round: Whether to call it when a round is over, too; not for what somebody may be
            editing.
        each_change: Whether to call it when members come, go or fall silent.
    """

    refresh: Callable[[str, str, gr.Request], Awaitable[Updates]]
    outputs: Sequence[Component]
    each_round: bool = False
    each_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a panel needs of the page.

    Attributes:
        chats: The conversations and their settings.
        policy: What visitors may do.
        thread: The id of the conversation that the browser shows; an input of every handler, and
            one of `outputs`: redraw another thread to open it.
        me: The id of the browser, which owns conversations where nobody logs in, see `owner`.
        message: The box that the user writes in.
        outputs: The chat column: what `redraw` fills.
        redraw: The chat column of a thread, as it is kept; a hint is shown at the message box.
        talk: Lets the group talk on by itself: from the thread, the browser's id and the request
            to a stream of updates of `outputs`.
        opened: Events that open another conversation; a panel adds its own, and all panels are
            drawn anew after each.
        changed: Events that change the group, likewise, for panels with `each_change`.
    """

    chats: Chats
    policy: Policy
    thread: gr.BrowserState
    me: gr.BrowserState
    message: gr.Textbox
    outputs: Sequence[Component]
    redraw: Callable[..., Awaitable[Updates]]
    talk: Callable[[str, str, gr.Request], AsyncGenerator[Updates, None]]
    opened: list[Dependency] = field(default_factory=list)
    changed: list[Dependency] = field(default_factory=list)


def owner(me: str, request: gr.Request) -> str:
    """Whose conversations a visitor's are: the user's who logged in, else this browser's."""
    user = getattr(request, "username", None)
    return f"user:{user}" if user else f"browser:{me or early('browser', request)}"


Build = Callable[[Stage], Panel | None]
"""Makes a panel's components where it is called."""
