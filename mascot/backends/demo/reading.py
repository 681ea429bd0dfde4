"""What a message says: its feeling, its topic, and the words worth giving back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from mascot.backends.demo.kinds import Kind, kind_of
from mascot.backends.demo.lexicon import DILEMMA_CUES, EMOTIONS, PEOPLE, TOPICS, Emotion, Mood
from mascot.backends.demo.quoting import NOUNS, Clause, clauses, second_person, things
from mascot.backends.demo.words import FUNCTION_WORDS, NEGATIONS, stem, tokens

FEELINGS: dict[str, Emotion] = {emotion.name: emotion for emotion in EMOTIONS}

_READ_CHARS = 6000
_LONGEST_CUE = 6
_WEIGHTS = (("strong", 3.0), ("usual", 2.0), ("weak", 1.0))
_NEGATION_REACH = 3
_FLAT = 0.5
_CLEAR = 2.0
_LONG = 25
_STRONG = 0.8
_TELLING = 0.5
_AGAINST = 0.4
_A_RESOLVE = 14
_GOOD_FROM, _BAD_FROM = 0.6, -0.2

_INTENSE = re.compile(
    r"\b(?:so|really|very|extremely|completely|totally|absolutely|never|always|ever)\b|!"
)
_RESOLVE = re.compile(
    r"(?:(?:ok|okay|yes|yeah|alright|right|fine|then|so|you're right|good idea)[,.! ]+)*(?:i think )?"
    r"(?:i'll|i will|i'm going to|i am going to|i'm gonna|i decided to|i've decided to|let me) "
    r"(?!miss|never|not|be |feel|lose|fail|die|always|probably|have to|go\b)\w+"
)
_ADVICE = re.compile(
    r"\b(?:what (?:should|can|do|would) (?:i|you) do|any (?:advice|tips|ideas|suggestions)|how (?:do|can|should) i|"
    r"what do you (?:all )?think|help me|can you help|what now|advice|what would you)\b"
)
_BACKGROUND = re.compile(
    r"(?:\w+ \w+ )?you (?:live|lived|work|worked|have an?|had an?|came home|went to|know|knew|love|like|think|guess|feel like|can't believe|couldn't believe|always|was|were (?:at|in|on))\b"
)
_OPTIONS = (
    re.compile(r"\bbetween (?P<a>[^,.;!?]{2,60}?) (?:and|or) (?P<b>[^,.;!?]{2,60})"),
    re.compile(r"\b(?:should i|i should|whether to|whether i should|if i should|decide to|either) (?:either )?(?P<a>[^,.;!?]{2,60}?),? or (?:should i |i should |to |just )?(?P<b>[^,.;!?]{2,60})"),
    re.compile(r"\bon (?:the )?one (?:hand|side),? (?P<a>[^.;!?]{2,60}?),? (?:and )?on the other(?: hand| side)?,? (?P<b>[^.;!?]{2,60})"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What the demo makes of a message.

    Attributes:
        text: The message.
        kind: ``plain``, or what calls for an answer of its own kind.
        emotion: A name of `FEELINGS`, or empty.
        second: Another feeling that is clearly there, or empty.
        mood: Whether it weighs, lifts, or neither.
        certainty: The weight of the words that gave the feeling away.
        intensity: 0 to 1.
        topics: The strongest first.
        echoes: Clauses of theirs, the most telling first.
        thing: A noun phrase of theirs in the second person, or empty.
        who: A person they speak of, in the second person, or empty.
        options: What they hesitate between, if both are named.
        dilemma: They have to choose.
        asks: It is a question.
        advice: They ask what to do.
        resolves: They say what they are going to do about it.
    """

    text: str
    kind: Kind = "plain"
    emotion: str = ""
    second: str = ""
    mood: Mood = "plain"
    certainty: float = 0.0
    intensity: float = 0.0
    topics: tuple[str, ...] = ()
    echoes: tuple[Clause, ...] = ()
    thing: str = ""
    who: str = ""
    options: tuple[str, str] | None = None
    dilemma: bool = False
    asks: bool = False
    advice: bool = False
    resolves: bool = False

    @property
    def feeling(self) -> str:
        """The feeling's name as said to a person; empty where there is none."""
        return FEELINGS[self.emotion].feeling if self.emotion else ""

    @property
    def of_others(self) -> bool:
        """Whether it is somebody else's doing that they tell of."""
        first = self.echoes[0].text.split() if self.echoes else []
        return first[:1] == ["your"] and any(word in PEOPLE for word in first[1:4])

    @property
    def long(self) -> bool:
        """Whether there is a lot in it."""
        return len(self.text.split()) > _LONG

    @property
    def topic(self) -> str:
        """The strongest topic, or empty."""
        return self.topics[0] if self.topics else ""

    @property
    def heavy(self) -> bool:
        """Whether it should first be held, before anything else."""
        return self.mood == "bad" and (
            self.emotion in {"grief", "loneliness", "sadness", "overwhelm"}
            or self.intensity > _STRONG
        )


@lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """Read one message on its own."""
    text = text[:_READ_CHARS]
    words = tokens(text)
    kind = kind_of(text, words, _knows)
    if kind in {"foreign", "wordless", "injection"}:
        return Reading(text, kind)
    scores, spans = _scores(words)
    if "but" in words[2:]:  # what comes after "but" is what they mean
        turn = len(words) - words[::-1].index("but")
        after, _ = _scores(words[turn:])
        scores = {name: 0.6 * scores[name] + after.get(name, 0.0) for name in scores}
    valence = _valence(text)
    mood = _mood(scores, valence)
    ranked = sorted(scores, key=lambda name: (FEELINGS[name].mood != mood, -scores[name]))
    emotion = next((name for name in ranked if FEELINGS[name].mood in {mood, "plain"}), "")
    second = next(
        (
            n
            for n in sorted(scores, key=lambda n: -scores[n])
            if n != emotion and scores[n] >= _CLEAR
        ),
        "",
    )
    topics = _topics(words)
    low = text.lower().replace("’", "'")
    phrases = things(low)
    dilemma = _hesitates(low)
    options = _options(low) if dilemma else None
    weight = max((scores[n] for n in scores), default=0.0)
    return Reading(
        text,
        kind,
        emotion=emotion,
        second=second,
        mood=mood,
        certainty=scores.get(emotion, 0.0),
        intensity=min(1.0, 0.5 * abs(valence) + 0.08 * weight + 0.04 * len(_INTENSE.findall(low))),
        topics=topics,
        echoes=_telling_clauses(text, spans, mood),
        thing=_best_thing(phrases, topics),
        who=next((p for p in phrases if p.split()[-1] in PEOPLE and p.startswith("your ")), ""),
        options=options,
        dilemma=dilemma or options is not None,
        asks=text.rstrip(" )'\"”").endswith("?"),
        advice=bool(_ADVICE.search(low)),
        resolves=len(words) <= _A_RESOLVE and bool(_RESOLVE.match(low)),
    )


def read_on(messages: tuple[str, ...]) -> Reading:
    """Read the last message in the light of those before it.

    A short answer such as "I just miss him" is still about the dog of the first message.
    """
    if not messages:
        return Reading("", "wordless")
    now = read(messages[-1])
    if now.kind not in {"plain", "short"}:
        return now
    for earlier in reversed(messages[-6:-1]):
        before = read(earlier)
        if before.kind == "plain" and not now.dilemma:
            now = _continued(now, before)
        if before.emotion or before.dilemma:  # what came before that is another matter
            break
    return now


