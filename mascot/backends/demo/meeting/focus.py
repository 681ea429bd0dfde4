"""Which record a scene is about, and what is asked of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mascot.backends.demo.scenes import is_meeting
from mascot.backends.demo.words import STOPWORDS, content_stems, stem, tokens, word_set
from mascot.dialogue import USER, Scene
from mascot.dialogue.meeting import parse_meeting

Need = Literal["minutes", "decisions", "actions", "gaps"]

_ORDER: tuple[Need, ...] = ("minutes", "decisions", "actions", "gaps")
_CUES: dict[Need, re.Pattern[str]] = {
    "minutes": re.compile(
        r"\bsummar|\bminutes\b|\boverview|\bwhat happened|\bmissed the meeting|\bdiscuss|\btalk(?:ed)? about|"
        r"\bwhat (?:did|was|were)\b.*\b(?:say|said|think|thought|mention|opinion)|\brecap|\bgist|\bcatch me up",
        re.IGNORECASE,
    ),
    "decisions": re.compile(r"\bdeci[ds]|\bagree|\bsettle|\bconclu|\bresolved\b|\bchose|\bapprov|\bmotion\b", re.IGNORECASE),
    "actions": re.compile(
        r"\baction|\btasks?\b|\bto-?dos?\b|\bwho (?:does|will|should|has to|is going|promised)|\bnext steps?|\bassign|"
        r"\bby when|\bdeadline|\bpromis|\bresponsib|\bfollow.?ups?",
        re.IGNORECASE,
    ),
    "gaps": re.compile(
        r"\bmissing|\bgaps?\b|\boverlook|\brisk|\bunclear|\bstill open|\bopen (?:question|point|issue)|\bunresolved|"
        r"\bcritic|\bforg[eo]t|\bconcern|\bunanswered|\bwrong with|\bholes?\b|\bdoubt",
        re.IGNORECASE,
    ),
}  # fmt: skip
_ASKING = frozenset(
    map(
        stem,
        word_set(
            """summary summarise summarize minutes meeting meetings decide decided decision decisions
            agree agreed action actions item items task tasks step steps missing gap open discuss
            discussed discussion talk talked happened missed transcript record notes team group tell
            give list overview recap explain please important main point points key question
            questions critic captain scribe logger everyone opinion opinions settle settled
            promised promise assigned deadline responsible follow overlooked overlook risk unclear
            unresolved concern still mention mentioned conclude concluded conclusion
            summarise whole send answer find topic topics part"""
        ),
    )
)
_NEXT: dict[Need, Need] = {
    "minutes": "decisions",
    "decisions": "gaps",
    "actions": "gaps",
    "gaps": "actions",
}
"""Whose word helps after the one that was asked for."""
_NOTES_WORDS = 60
_MAX_MATTER = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants of the record.

    Attributes:
        order: The needs, the most wanted first.
        enough: How many replies answer it.
        query: The question itself, without a pasted record.
        terms: The stems that a matching passage should hold; empty for a broad question.
        matter: The focus in the user's words, for the director.
    """

    order: tuple[Need, ...]
    enough: int
    query: str
    terms: frozenset[str]
    matter: str

    def reason(self, need: str, previous: str) -> str:
        """Why this one, in a sentence."""
        own = {
            "minutes": "what was said comes first",
            "decisions": "what was settled has to be told from what was only discussed",
            "actions": "it takes somebody to say who does what by when",
            "gaps": "what the record leaves out is still missing",
        }[need]
        asked = (
            f"They ask about {self.matter}"
            if self.terms
            else "They want to know what is in the record"
        )
        return f"{asked}; {previous + ' has answered, and now ' if previous else ''}{own}."


def record_of(scene: Scene) -> str | None:
    """The transcript or notes that the talk is about, if there are any."""
    if scene.context and (is_meeting(scene.context) or _reads_records(scene)):
        return scene.context
    for turn in reversed(scene.turns):
        if turn.speaker == USER and (
            is_meeting(turn.text)
            or (_reads_records(scene) and len(turn.text.split()) > _NOTES_WORDS)
        ):
            return turn.text
    return None


def meeting_needs(scene: Scene) -> Asked:
    """What the latest message asks of the record."""
    latest = next((turn.text for turn in reversed(scene.turns) if turn.speaker == USER), "")
    return _asked(_question(latest), len(scene.ensemble.personas))


def _question(message: str) -> str:
    """The message without a record that is pasted into it."""
    if is_meeting(message):
        lines = [line for line in message.splitlines() if line.strip()]
        edges = (lines[0], lines[-1]) if len(lines) > 1 else lines
        return " ".join(line for line in edges if not parse_meeting(line)[0].speaker)
    return message if len(message.split()) <= _NOTES_WORDS else message.split("\n", 1)[0][:300]


@lru_cache(maxsize=128)
def _asked(query: str, members: int) -> Asked:
    first = {need: found.start() for need, cue in _CUES.items() if (found := cue.search(query))}
    wanted = sorted(
        first,
        key=lambda need: (
            need == "minutes" and len(first) > 1 and "ummar" not in query,
            first[need],
        ),
    )
    terms = frozenset(content_stems(query)) - _ASKING
    words = [w for w in tokens(query) if w not in STOPWORDS and stem(w) in terms]
    matter = " ".join(dict.fromkeys(words[:_MAX_MATTER])) if terms else "the meeting"
    broad = not terms and (not wanted or wanted == ["minutes"])
    if len(wanted) == 1 and not broad:
        wanted.append(_NEXT[wanted[0]])
    order = (*wanted, *(need for need in _ORDER if need not in wanted))
    enough = members if broad else max(2, len(wanted))
    return Asked(order, enough, query, terms, matter)


def _reads_records(scene: Scene) -> bool:
    setting = set(map(stem, tokens(scene.ensemble.setting)))
    return bool(setting & {stem("meeting"), stem("record"), stem("transcript"), stem("minutes")})
