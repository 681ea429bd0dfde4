"""What a card leads one to expect of its member's replies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mascot.judges.heuristic.words import FEELING_MOVES, MOVES, WORK_MOVES, stems
from mascot.personas import Persona

_CARD: Mapping[str, re.Pattern[str]] = {
    move: re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
    for move, pattern in {
        "comfort": (
            r"validat|patient|reflective|attuned|non-judgmental|comfort|gentl|listen|warm|sooth|grief|"
            r"griev|sad|lonel|devastat|calm|support|stays with|safe space|vulnerab|hurts|heavy|feeling"
        ),
        "analyse": (
            r"analytical|curious|socratic|perspective|why\b|untangl|distinction|what now|solution-focused|"
            r"complex|frustrat|anger|angry|anxi|guilt|worry|reading|question|knot|reframe"
        ),
        "celebrate": (
            r"celebrat|enthusias|energetic|strengths|positive|joy|encourag|praise|good news|bright|"
            r"proud|pride|gratitude|capitali[sz]|amplif|cheer|optimis|uplift"
        ),
        "advise": (
            r"practical|advis|advice|suggestion|steps?\b|guidance|plan\b|actionable|action guide|"
            r"doable|concrete help"
        ),
        "summarise": r"minutes|summar|objective|concise|condens|distil|structured|scribe|sorts what",
        "decide": r"decision|decided|evidence|grounds|log\b|logger|systematic",
        "assign": r"action item|action-oriented|owner|tasks?\b|who does what|deadline|promises|precise",
        "criticise": r"critic|gap|missing|overlook|review|assumption|leaves out|candid|objection",
    }.items()
}
_DONT: Mapping[str, re.Pattern[str]] = {
    **_CARD,
    "advise": re.compile(
        rf"{_CARD['advise'].pattern}|\bfix|\blist of steps|\bnext steps", re.IGNORECASE
    ),
    "celebrate": re.compile(
        rf"{_CARD['celebrate'].pattern}|bright side|silver lining|gush", re.IGNORECASE
    ),
    "comfort": re.compile(r"mirror the feeling|sympathi|console|pity|comfort", re.IGNORECASE),
    "analyse": re.compile(r"analy[sz]|interrogat|raise risks|questions?\b", re.IGNORECASE),
}
_FORBIDDEN = 0.6
_NO_EXCLAMATION = re.compile(r"\b(?:no|without|never|avoid)\b[^.]{0,20}exclamation", re.IGNORECASE)
_EXCLAMATION = re.compile(r"exclamation|energetic|enthusias|celebrat|excited|lively", re.IGNORECASE)
_SOBER = re.compile(
    r"objective|impersonal|terse|analytical|systematic|measured|precise|dry\b|even\b|matter-of-fact",
    re.IGNORECASE,
)
_SOFT = re.compile(r"patient|gentl|slow|calm|reflective|attuned|quiet|soft", re.IGNORECASE)
_ASKS = re.compile(
    r"socratic|curious|\basks?\b(?! about)|ends? on (?:one|a)|one (?:real|good) question|inquisitive",
    re.IGNORECASE,
)
_ASKS_LITTLE = re.compile(
    r"often none|at (?:the )?most|no questions|without questions|never asks", re.IGNORECASE
)
_HUSHED = re.compile(
    r"cheer over|over pain|in hard talk|holds back|no cheering|bright side|silver lining",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"short|terse|brief|clipped|concise|two or three|few words|one line", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Manner:
    """What to expect.

    Attributes:
        moves: How much each move is this member's, from -1 (it never does) to 1.
        exclaims: True: now and then; False: never; None: the card does not say.
        asks: True: it ends on a question; False: it seldom asks; None: the card does not say.
        energy: How strong its feelings sound, from 0 (sober) to 1 (exuberant).
        short: Whether it is to be brief.
        vocabulary: The stems of the card's own words.
        works: A member for work: it deals with records, not with feelings.
        hushed: It holds its cheer back where somebody is in pain.
    """

    moves: Mapping[str, float]
    exclaims: bool | None
    asks: bool | None
    energy: float
    short: bool
    vocabulary: frozenset[str]
    works: bool
    hushed: bool


def manner_of(persona: Persona) -> Manner:
    """Reads a card."""
    return _read(_Card(persona))


class _Card:
    """A persona that can be looked up: its backend may be a mapping, which has no hash."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self._said = (
            persona.name,
            persona.role,
            persona.description,
            persona.traits,
            persona.style,
            persona.do,
            persona.dont,
            tuple(example.reply for example in persona.exemplars),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Card) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=256)
def _read(card: _Card) -> Manner:
    persona = card.persona
    traits = ", ".join(persona.traits)
    style = persona.style or ""
    parts = (
        (traits, 3.0),
        (persona.role, 2.0),
        (style, 1.5),
        (" ".join(persona.do), 1.5),
        (persona.description, 1.0),
        (persona.name, 1.0),
    )
    liked = {
        move: sum(weight * len(set(cue.findall(text.lower()))) for text, weight in parts)
        for move, cue in _CARD.items()
    }
    never = " ".join(persona.dont)
    most = max(*liked.values(), 1.0)
    moves = {
        # "Never cheer over pain" is said to those who cheer: it forbids no more than that.
        move: -_FORBIDDEN
        if liked[move] < most / 2 and never and _DONT[move].search(never)
        else liked[move] / most
        for move in MOVES
    }
    habits = f"{traits}. {style} {' '.join(persona.do)} {persona.role}. {persona.description}"
    works = sum(liked[m] for m in WORK_MOVES) > sum(liked[m] for m in FEELING_MOVES)
    # A terse card says in its description what others say in traits and style.
    temper = f"{traits} {style} {persona.role}" + ("" if traits or style else persona.description)
    lively = bool(_EXCLAMATION.search(temper))
    exclaims = None
    if _NO_EXCLAMATION.search(f"{style} {never}"):
        exclaims = False
    elif lively:
        exclaims = True
    elif _SOBER.search(temper) or _SOFT.search(temper):
        exclaims = False
    asks = None
    if _ASKS_LITTLE.search(f"{style} {never}") or works:
        asks = False
    elif _ASKS.search(habits):
        asks = True
    energy = 0.75 if exclaims else 0.15 if works else 0.3 if _SOBER.search(temper) else 0.4
    return Manner(
        moves=moves,
        exclaims=exclaims,
        asks=asks,
        energy=energy,
        short=bool(_SHORT.search(f"{style} {traits}")),
        vocabulary=stems(f"{habits} {' '.join(e.reply for e in persona.exemplars)}"),
        works=works,
        hushed=bool(_HUSHED.search(f"{never} {habits}")),
    )
