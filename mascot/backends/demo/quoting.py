"""Quoting people back to themselves: "my dog died" becomes "your dog died".

A clause is turned only when it certainly is one; what cannot be turned safely is left alone, for a
wrong "you was" is the first thing that anybody notices.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from mascot.backends.demo.lexicon import PEOPLE, TOPICS
from mascot.backends.demo.words import stem, word_set

MIN_WORDS, MAX_WORDS = 3, 13

_TURN = {
    "i": "you",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you",
    "we're": "you're",
    "we've": "you've",
    "we'd": "you'd",
    "we'll": "you'll",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "ourselves": "yourselves",
}
_TURN_THIRD = {
    **{word: turned.replace("you", "they") for word, turned in _TURN.items()},
    "me": "them",
    "us": "them",
    "my": "their",
    "our": "their",
    "mine": "theirs",
    "ours": "theirs",
    "myself": "themselves",
    "ourselves": "themselves",
}
_SPELLING = {
    "im": "i'm",
    "ive": "i've",
    "dont": "don't",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "cant": "can't",
    "couldnt": "couldn't",
    "wouldnt": "wouldn't",
    "shouldnt": "shouldn't",
    "wont": "won't",
    "isnt": "isn't",
    "wasnt": "wasn't",
    "werent": "weren't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "hadnt": "hadn't",
    "alot": "a lot",
    "cuz": "because",
    "bc": "because",
    "thats": "that's",
    "theres": "there's",
    "hes": "he's",
    "shes": "she's",
    "theyre": "they're",
}
_AFTER_I = {"am": "are", "was": "were", "wasn't": "weren't", "ain't": "aren't"}

_LEADING = word_set(
    """so well and but anyway honestly basically also then yeah yes oh ugh omg lol wow hi hey hello
    guys everyone actually okay ok like plus because just man gosh sadly unfortunately luckily
    fortunately finally apparently or haha seriously since sometimes"""
)
_TRAILING = word_set("lol haha too though tho anyway omg hahaha")
_DANGLING = word_set(
    """and but or the a an my your our his her their to of with for because so that which i when is
    was in at if on from by as than about who what where how we are were be like very really no not
    into just been am some had has have would could will do it's i'm i've because"""
)
_ADVERBS = word_set(
    """just really so always never still also almost only actually finally totally very then
    honestly already even once usually often sometimes recently ever currently now both all soon"""
)
_NOT_A_VERB = word_set(
    """and but or the a an my your our his her their to of with for because that which i when in at
    if on from by as than about who what where how me you he she we they it this these those him
    them us not so too very one two three"""
)
_AUX = word_set(
    """is are was were has have had does did do will would can could should might may must won't
    can't didn't doesn't don't isn't aren't wasn't weren't hasn't haven't hadn't couldn't wouldn't
    shouldn't cannot"""
)
_FINITE = _AUX | word_set(
    """got left broke said told took gave made went came lost won found bought kept keeps wants says
    gets makes goes needs loves hates thinks felt fell ran sent met paid quit spent forgot saw knew
    heard began became brought caught chose drove ate flew grew hit hurt let put sold slept spoke
    stole stood taught thought threw understood woke wore wrote read set cut shut feels looks seems
    means comes takes gives tells knows calls leaves works lives tries starts ignores stopped keep
    bit hid led shook rode cost blew sang stuck sucks sank ruins leads asks hurts runs died cried
    lied dies spat swore tore ripped passed"""
)
_ELIDED = word_set(
    """got lost won passed failed finished broke had went found missed forgot bought started quit
    moved can't don't didn't couldn't need want hate love feel felt ran ate saw made took met came"""
)
_ELIDED_ING = word_set("feeling going thinking trying getting having struggling waiting hoping")
_BARE_KIN = word_set("mom mum dad grandma grandpa grandmother grandfather mother father")
_DETERMINERS = word_set("my our the a an his her their this that these those some both")
_PRONOUNS = word_set("he she it they this that there someone somebody everyone everything nobody")
_NO_SUBJECT = word_set("and of that who in with to i")
_NEW_CLAUSE = word_set("i that who when to because i'm")
_REACH = 7
_TIMES = re.compile(
    r"^(today|yesterday|tonight|last (?:night|week|month|year|weekend|summer|winter)|"
    r"this (?:morning|week|month|year|weekend|afternoon)|recently|lately|the other day|"
    r"(?:a few|a couple of|two|three|some) (?:days|weeks|months|years) ago|a (?:week|month|year) ago)"
    r"\s*,?\s+(.*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n…]+[.!?;…]*")
