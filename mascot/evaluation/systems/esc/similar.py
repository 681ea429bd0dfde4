"""Retrieval: the examples of a post, a strategy and a reply that are most like the case at hand."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from ruamel.yaml import YAML

from mascot.dialogue import USER, Scene
from mascot.evaluation.embedding import Vectors

NEAREST = 10
"""How many examples are shown."""


class Example(NamedTuple):
    """One case.

    Attributes:
        strategy: What the reply does.
        post: What the person wrote.
        reply: The reply.
    """

    strategy: str
    post: str
    reply: str


class Pool:
    """The examples that come with the package, our own; the published procedure takes ESConv's.

    Args:
        vectors: How posts are compared.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._rows: np.ndarray | None = None

    def like(self, scene: Scene) -> str:
        """The nearest examples as text, the nearest first.

        Args:
            scene: The case.
        """
        said = " ".join(turn.text for turn in scene.turns if turn.speaker == USER)
        post = said or scene.context
        pool = examples()
        if self._rows is None:
            self._rows = np.asarray(self._vectors.embed([one.post for one in pool]), dtype=float)
        likeness = self._rows @ np.asarray(self._vectors.embed([post]), dtype=float)[0]
        nearest = np.argsort(-likeness, kind="stable")[:NEAREST]
        return "\n".join(
            f'- "{pool[i].post}" ({pool[i].strategy}) "{pool[i].reply}"' for i in nearest
        )


@cache
def examples() -> tuple[Example, ...]:
    """All of them."""
    text = (files("mascot.evaluation") / "systems" / "esc" / "examples.yaml").read_text("utf-8")
    rows = YAML(typ="safe", pure=True).load(text)
    return tuple(
        Example(strategy, post, reply) for strategy, some in rows.items() for post, reply in some
    )
