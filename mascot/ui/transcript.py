"""From events to what stands in the chat: a pure fold, without any markup.

round = Round("r1").says("I passed!")
for event in events:
    round = round.follow(event)
round = round.over()
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from mascot.dialogue import USER, Directive
from mascot.dialogue.events import DirectiveEvent, Event, Usage
from mascot.graph.state import SAFETY, text_of
from mascot.graph.variants import Shown, shown_of

_BANNER_SAYS_SO = ("scripted", "backend")
"""Notices on the models in use, which stand above the chat for good."""

_ONLY = Shown(0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What the director decided, and what that took."""

    directive: Directive
    usage: Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The user's message.

    Attributes:
        text: Their words.
        id: The message's id in the state; empty while it is being answered.
        shown: Which of its rounds of answers stands there, and of how many.
        edited: Whether the words were changed later.
    """

    text: str
    id: str = ""
    shown: Shown = _ONLY
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A persona's reply, said or being said.

    Attributes:
        speaker: The persona's id.
        text: As far as it is said.
        done: Whether it is complete.
        direction: What the director asked for, once known.
        reasoning: The model's thinking, where it gave one.
        redone: Why it was said again, once for every time.
        usage: What the call took.
        id: The message's id in the state.
        shown: Which of its variants it shows, and of how many.
        edited: Whether the words were changed later.
    """

    speaker: str
    text: str = ""
    done: bool = False
    direction: Direction | None = None
    reasoning: str = ""
    redone: tuple[str, ...] = ()
    usage: Usage | None = None
    id: str = ""
    shown: Shown = _ONLY
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Yielded:
    """The director gave the floor back to the user."""

    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """The way to human help, said before any model was asked."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about the conversation, in a quiet line."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong, in words; with `again`, the round can be tried again."""

    text: str
    again: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Something that is remembered from now on, or no longer.

    Attributes:
        id: The memory's.
        holder: The persona that remembers it, or the whole group, see `mascot.memory.GROUP`.
        text: What it is.
        gone: It had to give way for something newer.
    """

    id: str
    holder: str
    text: str
    gone: bool = False


Entry = Said | Reply | Yielded | Care | Notice | Failure | Learnt


@dataclass(frozen=True, slots=True)
class Round:
    """What stands in the chat since the user's last message.

    Attributes:
        id: Tells this round's entries from those of other rounds.
        entries: In order; an entry keeps its place, so its key stays the same.
        awaiting: What the director decided for a reply that has not begun.
    """

    id: str
    entries: tuple[Entry, ...] = ()
    awaiting: Direction | None = None

    @classmethod
    def of(cls, identity: str, messages: Iterable[BaseMessage]) -> Self:
        """A conversation as it was kept: everything at once, and over."""
        return cls(identity, tuple(entry for m in messages if (entry := entry_of(m)) is not None))

    @property
    def keyed(self) -> tuple[tuple[str, Entry], ...]:
        """The entries with keys that are unique in the chat."""
        return tuple((f"{self.id}.{i}", entry) for i, entry in enumerate(self.entries))

    @property
    def live(self) -> Reply | None:
        """The reply that is being said: always the last one."""
        for entry in reversed(self.entries):
            if isinstance(entry, Reply):
                return None if entry.done else entry
        return None

    def says(self, text: str, *, identity: str = "") -> Self:
        """The user says something, or has said it already."""
        return self.add(Said(text=text, id=identity))

    def add(self, entry: Entry) -> Self:
        """Puts an entry at the end."""
        return replace(self, entries=(*self.entries, entry))

    def follow(self, event: Event) -> Self:
        """What stands there after the event; events of a later version change nothing."""
        after = self
        match event["event"]:
            case "directive":
                after = _directed(self, event)
            case "typing":
                after = _speaking(self, event["speaker"])
            case "token":
                after = _speaking(self, event["speaker"])
                after = _amended(
                    after, text=(after.live.text if after.live else "") + event["text"]
                )
            case "redo":
                after = _speaking(self, event["speaker"])
                reasons = (*(after.live.redone if after.live else ()), event["reason"])
                after = _amended(after, text="", redone=reasons)
            case "utterance":
                after = _amended(
                    _speaking(self, event["speaker"]),
                    text=event["text"],
                    done=True,
                    reasoning=event["reasoning"] or "",
                    usage=event["usage"],
                    id=event["id"],
                )
            case "safety":
                after = self.add(Care(text=event["text"]))
            case "memory":
                learnt = [Learnt(**fact) for fact in event["kept"]]
                left = [Learnt(**fact, gone=True) for fact in event["left"]]
                after = replace(self, entries=(*self.entries, *learnt, *left))
            case "notice" if event["code"] not in _BANNER_SAYS_SO:
                after = self.add(Notice(code=event["code"], text=event["text"]))
        return after

    def over(self) -> Self:
        """Nobody speaks any longer: an announced reply that did not come is gone."""
        return _amended(_without_silent(self), done=True)

    def failed(self, text: str, *, again: bool = True) -> Self:
        """It went wrong: a half-said reply was not kept and is said again when tried again."""
        kept = tuple(entry for entry in self.entries if entry is not self.live)
        failure = Failure(text=text, again=again)
        return replace(self, entries=(*kept, failure), awaiting=None)

    def settled(self, messages: Sequence[BaseMessage]) -> Self:
        """With what has been kept: ids, variants and final words, of this round's messages."""
        kept = {message.id: entry for message in messages if (entry := entry_of(message))}
        latest = next((m.id for m in reversed(messages) if isinstance(m, HumanMessage)), "")
        entries = []
        for entry in self.entries:
            match entry:
                case Said():
                    entries.append(kept.get(entry.id or latest, entry))
                case Reply(direction=direction) if isinstance(known := kept.get(entry.id), Reply):
                    entries.append(replace(known, direction=direction or known.direction))
                case _:
                    entries.append(entry)
        return replace(self, entries=tuple(entries))


