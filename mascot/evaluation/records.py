"""What a run of an evaluation leaves: the conversations, and what was measured of them.

Everything that reports reads these two tables and nothing else, so that a report can be written
anew, or two runs be compared, without a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Level = Literal["reply", "block"]
"""What was measured: one reply, or the whole of a conversation's replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a conversation cost.

    Attributes:
        calls: Model calls.
        prompt_tokens: Tokens read; None where a backend did not say.
        completion_tokens: Tokens written; None where a backend did not say.
        seconds: From the user's message to the last reply.
    """

    calls: int
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn of a conversation that was evaluated.

    Attributes:
        speaker: A persona's id, or ``user``.
        text: Clean speech.
        directive: The director's directive as plain data; None where nobody directed.
    """

    speaker: str
    text: str
    directive: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One sample as one system answered it.

    Attributes:
        task: The task's name: ``ed-positive``, ``qmsum-academic``, ``mbti`` …
        system: The system's name: ``mascot``, ``zero-shot`` …
        sample: The context's id, the same for all systems: what is paired.
        cluster: What is resampled as one: the conversation or the meeting x is from.
        epoch: Counts repetitions of a sample, from 1.
        group: What tables have a column for: a valence, a domain, an MBTI type.
        ensemble: The id of the group of personas.
        x: The context as text.
        turns: x's own turns left out; what followed.
        spent: What it cost.
        error: Why there are no replies; they are then counted, never scored.
    """

    task: str
    system: str
    sample: str
    cluster: str
    epoch: int
    group: str
    ensemble: str
    x: str
    turns: tuple[Said, ...]
    spent: Spent
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One number, or why there is none.

    Attributes:
        task: As in `Conversation`.
        system: As in `Conversation`.
        sample: As in `Conversation`.
        cluster: As in `Conversation`.
        epoch: As in `Conversation`.
        group: As in `Conversation`.
        level: A reply or the block.
        turn: The reply's place among the conversation's turns, from 0; of a block in a talk of
            several rounds, the place of its first reply; None for the conversation as a whole.
        speaker: Who said the reply; None for a block.
        measure: ``agent.consistency`` or ``group.fidelity`` for a rubric's criteria, which are
            integers from 1 to 5, else a metric's name in its own unit: ``voices``,
            ``distinct_2`` …
        judge: The judge's label; None for a metric that needs none.
        rubric: The rubric's label with its version; None for a metric.
        value: The number; None is missing, and counted as that.
        missing: Why, where there is none.
        detail: A judge's reason, or what a metric has to add.
    """

    task: str
    system: str
    sample: str
    cluster: str
    epoch: int
    group: str
    level: Level
    measure: str
    value: float | None
    turn: int | None = None
    speaker: str | None = None
    judge: str | None = None
    rubric: str | None = None
    missing: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        conversation: Conversation,
        measure: str,
        value: float | None,
        *,
        turn: int | None = None,
        speaker: str | None = None,
        judge: str | None = None,
        rubric: str | None = None,
        missing: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> Self:
        """A score of this conversation: of a reply where a speaker is named, else of the block."""
        return cls(
            task=conversation.task,
            system=conversation.system,
            sample=conversation.sample,
            cluster=conversation.cluster,
            epoch=conversation.epoch,
            group=conversation.group,
            level="block" if speaker is None else "reply",
            measure=measure,
            value=value,
            turn=turn,
            speaker=speaker,
            judge=judge,
            rubric=rubric,
            missing=missing,
            detail=detail or {},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run.

    Attributes:
        command: What reproduces it.
        made: When it ended, ISO 8601 in UTC.
        scripted: Its parts that are no language models (a backend's or judge's label): whoever
            shows a figure of theirs says so.
        versions: Of what took part: mascot, inspect_ai, rubrics.
        conversations: All of them, also those that failed.
        scores: All of them, also the missing ones.
        notes: What else a reader of the figures must know: data that stood in for other data, a
            split that was not there, a seat that no trained model took.
    """

    command: str
    made: str
    scripted: tuple[str, ...]
    versions: Mapping[str, str]
    conversations: tuple[Conversation, ...]
    scores: tuple[Score, ...]
    notes: tuple[str, ...] = ()
