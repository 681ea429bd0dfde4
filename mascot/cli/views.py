"""Views over the events: a terminal, and JSON lines."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mascot.dialogue import USER
from mascot.dialogue.events import MemoryEvent, RememberedFact
from mascot.graph import Event, GroupChat, UsageMeter


class View(Protocol):
    """Shows what happens."""

    def show(self, event: Event) -> None:
        """Shows one event."""

    def note(self, text: str) -> None:
        """Says something about the program itself."""

    def error(self, text: str) -> None:
        """Says what went wrong."""

    def usage(self) -> None:
        """Shows what the conversation took so far."""


class JsonView:
    """One event a line on standard output."""

    def __init__(self) -> None:
        self._meter = UsageMeter()

    def show(self, event: Event) -> None:
        """Prints the event."""
        self._meter.follow(event)
        sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Prints a notice."""
        self.show({"event": "notice", "code": "chat", "text": text})

    def error(self, text: str) -> None:
        """Prints an error as an event."""
        sys.stdout.write(json.dumps({"event": "error", "text": text}, ensure_ascii=False) + "\n")

    def usage(self) -> None:
        """Prints the tallies as one object."""
        tallies = {who: asdict(tally) for who, tally in self._meter}
        sys.stdout.write(json.dumps({"event": "usage", "tallies": tallies}) + "\n")


class TerminalView:
    """Names in the personas' colours, tokens as they come, the director in a quiet line."""

    def __init__(self, graph: GroupChat) -> None:
        self._cast = {p.id: p for p in graph.ensemble.personas}
        self._out = Console(highlight=False)
        self._speaking: str | None = None
        self._meter = UsageMeter()
        self._backends = graph.backends
        for backend in graph.backends:
            self.note(f"Model: {backend.label}")

    def show(self, event: Event) -> None:
        """Prints one event."""
        self._meter.follow(event)
        match event["event"]:
            case "directive" if event["speaker"] != USER:
                name = self._cast[event["speaker"]].name
                asked = f" · {event['instruction']}" if event["instruction"] else ""
                self.note(f"director → {name}: {event['reason']}{asked}")
            case "token":
                self._head(event["speaker"])
                self._print(Text(event["text"]))
            case "redo":
                self._end_line()
                self.note(f"({event['reason']})")
            case "utterance":
                if self._speaking is None:  # not streamed
                    self._head(event["speaker"])
                    self._print(Text(event["text"]))
                self._end_line()
            case "safety":
                self._out.print()
                self._out.print(Text(event["text"], style="bold"), soft_wrap=True)
            case "notice" if event["code"] != "scripted":  # the first line has said so
                self._end_line()
                self.note(f"({event['text']})")
            case "memory":
                self._remembered(event)
            case _:
                pass

    def note(self, text: str) -> None:
        """Prints a quiet line."""
        self._out.print(Text(text, style="dim"), soft_wrap=True)

    def error(self, text: str) -> None:
        """Prints an error."""
        self._end_line()
        self._out.print(Text(f"error: {text}", style="bold red"), soft_wrap=True)

    def usage(self) -> None:
        """Prints what the conversation took so far, by participant."""
        table = Table("who", box=None, pad_edge=False)
        for column in (
            "calls",
            "tokens in",
            "from cache",
            "tokens out",
            "mean ms",
            "to first token",
        ):
            table.add_column(column, justify="right")
        for who, tally in self._meter:
            told = tally.calls > tally.untold
            cached = f"{'at least ' if tally.cache_untold else ''}{tally.cached_tokens:,}"
            table.add_row(
                self._cast[who].name if who in self._cast else who.removeprefix("_"),
                str(tally.calls),
                f"{tally.prompt_tokens:,}" if told else "not told",
                cached if tally.calls > tally.cache_untold else "not told",
                f"{tally.completion_tokens:,}" if told else "not told",
                f"{tally.latency_ms / tally.calls:,.0f}",
                f"{tally.first_token_ms / tally.calls:,.0f}",
            )
        self._out.print(table if table.row_count else "Nobody has been asked yet.", style="dim")
        if any(tally.calls == tally.cache_untold for _, tally in self._meter):
            self._caches()

    def _caches(self) -> None:
        """What the servers count of their caches, where they do not tell it with each answer."""
        from mascot.serving import caches_behind  # noqa: PLC0415  (only where something is served)

        for server, cache in caches_behind(self._backends).items():
            self.note(
                f"The prefix cache of {server}, all its clients since it started: "
                f"{cache.share:.0%} of {cache.prompt:,} prompt tokens."
            )

    def _remembered(self, event: MemoryEvent) -> None:
        for fact in event["kept"]:
            self.note(f"({self._who(fact)} will remember: {fact['text']} [{fact['id']}])")
        for fact in event["left"]:
            self.note(f"({self._who(fact)} no longer remembers: {fact['text']})")

    def _who(self, fact: RememberedFact) -> str:
        holder = self._cast.get(fact["holder"])
        return holder.name if holder else "The group"

    def _head(self, speaker: str) -> None:
        if self._speaking == speaker:
            return
        persona = self._cast[speaker]
        self._speaking = speaker
        self._out.print()
        self._print(Text(f"{persona.emoji} {persona.name}  ", style=f"bold {persona.colour}"))

    def _end_line(self) -> None:
        if self._speaking is not None:
            self._out.print()
            self._speaking = None

    def _print(self, text: Text) -> None:
        self._out.print(text, end="", soft_wrap=True)
