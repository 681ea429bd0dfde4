"""How much a text is like English: a table of letter and word order, and nothing more.

The table (``english.json``) is counted from text of our own: the shipped contexts, the persona
cards and the scripted demo's replies. ``python -m mascot.judges.english`` counts it anew.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[.,!?]")
_SUFFIXES = ("ing", "ed", "ly", "er", "est", "ion", "ness", "s")
_COMMON = 320
"""So many of the most frequent words are classes of their own."""
_SMOOTHING = 0.5
_UNSEEN_LETTERS = 0.25


def tokens(text: str) -> list[str]:
    """Words in lower case, numbers, and the marks that end or divide sentences."""
    return _TOKEN.findall(text.lower().replace("’", "'"))


@dataclass(frozen=True)
class English:
    """The table.

    Attributes:
        common: The most frequent words.
        unigrams: How often each class of word occurs.
        bigrams: How often one follows another, as ``"a b"``.
        letters: Triples of letters that occur in words, ``^`` and ``$`` at the edges.
    """

    common: frozenset[str]
    unigrams: dict[str, int]
    bigrams: dict[str, int]
    letters: frozenset[str]

    def kind(self, token: str) -> str:
        """A word's class: itself if it is frequent, else its ending."""
        if token in self.common or not token[0].isalpha():
            return "#" if token[0].isdigit() else token
        return next(
            (f"-{s}" for s in _SUFFIXES if token.endswith(s) and len(token) > len(s) + 2), "-"
        )

    def order(self, tokens: Iterable[str]) -> float:
        """How much more often the words follow each other than by chance: the mean logarithm."""
        kinds = [".", *map(self.kind, tokens)]
        total = sum(self.unigrams.values())
        scores = []
        for a, b in pairwise(kinds):
            expected = self.unigrams.get(a, 1) * self.unigrams.get(b, 1) / total
            scores.append(
                math.log((self.bigrams.get(f"{a} {b}", 0) + _SMOOTHING) / (expected + _SMOOTHING))
            )
        return sum(scores) / len(scores) if scores else 0.0

    def spelt(self, word: str) -> bool:
        """Whether a word's letters follow each other as English letters do."""
        triples = _triples(word)
        return sum(t not in self.letters for t in triples) <= _UNSEEN_LETTERS * len(triples)


@cache
def english() -> English:
    """The table that is shipped."""
    data = json.loads((files("mascot.judges") / "english.json").read_text(encoding="utf-8"))
    return English(
        common=frozenset(data["common"].split()),
        unigrams=data["unigrams"],
        bigrams=data["bigrams"],
        letters=frozenset(data["letters"].split()),
    )


@lru_cache(maxsize=8_192)
def _triples(word: str) -> tuple[str, ...]:
    edged = f"^{word}$"
    return tuple(edged[i : i + 3] for i in range(len(edged) - 2))


def count(sentences: Iterable[str], words: Iterable[str]) -> dict[str, Any]:
    """The table of some sentences, each counted once, and of some more words."""
    lists = [tokens(sentence) for sentence in dict.fromkeys(sentences)]
    frequent = Counter(t for one in lists for t in one if t[0].isalpha())
    common = frozenset(word for word, _ in frequent.most_common(_COMMON))
    bare = English(common, {}, {}, frozenset())
    kinds = [[".", *map(bare.kind, one)] for one in lists]
    letters = {t for word in {*frequent, *words} if word.isalpha() for t in _triples(word)}
    bigrams = Counter(f"{a} {b}" for one in kinds for a, b in pairwise(one))
    return {
        "common": " ".join(sorted(common)),
        "unigrams": dict(sorted(Counter(k for one in kinds for k in one).items())),
        "bigrams": dict(sorted(bigrams.items())),
        "letters": " ".join(sorted(letters)),
    }


def _own_text() -> Iterator[str]:
    from mascot.backends.demo.speaking import speak  # noqa: PLC0415  (only to count)
    from mascot.corpora import load_contexts  # noqa: PLC0415
    from mascot.dialogue import Directive, SpeakerRequest  # noqa: PLC0415
    from mascot.personas import load_ensemble  # noqa: PLC0415

    groups = {"shipped": "emotional-support", "shipped-meetings": "workplace"}
    for spec, name in groups.items():
        group = load_ensemble(name)
        for card in group.personas:
            yield from (card.description, *card.do, *card.dont)
            yield from (f"{e.user} {e.reply}" for e in card.exemplars)
        for split in ("train", "valid", "test"):
            for context in load_contexts(spec, split):
                yield re.sub(r"(?m)^[^:\n]{1,40}: ", "", context.text)
                for card in group.personas:
                    for seed in range(2):
                        scene = context.scene(group, seed=seed)
                        directive = Directive(card.id)
                        yield speak(SpeakerRequest(scene=scene, persona=card, directive=directive))


def _main() -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415

    split = re.compile(r"(?<=[.!?])\s+|\n+")
    sentences = (s for text in _own_text() for s in split.split(text) if s.strip())
    lexicon = SentimentIntensityAnalyzer().lexicon
    table = count(sentences, lexicon)
    path = Path(__file__).with_name("english.json")
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main()
