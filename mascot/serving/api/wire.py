"""What a request for a chat completion may hold, and what of it counts here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mascot.errors import MascotError
from mascot.graph import ChatContext
from mascot.serving.api.errors import ApiError

MAX_MESSAGES = 4_000

Short = Annotated[str, Field(max_length=256)]


class _Lenient(BaseModel):
    # Programs send many settings of models' own; what is not known here does no harm.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Part(_Lenient):
    """A piece of a message's content."""

    type: Short
    text: str | None = None


class Message(_Lenient):
    """One message of the history."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | tuple[Part, ...] | None = None
    name: Short | None = None

    def text(self) -> str:
        """The words.

        Raises:
            ApiError: It holds something other than text.
        """
        if not isinstance(self.content, tuple):
            return self.content or ""
        for part in self.content:
            if part.type not in ("text", "input_text", "refusal"):
                raise ApiError(
                    400,
                    f"The group reads text only, and a message holds {part.type!r}; leave it out.",
                    param="messages",
                )
        return "\n".join(part.text for part in self.content if part.text)


class StreamOptions(_Lenient):
    """How a stream ends."""

    include_usage: bool = False


class Extension(_Lenient):
    """Ours: the field ``mascot`` of a request.

    Attributes:
        names: Whether the text names who speaks.
        events: Whether a stream tells of directives, typing and notices too.
        about: What the talk is about, such as a meeting's transcript.
        turns, replies, muted, speak: See `ChatContext`.
    """

    names: bool = True
    events: bool = False
    about: str | None = None
    turns: Short = "director"
    replies: Annotated[int, Field(ge=1, le=20)] | None = None
    muted: tuple[Short, ...] = ()
    speak: Short | None = None


class ChatRequest(_Lenient):
    """The body of ``POST /v1/chat/completions``."""

    model: Short
    messages: Annotated[tuple[Message, ...], Field(min_length=1, max_length=MAX_MESSAGES)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
    seed: int | None = None
    mascot: Extension = Extension()

    @property
    def context(self) -> ChatContext:
        """How the round is conducted.

        Raises:
            ApiError: The strategy is unknown.
        """
        own = self.mascot
        try:
            return ChatContext(
                turns=own.turns,
                replies=own.replies,
                muted=own.muted,
                speak=own.speak,
                seed=self.seed,
                stream=bool(self.stream),
            )
        except MascotError as error:
            raise ApiError(400, str(error), param="mascot") from None


def read_request(body: bytes) -> ChatRequest:
    """A request's body, checked.

    Raises:
        ApiError: It is no such request; the message names the field.
    """
    try:
        request = ChatRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise ApiError(400, f"The body is not JSON: {first['msg']}") from None
        where = _path(first["loc"])
        raise ApiError(400, f"{where or 'the body'}: {first['msg']}", param=where) from None
    if request.n not in (None, 1):
        raise ApiError(400, f"n is {request.n}; a group answers once.", param="n")
    return request


def _path(steps: tuple[Any, ...]) -> str | None:
    """A field's place, without the names that pydantic gives to the halves of a union."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step.isidentifier() and step not in ("str", "tuple"):
            path += f".{step}" if path else step
    return path[:80] or None
