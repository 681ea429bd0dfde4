"""The speaker pi_theta: history, persona and directive in, utterance out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mascot.agents.calls import Steps
from mascot.agents.echo import echoed
from mascot.agents.names import Names
from mascot.agents.prompts import Prompts
from mascot.agents.speech import SpeechFilter
from mascot.agents.window import Window
from mascot.dialogue import USER, SpeakerRequest
from mascot.dialogue.events import Event, Usage

_ECHO_WINDOW = 12
"""How many of the latest persona turns a reply is compared with."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a persona said.

    Attributes:
        text: Clean speech.
        reasoning: The private trace, never shown to other personas.
        usage: What the (last) model call took.
    """

    text: str
    reasoning: str
    usage: Usage


class Speaker:
    """Lets a model speak as one persona.

    Args:
        window: The model, and how much of a conversation it can read.
        prompts: How requests become prompts.
        names: The ensemble's names.
    """

    def __init__(self, window: Window, prompts: Prompts, names: Names) -> None:
        self.backend = window.backend
        self._window = window
        window.speaks = True
        self._prompts = prompts
        self._names = names

    def speak(
        self, request: SpeakerRequest, emit: Callable[[Event], None], *, stream: bool = True
    ) -> Steps[Utterance | None]:
        """Says one reply; a reply that is empty or repeats somebody is redone once.

        Args:
            request: The situation, who speaks, and the director's instruction.
            emit: Receives tokens, redos and notices.
            stream: Whether to stream the model's answer.

        Yields:
            One or two model calls.

        Returns:
            The utterance, or None when the model said nothing twice (a notice tells the user).

        Raises:
            BackendError: The model cannot be asked (thrown in by the driver).
        """
        me = request.persona
        first = yield from self._attempt(request, emit, stream=stream)
        earlier = [t.text for t in request.scene.turns if t.speaker not in (USER, "safety")]
        if first.text and not echoed(first.text, earlier[-_ECHO_WINDOW:]):
            return first
        reason = (
            f"{me.name} {'repeated what was said' if first.text else 'said nothing'}; once more."
        )
        emit({"event": "redo", "speaker": me.id, "reason": reason})
        anew = replace(request, avoid=first.text or None)
        second = yield from self._attempt(anew, emit, stream=stream, again=True)
        if not second.text:
            if first.text:
                return self._fall_back_on(first, me.id, emit, stream=stream)
            text = f"{me.name}'s model answered with nothing, twice; the turn passes on."
            emit({"event": "notice", "code": "empty-reply", "text": text, "speaker": me.id})
            return None
        if echoed(second.text, earlier[-_ECHO_WINDOW:]):
            text = f"{me.name} still repeats what was said; the reply stands as it is."
            emit({"event": "notice", "code": "echo", "text": text, "speaker": me.id})
        return second

    def _fall_back_on(
        self, utterance: Utterance, who: str, emit: Callable[[Event], None], *, stream: bool
    ) -> Utterance:
        if stream:
            emit({"event": "token", "speaker": who, "text": utterance.text})
        text = "A second attempt gave nothing; the first one, which repeats what was said, stands."
        emit({"event": "notice", "code": "echo", "text": text, "speaker": who})
        return utterance

    def _attempt(
        self,
        request: SpeakerRequest,
        emit: Callable[[Event], None],
        *,
        stream: bool,
        again: bool = False,
    ) -> Steps[Utterance]:
        me = request.persona
        speech = self._filter(request)

        def say(text: str) -> None:
            if text:
                emit({"event": "token", "speaker": me.id, "text": text})

        def on_text(text: str) -> bool:
            clean = speech.feed(text)
            if speech.retracted:
                reason = "What was shown was the model's reasoning, not its reply."
                emit({"event": "redo", "speaker": me.id, "reason": reason})
            say(clean)
            return speech.done

        def on_restart(why: str) -> None:
            nonlocal speech
            if speech.text:
                emit({"event": "redo", "speaker": me.id, "reason": why})
            speech = self._filter(request)
            emit({"event": "notice", "code": "fallback-backend", "text": why, "speaker": me.id})

        answer = yield from self._window.ask(
            self._prompts,
            request,
            emit,
            on_text=on_text if stream else None,
            on_restart=on_restart,
            again=again,
        )
        if stream:
            say(speech.close(truncated=answer.truncated))
        else:
            speech.feed(answer.text)
            speech.close(truncated=answer.truncated)
        reasoning = "\n".join(filter(None, (answer.reasoning.strip(), speech.reasoning)))
        return Utterance(speech.text, reasoning, answer.usage)

    def _filter(self, request: SpeakerRequest) -> SpeechFilter:
        forms = self._names.forms
        return SpeechFilter(
            own=forms[request.persona.id],
            others=[
                form for who, names in forms.items() if who != request.persona.id for form in names
            ],
            words=request.scene.ensemble.words,
        )
