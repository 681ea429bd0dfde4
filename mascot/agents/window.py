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
from mascot.dialogue import DirectorRequest, Request, Scene, Turn
from mascot.dialogue.events import Event
from mascot.errors import ContextOverflowError

R = TypeVar("R", bound=Request)

_CHARS_PER_TOKEN = 3
"""A cautious guess for European languages; a server that disagrees makes the window smaller."""

_REPLY_TOKENS = 1_024
_AFTER_CUT = 0.6
_SHRINK = 0.7
_SMALLEST = 2_000
_TRIES = 5
_MEMORY = 1_500
"""Characters that are kept free where memory is on: always the same, so that the cut stays put."""
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
        self.speaks = False
        """Whether a persona asks here; then it tells what is left out, and the director need not."""
        self._chars = (
            None if known is None else max(_SMALLEST, (known - _REPLY_TOKENS) * _CHARS_PER_TOKEN)
        )

    def ask(
        self,
        prompts: Prompts,
        request: Request,
        emit: Callable[[Event], None],
        *,
        on_text: Callable[[str], bool] | None,
        on_restart: Callable[[str], None],
        schema: dict[str, object] | None = None,
        again: bool = False,
    ) -> Steps[Completion]:
        """Makes a call with as much of the conversation as fits.

        Args:
            prompts: Renders the request.
            request: What to ask.
            emit: Told when more is left out than for the turn before.
            on_text: See `ModelCall`.
            on_restart: See `ModelCall`.
            schema: See `ModelCall`.
            again: The same was asked a moment ago; there is nothing new to tell.

        Yields:
            The call; again with less, should the model refuse it as too long.

        Returns:
            The answer.

        Raises:
            ContextOverflowError: Even the least that can be asked is too long.
        """
        directs = isinstance(request, DirectorRequest)
        shrunk = False
        missed = self._missed_before(request, prompts)
        for _ in range(_TRIES):
            fitted = self._fit(request, prompts)
            messages = prompts.render(fitted)
            try:
                answer = yield ModelCall(
                    backend=self.backend,
                    messages=messages,
                    on_text=on_text,
                    on_restart=on_restart,
                    schema=schema,
                    hidden=directs,
                )
            except ContextOverflowError:
                if not self._shrink(messages):
                    raise
                shrunk = True
                continue
            now = _missing(request.scene, fitted.scene)
            # In the very first turn a speaker of this window is about to tell it.
            silent = directs and self.speaks and (not shrunk or len(request.scene.turns) <= 1)
            if now != missed and any(now) and not silent and (shrunk or not again):
                self._tell(emit, now, directs=directs)
            return answer
        raise ContextOverflowError(
            f"{self.backend.label}: no part of the conversation is short enough"
        )

    def left_out(self, request: Request, prompts: Prompts) -> int:
        """How many turns this model would not get to read, were it asked this."""
        return self._fit(request, prompts).scene.left_out

    def _missed_before(self, request: Request, prompts: Prompts) -> Missing:
        """What the turn before did without."""
        turns = request.scene.turns[:-1]
        if not turns:
            return _NOTHING
        before = replace(request, scene=replace(request.scene, turns=turns))
        return _missing(before.scene, self._fit(before, prompts).scene)

    def _fit(self, request: R, prompts: Prompts) -> R:
        if self._chars is None:
            return request
        scene = request.scene
        context = clip(scene.context, max(_SMALLEST, self._chars // 2))
        bare = replace(request, scene=replace(scene, turns=(), context="", recalled=None))
        room = self._chars - len(context) - size(prompts.render(bare))
        if scene.recalled is not None:
            room -= min(_MEMORY, max(0, room) // 3)
        turns, left_out = latest(scene.turns, room)
        return replace(
            request, scene=replace(scene, context=context, turns=turns, left_out=left_out)
        )

    def _shrink(self, messages: Sequence[BaseMessage]) -> bool:
        before = size(messages)
        self._chars = max(_SMALLEST, int(_SHRINK * before))
        return self._chars < before

    def _tell(self, emit: Callable[[Event], None], missing: Missing, *, directs: bool) -> None:
        context, turns = missing
        what = ["parts of the context"] if context else []
        what += [f"{turns} earlier turn{'s' * (turns > 1)}"] if turns else []
        who = "the director" if directs and not self.speaks else "the group"
        text = (
            f"The conversation is longer than {who} can read with {self.backend.label}; "
            f"left out: {' and '.join(what)}."
        )
        emit({"event": "notice", "code": "context", "text": text})


Missing = tuple[int, int]
"""What a model does not get to read: characters of the context, turns."""

_NOTHING: Missing = (0, 0)


def _missing(whole: Scene, fitted: Scene) -> Missing:
    return max(0, len(whole.context) - len(fitted.context)), fitted.left_out


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