_BREAK = re.compile(
    r",\s*|\s+-+\s+|\s*[()\"“”]\s*|\s+(?=but\s|because\s|which\s|although\s|whereas\s)|"
    r"(?:can't|couldn't) believe(?:\s+(?:it|that))?[,\s]+(?=my|our|i\s|she\s|he\s)|"
    r"(?:found out|heard|learned|learnt)(?:\s+that)?\s+(?=my|one|our|i\s)|"
    r"\s+(?=(?:and|so|then|when)\s+(?:i|i'm|i've|my|we|our|he|she|they|it|the|now)\b)",
    re.IGNORECASE,
)
_SAFE = re.compile(r"^[A-Za-z0-9'’,\-$%£€& ]+$")
_COARSE = re.compile(
    r"\b(?:f+u+c+k\w*|s+h+i+t\w*|bitch\w*|cunt\w*|asshole\w*|bastard\w*)\b", re.IGNORECASE
)
_GENERIC_PAIR = re.compile(
    r"^((?:my|our|the|a)\s+(?:[a-z'-]+\s+){0,2}?[a-z'-]+) and i\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the user's, turned to them.

    Attributes:
        text: In the second person, without capital and full stop.
        third: The same about them, for the director's reasons.
        words: The user's own words.
        position: How many clauses came before it.
    """

    text: str
    third: str
    words: str
    position: int


def clauses(text: str) -> list[Clause]:
    """All clauses that can be said back, in order; questions are left out."""
    found: list[Clause] = []
    position = 0
    for match in _SENTENCE.finditer(text[:6000].replace("’", "'")):
        sentence = match[0].strip()
        if sentence.endswith("?"):
            continue
        for part in [sentence, *_BREAK.split(sentence)]:
            turned = turn_clause(part)
            if turned and all(turned != other.text for other in found):
                third = turn_clause(part, third=True) or ""
                found.append(Clause(turned, third, part.strip(" .!;…,"), position))
            position += 1
    return found


def turn_clause(words: str, *, third: bool = False) -> str | None:
    """One clause in the second (or third) person, or None where that might come out wrong."""
    words = words.strip(" .!;:…,").replace("’", "'")
    if not words or not _SAFE.match(words) or _COARSE.search(words):
        return None
    when = ""
    plain = _strip(_spell(words))
    if match := _TIMES.match(plain):
        when, plain = " " + match[1].lower(), _strip(match[2])
    parts = plain.split()
    if not MIN_WORDS - bool(when) <= len(parts) <= MAX_WORDS or parts[-1].lower() in _DANGLING:
        return None
    subject = _subject(parts)
    if subject is None:
        return None
    turned = second_person(" ".join(parts), third=third)
    if turned is None or re.search(r"\bam\b|\b(?:you|they) was\b", turned):
        return None
    if third:
        subject = subject.replace("you", "they").replace("theyr ", "their ")
    return f"{subject}{turned}{when}"


def second_person(phrase: str, *, third: bool = False) -> str | None:
    """The phrase with I, my and us turned to you; None where it already speaks to somebody."""
    phrase = _GENERIC_PAIR.sub(lambda match: f"i and {match[1].lower()}", phrase)
    parts = phrase.split()
    low = [part.strip(",").lower() for part in parts]
    if any(word in {"you", "your", "you're", "u", "ur", "you've", "yours"} for word in low):
        return None
    shouting = sum(part.isupper() and len(part) > 1 for part in parts) > len(parts) // 2
    narrator = low[0] in {"i", "we", "i'm", "i've", "i'd"}
    out: list[str] = []
    for index, (part, word) in enumerate(zip(parts, low, strict=True)):
        comma = "," if part.endswith(",") else ""
        if word in _TURN:
            put = _TURN_THIRD[word] if third else _TURN[word]
        elif (
            word in _AFTER_I
            and (_follows_i(low, index) or (narrator and low[index - 1] in {"and", "but"}))
        ) or (word in {"am", "was"} and low[index + 1 : index + 2] == ["i"]):
            put = _AFTER_I[word]
        else:
            put = word if shouting or (index == 0 and _is_common(word)) else part.strip(",")
        out.append(put + comma)
    return " ".join(out)


def _follows_i(low: list[str], index: int) -> bool:
    """Whether I is the subject, perhaps with adverbs between."""
    while index and (low[index - 1] in _ADVERBS or low[index - 1].endswith("ly")):
        index -= 1
    return bool(index) and low[index - 1] in {"i", "we"}


def _subject(parts: list[str]) -> str | None:
    """What to put before the clause so that it has a subject; None where it is no clause."""
    low = [part.strip(",").lower() for part in parts]
    first = low[0]
    rest = 1
    while rest < len(low) and (low[rest] in _ADVERBS or low[rest].endswith("ly")):
        rest += 1
    after = low[rest] if rest < len(low) else ""
    if pair := _GENERIC_PAIR.match(" ".join(low)):  # "my wife and I were"
        behind = " ".join(low)[pair.end() :].split()
        return "" if behind and behind[0] not in _NOT_A_VERB else None
    if first in {"i", "we"}:
        return "" if after and after not in _NOT_A_VERB else None
    if re.fullmatch(r"(?:i|we|he|she|they|it|that|there)'(?:m|ve|d|ll|re|s)", first):
        return "" if after else None
    finite = after in _FINITE or after.endswith("ed")
    for starts, put in ((_PRONOUNS, ""), (_BARE_KIN, "your ")):
        if first in starts and finite:
            return put
    for starts, put in ((_ELIDED, "you "), (_ELIDED_ING, "you're ")):
        if first in starts:
            return put
    nominal = first in _DETERMINERS or low[:2] == ["one", "of"]
    return "" if nominal and _has_verb(low) else None


def _has_verb(low: list[str]) -> bool:
    """Whether a finite verb follows the noun phrase at the start."""
    for before, word in itertools.pairwise(low[1:_REACH]):
        if before in _NO_SUBJECT:
            continue
        if word in _FINITE or (word.endswith("ed") and len(word) > len("need")):
            return True
        if word in _NEW_CLAUSE:
            return False
    return False


def _is_common(word: str) -> bool:
    """Whether a capital at the start of a sentence was only that."""
    return (
        word in _DETERMINERS
        or word in _PRONOUNS
        or word in _ELIDED
        or word in _ELIDED_ING
        or word in _BARE_KIN
        or word in PEOPLE
        or stem(word) in NOUNS
        or "'" in word
    )


def _spell(words: str) -> str:
    words = re.sub(r"\bsuppose to\b", "supposed to", words)
    words = re.sub(r",?\s+i (?:guess|think|suppose|know)$", "", words, flags=re.IGNORECASE)
    return " ".join(_SPELLING.get(word.lower(), word) for word in words.split())


def _strip(words: str) -> str:
    parts = words.split()
    while parts and parts[0].strip(",").lower() in _LEADING:
        parts.pop(0)
    while parts and parts[-1].strip(",").lower() in _TRAILING:
        parts.pop()
    return " ".join(parts)


_EVENTS = frozenset({"breakup", "jobless", "stage"})
"""Topics told by what happened; their cues are no nouns."""


def _noun_stems() -> dict[str, str]:
    """Every topic noun's stem with its topic; phrases of several words are left to the cues."""
    return {
        stem(noun.strip()): topic
        for topic, nouns in reversed(TOPICS.items())
        if topic not in _EVENTS
        for noun in nouns.split(",")
        if " " not in noun.strip()
    }


NOUNS = _noun_stems()
_NOT_MODIFIERS = _NOT_A_VERB | _AUX | _ADVERBS | word_set("all lot few any no am been be much many")
_NO_THING = word_set(
    "back run show date weight pain present book test treatment moving accident dishes"
)


def things(text: str) -> list[str]:
    """The noun phrases about a known topic, in the second person: "your new job", "the dog"."""
    low = re.findall(r"[a-z'-]+|[.,!?;:]", text.lower().replace("’", "'"))
    found: list[str] = []
    for index, word in enumerate(low):
        if word not in {"my", "our", "the", "a", "an", "this", "his", "her"}:
            continue
        end = index + 1
        last = 0
        while (
            end < len(low)
            and end <= index + 4
            and low[end].isalpha()
            and low[end] not in _NOT_MODIFIERS
        ):
            if stem(low[end]) in NOUNS:
                last = end
            elif last:
                break
            end += 1
        modifiers = low[index + 1 : last]
        if not last or any(
            w in _FINITE or (w.endswith("ed") and stem(w) not in NOUNS) for w in modifiers
        ):
            continue
        if not modifiers and low[last] in _NO_THING:
            continue
        determiner = {
            "my": "your",
            "our": "your",
            "a": "your" if low[last] in {"friend", "coworker"} else "the",
            "an": "the",
            "this": "this",
        }.get(word, word)
        found.append(" ".join([determiner, *modifiers, low[last]]))
    return found
