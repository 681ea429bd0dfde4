"""Undoing disguises and slips of the pen: look-alike letters, leet, asterisks, typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from mascot.safety.lexicon import bag

_LOOKALIKES = str.maketrans(
    "авеёіїјкмнорсԁѕтухһԛԝɡ" + "αβεηικνορτυχω" + "’‘‛ʼ`´“”„«»…—–",
    "abeeiijkmhopcdstyxhqwg" + "abenikvoptuxw" + "''''''\"\"\"\"\".--",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_PRONOUNS = bag(
    "he she it that there what who someone somebody nobody everyone where how here life mum mom dad "
    "mother father death"
)
_ENDINGS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are", "'m": "am", "'d": "would"}
_LEET = {
    "0": "o",
    "1": "il",
    "!": "i",
    "|": "il",
    "3": "e",
    "4": "a",
    "@": "a",
    "5": "s",
    "$": "s",
    "7": "t",
}
_ANY = "abcdefghijklmnopqrstuvwxyz"
_RUN = re.compile(r"(.)\1{2,}")

_REPAIRED = {
    "suicide": 2,
    "suicidal": 2,
    "myself": 2,
    "himself": 1,
    "herself": 1,
    "themselves": 1,
    "killing": 1,
    "overdose": 1,
    "overdosed": 1,
    "anymore": 1,
    "tonight": 1,
    "goodbye": 1,
    "nobody": 1,
    "everyone": 1,
    "unalive": 1,
    "unaliving": 1,
    "thinking": 1,
    "thoughts": 1,
    "without": 1,
    "cutting": 1,
    "swallowed": 1,
    "reason": 1,
    "hanging": 1,
    "tablets": 1,
    "worthless": 1,
    "drowning": 1,
    "jumping": 1,
    "paracetamol": 2,
    "painless": 1,
    "threatening": 1,
    "commit": 0,
}
"""Words that are worth repairing, and how many slips are forgiven in each."""

_INNOCENT = bag(
    "hopping starring hooping form sing clam silt brat slat tarp barn bran coal cola salt snug diner filing wining piling bread beard eats seat teats felt left cares acres surgical talents tables handing tires boost filed field brian beast quite alter acres barley suing crabs form casual trail diary unties angel tarps suffice suffices kilning killings subside subsides subsided subsidy moself itself yourself oneself hisself "
    "putting gutting nutting outing cuttings clutting clotting curtting everyones thinning "
    "thanking shilling skilling himselfs swallower swallows overdoes overdo overuse"
)

VARIANTS = {
    "kil": "kill",
    "kll": "kill",
    "kiil": "kill",
    "kyll": "kill",
    "klil": "kill",
    "killl": "kill",
    "kiling": "killing",
    "kilng": "killing",
    "ded": "dead",
    "deid": "dead",
    "deth": "death",
    "diying": "dying",
    "diing": "dying",
    "dieing": "dying",
    "dyin": "dying",
    "hert": "hurt",
    "hurst": "hurt",
    "hrut": "hurt",
    "meself": "myself",
    "meslf": "myself",
    "maself": "myself",
    "msyelf": "myself",
    "wnat": "want",
    "wnt": "want",
    "whant": "want",
    "waant": "want",
    "wat": "want",
    "wan": "want",
    "wante": "want",
    "lief": "life",
    "lyfe": "life",
    "lfe": "life",
    "thots": "thoughts",
    "thougts": "thoughts",
    "thoghts": "thoughts",
    "abuot": "about",
    "abt": "about",
    "alife": "alive",
    "alve": "alive",
    "nobdy": "nobody",
    "pils": "pills",
    "pilz": "pills",
    "tabs": "tablets",
    "ovrdose": "overdose",
    "jmp": "jump",
    "wrsts": "wrists",
    "rists": "wrists",
    "suicidle": "suicidal",
    "suicidel": "suicidal",
    "sucidle": "suicidal",
    "suicidial": "suicidal",
    "dei": "die",
    "lif": "life",
    "liek": "like",
    "dyed": "died",
    "wsh": "wish",
    "hrt": "hurt",
    "hlp": "help",
    "dth": "death",
    "wke": "wake",
    "lve": "live",
    "wna": "want to",
    "gna": "going to",
    "idk": "do not know",
    "4ever": "forever",
    "wanan": "want to",
    "wnana": "want to",
    "wuz": "was",
    "woz": "was",
    "wuld": "would",
    "wold": "would",
    "cud": "could",
    "cuold": "could",
    "evry": "every",
    "evryone": "everyone",
    "evrything": "everything",
    "noboddy": "nobody",
    "anymor": "anymore",
    "beter": "better",
    "betta": "better",
    "wen": "when",
    "wiv": "with",
    "wit": "with",
    "teh": "the",
    "da": "the",
    "luv": "love",
    "giv": "give",
    "leav": "leave",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tomoz": "tomorrow",
    "tomorow": "tomorrow",
    "2moro": "tomorrow",
    "sry": "sorry",
    "enuf": "enough",
    "lik": "like",
    "lyk": "like",
    "fel": "feel",
    "feelin": "feeling",
    "ther": "there",
    "bout": "about",
    "hve": "have",
    "hav": "have",
    "tak": "take",
    "taek": "take",
    "wonna": "want to",
    "wantto": "want to",
    "mysel": "myself",
    "bcuz": "because",
    "plz": "",
    "jst": "",
    "wudnt": "would not",
    "shud": "should",
    "wud": "would",
    "nuthin": "nothing",
    "dy": "die",
    "dieded": "died",
    "y'all": "you",
    "yall": "you",
    "lov": "love",
    "hart": "heart",
    "gonan": "going to",
    "comit": "commit",
    "commited": "committed",
    "agen": "again",
    "agian": "again",
    "togehter": "together",
    "bettr": "better",
    "witout": "without",
    "liv": "live",
    "livin": "living",
    "existance": "existence",
    "selfharm": "self harm",
    "selfharming": "self harm",
    "selfharmed": "self harm",
    "selfdelete": "self delete",
    "sewerslide": "suicide",
    "sewercide": "suicide",
    "sewyside": "suicide",
    "sooicide": "suicide",
    "unalived": "unalive",
    "unaliv": "unalive",
    "od'd": "overdosed",
    "oded": "overdosed",
    "ctb": "catch the bus",
    "suicided": "suicide",
    "suicides": "suicide",
    "tn": "tonight",
    "tnite": "tonight",
    "2nite": "tonight",
    "tonite": "tonight",
    "2night": "tonight",
    "mum": "mother",
    "mom": "mother",
    "mam": "mother",
    "mommy": "mother",
    "mummy": "mother",
    "dad": "father",
    "daddy": "father",
    "bf": "boyfriend",
    "gf": "girlfriend",
    "bro": "brother",
    "sis": "sister",
    "bestie": "friend",
    "bff": "friend",
    "hubby": "husband",
    "stepmom": "stepmother",
    "stepmum": "stepmother",
    "stepdad": "stepfather",
    "ppl": "people",
    "every1": "everyone",
    "every one": "everyone",
    "everybody": "everyone",
    "some1": "someone",
    "somebody": "someone",
    "no1": "nobody",
    "noone": "nobody",
    "u": "you",
    "ur": "your",
    "r": "are",
    "n": "and",
    "bc": "because",
    "cuz": "because",
    "cos": "because",
    "tryna": "trying to",
    "finna": "going to",
    "gonna": "going to",
    "gona": "going to",
    "gunna": "going to",
    "goin": "going",
    "gon": "going to",
    "wanna": "want to",
    "wana": "want to",
    "wannna": "want to",
    "bouta": "about to",
    "boutta": "about to",
    "gotta": "have to",
    "hafta": "have to",
    "outta": "out of",
    "kinda": "",
    "imma": "i am going to",
    "ima": "i am going to",
    "im": "i am",
    "iam": "i am",
    "ive": "i have",
    "dont": "do not",
    "dnt": "do not",
    "dunno": "do not know",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "wasnt": "was not",
    "arent": "are not",
    "werent": "were not",
    "aint": "am not",
    "cant": "can not",
    "cnt": "can not",
    "cannot": "can not",
    "couldnt": "could not",
    "wont": "will not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "havent": "have not",
    "hasnt": "has not",
    "hadnt": "had not",
    "hes": "he is",
    "shes": "she is",
    "hed": "he would",
    "theyre": "they are",
    "theyd": "they would",
    "theyll": "they will",
    "youre": "you are",
    "youd": "you would",
    "thats": "that is",
    "whats": "what is",
    "theres": "there is",
    "it's": "it is",
    "itd": "it would",
    "itll": "it will",
    "nobody's": "nobody is",
    "wants2": "wants to",
}
"""Spellings that mean another word or words here."""


def fold(text: str) -> str:
    """Lower case, look-alike letters and typographic marks made plain, invisible ones gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return text.casefold().translate(_LOOKALIKES)


