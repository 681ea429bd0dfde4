"""How much of a conversation a model reads: all of it, until it is too long.

Then x and the first message stay, and the latest turns; the oldest between give way. They go in
large steps, so that the prompts of many turns still begin alike and a prefix cache stays of use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from langchain_core.messages import BaseMessage

from mascot.agents.calls import Completion, ModelCall, Steps
from mascot.agents.prompts import MAX_TURN_CHARS, Prompts, clip
from mascot.backends import Backend
from mascot.dialogue import DirectorRequest, Scene, SpeakerRequest, Turn
from mascot.dialogue.events import Event
from mascot.errors import ContextOverflowError

R = TypeVar("R", DirectorRequest, SpeakerRequest)

_CHARS_PER_TOKEN = 3
"""A cautious guess for European languages; a server that disagrees makes the window smaller."""

_REPLY_TOKENS = 1_024
_AFTER_CUT = 0.6
_SHRINK = 0.7
_SMALLEST = 2_000
_TRIES = 5
_LINE = 64
"""Characters that a turn takes besides its text, name and all."""


class Window:
    """What fits into one model's context; learnt once for all who ask that model.

    Args:
        backend: The model; what it says of its context length is where the window begins.
    """

    def __init__(self, backend: Backend) -> None:
        known = backend.context_tokens
        self.backend = backend
        self._chars = (
            None if known is None else max(_SMALLEST, (known - _REPLY_TOKENS) * _CHARS_PER_TOKEN)
        )

    def ask(
        self,
        prompts: Prompts,
        request: R,
        emit: Callable[[Event], None],
        call: Callable[[list[BaseMessage]], ModelCall],
    ) -> Steps[Completion]:
        """Makes the call with as much of the conversation as fits.

        Args:
            prompts: Renders the request.
            request: What to ask.
            emit: Told when more is left out than for the turn before.
            call: From the prompt to the call.

        Yields:
            The call; again with less, should the model refuse it as too long.

        Returns:
            The answer.

        Raises:
            ContextOverflowError: Even the least that can be asked is too long.
        """
        for _ in range(_TRIES):
            fitted = self._fit(request, prompts)
            messages = prompts.render(fitted)
            try:
                answer = yield call(messages)
            except ContextOverflowError:
                if not self._shrink(messages):
                    raise
                self._tell(emit, self._fit(request, prompts).scene)
                continue
            if isinstance(request, SpeakerRequest) and fitted.scene.left_out:
                before = replace(
                    request, scene=replace(request.scene, turns=request.scene.turns[:-1])
                )
                if self._fit(before, prompts).scene.left_out != fitted.scene.left_out:
                    self._tell(emit, fitted.scene)
            return answer
        raise ContextOverflowError(
            f"{self.backend.label}: no part of the conversation is short enough"
        )

    def _fit(self, request: R, prompts: Prompts) -> R:
        if self._chars is None:
            return request
        scene = request.scene
        context = clip(scene.context, max(_SMALLEST, self._chars // 2))
        bare = replace(request, scene=replace(scene, turns=(), context=""))
        room = self._chars - len(context) - size(prompts.render(bare))
        turns, left_out = latest(scene.turns, room)
        return replace(
            request, scene=replace(scene, context=context, turns=turns, left_out=left_out)
        )

    def _shrink(self, messages: Sequence[BaseMessage]) -> bool:
        before = size(messages)
        self._chars = max(_SMALLEST, int(_SHRINK * before))
        return self._chars < before

    def _tell(self, emit: Callable[[Event], None], scene: Scene) -> None:
        what = f"{scene.left_out} earlier turns" if scene.left_out else "parts of the context"
        text = (
            f"The conversation is longer than {self.backend.label} can read; {what} are left out."
        )
        emit({"event": "notice", "code": "context", "text": text})


def size(messages: Sequence[BaseMessage]) -> int:
    """Characters of a prompt."""
    return sum(len(str(message.content)) for message in messages)


def latest(turns: Sequence[Turn], room: int) -> tuple[tuple[Turn, ...], int]:
    """The first turn and the latest ones that fit, and how many between are left out.

    What is left out depends on the turns alone, and grows in steps: a conversation that goes on
    keeps its beginning for many turns.

    Args:
        turns: All turns.
        room: Characters that they may take; the last turn is always kept.
    """
    costs = [min(len(turn.text), MAX_TURN_CHARS) + _LINE for turn in turns]
    if sum(costs) <= room or len(turns) <= 2:  # noqa: PLR2004  # the first and the last
        return tuple(turns), 0
    room -= costs[0]
    start, taken = 1, 0
    for i in range(1, len(turns)):
        taken += costs[i]
        if taken > room:
            while taken > _AFTER_CUT * room and start < i:
                taken -= costs[start]
                start += 1
    return (turns[0], *turns[start:]), start - 1
