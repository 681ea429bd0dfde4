"""Extractive summaries: passages by topic, and the sentences that say most of each."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from mascot.backends.demo.meeting.analysis import Analysis, Sentence, analyse, breaks
from mascot.backends.demo.words import STOPWORDS, stem, tokens, word_set

_BLOCK = 12
_AROUND = 4
_SECTION_WORDS = 1000
_MOST_SECTIONS = 5
_IDEAL = (9, 30)
_LABEL_TERMS = 2
_VAGUE = re.compile(r"^(?:it|that|this|he|she|they|them|those|these|which|who)\b", re.IGNORECASE)
_LABEL_STOP = STOPWORDS | word_set(
    """different able pretty main part idea example case question problem point issue stuff fact
    mean better big small new old high low long actual possible important talk talking start end
    doing being having trying give makes making looking saying thought hear asked call called show
    find found work working works keep hope feel minutes meeting minister prime chair speaker
    colleague colleagues today number wondering guys seem believe love hard basic easier easy real
    yesterday tomorrow clear interesting stand nice true kinda ones"""
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the meeting about one thing.

    Attributes:
        label: Its topic, in words of the record.
        sentences: The most telling first.
    """

    label: str
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=8)
def sections(record: str) -> tuple[Section, ...]:
    """The meeting in a few stretches, cut where the words change most."""
    analysis = analyse(record)
    cuts = _cuts(analysis)
    total = Counter(s for sentence in analysis.sentences for s in sentence.stems)
    found = []
    used: set[str] = set()
    for start, end in itertools.pairwise(cuts):
        part = analysis.sentences[start:end]
        label = _label(part, total, used)
        centre = _centre(part, analysis)
        ranked = [part[i] for _, i in sorted((-_score(s, centre), i) for i, s in enumerate(part))]
        found.append(Section(label, tuple(ranked[:12])))
    return tuple(found)


def matching(record: str, terms: frozenset[str]) -> list[Sentence]:
    """The sentences about the terms, best first; a sentence counts for its neighbours as well."""
    analysis = analyse(record)
    known = {term for term in terms if term in analysis.weight}
    if not known or len(known) * 2 < len(terms):
        return []
    own = [
        sum(analysis.weight[t] for t in known & set(sentence.stems))
        for sentence in analysis.sentences
    ]
    scored = []
    for index, sentence in enumerate(analysis.sentences):
        near = own[max(0, index - 2) : index + 3]
        length = len(sentence.text.split())
        fits = 1.0 if _IDEAL[0] <= length <= _IDEAL[1] * 1.5 else 0.55
        score = (own[index] + 0.35 * (sum(near) - own[index])) * fits
        score *= math.pow(0.6, breaks(sentence))
        if sentence.text.endswith("?"):
            score *= 0.7
        if own[index] > 0 or (terms <= known and sum(near) > max(own) * 0.9):
            scored.append((score, index))
    best = max((score for score, _ in scored), default=0.0)
    return [
        analysis.sentences[i]
        for score, i in sorted(scored, key=lambda p: -p[0])
        if score > best * 0.3
    ]


def about(sentence: Sentence, terms: frozenset[str], analysis: Analysis) -> float:
    """How much a sentence, with those around it, has to do with the terms."""
    near = {
        s
        for turn in analysis.turns[max(0, sentence.turn - 2) : sentence.turn + 3]
        for s in map(stem, tokens(turn.text))
    }
    here = set(sentence.stems)
    if not terms & here and not terms <= near:
        return 0.0
    return sum((2.0 * (t in here) + (t in near)) * analysis.weight.get(t, 0.0) for t in terms)


