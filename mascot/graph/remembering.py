"""After a round: what of it is remembered, and what of a long talk is summed up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.store.base import BaseStore

from mascot.agents import adrive
from mascot.dialogue import Directive, Scene, SpeakerRequest, Turn
from mascot.dialogue.events import Event, MemoryEvent, RememberedFact, Usage
from mascot.errors import BackendError, MascotError
from mascot.graph.build import GroupChat
from mascot.graph.hooks import hooked
from mascot.graph.state import SAFETY, text_of, turns_of
from mascot.memory import GROUP, Added, Fact, MemoryBook, Summary, chosen
from mascot.memory.summary import portion

_CALLS = 4
"""So many calls add to a summary after one round; a long conversation that was imported takes several."""

_KNOWN_CHARS = 1_500


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was done after a round.

    Attributes:
        events: What to tell the person: `MemoryEvent` and notices.
        update: What is to be written into the conversation's state; empty after most rounds.
    """

    events: tuple[Event, ...] = ()
    update: dict[str, Any] = field(default_factory=dict)


async def remember_round(
    chat: GroupChat, state: Mapping[str, Any], *, store: BaseStore, owner: str, thread: str = ""
) -> Remembered:
    """Remembers what the user said in the round that has just ended.

    `ChatSession` does this by itself where `ChatContext.memory` is set. An app that runs the
    compiled graph calls it when the replies are shown, and may let it run beside what follows. It
    asks the director's model once, and once more when turns have left a model's window.

    What the user said to one persona alone (``@anchor …``) is remembered by that persona, all else
    by the group. A round in which the safety layer spoke is never kept.

    Args:
        chat: The group, not compiled.
        state: The conversation's state after the round, see `ChatState`.
        store: Where to keep it: the one that the graph was compiled with.
        owner: Whose memory: what `ChatContext.memory` was in the round.
        thread: The conversation's id, to tell later where a fact comes from.

    Returns:
        Events, and an update of the state. What fails is a notice among the events: a model that
        cannot be asked or answers nonsense, a store that cannot be written to.

    Example:
        >>> done = await remember_round(chat, state, store=store, owner="ann")
        >>> graph.update_state(thread, done.update) if done.update else None
    """
    book = MemoryBook(store, owner=owner)
    events: list[Event] = []
    emit = hooked(events.append, chat.safety.hook)
    update: dict[str, Any] = {}
    try:
        await _facts(chat, state, book, thread, emit)
        update = await _summary(chat, state, emit)
    except BackendError as error:
        emit(_notice(f"The model cannot be asked what to remember: {error}"))
    except MascotError:
        raise
    except Exception as error:  # noqa: BLE001  (stores raise whatever they like)
        why = " ".join(str(error).split()) or type(error).__name__
        emit(_notice(f"Nothing can be remembered now: {why[:200]}"))
    return Remembered(tuple(events), update)


async def _facts(
    chat: GroupChat, state: Mapping[str, Any], book: MemoryBook, thread: str, emit: Any
) -> None:
    said, replies = last_round(state.get("messages", ()))
    words = [text for message in said if (text := text_of(message)).strip()]

    def unsafe(text: str) -> bool:
        return chat.safety.help_for([text]) is not None

    if any(message.name == SAFETY for message in replies) or any(map(unsafe, words)):
        return
    heard = "\n".join(words)
    if len(re.findall(r"\w+", heard)) < 2:  # noqa: PLR2004  # "Thanks" tells nothing
        return
    group = chat.ensemble.id
    asked: list[str] = state.get("asked") or []
    holder = asked[0] if len(asked) == 1 and asked[0] in chat.ensemble.ids else GROUP
    known = await book.aread(group, (GROUP, *chat.ensemble.ids))
    told = [fact for fact in known if fact.holder in (GROUP, holder)]
    noted = await adrive(
        chat.notes.facts(
            words,
            [fact.text for fact in chosen(told, heard, budget=_KNOWN_CHARS)],
            unsafe=unsafe,
        )
    )
    await _mark(book, known, [m.name for m in replies], words[-1])
    if noted.facts is None:
        emit(_event(Added(), noted.usage))
        emit(_notice("The model's answer on what to remember could not be read; nothing was kept."))
        return
    added = await book.add(
        noted.facts,
        ensemble=group,
        holder=holder,
        thread=thread,
        message=str(said[-1].id or ""),
    )
    emit(_event(added, noted.usage))
    for why in noted.refused:
        emit(_notice(f"Something was not remembered: {why}."))


async def _mark(
    book: MemoryBook, known: Sequence[Fact], speakers: Sequence[str | None], heard: str
) -> None:
    """Notes which facts have been of use, so that those which never are give way first."""
    told = [fact for fact in known if fact.holder in (GROUP, *speakers)]
    await book.used(chosen(told, heard), datetime.now(UTC).date().isoformat())


async def _summary(chat: GroupChat, state: Mapping[str, Any], emit: Any) -> dict[str, Any]:
    turns = turns_of(state.get("messages", []))
    missing = _left_out(chat, state, turns)
    kept = Summary.in_state(state, turns)
    summary, covered = kept, kept.turns if kept else 0
    for _ in range(_CALLS):
        if covered >= missing:
            break
        rest = turns[covered + 1 : missing + 1]
        part = rest[: portion(rest)]
        text, usage = await adrive(chat.notes.summary(summary.text if summary else "", part))
        emit(_event(Added(), usage))
        if text is None:
            emit(
                _notice("The model's summary of earlier turns could not be read; it was left out.")
            )
            break
        covered += len(part)
        summary = Summary.of(text, turns, covered)
    return {"summary": summary.to_dict()} if summary and summary is not kept else {}


def _left_out(chat: GroupChat, state: Mapping[str, Any], turns: tuple[Turn, ...]) -> int:
    """How many turns the model that reads the least would do without, were it asked now."""
    if len(turns) <= 2:  # noqa: PLR2004  # the first and the last always stay
        return 0
    somebody = chat.ensemble.personas[0]
    scene = Scene(
        ensemble=chat.ensemble, context=state.get("context", ""), turns=turns, recalled=()
    )
    asked = SpeakerRequest(scene=scene, persona=somebody, directive=Directive(speaker=somebody.id))
    return max(window.left_out(asked, chat.prompts) for window in chat.windows)


def last_round(
    messages: Sequence[AnyMessage],
) -> tuple[list[HumanMessage], list[AnyMessage]]:
    """What the user said last, and what was answered."""
    end = len(messages)
    while end and not isinstance(messages[end - 1], HumanMessage):
        end -= 1
    said: list[HumanMessage] = []
    for message in reversed(messages[:end]):
        if not isinstance(message, HumanMessage):
            break
        said.insert(0, message)
    return said, list(messages[end:])


def _event(added: Added, usage: Usage) -> MemoryEvent:
    return {
        "event": "memory",
        "kept": [_told(fact) for fact in added.kept],
        "left": [_told(fact) for fact in added.left],
        "usage": usage,
    }


def _told(fact: Fact) -> RememberedFact:
    return {"id": fact.id, "holder": fact.holder, "text": fact.text}


def _notice(text: str) -> Event:
    return {"event": "notice", "code": "memory", "text": text}
