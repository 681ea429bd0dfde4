"""The proxies: what each criterion is taken to be where no model reads the reply.

Every proxy is a number from 0 to 1. They are crude on purpose: each can be read here in a few
lines, and ``docs/judging.md`` says what each of them cannot see.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mascot.backends.demo.reading import read_on
from mascot.dialogue import USER, Scene
from mascot.judges.english import english
from mascot.judges.heuristic.manner import Manner, manner_of
from mascot.judges.heuristic.words import (
    INTERPRETATION,
    REACTION,
    Sentence,
    feeling,
    sentences,
    stems,
)
from mascot.personas import Persona

_CLEAR = 0.15
_STRONG = 0.2
_REAL_QUESTION = 4
"""Words: fewer are a "Why?"."""
_FEW_WORDS = 6
_INTERROGATION = 3
# What so many exclamation marks (0, 1, 2 …) or questions are worth, by temperament.
_PLAIN = (1.0, 0.4, 0.0, 0.0, 0.0, 0.0)
_LIVELY = (0.1, 1.0, 1.0, 0.7, 0.7, 0.1)
_HUSHED = (1.0, 0.7, 0.3, 0.0, 0.0, 0.0)
_SELDOM = (1.0, 0.55, 0.1, 0.0)
_LONG_CONTEXT = 200
"""Stems: a meeting rather than a message, in which a shared word means less."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A reply with everything that the proxies look at.

    Attributes:
        sentences: Of the reply.
        stems: Its content words.
        context: Those of x and of what the user said.
        earlier: Those of each reply that came before.
        mood: Of the user's words: -1 (it weighs), 0 or 1 (it lifts).
        manner: What the card leads one to expect.
        others: The same of the other members.
        question: It ends on a question.
        questions: How many it asks.
        exclamations: How many exclamation marks it has.
        words: How many words it has.
        room: How many words a reply may have.
    """

    sentences: tuple[Sentence, ...]
    stems: frozenset[str]
    context: frozenset[str]
    earlier: tuple[frozenset[str], ...]
    mood: int
    manner: Manner
    others: tuple[Manner, ...]
    question: bool
    questions: int
    exclamations: int
    words: int
    room: int


def see(text: str, persona: Persona, scene: Scene) -> Seen:
    """Looks at a reply in its situation."""
    found = sentences(text)
    said = [turn.text for turn in scene.turns if turn.speaker == USER]
    replies = [turn.text for turn in scene.turns if turn.speaker != USER]
    heard = "\n".join((scene.context, *said))
    return Seen(
        sentences=found,
        stems=frozenset[str]().union(*(s.stems for s in found)),
        context=stems(heard),
        earlier=tuple(stems(reply) for reply in replies),
        mood=mood_of(said[-1] if said else scene.context),
        manner=manner_of(persona),
        others=tuple(manner_of(p) for p in scene.ensemble.personas if p.id != persona.id),
        question=bool(found) and found[-1].asks,
        questions=sum(s.asks for s in found),
        exclamations=text.count("!"),
        words=sum(len(s.words) for s in found),
        room=scene.ensemble.words,
    )


@lru_cache(maxsize=4_096)
def mood_of(text: str) -> int:
    """Whether a text weighs (-1), lifts (1) or neither (0).

    The demo's reader says so; where it is unsure VADER does.
    """
    mood = {"bad": -1, "good": 1}.get(read_on((text[:2_000],)).mood, 0)
    if mood:
        return mood
    score = feeling(text[:2_000])
    return (score > _CLEAR) - (score < -_CLEAR)


def expressiveness(seen: Seen) -> float:
    """Feeling that points the right way and is as strong as this member's would be."""
    if not seen.sentences:
        return 0.0
    felt = [s for s in seen.sentences if _felt(s)]
    tone = sum(s.feeling for s in seen.sentences) / len(seen.sentences)
    loud = min(1.0, abs(tone) + 0.25 * min(seen.exclamations, 4) + 0.15 * len(felt))
    if seen.manner.works:
        return 0.9 - 0.8 * max(0.0, loud - 0.35) - 0.15 * (seen.exclamations > 0)
    share = (0.1, 0.65, 0.9, 0.9)[min(3, len(felt))]
    near = any(s.to_you or s.stems & seen.context for s in felt)
    direction = 1.0
    if seen.mood < 0:
        cheer = max(0.0, tone - 0.35) + 0.3 * min(seen.exclamations, 3)
        meets = any("comfort" in s.moves or s.feeling < -_CLEAR for s in seen.sentences)
        direction = (1.0 if meets else 0.65) - min(0.6, cheer)
    elif seen.mood > 0:
        gloom = max(0.0, -tone - 0.05)
        shares = any("celebrate" in s.moves or s.feeling > _CLEAR for s in seen.sentences)
        direction = (1.0 if shares else 0.55) - min(0.6, 1.5 * gloom)
    expected = seen.manner.energy * (0.6 if seen.mood < 0 else 1.0)
    strength = 1 - 0.5 * max(0.0, abs(loud - expected) - 0.3)
    return (share + 0.1 * near) * max(0.1, direction) * strength


