"""Self-Consistency for free text: of several draws, the one that is closest to all the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np

from mascot.dialogue import Scene
from mascot.evaluation.embedding import Vectors
from mascot.evaluation.records import Said
from mascot.evaluation.systems.alone import Alone
from mascot.evaluation.systems.system import Setup, System

DRAWS = 5
"""How many replies are drawn; the paper does not say."""


class SelfConsistency:
    """Draws several zero-shot replies for each persona and gives the medoid.

    The model must not be asked at temperature 0, or all draws are one.

    Args:
        setup: What the system is made from; its vectors say how replies are compared.
        draws: How many.
    """

    alone = True

    def __init__(self, setup: Setup, draws: int = DRAWS) -> None:
        self._alone = Alone(setup, setup.models.base)
        self._vectors = setup.vectors
        self._draws = draws
        self.ensemble = setup.ensemble
        least, most = self._alone.calls
        self.calls = (draws * least, draws * most)

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        said = await asyncio.gather(*(self._reply(scene, who) for who in self.ensemble.ids))
        return tuple(one for one in said if one.text)

    async def _reply(self, scene: Scene, who: str) -> Said:
        # Draws differ by their seed as well, for models that take it from the scene.
        scenes = [_reseeded(scene, i) for i in range(self._draws)]
        said = await asyncio.gather(*(self._alone.reply(one, who) for one in scenes))
        texts = [one.text for one in said if one.text]
        return Said(speaker=who, text=await self._closest(texts))

    async def _closest(self, texts: Sequence[str]) -> str:
        if not texts:
            return ""
        # An embedding model is asked over HTTP, and would keep everybody else waiting.
        return texts[await asyncio.to_thread(medoid, texts, self._vectors)]


def medoid(texts: Sequence[str], vectors: Vectors) -> int:
    """The place of the text with the greatest cosine to all others; the first of equals.

    Args:
        texts: At least one.
        vectors: How they are compared.
    """
    rows = np.asarray(vectors.embed(texts), dtype=float)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    units = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return int(np.argmax(np.round((units @ units.T).sum(axis=1), 9)))


def _reseeded(scene: Scene, draw: int) -> Scene:
    return Scene(
        ensemble=scene.ensemble,
        context=scene.context,
        turns=scene.turns,
        seed=None if scene.seed is None else scene.seed + draw,
    )


def self_consistency(setup: Setup) -> System:
    """Five draws, the medoid of them."""
    return SelfConsistency(setup)
