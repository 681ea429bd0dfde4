"""How alike texts are: by their words, or by a model's vectors."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from mascot.errors import PersonaError

Embed = Callable[[list[str]], Sequence[Sequence[float]]]
"""From texts to vectors, such as ``embed_documents`` of a LangChain embedding."""

Likeness = tuple[tuple[int, int], float]
"""Two texts by their places, and how alike they are: 1 if they are the same."""


def by_words(texts: Sequence[str]) -> Iterator[Likeness]:
    """Compares all pairs by the words that carry meaning, each weighed by how often it comes."""
    return _pairs([_weighed(text) for text in texts])


def by_meaning(texts: Sequence[str], embed: Embed) -> Iterator[Likeness]:
    """Compares all pairs by the vectors of an embedding.

    Raises:
        PersonaError: It gives another number of vectors than of texts.
    """
    vectors = embed(list(texts))
    if len(vectors) != len(texts):
        raise PersonaError(f"the embedding gave {len(vectors)} vectors for {len(texts)} cards")
    return _pairs([dict[object, float](enumerate(vector)) for vector in vectors])


def nearness(text: str, others: Sequence[str]) -> list[float]:
    """How alike a text is to each of others, by the words that carry meaning: 1 if the same."""
    one, *rest = (_weighed(each) for each in (text, *others))
    return [_cosine(one, other) for other in rest]


def _weighed(text: str) -> Mapping[object, float]:
    return {word: 1.0 + math.log(n) for word, n in _content(text).items()}


def _pairs(vectors: Sequence[Mapping[object, float]]) -> Iterator[Likeness]:
    for one, other in itertools.combinations(range(len(vectors)), 2):
        yield (one, other), _cosine(vectors[one], vectors[other])


def _cosine(one: Mapping[object, float], other: Mapping[object, float]) -> float:
    product = sum(weight * other.get(key, 0.0) for key, weight in one.items())
    size = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return product / size if size else 0.0


def _content(text: str) -> Counter[str]:
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return Counter(_stem(word) for word in words if word not in _COMMON)


def _stem(word: str) -> str:
    """Takes the commonest English endings off, so that "comforts" and "comforting" are one."""
    return re.sub(r"(?:ing|ed|es|ly|s)$", "", word) if len(word) > 5 else word  # noqa: PLR2004


_COMMON = frozenset(
    [
        "the",
        "and",
        "that",
        "this",
        "with",
        "for",
        "are",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "how",
        "why",
        "not",
        "but",
        "has",
        "have",
        "had",
        "its",
        "their",
        "them",
        "they",
        "you",
        "your",
        "one",
        "two",
        "three",
        "from",
        "into",
        "than",
        "then",
        "there",
        "here",
        "all",
        "any",
        "each",
        "every",
        "more",
        "most",
        "less",
        "other",
        "others",
        "own",
        "about",
        "after",
        "again",
        "before",
        "over",
        "out",
        "off",
        "can",
        "will",
        "would",
        "should",
        "could",
        "may",
        "might",
        "must",
        "does",
        "did",
        "doing",
        "done",
        "been",
        "being",
        "very",
        "just",
        "only",
        "too",
        "also",
        "never",
        "always",
        "user",
        "person",
        "people",
        "somebody",
        "something",
        "anybody",
        "anything",
        "nobody",
        "nothing",
    ]
)
