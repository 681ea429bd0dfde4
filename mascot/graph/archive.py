"""A conversation as a document: exported as JSON or Markdown, and read back in."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any, Literal, Self

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, messages_to_dict
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mascot.dialogue import USER
from mascot.errors import MascotError
from mascot.graph.session import ChatSession
from mascot.graph.state import SAFETY, text_of
from mascot.graph.variants import rounds_of

FORMAT: Literal["mascot-conversation"] = "mascot-conversation"
VERSION: Literal[1] = 1
MAX_BYTES = 20_000_000
"""A file may be this large."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Part):
    """Somebody who was in the group."""

    id: str
    name: str


class Saying(_Part):
    """What was said by one persona in one place, or by the user."""

    text: str
    time: datetime | None = None
    directive: dict[str, str] | None = None
    reasoning: str | None = None
    usage: dict[str, float | None] | None = None
    edited: bool = False
    stopped: bool = False


class Said(Saying):
    """A message.

    Attributes:
        speaker: ``user``, ``safety``, or a persona's id.
        shown: Which of its variants stands in the conversation, from zero.
        variants: All variants of a reply, where it has several; the shown one too.
        rounds: All rounds that answered a user's message, where it was answered anew; the place
            of the one that follows in the conversation is empty.
    """

    speaker: str = Field(min_length=1, max_length=64)
    shown: int = Field(default=0, ge=0)
    variants: tuple[Saying, ...] = ()
    rounds: tuple[tuple[Said, ...], ...] = ()

    @model_validator(mode="after")
    def _shows_one(self) -> Self:
        count = len(self.variants or self.rounds) or 1
        if self.shown >= count:
            raise ValueError(f"shown is {self.shown}, and there are {count} variants")
        return self


class Summed(_Part):
    """What was said in turns that are too long ago for a model, see `mascot.memory.Summary`."""

    text: str = Field(max_length=4_000)
    turns: int = Field(ge=1)
    digest: str = Field(max_length=64)


class Archive(_Part):
    """A conversation, complete; `model_dump_json` and `read_archive` are each other's inverse.

    Attributes:
        ensemble: The id of the group that last talked in it.
        group: That group as YAML, where it was written or changed for this conversation.
        summary: Of the turns that the models no longer read, where memory was on.
    """

    format: Literal["mascot-conversation"]
    version: Literal[1]
    title: str = Field(default="", max_length=400)
    ensemble: str = ""
    group: str = Field(default="", max_length=1_000_000)
    roster: tuple[Member, ...] = ()
    context: str = ""
    care: bool = False
    messages: tuple[Said, ...] = ()
    summary: Summed | None = None

    def json_text(self) -> str:
        """As a JSON file."""
        return self.model_dump_json(indent=1, exclude_defaults=True)

    def markdown(self) -> str:
        """As a page to read: who said what, and nothing else."""
        names = {member.id: member.name for member in self.roster} | {
            USER: "You",
            SAFETY: "Help",
        }
        lines = [f"# {_plain(self.title or 'Conversation')}", ""]
        if self.context:
            lines += ["## About", "", _quoted(self.context), "", "## Conversation", ""]
        for said in self.messages:
            name = _plain(names.get(said.speaker, said.speaker))
            lines += [f"**{name}:** {_escaped(said.text)}", ""]
        return "\n".join(lines)


def read_archive(data: str | bytes) -> Archive:
    """Reads an exported conversation.

    Args:
        data: The JSON file's content.

    Returns:
        The conversation.

    Raises:
        MascotError: It is none; the message says where it is broken.
    """
    raw = data.encode() if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        raise MascotError(
            f"The file has {len(raw) / 1e6:.1f} MB; a conversation has at most {MAX_BYTES / 1e6:.0f}."
        )
    try:
        content = json.loads(raw)
    except UnicodeDecodeError as error:
        raise MascotError(
            f"This is not a text file (byte {error.start} is not UTF-8); choose an exported "
            "conversation, a .json file."
        ) from None
    except json.JSONDecodeError as error:
        raise MascotError(
            f"The file is not JSON, or cut short: {error.msg} in line {error.lineno}, column "
            f"{error.colno}."
        ) from None
    except (RecursionError, ValueError):
        raise MascotError("The file is not an exported conversation.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise MascotError(
            f"The file is JSON, but not an exported conversation (its 'format' is not {FORMAT!r})."
        )
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise MascotError(
            f"The file was exported by a later version (format {version}, known up to {VERSION}); "
            "update to import it."
        )
    try:
        return Archive.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise MascotError(f"The file is broken at {place}: {first['msg']}.") from None


