"""What stands around a sign: negation, the subject, the kind of talk, the time."""

from __future__ import annotations

from mascot.safety.crisis import About
from mascot.safety.lexicon import bag, scenes
from mascot.safety.lexicon.words import OTHER_WORDS, SELF_WORDS, THINGS
from mascot.safety.reading import COMMA, STOP, Reading
from mascot.safety.signs import NEGATORS

_DOUBT = bag(
    "say tell me promise guarantee swear sure certain trust confident rule pretend deny lie"
)
_FAILING = bag("stop resist quit control")
_STRUGGLE = bag("why trying struggling fighting try battling")
_ONESELF = bag("i me myself ourselves")
_SUBJECTS = bag("i he she they we")
_REPORTING = bag(
    "say saying said says think mean like that believe because promise swear claim or sure guarantee certain pretend deny"
)
_TRANSPARENT = bag(
    "want wants wanted wanting wish going to would will am is are was were feel feels feeling felt "
    "be been being have had has do does did done think thinking thought thoughts thinks about of try tried trying "
    "plan planning plans intend intends intention intentions ever a an any the i he she they that "
    "saying mean like in danger it my her his at all you we need currently remotely even or "
    "attempt attempted attempting considered considering consider urge desire reason anything "
    "suicidal harm hurt kill killing suicide self myself herself himself with contemplated again "
    "imagine dream dreamt longer because one wants thing talk having could should ending"
)
_WISHED = bag("want wants going plan planning ready urge thinking wish tonight")
_CLOSE = 5
_VAGUE = bag("it that this you your nobody everyone anyone people")
_DETERMINERS = bag("this that the a an our your these those every all")
_OTHERS = (
    OTHER_WORDS
    | (THINGS - _VAGUE)
    | scenes.ANIMAL
    | scenes.GAME
    | scenes.TRIFLE
    | scenes.STORY
    | scenes.WORK
)
_TAKING = bag("took taken swallowed swallow downed popped ate drank want wants join had mixed")
_TELLING = bag(
    "said says say saying texted wrote writes posted messaged told tells texts sent tweeted "
    "keeps whispered screamed mumbled writing message diary journal note text"
)


def negated(reading: Reading, start: int, end: int, *, own: bool) -> bool:
    """Whether a "not" reaches into a stretch.

    A "not" reaches across words of wishing, planning and being ("I am not going to …") and stops at
    anything else ("I am not ok, …"). One that belongs to a doubt ("I cannot promise that I will
    not …") takes another back.

    Args:
        reading: The text.
        start: Where the stretch begins.
        end: Where it ends.
        own: Whether the sign has a "not" of its own, so that one inside says nothing.
    """
    words, breaks = reading.words, reading.breaks
    if words[start] in _FAILING:
        return False
    nots = 0 if own else _inner_nots(words[start:end])
    at = start - 1
    while at >= max(0, start - 14):
        if breaks[at + 1] >= COMMA and not (nots and words[at] in _DOUBT):
            break
        word = words[at]
        if word in NEGATORS:
            if _STRUGGLE & set(words[max(0, at - 3) : at]):
                return False
            nots += 1
        elif (word not in _TRANSPARENT and word not in _DOUBT) or (
            word in _SUBJECTS and at and words[at - 1] not in _REPORTING
        ):
            break
        at -= 1
    return nots % 2 == 1


def _inner_nots(inside: list[str]) -> int:
    """A "not" near the last words of a stretch denies it; one further off says something else."""
    last = inside[-_CLOSE:]
    return sum(
        word in NEGATORS and not (at + 1 < len(last) and last[at + 1] in _FAILING)
        for at, word in enumerate(last)
    )


def subject(reading: Reading, start: int, end: int) -> About | None:
    """Whom a stretch is about, as far as its words and those before it tell."""
    words, breaks = reading.words, reading.breaks
    inside = words[start:end]
    if any(word in THINGS and word not in _VAGUE for word in words[max(0, start - 2) : start]):
        return None
    who = None if inside[0] in _TELLING | _TAKING else _named(inside)
    at = start
    if who is None:
        while at > max(0, start - 9) and breaks[at] < STOP:
            at -= 1
            word = words[at]
            if word in SELF_WORDS and not (word in {"my", "our"} and at + 1 < start):
                who = "self"
                break
            if word in OTHER_WORDS:
                who = "other"
                break
            if word in THINGS and (word not in _VAGUE or at >= start - 2):
                return None
        else:
            who = _unnamed(reading, start)
    if who == "self" and _told_by_another(reading, start):
        return "other"
    return who


def _named(inside: list[str]) -> About | None:
    """Who is named in a stretch: oneself before others, others before what is one's own."""
    if not _ONESELF.isdisjoint(inside):
        return "self"
    if not OTHER_WORDS.isdisjoint(inside):
        return "other"
    return None if SELF_WORDS.isdisjoint(inside) else "self"


def _unnamed(reading: Reading, start: int) -> About | None:
    """No subject in sight: "wanna die" is one's own, "Jenny wants to die" is a name's."""
    clause = _clause(reading, start)
    if start - 4 < clause < start - 1 and reading.words[clause] in _DETERMINERS:
        return None  # "the fridge has given up on life"
    first = reading.words[start]
    if first.endswith("s") and first in {"wants", "needs", "wishes", "deserves", "thinks", "feels"}:
        before = reading.words[max(0, start - 2) : start]
        if reading.breaks[start] >= COMMA or not before or before[0] in _DETERMINERS:
            return None
        return "other"
    return "self"


