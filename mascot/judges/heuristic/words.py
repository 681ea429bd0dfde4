"""What the heuristic judge reads out of a reply: sentences, moves, stock phrases, content words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from mascot.backends.demo.words import content_stems
from mascot.judges.english import tokens

MOVES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        move: re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
        for move, pattern in {
            "comfort": (
                r"no wonder|makes sense|you don't (?:have|need) to|no need|allowed to|heav(?:y|ier)|"
                r"hurts?\b|hurting|aches?\b|carry|carrying|for now|i'm here|i'm listening|i hear|"
                r"stay(?:s|ing)? with|there is (?:no hurry|time)|take (?:your|the) time|at your|"
                r"gently?\b|slowly|quiet|griev|grief|lonely|lonel|loss\b|tired|hold(?:ing)? (?:it|that|on)|"
                r"let's not hurry|without having to|that is a lot|so much to|it is enough|i'm sorry|"
                r"unfinished|beside you|who else knows|we have time|is hard|are hard|weighs"
            ),
            "analyse": (
                r"what if|suppose|perhaps|maybe|which (?:part|bit|of|one|piece)|what would|what makes|"
                r"what made|what did|what does|why\b|whether|either|instead|rather than|difference|"
                r"between|assum|curious|i wonder|part of (?:it|this|that|you)|the facts|what happened|"
                r"two (?:things|kinds|angers|ways|questions)|depends|tends? to|usually|worth asking|"
                r"the question|a question|at what point|means? (?:that|to|for)|in your (?:own )?hands|"
                r"could move|suspect|guess|separate|under(?:neath|neath it)"
            ),
            "celebrate": (
                r"congratulat|wonderful|brilliant|proud|i love|what a\b|enjoy|bravo|well done|"
                r"you did\b|you made|you kept|you got|you let yourself|earned|hooray|hurray|yes!|grin|"
                r"celebrat|take a bow|glow|shin(?:e|ing)|best (?:part|moment|minute|bit)|tell (?:first|next)|"
                r"a win\b|win tucked|good about you|deserves?\b|strength|courage|out loud|victory|"
                r"big(?:ger)?\b|light\b|i like (?:that|the way|how)|respect that|delight|joy"
            ),
            "advise": (
                r"you (?:could|should|might want to)|try (?:to|a|an|one|it|this)|start (?:with|by)|"
                r"begin (?:with|by)|next step|first step|one step|make a (?:list|plan)|write (?:it|down|a)|"
                r"call (?:a|an|the|your|somebody|someone)|ask (?:a|an|the|your)|set (?:a|an|aside)|"
                r"tomorrow morning|this week|ten minutes|an hour|put it|book (?:a|an)|step by step"
            ),
            "summarise": (
                r"the (?:group|meeting|team|record|discussion)|discussed|argued|agreed|reported|proposed|"
                r"pointed out|raised|noted|topic|according to|as for|went through|in short|outcome"
            ),
            "decide": (
                r"decided|decision|provisional|open\b|grounds|turned down|approved|settled|status|"
                r"in favour|carried|rejected|adopted|not decided|undecided"
            ),
            "assign": (
                r"owner|by when|due\b|deadline|task|promised|assigned|takes? (?:it|this) on|until|"
                r"will (?:send|ask|call|book|write|check|order|make|find)|\[|by (?:mon|tues|wednes|thurs|fri)|"
                r"by the \w+|action item|\d\. "
            ),
            "criticise": (
                r"missing|nobody|no one|unverified|unanswered|risk|unclear|overlook|gap\b|without (?:a|any)|"
                r"did not (?:ask|say|check)|not (?:asked|checked|said|mentioned)|assumption|if (?:it|that|this) "
                r"(?:fails|is wrong|falls)|no (?:number|figure|date|source|owner)|contradict|should be checked"
            ),
        }.items()
    }
)
"""What a sentence does, by the words that give it away."""

FEELING_MOVES = ("comfort", "analyse", "celebrate", "advise")
WORK_MOVES = ("summarise", "decide", "assign", "criticise")

REACTION = re.compile(
    r"\b(?:i'm (?:sorry|glad|happy|here|with you|touched|grinning)|i am (?:sorry|glad|happy)|that (?:hurts|must|"
    r"sounds|is (?:hard|heavy|a lot|wonderful|lovely|big|so))|what a\b|how (?:hard|lovely|awful|"
    r"wonderful|good|painful)|does me good|my heart|no wonder|i love|ouch|oh\b|congratulat|i respect|"
    r"i like|i feel|heavy|it hurts|wonderful|beautiful|weighs|ache|of course you)",
    re.IGNORECASE,
)
INTERPRETATION = re.compile(
    r"\b(?:sounds? (?:like|as)|seems?|makes sense|as if|as though|must (?:be|have|feel)|because you|"
    r"you (?:wanted|care|miss|need|feel|felt|hoped|hope|fear|love|wish|trust|kept|knew|are "
    r"(?:carrying|holding|allowed|missing|letting|torn|tired))|part of (?:you|it|this)|tends? to|"
    r"underneath|more than|not only|says something|behind (?:it|that|this)|what (?:it|that|this) "
    r"(?:means|meant|says)|worth (?:more|something)|even while|in the middle of|there is (?:a|the) "
    r"\w+,? and|i suspect|it can (?:be|make|feel)|and that's|and that is|no wonder)",
    re.IGNORECASE,
)
STOCK = re.compile(
    r"\b(?:(?:i'm|i am|so) (?:so |very |really )?sorry to hear|sorry for your loss|"
    r"that(?:'s| is| sounds) (?:so |really |very )?(?:great|good|nice|awesome|amazing|cool|terrible|bad|"
    r"interesting|tough|fantastic)[.!]|thank(?:s| you) for (?:sharing|telling)|"
    r"i (?:completely |totally )?understand(?: how you feel)?[.!,]|i'm here for you|stay strong|"
    r"everything happens for a reason|time heals|you(?:'ve| have) got this|you got this|hang in there|"
    r"i know (?:exactly )?how you feel|let me know|it(?:'ll| will) be (?:ok|okay|fine|alright)|"
    r"as an ai|how can i (?:help|assist)|i hope (?:that|this|you|it)|don't worry|keep (?:it up|going)|"
    r"good (?:luck|job|for you)|that's (?:life|how it is)|feel free|is there anything|sending you|"
    r"best of luck|you are not alone|everything will)",
    re.IGNORECASE,
)
"""What anybody says to anybody."""

_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…]+[\"”’)]*|[^.!?…\n]+")
_LEAST_WORDS = 3
_YOU = frozenset({"you", "your", "yours", "yourself", "you're", "you've", "you'd", "you'll"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply.

    Attributes:
        text: As it stands.
        words: Its tokens.
        stems: The stems of its content words.
        moves: What it does.
        feeling: VADER's compound score.
    """

    text: str
    words: tuple[str, ...]
    stems: frozenset[str]
    moves: frozenset[str]
    feeling: float

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip('"”’) ').endswith("?")

    @property
    def to_you(self) -> bool:
        """Whether it speaks to the person."""
        return not _YOU.isdisjoint(self.words)

    @property
    def stock(self) -> bool:
        """Whether it is a stock phrase, or holds one."""
        return bool(STOCK.search(self.text))


@lru_cache(maxsize=4_096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a reply that have a few words at least."""
    text = text.replace("’", "'")
    found = []
    for match in _SENTENCE.findall(text):
        part = match.strip()
        words = tuple(t for t in tokens(part) if t[0].isalnum())
        if len(words) < _LEAST_WORDS:
            continue
        found.append(
            Sentence(
                text=part,
                words=words,
                stems=frozenset(content_stems(part)),
                moves=frozenset(move for move, cue in MOVES.items() if cue.search(part)),
                feeling=feeling(part),
            )
        )
    return tuple(found)


@lru_cache(maxsize=8_192)
def feeling(text: str) -> float:
    """How good or bad a text sounds, from -1 to 1, by the VADER lexicon."""
    return float(_vader().polarity_scores(text)["compound"])


@lru_cache(maxsize=4_096)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(content_stems(text))


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
