"""Trials: how good some texts are on one context, by the rewards that training uses.

Phase I asks every persona for its reply to x, as candidates are sampled for training. Phase II
plays an episode of N turns through the graph that serves the chat. Judges always see the group's
own cards, whatever the texts under trial say.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from mascot.agents import Layout
from mascot.backends import Backend
from mascot.corpora import Context, count_tokens
from mascot.dialogue import SpeakerRequest
from mascot.digest import digest
from mascot.judges import AGENT, GROUP, Block, Judge, Judgement, Reply
from mascot.personas import Ensemble
from mascot.training.group_reward import GroupReward, GroupWeights
from mascot.training.prompting.outcome import Note, Outcome, outcome_key
from mascot.training.prompting.wording import DIRECTOR, Texts, with_texts
from mascot.training.records import Candidate, RecordFile, Situation
from mascot.training.rewards import FormatBounds
from mascot.training.rollouts import Episode, Rollouts
from mascot.training.sampler import Ask, Author, Sampler
from mascot.training.text import without_thought

_SEEDS = 2**31 - 1
_LOWEST, _STEPS = 1, 4
"""Scores run from 1 to 5."""

Learned = Callable[[Sequence[SpeakerRequest], Sequence[str]], list[float]]
"""r_phi of replies, standardised."""


class Trial(Protocol):
    """Tries texts on a context."""

    phase: str

    async def __call__(self, texts: Texts, context: Context) -> Outcome:
        """The outcome.

        Raises:
            BackendError: A model cannot be asked.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReward:
    """The reward of one reply: what judges think of it, and R_format.

    Attributes:
        judge: Scores by Table 5; its mean from 0 to 1 is the reward unless there is `learned`.
        learned: A reward model's score, squashed to 0 … 1, in place of the judge's.
        format_weight: The paper's lambda.
        bounds: R_format's. Tokens are counted roughly: a model without weights has no tokenizer.
        thinks: Whether the speakers think first; if not, only the answer's half applies.
    """

    judge: Judge
    learned: Learned | None = None
    format_weight: float = 0.0
    bounds: FormatBounds = field(default_factory=FormatBounds)
    thinks: bool = False

    async def __call__(
        self, request: SpeakerRequest, candidate: Candidate
    ) -> tuple[dict[str, float] | None, str]:
        """Its terms, and the feedback in words; no terms where the judge gave no scores."""
        if not candidate.text.strip():
            return {"quality": 0.0, "format": 0.0}, "Nothing was said."
        terms, words = {}, ""
        if self.learned is not None:
            (value,) = self.learned([request], [candidate.text])
            terms["quality"] = 1 / (1 + math.exp(-value))
            words = f"The reward model gives {value:+.2f} standard deviations."
        else:
            reply = Reply(scene=request.scene, persona=request.persona, text=candidate.text)
            judgement = await self.judge.ajudge(reply, AGENT)
            if judgement.scores is None:
                return None, f"not judged: {judgement.missing}"
            terms["quality"] = _unit(judgement)
            words = _in_words(judgement)
        terms["format"], shape = self.shape(candidate)
        return terms, f"{words} {shape}".strip()

    def total(self, terms: Mapping[str, float]) -> float:
        """The terms, weighed."""
        return terms["quality"] + self.format_weight * terms["format"]

    def shape(self, candidate: Candidate) -> tuple[float, str]:
        """R_format of a completion, and what is amiss in words."""
        answer = count_tokens(without_thought(candidate.raw))
        halves = [answer < self.bounds.answer and not candidate.truncated]
        amiss = [] if halves[0] else [f"The reply is to be under {self.bounds.answer} tokens."]
        if self.thinks:
            trace = max(0, count_tokens(candidate.raw) - answer)
            halves.append(trace > self.bounds.trace)
            if not halves[1]:
                amiss.append(f"The reasoning is to be over {self.bounds.trace} tokens.")
        return sum(halves) / len(halves), " ".join(amiss) if self.format_weight else ""


class ReplyTrial:
    """Phase I: every persona replies to x.

    Args:
        ensemble: The group with its own texts.
        backend: Who speaks.
        reward: Of one reply.
        layout: Of the prompts.
        seed: Seeds every call.
    """

    phase = "speakers"

    def __init__(
        self,
        ensemble: Ensemble,
        backend: Backend,
        reward: ReplyReward,
        *,
        layout: Layout = "shared",
        seed: int = 0,
    ) -> None:
        self._ensemble = ensemble
        self._author = Author(backends=dict.fromkeys(ensemble.ids, backend), count=1)
        self._reward = reward
        self._layout = layout
        self._seed = seed

    async def __call__(self, texts: Texts, context: Context) -> Outcome:
        """The mean reward of the personas' replies."""
        sampler = Sampler(
            ensemble=with_texts(self._ensemble, texts),
            store=RecordFile(Path("unused"), Candidate),
            layout=self._layout,
        )
        totals: list[float] = []
        terms: dict[str, list[float]] = {}
        notes: dict[str, tuple[Note, ...]] = {}
        for persona in self._ensemble.ids:
            situation = Situation.undirected(context, persona)
            seed = int(digest(self._seed, situation.key), 16) % _SEEDS
            candidate = await sampler.write(Ask(situation, self._author, 0, seed))
            own, words = await self._reward(situation.request(self._ensemble), candidate)
            notes[persona] = (
                Note(asked=context.text, answered=candidate.text or "(nothing)", feedback=words),
            )
            if own is not None:
                totals.append(self._reward.total(own))
                for name, value in own.items():
                    terms.setdefault(name, []).append(value)
        return Outcome(
            key=outcome_key(self.phase, texts, context.id),
            context=context.id,
            score=_mean(totals),
            terms={name: _mean(values) or 0.0 for name, values in terms.items()},
            notes=notes,
        )