def support(seen: Seen) -> float:
    """Reaction, interpretation, exploration: each done once well is worth most of itself."""
    reacts = interprets = explores = 0.0
    for s in seen.sentences:
        if s.stock:
            reacts = max(reacts, 0.25)
            continue
        near = 1.0 if s.stems & seen.context or s.to_you else 0.7
        if REACTION.search(s.text) or "comfort" in s.moves:
            reacts = _more(reacts, 0.85 * near)
        if INTERPRETATION.search(s.text):
            interprets = _more(interprets, 0.85 * near)
        if s.asks and len(s.words) >= _REAL_QUESTION:
            explores = _more(explores, 0.9 * near)
        elif not s.asks and s.to_you and len(s.stems & seen.context) > 1:
            interprets = _more(interprets, 0.6)
    if seen.questions >= _INTERROGATION:
        explores *= 0.5
    if seen.mood > 0 and any("celebrate" in s.moves for s in seen.sentences):
        reacts = _more(reacts, 0.6)
    if seen.manner.works:
        named = sum(len(s.stems & seen.context) > 1 for s in seen.sentences)
        return min(1.0, 0.3 * min(named, 2) + 0.25 * interprets + 0.15 * explores)
    asking = 0.4 if seen.manner.asks else 0.25
    rest = (1 - asking) / 2
    return rest * reacts + rest * interprets + asking * explores


def consistency(seen: Seen) -> float:
    """Nearness to the card, and more nearness to it than to the other members' cards."""
    own = _nearness(seen, seen.manner)
    if not seen.others:
        return own
    rival = max(_nearness(seen, other) for other in seen.others)
    return min(1.0, max(0.0, 0.6 * own + 0.4 * (0.5 + 1.4 * (own - rival))))


def relevance(seen: Seen) -> float:
    """Words of the situation that come back, rare ones more than common ones."""
    shared = seen.stems & seen.context
    last = seen.earlier[-1] if seen.earlier else frozenset()
    weight = sum(_rarity(stem) for stem in shared)
    weight += 0.5 * sum(_rarity(stem) for stem in (seen.stems & last) - shared)
    enough = 5.0 if len(seen.context) > _LONG_CONTEXT else min(2.6, 0.9 + 0.25 * len(seen.context))
    # A reply that consists of the situation's words and little else is a list of them.
    parrots = max(0.0, len(shared) / max(1, len(seen.stems)) - 0.75)
    address = 0.15 if any(s.to_you for s in seen.sentences) else 0.0
    return min(1.0, address + 0.85 * min(1.0, weight / enough)) * (1 - 2 * parrots)