R = TypeVar("R", bound=Round)


def _directed(round_: R, event: DirectiveEvent) -> R:
    directive = Directive(
        speaker=event["speaker"],
        reason=event["reason"],
        action=event["action"],
        tone=event["tone"],
        source=event["source"],  # type: ignore[arg-type]
    )
    direction = Direction(directive=directive, usage=event["usage"])
    if directive.speaker == USER:
        return _without_silent(round_).add(Yielded(direction=direction))
    live = round_.live
    if live is not None and live.speaker == directive.speaker and live.direction is None:
        return _amended(round_, direction=direction)
    return replace(_without_silent(round_), awaiting=direction)


def _speaking(round_: R, speaker: str) -> R:
    """With a reply of this speaker being said, begun if need be."""
    if round_.live is not None and round_.live.speaker == speaker:
        return round_
    cleared = _amended(_without_silent(round_), done=True)
    known = cleared.awaiting
    fits = known is not None and known.directive.speaker == speaker
    reply = Reply(speaker=speaker, direction=known if fits else None)
    return replace(cleared.add(reply), awaiting=None)


def _amended(round_: R, **changes: Any) -> R:
    """With the live reply changed; nothing where nobody speaks."""
    live = round_.live
    if live is None:
        return round_
    amended = replace(live, **changes)
    entries = tuple(amended if entry is live else entry for entry in round_.entries)
    return replace(round_, entries=entries)


def _without_silent(round_: R) -> R:
    """Without a reply that was announced and has no words yet."""
    live = round_.live
    if live is None or live.text:
        return round_
    return replace(round_, entries=tuple(entry for entry in round_.entries if entry is not live))


def entry_of(message: BaseMessage) -> Entry | None:
    """A kept message as it stands in the chat; None for what is not shown there."""
    text, metadata = text_of(message), message.response_metadata
    kept: dict[str, Any] = {
        "id": message.id or "",
        "shown": shown_of(message),
        "edited": bool(metadata.get("edited")),
    }
    if isinstance(message, HumanMessage):
        return Said(text=text, **kept)
    if not isinstance(message, AIMessage):
        return None
    if message.name == SAFETY:
        return Care(text=text)
    directive = metadata.get("directive")
    return Reply(
        speaker=message.name or "",
        text=text,
        done=True,
        direction=Direction(directive=Directive(**directive)) if directive else None,
        reasoning=message.additional_kwargs.get("reasoning_content") or "",
        usage=metadata.get("usage"),
        **kept,
    )
