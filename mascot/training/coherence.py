"""R_coherence and the speakers' own reward of whole episodes, by judges and reward models."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from mascot.dialogue import Directive, SpeakerRequest
from mascot.errors import BackendError
from mascot.judges import GROUP, Block, Judge
from mascot.personas import Ensemble
from mascot.training.rollouts import Episode

_log = logging.getLogger(__name__)

Coherence = Literal["relevance_coherence", "table6_mean"]
_LOWEST, _STEPS = 1, 4
"""Scores run from 1 to 5."""


class JudgedCoherence:
    """Asks a judge about every block, all at once up to a limit.

    A block that the judge cannot score, or that it cannot be asked about, has no value.

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

    async def _all(self, episodes: Sequence[Episode]) -> list[float | None]:
        gate = asyncio.Semaphore(self._concurrency)
        values = await asyncio.gather(*(self._one(episode, gate) for episode in episodes))
        self.missing += sum(value is None for value in values)
        return values

    async def _one(self, episode: Episode, gate: asyncio.Semaphore) -> float | None:
        block = Block(scene=episode.context.scene(self._ensemble), turns=episode.turns)
        async with gate:
            try:
                judgement = await self._judge.ajudge(block, GROUP)
            except BackendError as error:
                _log.warning("%s: not judged: %s", episode.context.id, error)
                return None
        if judgement.scores is None:
            _log.warning("%s: not judged: %s", episode.context.id, judgement.missing)
            return None
        scores = [judgement.scores[name] for name in self._criteria]
        return (sum(scores) / len(scores) - _LOWEST) / _STEPS


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
