"""The director pi_Phi: history in, directive out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mascot.agents.calls import Steps
from mascot.agents.names import Names
from mascot.agents.parsing import fallback_directive, parse_directive, speaker_so_far
from mascot.agents.prompts import Prompts, directive_schema
from mascot.agents.window import Window
from mascot.dialogue import Directive, DirectorRequest
from mascot.dialogue.events import Event, Usage

_TOO_LONG = 6_000
"""Characters after which a director that still talks is cut off."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A directive, always for somebody eligible, and what it took to reach it."""

    directive: Directive
    usage: Usage | None = None


class Director:
    """Asks a model who speaks next and with what instruction.

    The answer is constrained to a JSON schema where the backend can do that, and validated anyway:
    see `parse_directive` for the ladder and `fallback_directive` for its last rung.

    Args:
        window: The model, and how much of a conversation it can read.
        prompts: How requests become prompts.
        names: The ensemble's names.
    """

    def __init__(self, window: Window, prompts: Prompts, names: Names) -> None:
        self.backend = window.backend
        self._window = window
        self._prompts = prompts
        self._names = names
        self._schema_refused = False

    def direct(
        self, request: DirectorRequest, emit: Callable[[Event], None], *, stream: bool = True
    ) -> Steps[Decision]:
        """Decides on one turn.

        Args:
            request: The situation and who may be chosen.
            emit: Receives events: who is about to speak as soon as that is known, and notices.
            stream: Whether to stream the model's answer.

        Yields:
            The model call.

        Returns:
            The decision.

        Raises:
            BackendError: The model cannot be asked (thrown in by the driver).
        """
        heard = ""
        announced = False

        def on_text(text: str) -> bool:
            nonlocal announced, heard
            heard += text
            if not announced and '"' in text:
                speaker = speaker_so_far(heard, request, self._names)
                if announced := speaker is not None:
                    emit({"event": "typing", "speaker": str(speaker)})
            return len(heard) > _TOO_LONG

        def on_restart(why: str) -> None:
            nonlocal heard
            heard = ""
            emit({"event": "notice", "code": "fallback-backend", "text": why})

        answer = yield from self._window.ask(
            self._prompts,
            request,
            emit,
            on_text=on_text if stream else None,
            on_restart=on_restart,
            schema=None if self._schema_refused else directive_schema(request),
        )
        if answer.schema_refused:
            self._schema_refused = True
            text = f"{self.backend.label} does not take a JSON schema; directives are parsed from its text."
            emit({"event": "notice", "code": "no-schema", "text": text})
        directive = parse_directive(answer.text, request, self._names)
        if directive is None:
            directive = fallback_directive(request)
            name = request.scene.ensemble[directive.speaker].name
            said = " ".join(answer.text.split())[:120] or "nothing"
            emit(
                {
                    "event": "notice",
                    "code": "bad-directive",
                    "text": f"The director's answer named nobody who may speak ({said!r}); a fixed rule chose {name}.",
                }
            )
        return Decision(directive, answer.usage)