def _cuts(analysis: Analysis) -> list[int]:
    """Where stretches begin, with the end at last."""
    count = len(analysis.sentences)
    words = sum(len(sentence.text.split()) for sentence in analysis.sentences)
    wanted = min(_MOST_SECTIONS, max(1, round(words / _SECTION_WORDS)), max(1, count // _BLOCK))
    if words > _SECTION_WORDS // 4 and count >= 3 * _BLOCK:
        wanted = max(3, wanted)
    blocks = [
        Counter(s for sentence in analysis.sentences[i : i + _BLOCK] for s in sentence.stems)
        for i in range(0, count, _BLOCK)
    ]
    gaps = []
    for gap in range(2, len(blocks) - 1):
        left, right = Counter[str](), Counter[str]()
        for block in blocks[max(0, gap - _AROUND) : gap]:
            left.update(block)
        for block in blocks[gap : gap + _AROUND]:
            right.update(block)
        gaps.append((_likeness(left, right, analysis.weight), gap))
    apart = max(2, len(blocks) // (2 * wanted))
    chosen: list[int] = []
    for _, gap in sorted(gaps):
        if len(chosen) < wanted - 1 and all(abs(gap - other) >= apart for other in chosen):
            chosen.append(gap)
    return [0, *(gap * _BLOCK for gap in sorted(chosen)), count]


def _likeness(left: Counter[str], right: Counter[str], weight: dict[str, float]) -> float:
    dot: float = sum(left[s] * right[s] * weight[s] ** 2 for s in left.keys() & right.keys())
    size = math.sqrt(
        math.prod(sum((n * weight[s]) ** 2 for s, n in side.items()) for side in (left, right))
    )
    return float(dot / size) if size else 0.0


def _centre(part: tuple[Sentence, ...], analysis: Analysis) -> dict[str, float]:
    counts = Counter(s for sentence in part for s in sentence.stems)
    return {
        s: math.log(1 + n) * analysis.weight[s]
        for s, n in counts.items()
        if n > 1 or len(part) < _BLOCK
    }


def _score(sentence: Sentence, centre: dict[str, float]) -> float:
    length = len(sentence.text.split())
    told = sum(centre.get(s, 0.0) for s in set(sentence.stems))
    score = told / math.pow(max(length, _IDEAL[0]), 0.7)
    if not _IDEAL[0] <= length <= _IDEAL[1]:
        score *= 0.5
    if sentence.text.endswith("?"):
        score *= 0.5
    if _VAGUE.match(sentence.text):
        score *= 0.75
    if not sentence.text.endswith((".", "!")):  # broken off
        score *= 0.6
    return score * math.pow(0.6, breaks(sentence))


def _terms(
    part: tuple[Sentence, ...],
) -> tuple[dict[str, Counter[str]], Counter[tuple[str, str]]]:
    """The spellings of every stem, and the pairs of words that follow each other."""
    forms: dict[str, Counter[str]] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in part:
        words = tokens(sentence.text)
        for word in words:
            if word not in _LABEL_STOP and len(word) > 2:  # noqa: PLR2004 - too short to tell
                forms.setdefault(stem(word), Counter())[word] += 1
        for one, two in itertools.pairwise(words):
            if one not in _LABEL_STOP and two not in _LABEL_STOP and one != two:
                pairs[one, two] += 1
    return forms, pairs


def _label(part: tuple[Sentence, ...], total: Counter[str], used: set[str]) -> str:
    """Two terms that this stretch has and the others have less."""
    forms, pairs = _terms(part)
    worth = {s: n.total() * (n.total() / max(1, total[s])) for s, n in forms.items()}
    scored = {next(iter(forms[s].most_common(1)))[0]: value for s, value in worth.items()}
    for (one, two), n in pairs.items():
        if n > 2:  # noqa: PLR2004 - a set phrase
            scored[f"{one} {two}"] = 1.5 * min(worth.get(stem(one), 0), worth.get(stem(two), 0)) + n
    chosen: list[str] = []
    for term in sorted(scored, key=lambda t: (-scored[t], t)):
        stems = {stem(word) for word in term.split()}
        if len(chosen) < _LABEL_TERMS and not stems & used:
            chosen.append(term)
            used |= stems
    return ", ".join(chosen) or "the talk"
