"""``mascot chat``: the group in a terminal."""

from __future__ import annotations

import asyncio
import signal
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.base import BaseStore
from rich.console import Console

from mascot.agents import Names
from mascot.cli.book import OWN, described, open_database
from mascot.cli.views import JsonView, TerminalView, View
from mascot.errors import MascotError
from mascot.graph import (
    ChatContext,
    ChatSession,
    Event,
    build_group_chat,
)
from mascot.memory import MemoryBook
from mascot.personas import Persona
from mascot.settings import Settings

_HELP = """\
Just write. @Name calls somebody; several names call several.
  /who              who is here
  /call NAME        let somebody speak
  /go               let the group talk on
  /mute NAME        and /unmute NAME
  /memory           what is remembered of you; /memory forget ID, /memory on, /memory off
  /usage            tokens and time so far, the director's apart
  /turns STRATEGY   director, round-robin, random, manual
  /quit             leave; the conversation is kept
Ctrl-C while they answer stops them; what was said stays."""


@dataclass(frozen=True, kw_only=True)
class ChatOptions:
    """What the command line asked for; see ``mascot chat --help``."""

    ensemble: str
    backend: str | None
    director: str | None
    speaker: str | None
    thread: str | None
    about: str | None
    settings: ChatContext
    message: str | None
    as_json: bool
    memory: bool | None = None


async def run_chat(options: ChatOptions) -> int:
    """Runs the conversation; returns the exit status.

    Raises:
        MascotError: Something the user can mend, in the text view; the JSON view prints it as an event.
    """
    settings = Settings.load()
    graph = build_group_chat(
        options.ensemble,
        backend=options.backend,
        director=options.director,
        speaker=options.speaker,
        settings=settings,
    )
    # One message without a thread leaves nothing behind.
    kept = options.thread is not None or options.message is None
    thread = options.thread or uuid.uuid4().hex[:8]
    remember = settings.memory and kept if options.memory is None else options.memory
    async with AsyncExitStack() as leave:
        saver: BaseCheckpointSaver[Any] = InMemorySaver()
        store: BaseStore | None = None
        if kept or remember:
            there, store = await open_database(settings, leave)
            saver = there if kept else saver
        session = ChatSession(graph.compile(checkpointer=saver, store=store), thread)
        options = replace(
            options,
            settings=replace(options.settings, memory=OWN if remember else None),
        )
        view: View = JsonView() if options.as_json else TerminalView(graph)
        try:
            if await session.interrupted():
                view.note("The last round was cut short; it goes on where it stopped.")
                await _show(session.resume(context=options.settings), view, session)
            if options.message is not None:
                events = session.send(
                    options.message, about=options.about, context=options.settings
                )
                await _show(events, view, session)
            else:
                view.note(
                    f"Conversation {thread}; continue it later with --thread {thread}. /help for help."
                )
                await _converse(session, view, options)
        except MascotError as error:
            if not options.as_json:
                raise
            view.error(str(error))
            return 1
    return 0


async def _converse(session: ChatSession, view: View, options: ChatOptions) -> None:
    console, talk = Console(stderr=True), _Talk(session, view, options)
    while (line := await _ask(console)) is not None:
        command, _, rest = line.strip().partition(" ")
        if command in ("/quit", "/exit"):
            return
        if command.startswith("/"):
            events = talk.command(command, rest.strip())
        else:
            events = talk.say(line) if command else None
        if events is not None:
            try:
                await _show(events, view, session)
            except MascotError as error:
                view.error(f"{error} What was said is kept; write again or /go to go on.")


class _Talk:
    """What the user's lines mean; the settings of the next round."""

    def __init__(self, session: ChatSession, view: View, options: ChatOptions) -> None:
        self._session = session
        self._view = view
        self._settings = options.settings
        self._about = options.about
        self._names = Names(session.ensemble)

    def say(self, line: str) -> AsyncIterator[Event]:
        about, self._about = self._about, None
        return self._session.send(line, about=about, context=self._settings)

    def command(self, command: str, rest: str) -> AsyncIterator[Event] | None:
        match command:
            case "/help":
                self._view.note(_HELP)
            case "/who":
                self._view.note("\n".join(map(self._line, self._session.ensemble.personas)))
            case "/memory":
                return self._memory(*rest.split())
            case "/usage":
                self._view.usage()
            case "/go":
                return self._session.go_on(context=self._settings)
            case "/turns":
                self._change(turns=rest)
            case "/call" | "/mute" | "/unmute":
                return self._about_somebody(command, self._names.resolve(rest))
            case _:
                self._view.note(f"There is no command {command}; /help lists them.")
        return None

    def _about_somebody(self, command: str, who: str | None) -> AsyncIterator[Event] | None:
        if who not in self._session.ensemble.ids:
            self._view.note(f"Whom? The group is {', '.join(self._session.ensemble.ids)}.")
        elif command == "/call":
            return self._session.go_on(context=replace(self._settings, speak=who))
        else:
            others = tuple(m for m in self._settings.muted if m != who)
            self._change(muted=(*others, who) if command == "/mute" else others)
        return None

    async def _memory(self, what: str = "", *which: str) -> AsyncIterator[Event]:
        """What is remembered; it yields nothing, for it is no round."""
        store = self._session.graph.store
        if store is None:
            self._view.note("This conversation keeps nothing; start it without -m to use memory.")
            return
        book, names = MemoryBook(store, owner=OWN), self._session.ensemble
        match what, which:
            case (("on" | "off"), ()):
                owner = OWN if what == "on" else None
                self._settings = replace(self._settings, memory=owner)
                kept = "" if owner else " Nothing is deleted: mascot memory clear does that."
                self._view.note(f"Memory is {what}.{kept}")
            case "forget", (fact_id,):
                gone = await book.forget(fact_id)
                self._view.note(f"Forgotten: {gone.text}")
            case "", ():
                state = "off" if self._settings.memory is None else "on"
                facts = await book.facts(names.id)
                lines = [described(fact, names) for fact in facts] or ["Nothing is remembered."]
                self._view.note("\n".join([f"Memory is {state}.", *lines]))
            case _:
                self._view.note("Write /memory, /memory forget ID, /memory on or /memory off.")
        if False:
            yield

    def _change(self, **settings: Any) -> None:
        try:
            self._settings = replace(self._settings, **settings)
        except MascotError as error:
            self._view.error(str(error))
        else:
            muted = ", ".join(self._settings.muted) or "nobody"
            self._view.note(f"Turn-taking: {self._settings.turns}; muted: {muted}.")

    def _line(self, persona: Persona) -> str:
        muted = " (muted)" if persona.id in self._settings.muted else ""
        return f"{persona.emoji} {persona.name} (@{persona.id}){muted}: {persona.role}"


async def _show(events: AsyncIterator[Event], view: View, session: ChatSession) -> None:
    with _ctrl_c_stops(session):
        async for event in events:
            view.show(event)


@contextmanager
def _ctrl_c_stops(session: ChatSession) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.create_task(session.stop())  # noqa: RUF006  # done at once, and nothing to wait for

    with suppress(NotImplementedError):  # Windows has no signal handlers on the loop
        loop.add_signal_handler(signal.SIGINT, stop)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            loop.remove_signal_handler(signal.SIGINT)


async def _ask(console: Console) -> str | None:
    """The next line, or None at the end of the input."""
    try:
        return await asyncio.to_thread(console.input, "\n[bold]you ›[/] ")
    except (EOFError, KeyboardInterrupt):
        return None