def _continued(now: Reading, before: Reading) -> Reading:
    """The reading with what it leaves open taken from the message before."""
    if now.resolves and now.mood != "good":
        return replace(now, emotion="", mood="plain", topics=now.topics or before.topics)
    if now.kind == "short":  # "yes" is no good news, it is about what went before
        echo = replace(before, text=now.text, kind="short", echoes=(), dilemma=False, options=None)
        return replace(echo, asks=False, advice=False)
    same = now.mood == before.mood or (now.mood == "plain" and before.mood == "bad")
    if same and before.emotion and now.certainty < _CLEAR:
        now = replace(now, emotion=before.emotion, mood=before.mood, certainty=_CLEAR)
    if same or not now.topics:
        topics = tuple(dict.fromkeys((*now.topics, *before.topics)))
        now = replace(now, topics=topics, thing=now.thing or before.thing)
    return replace(now, who=now.who or before.who) if same else now


def _knows(word: str) -> bool:
    """Whether the word means something to this reading."""
    known = stem(word) in NOUNS or (stem(word),) in _cues() or word in _sentiment().lexicon
    return known or word in FUNCTION_WORDS


@cache
def _sentiment() -> Any:
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415
        SentimentIntensityAnalyzer,  # loaded at the first reading, so that imports stay instant
    )

    return SentimentIntensityAnalyzer()


def _valence(text: str) -> float:
    return float(_sentiment().polarity_scores(text[:2000])["compound"])


@cache
def _phrases(cues: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(stem, tokens(cue))) for cue in cues.split(","))


@cache
def _cues() -> dict[tuple[str, ...], tuple[str, float]]:
    """Every cue's stems with its feeling and weight; the earlier feeling wins a shared cue."""
    found: dict[tuple[str, ...], tuple[str, float]] = {}
    for emotion in EMOTIONS:
        for field, weight in _WEIGHTS:
            for cue in getattr(emotion, field).split(","):
                if key := tuple(map(stem, tokens(cue))):
                    found.setdefault(key, (emotion.name, weight))
    return found


@cache
def _topic_cues() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for topic, nouns in TOPICS.items():
        for noun in nouns.split(","):
            found.setdefault(tuple(map(stem, tokens(noun))), topic)
    return found


def _hesitates(low: str) -> bool:
    """Whether they have to choose; "what should I do" alone is a call for advice."""
    words = tokens(re.sub(r"\b(?:what|how|where|who) should i\b", " ", low))
    stems = tuple(map(stem, words))
    wanted = _phrases(DILEMMA_CUES)
    return any(
        stems[start : start + size] in wanted
        for start in range(len(stems))
        for size in range(1, _LONGEST_CUE + 1)
    )


def _scores(words: list[str]) -> tuple[dict[str, float], set[str]]:
    """Each feeling's weight, and the stems that gave it away."""
    cues = _cues()
    stems = list(map(stem, words))
    scores: dict[str, float] = {}
    giving: set[str] = set()
    denied: set[str] = set()
    index = 0
    while index < len(stems):
        for size in range(min(_LONGEST_CUE, len(stems) - index), 0, -1):
            key = tuple(stems[index : index + size])
            if key not in cues:
                continue
            name, weight = cues[key]
            before = words[max(0, index - _NEGATION_REACH) : index]
            if size == 1 and any(word in NEGATIONS for word in before):
                denied.add(name)
                if FEELINGS[name].mood == "good" and "wait" not in before:
                    scores["disappointment"] = scores.get("disappointment", 0.0) + weight / 2
            else:
                scores[name] = scores.get(name, 0.0) + weight
                giving.update(key)
            index += size - 1
            break
        index += 1
    kept = {n: score for n, score in scores.items() if n not in denied or score >= _CLEAR}
    return kept, giving


def _mood(scores: dict[str, float], valence: float) -> Mood:
    """Bad news counts more than good: a party for somebody's loss is the worst mistake."""
    bad = sum(scores[n] for n in scores if FEELINGS[n].mood == "bad")
    good = sum(scores[n] for n in scores if FEELINGS[n].mood == "good")
    plain = sum(scores[n] for n in scores if FEELINGS[n].mood == "plain")
    if plain >= max(good, bad, _CLEAR) and abs(valence) < _FLAT:
        return "plain"
    lean = good - 1.5 * bad + 2.0 * valence
    sure = good >= _CLEAR or valence > _FLAT
    return "good" if lean > _GOOD_FROM and sure else "bad" if lean < _BAD_FROM else "plain"


