"""R_coherence and the speakers' own reward of whole episodes, by judges and reward models."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from mascot.dialogue import Directive, Scene, SpeakerRequest, Turn
from mascot.errors import BackendError
from mascot.judges import GROUP, Block, Judge
from mascot.personas import Ensemble
from mascot.training.rollouts import Episode

_log = logging.getLogger(__name__)

Coherence = Literal["relevance_coherence", "table6_mean"]
LEARNED = "learned"
"""The third R_coherence: a group reward model's."""

_LOWEST, _STEPS = 1, 4
"""Scores run from 1 to 5."""


class JudgedCoherence:
    """Asks a judge about every block, all at once up to a limit.

    A block that the judge cannot score, or that it cannot be asked about, has no value; one in
    which nothing was said is worth nothing.

    Args:
        judge: Who scores; keeps what it has scored if it has a cache.
        ensemble: The group.
        of: ``relevance_coherence``, or the mean of Table 6.
        concurrency: At most so many questions under way.

    Attributes:
        missing: How many blocks were left without a value so far.
    """

    def __init__(
        self, judge: Judge, ensemble: Ensemble, of: Coherence, *, concurrency: int = 16
    ) -> None:
        self.missing = 0
        self._judge = judge
        self._ensemble = ensemble
        self._criteria = GROUP.ids if of == "table6_mean" else (of,)
        self._concurrency = concurrency

    def __call__(self, episodes: Sequence[Episode]) -> list[float | None]:
        """(s - 1) / 4 of each block."""
        return asyncio.run(self._all(episodes))

    async def of(self, episode: Episode) -> float | None:
        """(s - 1) / 4 of one block, on a running event loop.

        Raises:
            BackendError: The judge cannot be asked.
        """
        if not episode.turns:
            return 0.0  # there is nothing to ask a judge about, and that is no fault of the judge's
        block = Block(scene=episode.context.scene(self._ensemble), turns=episode.turns)
        judgement = await self._judge.ajudge(block, GROUP)
        if judgement.scores is None:
            self.missing += 1
            _log.warning("%s: not judged: %s", episode.context.id, judgement.missing)
            return None
        scores = [judgement.scores[name] for name in self._criteria]
        return (sum(scores) / len(scores) - _LOWEST) / _STEPS

    async def _all(self, episodes: Sequence[Episode]) -> list[float | None]:
        gate = asyncio.Semaphore(self._concurrency)
        return await asyncio.gather(*(self._one(episode, gate) for episode in episodes))

    async def _one(self, episode: Episode, gate: asyncio.Semaphore) -> float | None:
        async with gate:
            try:
                return await self.of(episode)
            except BackendError as error:
                self.missing += 1
                _log.warning("%s: not judged: %s", episode.context.id, error)
                return None


class LearnedCoherence:
    """R_coherence by a group reward model: its standardised score, squashed to 0 … 1.

    Args:
        score: Scores blocks, as `RewardScorer.blocks` does.
        ensemble: The group.
    """

    def __init__(
        self,
        score: Callable[[Sequence[Scene], Sequence[Sequence[Turn]]], list[float]],
        ensemble: Ensemble,
    ) -> None:
        self._score = score
        self._ensemble = ensemble

    def __call__(self, episodes: Sequence[Episode]) -> list[float | None]:
        """The value of each block; one in which nothing was said is worth nothing."""
        said = [episode for episode in episodes if episode.turns]
        scenes = [episode.context.scene(self._ensemble) for episode in said]
        scores = iter(self._score(scenes, [episode.turns for episode in said]))
        return [1 / (1 + math.exp(-next(scores))) if each.turns else 0.0 for each in episodes]


def speakers_own(
    score: Callable[[Sequence[SpeakerRequest], Sequence[str]], list[float]], ensemble: Ensemble
) -> Callable[[Sequence[Episode]], list[float]]:
    """The mean learned reward of an episode's replies, for bi-level mixing.

    Args:
        score: r_phi, standardised.
        ensemble: The group.
    """

    def mean_score(episodes: Sequence[Episode]) -> list[float]:
        asked = [requests_of(episode, ensemble) for episode in episodes]
        scores = iter(
            score(
                [request for requests in asked for request in requests],
                [turn.text for episode in episodes for turn in episode.turns],
            )
        )
        return [sum(next(scores) for _ in each) / max(1, len(each)) for each in asked]

    return mean_score


def requests_of(episode: Episode, ensemble: Ensemble) -> list[SpeakerRequest]:
    """What each reply of an episode answered to, in order."""
    scene = episode.context.scene(ensemble)
    spoken = iter(turn.directive for turn in episode.director)
    requests = []
    for i, turn in enumerate(episode.turns):
        directive = next((d for d in spoken if d.speaker == turn.speaker), None)
        requests.append(
            SpeakerRequest(
                scene=replace(scene, turns=(*scene.turns, *episode.turns[:i])),
                persona=ensemble[turn.speaker],
                directive=directive or Directive(speaker=turn.speaker),
            )
        )
    return requests