class EpisodeTrial:
    """Phase II: the served graph plays an episode.

    Args:
        ensemble: The group with the texts that Phase I left.
        cards: The group with its own cards, for the judge.
        director: Who directs.
        speaker: Who speaks.
        coherence: R_coherence of an episode.
        judge: Whose words are handed on as feedback; asked by Table 6, and cached.
        weights: Of the reward's terms.
        turns: N.
        layout: Of the prompts.
        seed: Seeds every episode.
    """

    phase = "director"

    def __init__(
        self,
        ensemble: Ensemble,
        cards: Ensemble,
        director: Backend,
        speaker: Backend,
        coherence: Callable[[Episode], Awaitable[float | None]],
        judge: Judge,
        weights: GroupWeights,
        *,
        turns: int,
        layout: Layout = "shared",
        seed: int = 0,
    ) -> None:
        self._ensemble = ensemble
        self._cards = cards
        self._director = director
        self._speaker = speaker
        self._coherence = coherence
        self._judge = judge
        self._weights = weights
        self._turns = turns
        self._layout = layout
        self._seed = seed
        self._played: tuple[Texts, Rollouts] | None = None

    async def __call__(self, texts: Texts, context: Context) -> Outcome:
        """R_group of an episode."""
        seed = int(digest(self._seed, context.id), 16) % _SEEDS
        episode = await self._rollouts(texts).episode(context, seed)
        value = await self._coherence(episode)
        reward = GroupReward(lambda _: [value], self._cards.ids, self._weights)
        (scored,) = reward([episode], self._turns)
        note = Note(
            asked=context.text,
            answered=_told(episode, self._cards),
            feedback=await self._words(episode, scored.terms),
        )
        return Outcome(
            key=outcome_key(self.phase, texts, context.id),
            context=context.id,
            score=scored.total,
            terms=dict(scored.terms),
            notes={DIRECTOR: (note,)},
        )

    def _rollouts(self, texts: Texts) -> Rollouts:
        if self._played is None or self._played[0] != texts:
            group = with_texts(self._ensemble, texts)
            rollouts = Rollouts(
                group, self._director, self._speaker, turns=self._turns, layout=self._layout
            )
            self._played = (dict(texts), rollouts)
        return self._played[1]

    async def _words(self, episode: Episode, terms: Mapping[str, float]) -> str:
        block = Block(scene=episode.context.scene(self._cards), turns=episode.turns)
        judgement = await self._judge.ajudge(block, GROUP)
        said = (
            _in_words(judgement)
            if judgement.scores is not None
            else f"not judged: {judgement.missing}"
        )
        missing = [who for who in self._cards.ids if who not in episode.speakers]
        lines = [
            said,
            "Everybody was heard, nobody twice in a row."
            if terms.get("diverse")
            else "The order is to change: as many members as there are turns for, and nobody twice "
            f"in a row. Not heard: {', '.join(missing) or 'nobody'}.",
        ]
        if terms.get("valid", 1.0) < 1:
            lines.append("Not every answer was a well-formed directive.")
        return " ".join(lines)


def _told(episode: Episode, ensemble: Ensemble) -> str:
    """The directives and what was said, line by line."""
    said = iter(episode.turns)
    turn = next(said, None)
    lines = []
    for call in episode.director:
        name = ensemble[call.directive.speaker].name
        lines.append(f"Directive: {name}. {call.directive.instruction}".rstrip())
        if turn is not None and turn.speaker == call.directive.speaker:
            lines.append(f"[{name}] {turn.text}")
            turn = next(said, None)
        else:
            lines.append(f"[{name}] (nothing)")
    return "\n".join(lines)


def _in_words(judgement: Judgement) -> str:
    scores = judgement.scores or {}
    return " ".join(
        f"{name.replace('_', ' ')}: {score} of 5"
        + (f" ({judgement.reasons[name]})." if judgement.reasons.get(name) else ".")
        for name, score in scores.items()
    )


def _unit(judgement: Judgement) -> float:
    scores = list((judgement.scores or {}).values())
    return (sum(scores) / len(scores) - _LOWEST) / _STEPS


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
