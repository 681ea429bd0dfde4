"""A voice for a persona that the demo does not know, made from its card.

Traits choose the manner, ``do`` lines say what it tries, and the exemplars lend their openings,
dialect, spelling and emoji.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from mascot.backends.demo.manners import MANNERS, Manner
from mascot.backends.demo.phrases import CARE, GRIEF_ASKS, GRIEF_CORES, WHOLE
from mascot.backends.demo.voices.voice import Voice
from mascot.backends.demo.words import content_stems, stem, tokens
from mascot.personas import Persona

_PARTS = ("opens", "cores", "asks", "rests")
_INTERJECTION_WORDS = 3
_SIGN_OFF_WORDS = 6
_MAX_BORROWED = 70
_DIALECT = {
    "you": ("ye", "ya", "yeh", "thee"),
    "your": ("yer", "thy", "yo"),
    "my": ("me",),
    "yes": ("aye", "yep", "yup"),
    "for": ("fer",),
    "to": ("tae",),
    "the": ("th'", "da"),
    "and": ("an'",),
    "of": ("o'",),
    "isn't": ("ain't",),
    "going to": ("gonna",),
    "want to": ("wanna",),
    "my friend": ("matey", "mate", "partner", "comrade"),
}
_TRAIT_LINES = (
    "My {trait} side won't let me pass over that.",
    "Call it my {trait} streak, but I'd look at it twice.",
    "Being {trait} has its uses at a moment like this.",
)
_LOWER_SHARE = 0.02
_NO_DROPPED_G = re.compile(
    r"^(?:\w*thing|bring|king|ring|sing|spring|string|evening|morning|during|wing|being)$",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_LEADING_WORDS = re.compile(r"^(?:always|please|also|often)\s+", re.IGNORECASE)
_NOT_A_DEED = re.compile(
    r"^(?:never|don't|do not|no|be|if|when|keep|stay|use|speak|talk|write|reply|answer|avoid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Accent:
    """How a card's exemplars sound: what is done to each reply.

    Attributes:
        openings: Interjections to begin with.
        swaps: Words and what stands in their place.
        drops_g: Says "sailin'".
        lower: Writes without capitals.
        emoji: Ends on one of these.
    """

    openings: tuple[str, ...]
    swaps: tuple[tuple[str, str], ...]
    drops_g: bool
    lower: bool
    emoji: tuple[str, ...]

    def speak(self, text: str, throw: int, before: str) -> str:
        """The text in this accent; ``throw`` chooses the opening, unless it was used just ``before``."""
        for plain, own in self.swaps:
            text = re.sub(rf"\b{plain}\b", own, text)
            text = re.sub(rf"\b{plain.capitalize()}\b", own.capitalize(), text)
        if self.drops_g:
            text = re.sub(
                r"\b(\w{2,})ing\b",
                lambda m: m[0] if _NO_DROPPED_G.match(m[0]) else m[1] + "in'",
                text,
            )
        fresh = [
            opening for opening in self.openings if opening.casefold() not in before.casefold()
        ]
        if fresh:
            text = f"{fresh[throw % len(fresh)]} {text}"
        if self.lower:
            text = text.lower()
        if self.emoji:
            text = f"{text} {self.emoji[throw % len(self.emoji)]}"
        return text


def voice_of(persona: Persona) -> Voice:
    """A repertoire for the card: the manners of its traits, and lines of its own."""
    first, second, fits = _manners(persona)
    own = tuple(_own_lines(persona))
    sign_offs = {"any": tuple(_sign_offs(persona))}
    more = {name: getattr(second, name) if fits else _spare(second, name) for name in _PARTS}
    return Voice(
        id=persona.id,
        cues="",
        opens=_merged(first.opens, more["opens"]),
        cores=_merged(
            GRIEF_CORES,
            first.cores,
            more["cores"],
            {"any": own, "bad": own[1:], "good": own[1:]},
        ),
        asks=_merged(GRIEF_ASKS, first.asks, more["asks"]),
        rests=_merged(first.rests, sign_offs, more["rests"]),
        bridges=first.bridges,
        after_question=first.bridges,
        whole={
            kind: tuple(
                line.replace("{name}", persona.name).replace("{role}", _role(persona))
                for line in lines
            )
            for kind, lines in {**WHOLE, **first.whole, "care": CARE}.items()
        },
    )


def accent_of(persona: Persona) -> Accent:
    """How the card's exemplars sound."""
    replies = [exemplar.reply for exemplar in persona.exemplars]
    text = "\n".join(replies)
    words = {w.lower() for w in re.findall(r"\w+(?:['’]\w*)?", text.replace("’", "'"))}
    swaps = tuple(
        (plain, own)
        for plain, variants in sorted(_DIALECT.items(), key=lambda item: -len(item[0]))
        for own in variants[:1] + variants[1:]
        if own in words and _is_dialect(plain, own, words)
    )
    letters = [char for char in text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return Accent(
        openings=tuple(dict.fromkeys(_openings(replies))),
        swaps=swaps,
        drops_g=bool(re.search(r"\b\w{2,}in['’](?!\w)", text)),
        lower=bool(letters) and upper < _LOWER_SHARE * len(letters),
        emoji=tuple(dict.fromkeys(_EMOJI.findall(text))),
    )


def _is_dialect(plain: str, own: str, words: set[str]) -> bool:
    """Some variants are plain English elsewhere: "me" is "my" only in the company of "ye"."""
    if own == "me":
        return bool(words & {"ye", "arr", "arrr", "matey", "ahoy"})
    if own in {"mate", "partner", "comrade", "thee", "thy"}:
        return False
    return own not in {"da", "yo"} or plain not in words


def _openings(replies: Iterable[str]) -> Iterable[str]:
    """What the exemplars begin with, where that is an interjection: "Arr, matey!" "Well now,"."""
    for reply in replies:
        sentence = re.match(r"[^.!?…]+[.!?…]+", reply.strip())
        if not sentence or "?" in sentence[0]:
            continue
        head = re.match(r"[^,;:]+,", sentence[0])
        for piece in (sentence[0].strip(), head[0] if head else ""):
            if not piece or len(piece.split()) > _INTERJECTION_WORDS:
                continue
            if set(content_stems(piece)) & _event_stems(replies, reply):
                continue
            yield piece if piece[-1] in ".!…" else piece[:-1] + "."
            break


def _event_stems(replies: Iterable[str], reply: str) -> set[str]:  # noqa: ARG001 - the rest of the reply decides
    """The words of the rest of the reply: an opening that they take up is about its event."""
    rest = reply.strip().split(" ", _INTERJECTION_WORDS)[-1]
    return set(content_stems(rest))


def _sign_offs(persona: Persona) -> Iterable[str]:
    """Short last sentences of the exemplars that speak of nothing the user said."""
    for exemplar in persona.exemplars:
        sentences = re.findall(r"[^.!?…]+[.!?…]+", exemplar.reply)
        if len(sentences) < 2:  # noqa: PLR2004 - the only sentence is the reply itself
            continue
        last = sentences[-1].strip()
        about = set(content_stems(exemplar.user)) | {"it", "that"}
        if (
            len(last.split()) <= _SIGN_OFF_WORDS
            and "?" not in last
            and not about & {stem(w) for w in tokens(last)}
        ):
            yield last


def _own_lines(persona: Persona) -> Iterable[str]:
    """Lines that only this card can say."""
    yield f"My part in this group, in short: {_role(persona)}."
    yield from filter(None, map(_deed, persona.do))
    for index, trait in enumerate(persona.traits[: len(_TRAIT_LINES)]):
        if re.fullmatch(r"[A-Za-z][a-z-]+", trait):
            yield _TRAIT_LINES[index].format(trait=trait.lower())


def _deed(line: str) -> str:
    """A ``do`` line in the first person; empty where it is about manners or too long to say."""
    deed = _LEADING_WORDS.sub("", line).rstrip(" .!;").replace("{", "(").replace("}", ")")
    deed = re.sub(r"\bthe (?:user|person)['’]s\b", "your", deed)
    deed = re.sub(r"\bthe (?:user|person)\b", "you", deed)
    if _NOT_A_DEED.match(deed) or len(deed) > _MAX_BORROWED or not deed[:1].isalpha():
        return ""
    return f"What I try here is to {deed[:1].lower() + deed[1:]}."


def _role(persona: Persona) -> str:
    return persona.role.rstrip(" .!").replace("{", "(").replace("}", ")")


def _spare(manner: Manner, part: str) -> dict[str, tuple[str, ...]]:
    """Lines that are only for when the persona's own have all been said."""
    return {"spare": getattr(manner, part)["any"]}


def _manners(persona: Persona) -> tuple[Manner, Manner, bool]:
    """The two manners that the card's words fit best, and whether the second does fit.

    Where none fits, the choice is arbitrary but always the same for a card.
    """
    weights: dict[str, float] = {}
    for text, weight in (
        (" ".join(persona.traits), 3.0),
        (f"{persona.role} {persona.style or ''}", 2.0),
        (f"{persona.description} {' '.join(persona.do)}", 1.0),
    ):
        for word in tokens(text):
            weights[stem(word)] = max(weight, weights.get(stem(word), 0.0))
    draw = blake2b(f"{persona.id}\0{persona.role}".encode(), digest_size=8).digest()

    def fit(manner: Manner) -> tuple[float, int]:
        score = sum(weights.get(stem(word), 0.0) for word in manner.cues.split())
        return score, draw[MANNERS.index(manner) % len(draw)]

    first, second, *_ = sorted(MANNERS, key=fit, reverse=True)
    return first, second, fit(second)[0] > 0


def _merged(*pools: object) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for pool in pools:
        if isinstance(pool, dict):
            for key, lines in pool.items():
                merged[key] = (*merged.get(key, ()), *lines)
    return merged