def contribution(seen: Seen) -> float:
    """New words and moves that carry the talk on; stock phrases and echoes count against it."""
    plain = [s for s in seen.sentences if not s.stock]
    new = frozenset[str]().union(*(s.stems for s in plain)) - seen.context
    echoed = max((_overlap(seen.stems, before) for before in seen.earlier), default=0.0)
    moves = {move for s in plain for move in s.moves if len(s.words) >= _REAL_QUESTION}
    asks = any(s.asks and len(s.words) >= _REAL_QUESTION for s in plain)
    tied = any(s.stems & seen.context for s in plain)
    value = (
        0.45 * min(1.0, len(new) / 5)
        + 0.2 * min(1.0, len(moves) / 2)
        + 0.2 * asks
        + 0.15 * tied
        + 0.1 * (len(plain) > 1)
    )
    stock = 1 - len(plain) / max(1, len(seen.sentences))
    return min(1.0, value) * (1 - 0.7 * stock) * (1 - max(0.0, 1.5 * (echoed - 0.35)))


def _nearness(seen: Seen, manner: Manner) -> float:
    if not seen.sentences:
        return 0.0
    count = len(seen.sentences)
    # The first sentence of a kind counts most: a reply has room for several moves.
    done = {move: _saturated(sum(move in s.moves for s in seen.sentences)) for move in manner.moves}
    wanted = sum(w for w in manner.moves.values() if w > 0) or 1.0
    match = sum(w * done[move] for move, w in manner.moves.items() if w > 0) / min(wanted, 1.6)
    against = sum(-w * done[move] for move, w in manner.moves.items() if w < 0)
    moves = min(1.0, match) - 0.5 * min(1.0, against)
    stock = sum(s.stock for s in seen.sentences) / count
    vocabulary = min(1.0, len(seen.stems & manner.vocabulary) / 3)
    value = 0.5 * moves + 0.35 * _habits(seen, manner) + 0.15 * vocabulary
    if manner.hushed and seen.mood < 0:
        tone = sum(s.feeling for s in seen.sentences) / count
        value -= max(0.0, tone - 0.3) + 0.1 * max(0, seen.exclamations - 1)
    return max(0.0, value - 0.4 * stock)


def _habits(seen: Seen, manner: Manner) -> float:
    """Marks, questions and length."""
    points = [_length(seen.words, 0.6 * seen.room if manner.short else 0.9 * seen.room)]
    marks = min(seen.exclamations, len(_LIVELY) - 1)
    if manner.exclaims is False:
        points.append(_PLAIN[marks])
    elif manner.exclaims:
        points.append((_LIVELY if seen.mood >= 0 else _HUSHED)[marks])
    if manner.asks:
        ends = 1.0 if seen.question else 0.6 if seen.questions else 0.0
        points.append(ends / max(1, seen.questions))
    elif manner.asks is False:
        points.append(_SELDOM[min(seen.questions, len(_SELDOM) - 1)])
    return sum(points) / len(points)


def _length(words: int, limit: float) -> float:
    if _FEW_WORDS <= words <= limit:
        return 1.0
    return max(0.0, 1 - abs(words - limit) / limit)


def _felt(s: Sentence) -> bool:
    if s.stock:
        return False
    return abs(s.feeling) > _STRONG or bool(REACTION.search(s.text)) or "comfort" in s.moves


def _saturated(count: int) -> float:
    return (0.0, 0.75, 1.0, 1.0)[min(3, count)]


def _more(value: float, by: float) -> float:
    """Two of a kind are worth more than one, and less than twice as much."""
    return value + by * math.pow(1 - value, 1.5)


@lru_cache(maxsize=8_192)
def _rarity(stem: str) -> float:
    """From about 0.5 for an everyday word to 1 for one that the table does not know."""
    return 0.55 if any(word.startswith(stem) for word in english().common) else 1.0


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return float(len(one & other) / math.sqrt(len(one) * len(other)))


def redundancy(texts: Sequence[str]) -> float:
    """How much the most similar two of several texts share, from 0 to 1."""
    found = [stems(text) for text in texts]
    return max((_overlap(a, b) for i, a in enumerate(found) for b in found[i + 1 :]), default=0.0)
