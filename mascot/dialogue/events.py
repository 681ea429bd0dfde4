"""The typed events of the custom stream: the page, the command line and the servers are views over them.

Events are plain dictionaries told apart by ``event``, so that they travel as JSON as they are.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Usage(TypedDict):
    """What one model call took; token counts are None where the server does not tell."""

    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None
    latency_ms: float
    first_token_ms: float | None


class DirectiveEvent(TypedDict):
    """The director decided. ``speaker`` is a persona's id, or ``user`` when it yields."""

    event: Literal["directive"]
    speaker: str
    reason: str
    action: str
    tone: str
    instruction: str
    source: str
    usage: Usage | None


class TypingEvent(TypedDict):
    """A persona is about to speak; may come before its directive is complete."""

    event: Literal["typing"]
    speaker: str


class TokenEvent(TypedDict):
    """More of the reply that is being said: clean text, to be appended."""

    event: Literal["token"]
    speaker: str
    text: str


class RedoEvent(TypedDict):
    """Forget the tokens of the reply being said: it is said again, for this reason."""

    event: Literal["redo"]
    speaker: str
    reason: str


class UtteranceEvent(TypedDict):
    """A reply is complete and committed; ``text`` is final and equals its tokens joined."""

    event: Literal["utterance"]
    speaker: str
    text: str
    id: str
    reasoning: str | None
    usage: Usage | None


class SafetyEvent(TypedDict):
    """A message with the way to human help, said before any model was asked."""

    event: Literal["safety"]
    kind: Literal["crisis"]
    text: str


class NoticeEvent(TypedDict):
    """Something degraded or was left out, in words for the person who chats."""

    event: Literal["notice"]
    code: str
    text: str
    speaker: NotRequired[str]


class RememberedFact(TypedDict):
    """A fact of the group's memory; ``holder`` is a persona's id, or ``_group`` for all of them."""

    id: str
    holder: str
    text: str


class MemoryEvent(TypedDict):
    """After a round: what the group will remember of it, and what had to give way for that.

    Both are empty where there was nothing, or where the call was for the summary of a long talk.
    """

    event: Literal["memory"]
    kept: list[RememberedFact]
    left: list[RememberedFact]
    usage: Usage | None


Event = (
    DirectiveEvent
    | TypingEvent
    | TokenEvent
    | RedoEvent
    | UtteranceEvent
    | SafetyEvent
    | NoticeEvent
    | MemoryEvent
)
