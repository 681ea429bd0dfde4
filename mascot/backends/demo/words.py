"""Words and stems: what the demo's readings are made of."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_VOWEL = re.compile(r"[aeiouy]")
_MIN_STEM = 3
_SILENT_E = re.compile(r"[^aeiou][aeiou][^aeiouwxy]")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to keep long lists of them readable in the source."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """a an the this that these those i im ive id ill me my mine myself you your youre we our us he
    she it its hes shes they them their his her him who what when where why how which and or but if
    so because as of in on at to for from with by about into over after before up down out off is
    are was were be been being am do does did done have has had will would can could should may
    might must not no dont doesnt didnt cant wont isnt wasnt arent just very really too then than
    there here all some any one every get got go going went ok okay yes yeah please now today
    thats whats lets more most much many few only also again still like"""
)
"""English in function: their share tells English from other tongues written in Latin letters."""

STOPWORDS = FUNCTION_WORDS | word_set(
    """um uh mm hmm mhmm oh ah well right sort kind know mean think thing things say said says see
    want need make made something anything everything nothing someone people bit lot way actually
    basically maybe perhaps probably sure good great fine yep nope thank thanks sorry look looks
    guess take put come came let use used little quite whole two three first second next last time
    other another each own same even though through without theyre weve well were youve theres gonna
    wanna kay huh anyway course else whether around back cause em per hon mr mrs ms member"""
)
"""Words that say nothing of what a text is about."""

NEGATIONS = word_set(
    """not no never none nobody neither nor without hardly barely cannot cant dont doesnt didnt wont
    wouldnt couldnt shouldnt isnt wasnt arent werent aint havent hasnt hadnt"""
)


def tokens(text: str) -> list[str]:
    """The words in lower case, without apostrophes: ``can't`` is ``cant``."""
    return [word.replace("'", "") for word in _WORD.findall(text.lower().replace("’", "'"))]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without the common endings, the same for all its forms that matter here."""
    if word == "friendly":
        return word
    if word.endswith("our") and len(word) > len("four"):
        return word[:-2] + "r"  # colour and color are one word
    for ending, put in (("ies", "y"), ("ing", ""), ("ied", "y"), ("ed", ""), ("ly", ""), ("s", "")):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= _MIN_STEM and _VOWEL.search(base):
            if ending == "s" and base[-1] in "su":
                break
            word = base + put
            if ending in {"ing", "ed"} and _SILENT_E.fullmatch(word):
                word += "e"  # cared is care and not car
            if ending in {"ing", "ed"} and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > len("care") else word


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(word) for word in tokens(text) if word not in STOPWORDS and len(word) > 1]
