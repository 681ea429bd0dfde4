"""Persona separability: whether a reply alone tells who said it."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MOST_FOLDS = 5
_LEAST = 2
_WORDS_AND_MARKS = r"(?u)\b\w+\b|[!?…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Separability:
    """How well a classifier tells the personas apart on talks that it has not seen.

    Attributes:
        accuracy: Balanced: the mean over the personas of the share of their replies recognised.
        chance: What guessing gives: one over the number of personas.
        recognised: The share for each persona.
        confusion: For each persona, whom its replies were taken for, as shares.
        right: For each reply in the order given, whether its speaker was recognised.
        replies: How many were classified.
        clusters: From how many talks.
    """

    accuracy: float
    chance: float
    recognised: dict[str, float]
    confusion: dict[str, dict[str, float]]
    right: tuple[bool, ...]
    replies: int
    clusters: int

    @property
    def above_chance(self) -> float:
        """From 0 (collapsed into one voice) to 1 (always recognised); below 0 by bad luck."""
        return (self.accuracy - self.chance) / (1 - self.chance)


def persona_separability(
    texts: Sequence[str], personas: Sequence[str], clusters: Sequence[str], *, seed: int = 0
) -> Separability | None:
    """Trains on some talks, asks about the others, in turn (scikit-learn, grouped folds).

    Words and character 4-grams, a linear classifier with classes weighed evenly. The folds are
    grouped by cluster, so that a talk's topic never gives its speakers away.

    Args:
        texts: Replies.
        personas: Who said each.
        clusters: The conversation or meeting each is from.
        seed: Of the folds.

    Returns:
        None where it cannot be asked: fewer than two personas that spoke in two clusters.

    Raises:
        ValueError: The three are not of one length.
    """
    if not len(texts) == len(personas) == len(clusters):
        raise ValueError(
            f"{len(texts)} texts, {len(personas)} personas and {len(clusters)} clusters: one of each per reply"
        )
    where = {p: {c for q, c in zip(personas, clusters, strict=True) if q == p} for p in personas}
    known = sorted(p for p, found in where.items() if len(found) >= _LEAST)
    if len(known) < _LEAST:
        return None
    kept = [i for i, persona in enumerate(personas) if persona in known]
    labels = np.array([personas[i] for i in kept])
    groups = np.array([clusters[i] for i in kept])
    guesses = _guesses([texts[i] for i in kept], labels, groups, seed)
    confusion = {p: _shares(guesses[labels == p].tolist(), known) for p in known}
    recognised = {p: confusion[p][p] for p in known}
    return Separability(
        accuracy=sum(recognised.values()) / len(known),
        chance=1 / len(known),
        recognised=recognised,
        confusion=confusion,
        right=tuple((guesses == labels).tolist()),
        replies=len(kept),
        clusters=len(set(groups.tolist())),
    )


def _guesses(texts: Sequence[str], labels: np.ndarray, groups: np.ndarray, seed: int) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (an extra)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

    folds = min(_MOST_FOLDS, len(set(groups.tolist())))
    guesses = np.empty(len(labels), dtype=labels.dtype)
    split = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # A persona with fewer replies than folds is left out of some; its share is told as n.
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        parts = list(split.split(np.zeros(len(labels)), labels, groups))
    for train, held in parts:
        seen = set(labels[train].tolist())
        if len(seen) < _LEAST:  # nothing to choose between: everybody is taken for that one
            guesses[held] = seen.pop()
            continue
        features = make_union(
            TfidfVectorizer(token_pattern=_WORDS_AND_MARKS, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True),
        )
        model = make_pipeline(
            features, LogisticRegression(C=10.0, class_weight="balanced", max_iter=1_000)
        )
        model.fit([texts[i] for i in train], labels[train])
        guesses[held] = model.predict([texts[i] for i in held])
    return guesses


def _shares(guesses: Sequence[str], known: Sequence[str]) -> dict[str, float]:
    counts = Counter(guesses)
    return {name: counts[name] / max(1, len(guesses)) for name in known}
