"""The group's reward: R_group = R_coherence + eta * I_diverse (paper, section 2.2), by its terms.

I_diverse sees only who spoke, so a fixed rotation saturates it. The optional content term looks
at what was said, the validity term at whether the director's answers could be read. Every term is
kept apart for the logs; those that the paper does not have weigh nothing unless they are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, get_args

from mascot.errors import TrainingError
from mascot.metrics import effective_voices, lexical_vectors
from mascot.training.rollouts import Episode

Diversity = Literal["indicator", "graded"]


CoherenceJudge = Callable[[Sequence[Episode]], list[float | None]]
"""R_coherence of whole blocks: a value from 0 to 1 for each; None where the judge gave none."""

SpeakerScores = Callable[[Sequence[Episode]], list[float]]
"""The speakers' own reward: the mean standardised score of each episode's replies."""


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """What each term weighs.

    Attributes:
        eta: I_diverse; the paper's beta2.
        diversity: The paper's indicator, or graded.
        content: Non-redundancy of what is said, (K* - 1) / (N - 1). Not in the paper.
        validity: The share of well-formed directives. Not in the paper.
        agent: The mean of the speakers' own learned reward, squashed to 0 … 1. Not in the paper.
    """

    eta: float = 1.0
    diversity: Diversity = "indicator"
    content: float = 0.0
    validity: float = 0.0
    agent: float = 0.0

    def __post_init__(self) -> None:
        if self.diversity not in get_args(Diversity):
            known = ", ".join(get_args(Diversity))
            raise TrainingError(f"diversity {self.diversity!r} is unknown; choose from {known}")
        for name in ("eta", "content", "validity", "agent"):
            if not math.isfinite(getattr(self, name)):
                raise TrainingError(f"{name} is {getattr(self, name)}; a finite number is needed")


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The reward of one episode.

    Attributes:
        total: R_group; None where the episode cannot be scored: it then drops out.
        terms: Every term before its weight, also those that weigh nothing.
    """

    total: float | None
    terms: Mapping[str, float] = field(default_factory=dict)


class GroupReward:
    """Scores blocks.

    Args:
        coherence: R_coherence.
        members: The ids of the group.
        weights: What each term weighs.
        agent: The speakers' own reward; needed only where it weighs something.

    Raises:
        TrainingError: The agent-level term weighs something and there is nothing to score it.
    """

    def __init__(
        self,
        coherence: CoherenceJudge,
        members: Sequence[str],
        weights: GroupWeights,
        agent: SpeakerScores | None = None,
    ) -> None:
        if weights.agent and agent is None:
            raise TrainingError(
                "agent_weight needs the speakers' reward model; give reward_model, or set it to 0"
            )
        self._coherence = coherence
        self._members = tuple(members)
        self._weights = weights
        self._agent = agent if weights.agent else None

    def __call__(self, episodes: Sequence[Episode], turns: int) -> list[GroupScore]:
        """R_group of each episode.

        Args:
            episodes: Blocks, also failed ones: they have no score.
            turns: N.
        """
        whole = [episode for episode in episodes if episode.failure is None]
        coherence = dict(zip(map(id, whole), self._coherence(whole), strict=True))
        own = dict(zip(map(id, whole), self._agent(whole), strict=True)) if self._agent else {}
        return [
            self._score(episode, turns, coherence.get(id(episode)), own.get(id(episode), 0.0))
            for episode in episodes
        ]

    def _score(
        self, episode: Episode, turns: int, coherence: float | None, own: float
    ) -> GroupScore:
        weights, speakers = self._weights, episode.speakers
        measured = {
            "diverse": indicator(speakers, self._members, turns),
            "diverse_graded": graded(speakers, self._members, turns),
            "content": content_diversity([turn.text for turn in episode.turns], turns),
            "valid": episode.validity,
        }
        if self._agent:
            measured["agent"] = 1 / (1 + math.exp(-own))
        if coherence is None:
            return GroupScore(None, measured)
        measured["coherence"] = coherence
        diverse = measured["diverse" if weights.diversity == "indicator" else "diverse_graded"]
        total = (
            coherence
            + weights.eta * diverse
            + weights.content * measured["content"]
            + weights.validity * measured["valid"]
            + weights.agent * measured.get("agent", 0.0)
        )
        return GroupScore(total, measured)


def indicator(speakers: Sequence[str], members: Sequence[str], turns: int) -> float:
    """I_diverse: 1 when as many different members spoke as can, and nobody twice in a row.

    Args:
        speakers: Who spoke, in order.
        members: The group.
        turns: N.
    """
    repeats = any(a == b for a, b in pairwise(speakers))
    return float(len(set(speakers)) == min(turns, len(members)) and not repeats)


def graded(speakers: Sequence[str], members: Sequence[str], turns: int) -> float:
    """I_diverse by degrees: the share of members heard, times the share of turns that changed.

    1 exactly where the indicator is 1.
    """
    if not speakers:
        return 0.0
    heard = len(set(speakers)) / min(turns, len(members))
    changes = [a != b for a, b in pairwise(speakers)]
    return heard * (sum(changes) / len(changes) if changes else 1.0)


def content_diversity(texts: Sequence[str], turns: int) -> float:
    """How little the replies repeat each other: (K* - 1) / (N - 1), by their words.

    Args:
        texts: The replies.
        turns: N, so that a silent turn counts as one that added nothing.
    """
    if turns < 2 or not texts:  # noqa: PLR2004  (nothing to compare)
        return 0.0
    return max(0.0, effective_voices(lexical_vectors(texts)) - 1) / (turns - 1)