async def archive(session: ChatSession, *, title: str = "", group: str = "") -> Archive:
    """A session's conversation as a document.

    Args:
        session: The conversation.
        title: Its name.
        group: Its group as YAML, where that has to travel with it.
    """
    values = dict((await session.graph.aget_state(session.config)).values)
    ensemble = session.ensemble
    return Archive(
        format=FORMAT,
        version=VERSION,
        title=title,
        ensemble=ensemble.id,
        group=group,
        roster=tuple(Member(id=p.id, name=p.name) for p in ensemble.personas),
        context=values.get("context", ""),
        care=values.get("care", False),
        messages=tuple(map(_said, values.get("messages", []))),
        summary=Summed(**values["summary"]) if values.get("summary") else None,
    )


async def restore(document: Archive, session: ChatSession) -> None:
    """Begins a session's conversation with a document's."""
    values: dict[str, Any] = {
        "messages": [_message(said) for said in document.messages],
        "care": document.care,
    }
    if document.context:
        values["context"] = document.context
    if document.summary:
        values["summary"] = document.summary.model_dump()
    if document.roster:
        values["roster"] = [member.id for member in document.roster]
    await session.plant(values)


def _said(message: AnyMessage) -> Said:
    metadata = message.response_metadata
    kept = metadata.get("variants") or ()
    fields: dict[str, Any] = {
        "speaker": USER if isinstance(message, HumanMessage) else str(message.name or SAFETY),
        "shown": metadata.get("variant", 0),
        **_saying(message),
    }
    if kept and isinstance(message, HumanMessage):
        fields["rounds"] = tuple(tuple(map(_said, one)) for one in rounds_of(message, ()))
    elif kept:
        fields["variants"] = tuple(_saying(message) if one is None else one for one in kept)
    return Said(**fields)


def _saying(message: AnyMessage) -> dict[str, Any]:
    keys = ("time", "directive", "usage", "edited", "stopped")
    own = {key: message.response_metadata[key] for key in keys if key in message.response_metadata}
    reasoning = message.additional_kwargs.get("reasoning_content")
    return {"text": text_of(message), "reasoning": reasoning, **own}


def _message(said: Said) -> AnyMessage:
    metadata = _metadata(said)
    if said.rounds:
        rounds = [[_message(one) for one in round_] for round_ in said.rounds]
        metadata["variants"] = [
            None if i == said.shown else messages_to_dict(one) for i, one in enumerate(rounds)
        ]
    elif said.variants:
        metadata["variants"] = [
            None
            if i == said.shown
            else _metadata(one) | {"text": one.text, **_reasoning(one, "reasoning")}
            for i, one in enumerate(said.variants)
        ]
    if said.rounds or said.variants:
        metadata["variant"] = said.shown
    identity = str(uuid.uuid4())
    if said.speaker == USER:
        return HumanMessage(said.text, id=identity, response_metadata=metadata)
    return AIMessage(
        said.text,
        name=said.speaker,
        id=identity,
        additional_kwargs=_reasoning(said, "reasoning_content"),
        response_metadata=metadata,
    )


def _metadata(said: Saying) -> dict[str, Any]:
    fields = said.model_dump(
        mode="json", include={"time", "directive", "usage", "edited", "stopped"}
    )
    return {key: value for key, value in fields.items() if value}


def _reasoning(said: Saying, key: str) -> dict[str, str]:
    return {key: said.reasoning} if said.reasoning else {}


def _plain(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "\\<").replace("*", "\\*").replace("#", "\\#")


def _quoted(text: str) -> str:
    return "\n".join(f"> {_escaped(line)}" for line in text.splitlines())
