"""What the browser is told: frames, which change only what differs."""

from __future__ import annotations

from typing import Literal, TypedDict

from mascot.ui.render import Renderer
from mascot.ui.transcript import Round

Where = Literal["end", "all", "at", "round", "after"]
"""What a round's entries take the place of.

``end``: nothing, they come last; ``all``: the whole chat; ``at``: a message; ``round``: a user's
message and its answers; ``after``: everything after a message.
"""


class Live(TypedDict):
    """The words so far of the reply that is being said."""

    key: str
    text: str


class Frame(TypedDict):
    """All that one round has put into the chat so far.

    A frame replaces the round's ones before it, so the browser may skip some; what the rest of the
    chat holds never travels with it, and a token costs a token.

    Attributes:
        chat: Another chat than the one shown empties the page first.
        round: Entries of other rounds stay as they are.
        place: Where the entries go, and the message that says so.
        entries: Keys and HTML, in order.
        live: The reply being said; its words are kept apart so that a token costs a token.
        status: Who is at it; empty when nobody is.
    """

    chat: str
    round: str
    place: tuple[Where, str]
    entries: list[tuple[str, str]]
    live: Live | None
    status: str


class Framing:
    """Makes the frames of one round.

    Args:
        chat: The thread.
        renderer: Renders the group's entries.
        place: Where the round's entries go.
    """

    def __init__(
        self, chat: str, renderer: Renderer, place: tuple[Where, str] = ("end", "")
    ) -> None:
        self._chat = chat
        self._renderer = renderer
        self._place = place

    def frame(self, round_: Round, *, busy: bool = False) -> Frame:
        """What stands there now."""
        entries, live = round_.keyed, round_.live
        words: Live | None = None
        if live is not None:
            words = {"key": next(key for key, entry in entries if entry is live), "text": live.text}
        return {
            "chat": self._chat,
            "round": round_.id,
            "place": self._place,
            "entries": [(key, self._renderer.entry(entry)) for key, entry in entries],
            "live": words,
            "status": self._renderer.status(live) if busy else "",
        }
