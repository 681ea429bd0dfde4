"""Calls that are no persona's reply: a choice, an analysis, several turns at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import HumanMessage, SystemMessage

from mascot.agents import ModelCall, Steps, adrive
from mascot.agents.names import USER_LABEL
from mascot.agents.prompts import neutralise
from mascot.backends import Backend
from mascot.dialogue import USER, Scene

PART = "mascot_part"
"""Where such a prompt says in plain data what it asks for, in ``additional_kwargs`` of its last
message; endpoints never see it, the scripted stand-in reads it."""

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)|\A.*?</think>", re.DOTALL)


async def ask(backend: Backend, system: str, text: str, **part: Any) -> str:
    """One plain call; reasoning is taken off.

    Args:
        backend: Whom.
        system: The system message.
        text: The request.
        part: What it asks for, see `PART`.

    Raises:
        BackendError: The model cannot be asked.
    """

    def steps() -> Steps[str]:
        last = HumanMessage(text, additional_kwargs={PART: part})
        answer = yield ModelCall(
            backend=backend, messages=[SystemMessage(system), last], on_restart=lambda _: None
        )
        return answer.text

    return _THOUGHT.sub("", await adrive(steps())).strip()


async def choose(backend: Backend, system: str, text: str, options: Sequence[str]) -> str | None:
    """The option that an answer names first; None where it names none.

    Args:
        backend: Whom to ask.
        system: The system message.
        text: The request.
        options: What may be answered, in any case.
    """
    wanted = f"{text}\nAnswer with one of these and nothing else: {', '.join(options)}"
    answer = await ask(backend, system, wanted, options=list(options))
    found = [
        (match.start(), -len(option), option)
        for option in options
        if (match := re.search(rf"(?<!\w){re.escape(option)}(?!\w)", answer, re.IGNORECASE))
    ]
    return min(found)[2] if found else None


def transcript(scene: Scene) -> str:
    """The conversation as plain lines, x first."""
    names = {persona.id: persona.name for persona in scene.ensemble.personas} | {USER: USER_LABEL}
    lines = [f"{names.get(who, who)}: {_safe(text)}" for who, text in scene.turns]
    context = [f"Record of a meeting:\n{_safe(scene.context)}"] if scene.context else []
    return "\n".join([*context, *lines]) or "(nothing was said yet)"


def _safe(text: str) -> str:
    return neutralise(text).replace("\n", "\n  ")
