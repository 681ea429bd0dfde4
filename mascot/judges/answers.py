"""What models answer when they judge is never trusted: looked through, asked once more, or missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from mascot.agents.calls import ModelCall, Steps
from mascot.agents.names import USER_LABEL
from mascot.agents.prompts import neutralise
from mascot.backends import Backend
from mascot.dialogue import USER, Scene, Turn
from mascot.errors import ContextOverflowError
from mascot.personas import Persona

T = TypeVar("T")

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)|\A.*?</think>", re.DOTALL)
_REFUSAL = re.compile(
    r"\b(?:i (?:can(?:'|no)t|am (?:unable|not able)|won't|must decline)|i'm (?:unable|sorry|not able)|"
    r"as an ai|against my|not comfortable)\b",
    re.IGNORECASE,
)
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Unusable:
    """An answer that holds no judgement.

    Attributes:
        why: One of `mascot.judges.judgement.Why`, a colon, and what was seen instead.
    """

    why: str


def until_usable(
    backend: Backend,
    messages: Sequence[BaseMessage],
    schema: dict[str, object],
    parse: Callable[[str], T | Unusable],
    wanted: str,
) -> Steps[T | Unusable]:
    """Asks, and asks once more where the answer cannot be used.

    Args:
        backend: Whom.
        messages: The prompt.
        schema: Of the answer, where the backend can hold itself to one.
        parse: Makes something of a text, or says what is wrong with it.
        wanted: What the JSON object is to hold, told when it is asked for again.
    """
    found: T | Unusable = Unusable("empty: nothing was asked")
    for _ in range(2):
        try:
            answer = yield ModelCall(
                backend=backend,
                messages=messages,
                on_restart=lambda _: None,
                schema=schema,
                hidden=True,
            )
        except ContextOverflowError as error:
            return Unusable(f"too long: {error}")
        found = parse(answer.text)
        if not isinstance(found, Unusable):
            return found
        problem = found.why.partition(":")[0]
        messages = [
            *messages,
            AIMessage(answer.text[:2_000] or "(nothing)"),
            HumanMessage(
                f"That cannot be used ({problem}). Answer again with the JSON object alone, {wanted}."
            ),
        ]
    return found


def object_of(text: str, keys: Collection[str]) -> Mapping[str, Any] | Unusable:
    """The first JSON object in an answer that has one of some keys, at most one level down.

    Args:
        text: The answer, with any ``<think>`` that is part of it.
        keys: Which.
    """
    text = _THOUGHT.sub("", text).strip()
    if not text:
        return Unusable("empty: the judge answered nothing")
    for value in _objects(text):
        for candidate in (value, *value.values()):
            if isinstance(candidate, dict) and not candidate.keys().isdisjoint(keys):
                return candidate
    kind = "refused" if _REFUSAL.search(text[:300]) else "unparsable"
    return Unusable(f"{kind}: {short(text)}")


def short(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def line_of(scene: Scene, turn: Turn) -> str:
    """A turn as judges see it."""
    ids = {persona.id: persona.name for persona in scene.ensemble.personas}
    name = USER_LABEL if turn.speaker == USER else ids.get(turn.speaker, turn.speaker)
    return f"[{name}] {safe(turn.text)}"


def before_of(scene: Scene) -> str:
    """What judges see of what came before: the context, and the conversation."""
    said = "\n".join(line_of(scene, turn) for turn in scene.turns)
    talk = f"<conversation>\n{said or '(nothing yet)'}\n</conversation>"
    if not scene.context.strip():
        return talk
    return f"<context>\n{safe(scene.context)}\n</context>\n\n{talk}"


def card_of(persona: Persona) -> str:
    """A persona's card as judges see it."""
    return "\n".join(persona.lines(f"{persona.name}."))


def cards_of(scene: Scene) -> str:
    """All cards of a group as judges see them."""
    cards = "\n\n".join(card_of(persona) for persona in scene.ensemble.personas)
    return f"<cards>\n{cards}\n</cards>"


def safe(text: str) -> str:
    """Text that cannot close the tags it stands in, nor start a line that looks like a turn."""
    return neutralise(text).replace("</", "< /").replace("\n", "\n  ")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start != -1:
        try:
            value, _ = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield value
        start = text.find("{", start + 1)