def _clause(reading: Reading, start: int) -> int:
    """Where the clause of a word begins."""
    while start > 0 and reading.breaks[start] < COMMA:
        start -= 1
    return start


def _told_by_another(reading: Reading, start: int) -> bool:
    """Whether the words are quoted from somebody else's mouth."""
    if not reading.quoted[start]:
        return False
    at = start
    while at > 0 and reading.quoted[at - 1]:
        at -= 1
    before = reading.words[max(0, at - 8) : at]
    return bool(_TELLING & set(before)) and bool(OTHER_WORDS & set(before))


def is_story(reading: Reading, start: int, end: int) -> bool:
    """Whether the talk is of a story, a song or the news."""
    return not scenes.STORY.isdisjoint(_sentence(reading, start, end))


def names_self(reading: Reading, start: int, end: int) -> bool:
    """Whether the person is named in the sentence."""
    return not SELF_WORDS.isdisjoint(_sentence(reading, start, end))


def is_alone(reading: Reading, start: int, end: int) -> bool:
    """Whether the person speaks of nobody and nothing else in the sentence."""
    return _OTHERS.isdisjoint(_sentence(reading, start, end))


def is_sung(reading: Reading, start: int) -> bool:
    """Whether the words are cited from a song or a story."""
    reach = 9 if reading.quoted[start] else 5
    return not scenes.STORY.isdisjoint(reading.words[max(0, start - reach) : start])


def is_game(reading: Reading, start: int, end: int) -> bool:
    """Whether the talk is of a game or a sport."""
    return not scenes.GAME.isdisjoint(reading.around(start, end, 20))


def is_wished(reading: Reading, start: int) -> bool:
    """Whether the deed is wished for or planned."""
    return not _WISHED.isdisjoint(reading.words[max(0, start - 4) : start])


def is_mishap(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody was hurt by accident."""
    return not scenes.MISHAP.isdisjoint(reading.around(start, end, 12))


def is_animal(reading: Reading, start: int, end: int) -> bool:
    """Whether the talk is of animals, or of the road."""
    return not scenes.ANIMAL.isdisjoint(_sentence(reading, start, end))


def is_laughed(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody laughs."""
    return not scenes.LAUGH.isdisjoint(reading.around(start, end, 16))


def is_trifle(reading: Reading, start: int, end: int) -> bool:
    """Whether it is said in play."""
    words = reading.around(start, end, 16)
    return any(
        word in scenes.TRIFLE and "not" not in words[max(0, at - 3) : at]
        for at, word in enumerate(words)
    )


def is_work(reading: Reading, start: int, end: int) -> bool:
    """Whether the talk is of the subject and not of a person: a report, a course, a ward."""
    return not scenes.WORK.isdisjoint(_sentence(reading, start, end))


def is_generic(reading: Reading, start: int, end: int) -> bool:
    """Whether the subject is nobody in particular."""
    return not scenes.GENERIC.isdisjoint(reading.words[max(0, start - 4) : end])


class Phrases:
    """A few phrases to be found in a stretch of words."""

    def __init__(self, choice: str) -> None:
        self._phrases = tuple(
            " " + " ".join(words) + " "
            for words in (phrase.split() for phrase in choice.split("|"))
        )

    def near(self, reading: Reading, start: int, end: int, reach: int) -> bool:
        """Whether one of them stands within reach of a stretch."""
        words = f" {' '.join(reading.around(start, end, reach))} "
        return any(phrase in words for phrase in self._phrases)


WELL, LONG_AGO, RECENT, AGAIN, RELAPSE = map(
    Phrases, (scenes.WELL, scenes.LONG_AGO, scenes.RECENT, scenes.AGAIN, scenes.RELAPSE)
)
_TRIED = bag(
    "tried attempted attempt almost nearly was were had did used wanted thought wrote overdosed"
)

_ATTEMPT = bag("tried attempted attempt almost nearly overdosed overdose")


def is_past(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch tells of something that has been."""
    return not _TRIED.isdisjoint(reading.words[max(0, start - 4) : end]) or LONG_AGO.near(
        reading, start, end, 14
    )


def is_near(reading: Reading, start: int, end: int, about: About) -> bool:
    """Whether something past still asks for help.

    An attempt does, unless all is well since; the wish or habit of years ago does not.
    """
    well, long_ago = WELL.near(reading, start, end, 40), LONG_AGO.near(reading, start, end, 14)
    if well and long_ago and not RELAPSE.near(reading, start, end, 16):
        return False
    first, last = reading.sentence(start, end, 10)
    if RECENT.near(reading, first, last, 0) or RELAPSE.near(reading, start, end, 16):
        return True
    if well or not long_ago:
        return not well
    tried = not _ATTEMPT.isdisjoint(reading.words[max(0, start - 4) : end])
    return AGAIN.near(reading, start, end, 14) or (about == "self" and tried)


def speaker(reading: Reading, start: int, end: int) -> About:
    """Whom several hints are about: who is named first."""
    first, last = reading.sentence(start, end)
    for word in reading.words[first:last]:
        if word in {"i", "me"}:
            return "self"
        if word in OTHER_WORDS:
            return "other"
    return "self"


def _sentence(reading: Reading, start: int, end: int) -> list[str]:
    first, last = reading.sentence(start, end)
    return reading.words[first:last]
