"""What a transcript holds: sentences, decisions, tasks, unanswered questions. Cached per record."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mascot.backends.demo.words import STOPWORDS, content_stems, tokens, word_set
from mascot.dialogue.meeting import MeetingTurn, clean_speech, parse_meeting

_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“\"'I])")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Hon|St|No|vs|etc|e\.g|i\.e)\.$")
_FILLER = re.compile(
    r"\b(?:um+|uh+|er+m?|mm+|mm-hmm|mhm|hmm+|uh-huh|ehm?)\b\s*[,.]?\s*|(?:,\s*|^)(?:you know|i mean|sort of|kind of)\s*,\s*",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(\w+(?:'\w+)?(?:\s+\w+(?:'\w+)?){0,2})(?:\s*,?\s+\1\b)+", re.IGNORECASE)
_STUTTER = re.compile(r"(?<![\w\'])(?!a\b|i\b)(\w{1,3})\s+(?=\1\w)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:so|well|okay|ok|yeah|yes|no|and|but|right|now|oh|alright|like|also|then)\b[\s,.]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,]*\b(?:so|but|and|or|because|then|yeah|okay|right|like)\s*[.,]*$", re.IGNORECASE
)

_DECIDED = re.compile(
    r"(?<!what )(?<!whether )(?<!if )(?<!until )(?<!once )\b(?:we|they|everyone|committee|group)(?: have|'ve| has)? (?:all )?(?:decided|agreed|settled|resolved|concluded|chose)\b|"
    r"\bthe decision (?:is|was|has been)\b|\bit (?:is|was|has been) (?:decided|agreed)\b|"
    r"\bmotion (?:is |was )?(?:carried|agreed|adopted|passed|defeated)|\(?motion agreed to\)?|\b(?:is|are|was|were) (?:approved|adopted)\b|"
    r"\bthat's (?:settled|decided|final|agreed)\b|\blet's go (?:with|for)\b|\bwe(?:'re| are) going (?:with|for)\b|"
    r"\bwe(?:'ll| will) go (?:with|for)\b|\bso we(?:'ll| will) (?:have|use|do|make|keep|take|drop|leave|include|put|get)\b|"
    r"\bagreed (?:to|that|on)\b|\bdecided (?:to|that|on)\b|\bwe have a decision",
    re.IGNORECASE,
)  # fmt: skip
_LEANING = re.compile(
    r"\b(?:i think|maybe|perhaps|so|then) we (?:should|could|would) (?:just )?(?:go|use|have|make|keep|take|drop|leave|put|stick|do)\b|"
    r"\bwe(?:'re| are) (?:not )?(?:gonna|going to) (?:have|use|make|keep|take|drop|leave|put|stick|focus|need)\b|\bwe won't (?:have|use|need|do)\b|"
    r"\bwe should (?:probably|definitely|go|use|have|make|keep|stick)\b|\blet's (?:use|have|make|keep|stick|leave|put)\b|"
    r"\bi (?:would )?(?:suggest|propose|recommend)\b|\bwe(?:'ll| will) (?:use|keep|have|make|stick|leave)\b",
    re.IGNORECASE,
)  # fmt: skip
_HINT = re.compile(
    r"deci[ds]|agree|settl|resolv|conclu|chose|motion|approv|adopt|final|let's|we'|we will|we are|we should|"
    r"we could|we would|suggest|propose|recommend",
    re.IGNORECASE,
)
"""Cheap to look for; without any of these the patterns above need not be tried."""
_HEDGED = re.compile(
    r"\b(?:maybe|perhaps|probably|i think|i guess|might|could|unless|if we)\b|\?", re.IGNORECASE
)
_UNDONE = re.compile(
    r"\b(?:haven't|have not|didn't|did not|not yet|hasn't|can't|cannot|couldn't) (?:\w+ )?(?:decided|agreed|settled|decide|agree)|\bdisagreed",
    re.IGNORECASE,
)

_VERBS = (
    "send|write|check|look|find|make|prepare|put|talk|get|ask|email|mail|update|finish|work|draw|"
    "bring|call|set|fix|add|collect|contact|give|print|run|test|read|review|organise|organize|book|"
    "arrange|try|draft|share|upload|design|schedule|report|present|follow|clean|record|transcribe|"
    "change|build|download|order|buy|investigate|discuss|complete|provide|submit|circulate|table"
)
_PROMISED = re.compile(
    rf"\bI(?:'ll| will|'m going to|'m gonna| am going to| can| shall)\s+(?:then |also |just |try (?:to|and) |go and |definitely )*(?P<task>(?:{_VERBS})\b(?:(?!\s+(?:so|but|because|which|and then|if|unless)\b)[^.?!;])*)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    rf"(?:\b(?:can|could|would|will) you\s+(?:please |just |also |maybe )*|\byou(?:'ll| will| should| need to| have to| must|'re going to| are going to| guys can)\s+(?:also |just |then )*|"
    rf"\bI(?:'d like| would like| want| need|'d ask| would ask) you to\s+)(?P<task>(?:{_VERBS})\b(?:(?!\s+(?:so|but|because|which|and then|if|unless)\b)[^.?!;])*)",
    re.IGNORECASE,
)
_HANGING = re.compile(
    rf"\b(?:we(?:'ll)? (?:need to|have to|should|must|ought to|still need to)|some(?:one|body) (?:should|needs to|has to|must)|"
    rf"it (?:needs|has) to be|we're (?:going to|gonna) have to)\s+(?:also |just |then )*(?P<task>(?:{_VERBS})\b(?:(?!\s+(?:so|but|because|which|and then|if|unless)\b)[^.?!;])*)",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:by|before|until|till|on|for)\s+(?:next |this |the )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|"
    r"tonight|noon|lunch(?:time)?|next (?:week|month|meeting|year)|the end of \w+(?: \w+)?|end of \w+|the next meeting|the \d+\w*(?: of \w+)?|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d+\w*)?)\b|"
    r"\b(?:next (?:week|month|meeting|time|monday|tuesday|wednesday|thursday|friday)|tomorrow|tonight|this (?:week|afternoon|evening|weekend)|"
    r"after (?:the|this) meeting|after lunch|today|on (?:monday|tuesday|wednesday|thursday|friday)|in (?:\d+|a few|five|ten|two|three) (?:minutes|days|weeks|hours))\b",
    re.IGNORECASE,
)  # fmt: skip
_ASSENT = re.compile(
    r"^(?:yeah|yes|yep|okay|ok|agreed|sure|sounds good|good idea|right|absolutely|fine|mm-hmm)\b",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"^(?:yeah|yes|no|yep|nope|i think|because|it's|that's|well|i don't|mr|madam|we)\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"\bany (?:other )?(?:questions|comments)|\bshall we|\bcan (?:you|everyone) (?:see|hear)|\bis that (?:ok|right|fine)|\bcan i\b|\bready\b|\bsee you\b",
    re.IGNORECASE,
)
_THIN = word_set("later better somewhat again already more back together somehow maybe people")
_NO_TASK = re.compile(
    r"^\w+ (?:are|is|was|were)\b|\b(?:ok|okay)\b|\b(?:i|you) \w+ (?:i|you)\b", re.IGNORECASE
)
_CONCERN = re.compile(
    r"\bproblem|\bconcern|\bworr|\bexpensive|\bdifficult|\bnot sure|\bdon't know (?:if|whether|how|what)|\bunclear|"
    r"\bthe question is|\brisk|\bdisadvantage|\btoo (?:much|long|big|small|late|slow)\b|\bdoesn't work",
    re.IGNORECASE,
)
_ENOUGH_SAID = 10
_AN_ANSWER = 40
_LEAST_TASK = 3
_LEAST_QUESTION = 3
_RUN_UP = 12
_BROKEN = re.compile(
    r"(?<![\w'])(?![aio]\b)[a-z](?![\w'])|\bi (?:\w+ )?i\b|\byou know\b|\bi mean\b|\bsort of\b|\bkind of\b|\b(\w+) \1\b",
    re.IGNORECASE,
)
"""Signs that a sentence was spoken in bits."""
_ANEW = re.compile(r"[a-z'] (?:You|We|There|It|This|That|So|And|But|He|She|They)\b")
_EMPTY = word_set("one kind way lot point people time something anything stuff guys")

Status = Literal["decided", "provisional"]
Kind = Literal["promised", "assigned", "nobody named"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tidy sentence of the record.

    Attributes:
        turn: The index of its turn.
        speaker: Who said it.
        text: Without fillers and restarts.
        stems: What it is about.
    """

    turn: int
    speaker: str
    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something settled, or close to it; ``words`` are those that say so."""

    sentence: Sentence
    words: str
    status: Status
    backers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done."""

    sentence: Sentence
    task: str
    owner: str
    due: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the answers draw on."""

    turns: tuple[MeetingTurn, ...]
    sentences: tuple[Sentence, ...]
    weight: dict[str, float]
    shares: dict[str, float]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    unanswered: tuple[Sentence, ...]
    dropped: tuple[Sentence, ...]


@lru_cache(maxsize=8)
def analyse(record: str) -> Analysis:
    """Read a record once; the same record costs nothing the next time."""
    turns = parse_meeting(record)
    sentences = tuple(_sentences(turns))
    spread = Counter(s for sentence in sentences for s in set(sentence.stems))
    count = max(1, len(sentences))
    weight = {s: math.log(1 + count / n) for s, n in spread.items()}
    words = Counter[str]()
    for turn in turns:
        words[turn.speaker] += len(turn.text.split())
    total = max(1, words.total())
    speakers = frozenset(words) - {""}
    return Analysis(
        turns,
        sentences,
        weight,
        {speaker: n / total for speaker, n in words.most_common()},
        tuple(_decisions(sentences, turns)),
        tuple(_actions(sentences, speakers)),
        tuple(_unanswered(sentences, turns)),
        tuple(_dropped(sentences, turns)),
    )


def tidy(text: str) -> str:
    """Speech as it would be quoted: fillers, restarts and stutters left out, no word added."""
    text = _FILLER.sub(" ", clean_speech(text)).replace('"', "")
    text = _AGAIN.sub(r"\1", " ".join(text.split()))
    text = _STUTTER.sub("", text)
    text = _TAIL.sub("", _LEAD.sub("", text)).strip(" ,").lstrip("?.!-; ")
    text = re.sub(r"\s+([,.?!])", r"\1", re.sub(r"([,.])(?:\s*[,.])+", r"\1", text))
    return text[:1].upper() + text[1:]


def _from(text: str, start: int) -> str:
    """The text from a few words before the place that matters, if that lies far inside."""
    before = text[:start].split()
    return text if len(before) <= _RUN_UP else "… " + " ".join(before[-4:]) + " " + text[start:]


def clip(text: str, words: int) -> str:
    """At most so many words, cut at a comma where one is near the end."""
    parts = text.split()
    if len(parts) <= words:
        return text.rstrip(" ,.;")
    short = " ".join(parts[:words])
    comma = short.rfind(",")
    return (short[:comma] if comma > len(short) * 0.6 else short).rstrip(" ,.;") + " …"


def breaks(sentence: Sentence) -> int:
    """In how many places it starts anew or trails off."""
    return len(_BROKEN.findall(sentence.text)) + len(_ANEW.findall(sentence.text))


def _sentences(turns: tuple[MeetingTurn, ...]) -> list[Sentence]:
    found = []
    for index, turn in enumerate(turns):
        pieces: list[str] = []
        for piece in _END.split(turn.text):
            if pieces and _ABBREVIATED.search(pieces[-1]):
                pieces[-1] += " " + piece
            else:
                pieces.append(piece)
        for piece in pieces:
            text = tidy(piece)
            stems = tuple(content_stems(text))
            if stems:
                found.append(Sentence(index, turn.speaker, text, stems))
    return found


def _decisions(sentences: tuple[Sentence, ...], turns: tuple[MeetingTurn, ...]) -> list[Decision]:
    found = []
    for sentence in sentences:
        if not _HINT.search(sentence.text):
            continue
        firm = _DECIDED.search(sentence.text)
        cue = firm or _LEANING.search(sentence.text)
        if not cue or _UNDONE.search(sentence.text):
            continue
        after = content_stems(sentence.text[cue.start() :])
        if len(_telling(sentence)) < 2 or len(after) < 2 or sentence.text.endswith("?"):  # noqa: PLR2004 - an empty "let's do it"
            continue
        backers = dict.fromkeys(
            turn.speaker
            for turn in turns[sentence.turn + 1 : sentence.turn + 4]
            if turn.speaker != sentence.speaker and _ASSENT.match(turn.text)
        )
        hedged = not firm or _HEDGED.search(sentence.text)
        found.append(
            Decision(
                sentence,
                _from(sentence.text, cue.start()),
                "provisional" if hedged else "decided",
                tuple(backers),
            )
        )
    return found


def _actions(sentences: tuple[Sentence, ...], speakers: frozenset[str]) -> list[Action]:
    found = []
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("promised", _PROMISED),
        ("assigned", _ASSIGNED),
        ("nobody named", _HANGING),
    )
    for sentence in sentences:
        for kind, pattern in patterns:
            match = pattern.search(sentence.text)
            task = tidy(match["task"]) if match else ""
            about = [w for w in tokens(task)[1:] if w not in STOPWORDS and w not in _EMPTY]
            if not set(about) - _THIN or len(task.split()) < _LEAST_TASK or _NO_TASK.search(task):
                continue
            due = _DUE.search(sentence.text)
            owner = sentence.speaker if kind == "promised" else ""
            if kind == "assigned":
                owner = next(
                    (s for s in speakers if s != sentence.speaker and s in sentence.text), ""
                )
            found.append(Action(sentence, clip(task, 14), owner, due[0] if due else "", kind))
            break
    return found


def _unanswered(sentences: tuple[Sentence, ...], turns: tuple[MeetingTurn, ...]) -> list[Sentence]:
    """Questions after which nobody takes up a word of them, the longest first."""
    found = []
    last = {sentence.turn: sentence for sentence in sentences}  # they did not go on themselves
    for sentence in last.values():
        if not sentence.text.endswith("?") or _PROCEDURE.search(sentence.text):
            continue
        after = [turns[n] for n in _next(sentence, turns)]
        said = sum(len(turn.text.split()) for turn in after)
        if said > _AN_ANSWER or any(_ANSWERING.match(turn.text) for turn in after):
            continue
        if len(_telling(sentence)) >= _LEAST_QUESTION and not _taken_up(sentence, turns):
            found.append(sentence)
    return sorted(found, key=lambda s: (breaks(s), -len(_telling(s))))


def _dropped(sentences: tuple[Sentence, ...], turns: tuple[MeetingTurn, ...]) -> list[Sentence]:
    """Worries that the next ones to speak say nothing about, the longest first."""
    found = [
        sentence
        for sentence in sentences
        if _CONCERN.search(sentence.text)
        and not sentence.text.endswith("?")
        and len(_telling(sentence)) > _LEAST_QUESTION
        and not _taken_up(sentence, turns)
    ]
    return sorted(found, key=lambda s: (breaks(s), -min(len(_telling(s)), _ENOUGH_SAID)))


def _next(sentence: Sentence, turns: tuple[MeetingTurn, ...]) -> list[int]:
    """The turns of others among the next three."""
    following = range(sentence.turn + 1, min(sentence.turn + 4, len(turns)))
    return [n for n in following if turns[n].speaker != sentence.speaker]


def _taken_up(sentence: Sentence, turns: tuple[MeetingTurn, ...]) -> bool:
    """Whether the next ones to speak use a word of it."""
    own = set(sentence.stems)
    return any(own & set(content_stems(turns[n].text)) for n in _next(sentence, turns))


def _telling(sentence: Sentence) -> list[str]:
    return [s for s in sentence.stems if s not in _EMPTY]
