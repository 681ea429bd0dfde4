"""What one model call is about, before it becomes a prompt."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.dialogue.directive import Directive
from mascot.dialogue.turn import Turn
from mascot.personas import Ensemble, Persona

REQUEST_KEY = "mascot_request"
"""Where a prompt's last message carries its `Request` in ``additional_kwargs``.

Chat endpoints never see it; an embedded backend reads it instead of parsing the prompt.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The situation that the director and the speakers both see: the paper's h_<t.

    Attributes:
        ensemble: The group.
        context: x beyond the talk itself: a meeting transcript; empty in plain chat.
        turns: Everything said so far, oldest first.
        left_out: How many of the oldest turns are missing here, because the model cannot read
            so much; the very first is kept.
        spoken: Ids of the personas that have replied to the latest user message, in order.
        summary: What was said in the turns that are missing here, in short; shown only where
            there are any.
        recalled: What is remembered of the user from earlier talks, as far as this call may know
            it; None where memory is off.
        care: Somebody may be in danger: the group stays supportive.
        seed: Makes choices that are otherwise random repeatable.
    """

    ensemble: Ensemble
    context: str = ""
    turns: tuple[Turn, ...] = ()
    left_out: int = 0
    summary: str = ""
    recalled: tuple[str, ...] | None = None
    spoken: tuple[str, ...] = ()
    care: bool = False
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorRequest:
    """Ask for a directive.

    Attributes:
        scene: The situation.
        eligible: Ids of the personas that may be chosen, at least one.
        may_yield: Whether the director may hand back to the user.
    """

    scene: Scene
    eligible: tuple[str, ...]
    may_yield: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRequest:
    """Ask a persona for its reply.

    Attributes:
        scene: The situation.
        persona: Who speaks.
        directive: What the director asked for.
        avoid: An earlier attempt at this reply that repeated what somebody had said.
    """

    scene: Scene
    persona: Persona
    directive: Directive
    avoid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRequest:
    """Ask what of the user's words is worth remembering.

    Attributes:
        ensemble: The group.
        words: What the user said in the round.
        known: What is remembered already.
    """

    ensemble: Ensemble
    words: tuple[str, ...]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRequest:
    """Ask for a summary of turns that a model no longer gets to read.

    Attributes:
        ensemble: The group.
        before: The summary of the turns before these; empty where there are none.
        turns: What is to be added to it.
    """

    ensemble: Ensemble
    before: str
    turns: tuple[Turn, ...]


Request = DirectorRequest | SpeakerRequest