def _deletes(word: str, times: int) -> Iterator[str]:
    yield word
    if times and len(word) > 1:
        for at in range(len(word)):
            yield from _deletes(word[:at] + word[at + 1 :], times - 1)


def _index() -> dict[str, str]:
    index: dict[str, str] = {}
    for word, slips in _REPAIRED.items():
        for short in _deletes(word, slips):
            index.setdefault(short, word)
    return index


_SHORTENED = _index()


class Speller:
    """Brings the spellings of one vocabulary into order.

    Args:
        vocabulary: The words that matter; a disguise is only undone when it yields one of them.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary) | _REPAIRED.keys()
        self._cached = lru_cache(maxsize=8192)(self._read)

    def read(self, token: str) -> tuple[str, ...]:
        """The words that a token stands for; usually itself."""
        return self._cached(token) if len(token) <= 24 else (token,)  # noqa: PLR2004

    def join(self, letters: str) -> tuple[str, ...] | None:
        """Words run together or spelt out letter by letter, when all of them are known."""
        ways: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 10), end):
                before, word = ways[start], letters[start:end]
                if before is not None and word in self._known and (end - start > 1 or word == "i"):
                    best = ways[end]
                    if best is None or len(before) + 1 < len(best):
                        ways[end] = (*before, word)
        return ways[-1]

    def _read(self, token: str) -> tuple[str, ...]:
        word = self._plain(token)
        for form in (word, word.replace("'", "")):
            if form in VARIANTS:
                return tuple(VARIANTS[form].split())
        for ending, full in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*self._read(word.removesuffix(ending)), full)
        if word.endswith("'s") and word[:-2] in _PRONOUNS:
            return (*self._read(word[:-2]), "is")
        word = word.removesuffix("'s").replace("'", "")
        if word in self._known:
            return (word,)
        if len(word) > 7 and (
            "myself" in word or "suicid" in word or "todie" in word or "killmy" in word
        ):
            return self.join(word) or (word,)
        if word.endswith("in") and word + "g" in self._known:
            return (word + "g",)
        return (self._swapped(word) or self._doubled(word) or self._repair(word),)

    def _doubled(self, word: str) -> str | None:
        """The known word that one letter too many or too few of a pair makes."""
        if not 4 <= len(word) <= 12 or word in _INNOCENT:  # noqa: PLR2004
            return None
        for at in range(len(word)):
            if at and word[at] == word[at - 1]:
                other = word[:at] + word[at + 1 :]
            else:
                other = word[:at] + word[at] + word[at:]
            if other in self._known:
                return other
        return None

    def _swapped(self, word: str) -> str | None:
        """The known word that two letters in the wrong order make."""
        if not 4 <= len(word) <= 12 or word in _INNOCENT:  # noqa: PLR2004
            return None
        for at in range(len(word) - 1):
            other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if other in self._known:
                return other
        return None

    def _plain(self, token: str) -> str:
        if not token.replace("'", "").isalpha():
            token = self._unmask(token) or token
        if match := _RUN.search(token):
            for times in (2, 1):
                word = _RUN.sub(lambda run, times=times: run[1] * times, token)
                if word in self._known or word in VARIANTS:
                    return word
            return token.replace(match[0], match[1])
        return token

    def _unmask(self, token: str) -> str | None:
        """``k1ll`` and ``s*icide``: every mark stands for one letter."""
        marks = [_ANY if c == "*" else _LEET.get(c, c) for c in token]
        if token.isdigit() or token.count("*") > 2:  # noqa: PLR2004
            return None
        for letters in product(*marks):
            word = "".join(letters)
            if word in self._known or word in _REPAIRED:
                return word
        return None

    def _repair(self, word: str) -> str:
        if len(word) < 5 or word in _INNOCENT:  # noqa: PLR2004
            return word
        for slips in (0, 1, 2):
            for short in _deletes(word, slips):
                target = _SHORTENED.get(short)
                if (
                    target
                    and target[0] == word[0]
                    and abs(len(word) - len(target)) <= 1
                    and slips <= _REPAIRED[target]
                ):
                    return target
        return word
