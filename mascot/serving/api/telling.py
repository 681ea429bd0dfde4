"""Events of a round as pieces of one text, and as what a completion tells beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mascot.dialogue.events import Event
from mascot.graph import UsageMeter
from mascot.graph.state import SAFETY
from mascot.serving.api.history import Script


@dataclass(frozen=True, slots=True)
class Piece:
    """More of the text.

    Attributes:
        text: To be appended; empty for an event that says nothing aloud.
        speaker: Whose words they are.
        event: What happened.
    """

    text: str
    speaker: str
    event: Event


@dataclass
class Telling:
    """One round, as it is told.

    Attributes:
        script: Names who speaks.
        names: Whether it does.
        replies: What was said, by whom.
        notices: What else there is to know.
        meter: What it took.
    """

    script: Script
    names: bool = True
    replies: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, str]] = field(default_factory=list)
    meter: UsageMeter = field(default_factory=UsageMeter)
    _speaker: str = ""
    _said: str = ""
    _begun: bool = False
    _void: bool = False

    def follow(self, event: Event) -> Iterator[Piece]:
        """The pieces of text that an event makes; one without text where it makes none."""
        self.meter.follow(event)
        match event["event"]:
            case "safety":
                self._add(SAFETY, event["text"])
                yield Piece(self._open(SAFETY) + event["text"], SAFETY, event)
                self._close()
                return
            case "token":
                opening = self._open(event["speaker"])
                self._said += event["text"]
                yield Piece(opening + event["text"], event["speaker"], event)
                return
            case "redo":
                self._void, self._said = bool(self._said), ""
            case "utterance":
                self._add(event["speaker"], event["text"], event["id"])
                rest = event["text"].removeprefix(self._said)
                if rest:
                    opening = self._open(event["speaker"])
                    yield Piece(opening + rest, event["speaker"], event)
                self._close()
                if rest:
                    return
            case "notice":
                self.notices.append({"code": event["code"], "text": event["text"]})
            case _:
                pass
        yield Piece("", str(event.get("speaker", "")), event)

    @property
    def text(self) -> str:
        """All that was said, as one text."""
        parts = (
            (self.script.label(reply["speaker"]) if self.names else "") + reply["text"]
            for reply in self.replies
        )
        return "\n\n".join(parts)

    def usage(self) -> dict[str, Any]:
        """Tokens of all calls, as far as the models' servers told them."""
        tallies = [tally for _, tally in self.meter]
        prompt = sum(tally.prompt_tokens for tally in tallies)
        completion = sum(tally.completion_tokens for tally in tallies)
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": sum(t.cached_tokens for t in tallies)},
        }

    def beside(self) -> dict[str, Any]:
        """Ours: what stands in the field ``mascot`` of a completion."""
        return {
            "replies": self.replies,
            "notices": self.notices,
            "usage": {
                who: {"calls": tally.calls, "latency_ms": round(tally.latency_ms, 1)}
                for who, tally in self.meter
            },
        }

    def _open(self, speaker: str) -> str:
        """What comes before somebody's words, if they begin with these."""
        if speaker == self._speaker and not self._void:
            return ""
        gap = "\n\n" if self._begun else ""
        label = self.script.label(speaker, again=self._void) if self.names else ""
        self._speaker, self._begun, self._void = speaker, True, False
        return gap + label

    def _close(self) -> None:
        self._speaker, self._said, self._void = "", "", False

    def _add(self, speaker: str, text: str, identity: str | None = None) -> None:
        reply = {"speaker": speaker, "name": self.script.name(speaker), "text": text}
        self.replies.append(reply | ({"id": identity} if identity else {}))