def _topics(words: list[str]) -> tuple[str, ...]:
    cues = _topic_cues()
    stems = list(map(stem, words))
    counts: dict[str, float] = {}
    for start in range(len(stems)):
        for size in (3, 2, 1):
            topic = cues.get(tuple(stems[start : start + size]))
            if topic:
                counts[topic] = counts.get(topic, 0.0) + size
                break
    return tuple(sorted(counts, key=lambda topic: -counts[topic]))


def _best_thing(phrases: list[str], topics: tuple[str, ...]) -> str:
    def worth(phrase: str) -> tuple[float, int]:
        topic = NOUNS.get(stem(phrase.rsplit(maxsplit=1)[-1]), "")
        return -(topics.index(topic) if topic in topics else len(topics)), -phrases.index(phrase)

    # Only what is theirs is surely worth naming; "the bathroom" of a story is not.
    own = [phrase for phrase in phrases if phrase.startswith(("your ", "this ", "the new "))]
    return max(own, key=worth, default="")


def _telling_clauses(text: str, giving: set[str], mood: Mood) -> tuple[Clause, ...]:
    """The clauses that say most of what happened: events before feelings, own before others'."""
    scored = []
    for clause in clauses(text):
        words = tokens(clause.words)
        stems = set(map(stem, words))
        score = min(2.0, 0.8 * len(stems & giving)) + min(2.0, 1.0 * sum(s in NOUNS for s in stems))
        score += 1.0 if words and words[0] in {"i", "my", "im", "ive", "we", "our"} else 0.0
        score += 0.6 if 4 <= len(words) <= 10 else 0.0  # noqa: PLR2004 - what reads well
        score -= 0.15 * clause.position
        if mood != "plain":
            lean = _valence(clause.words) * (1 if mood == "good" else -1)
            score += 0.8 if lean > 0 else -0.8 if lean < 0 else 0.0
            if lean < -_AGAINST:  # the hard part of good news, or the nice part of bad
                continue
        if _BACKGROUND.match(clause.text):
            score -= 1.2
        first = clause.text.split()[0]
        if first in {"it", "this", "that", "they", "he", "she", "there", "it's", "that's"}:
            score -= 2.0
        if re.match(r"you(?:'re| are| were| feel| felt)\b", clause.text) and not stems & set(NOUNS):
            score -= 1.2
        if len([word for word in words if word not in FUNCTION_WORDS]) < 2:  # noqa: PLR2004
            score -= 1.2
        if score >= _TELLING:
            scored.append((-score, clause))
    return tuple(clause for _, clause in sorted(scored, key=lambda pair: pair[0])[:3])


def _options(low: str) -> tuple[str, str] | None:
    for pattern in _OPTIONS:
        for match in pattern.finditer(low):
            first, other = (_option(match[side]) for side in "ab")
            if not first or not other or other == "not":
                continue
            a, b = first.split(), other.split()
            if len(a) == 2 and len(b) == 3 and a[0] in {"a", "an", "the", "your"} and a[0] == b[0]:  # noqa: PLR2004
                first = f"{first} {b[-1]}"  # "a pink and a blue car"
            return first, other
    ones = list(
        dict.fromkeys(re.findall(r"\bthe (?!only|other|right|wrong|first|last)\w+ one\b", low))
    )
    return (ones[0], ones[1]) if len(ones) == 2 else None  # noqa: PLR2004


def _option(words: str) -> str:
    words = re.split(r"\s+(?:because|since|but|when|for my|and i|,)\s+", words.strip(), maxsplit=1)[
        0
    ]
    if len(words.split()) > 8 or not re.fullmatch(r"[a-z0-9' -]+", words):  # noqa: PLR2004
        return ""
    return second_person(words) or ""
