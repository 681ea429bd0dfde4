"""The lexicon and its small pattern language."""

import pytest

from mascot.safety.detector import SIGNS
from mascot.safety.lexicon.figures import FIGURES
from mascot.safety.patterns import Pattern, PatternIndex
from mascot.safety.reading import FILLERS, read
from mascot.safety.spelling import Speller, fold


def spans(say, text):
    pattern = Pattern(say)
    reading = read(fold(text), Speller(pattern.words))
    return [
        " ".join(reading.words[start:end])
        for _, start, end in PatternIndex([(pattern, None)]).find(reading)
    ]


@pytest.mark.parametrize(
    ("say", "text", "found"),
    [
        ("end {my} life", "I will end my life", ["end my life"]),
        ("hurt ~2 badly", "hurt me so very badly", ["hurt me badly"]),
        ("hurt ~1 badly", "hurt him and me badly", []),
        ("[a] rope", "a rope", ["a rope"]),
        ("want to (sleep|be gone) $", "I want to be gone.", ["want to be gone"]),
        ("want to (sleep|be gone) $", "I want to sleep well", []),
        ("^ goodbye", "and goodbye", ["goodbye"]),
        ("^ goodbye", "we said goodbye", []),
        ("hurt ~3 badly", "It hurt. Badly.", []),
        ("bridge & (jump|fall)", "jump from the bridge", ["bridge"]),
        ("bridge & (jump|fall)", "Jump! The bridge is old.", []),
    ],
)
def test_patterns_match_words_within_a_sentence(say, text, found):
    assert spans(say, text) == found


def test_a_malformed_pattern_is_refused():
    with pytest.raises(ValueError, match="cannot read"):
        Pattern("end (my life")
    with pytest.raises(ValueError, match="must be there"):
        Pattern("[maybe] ~2")
    with pytest.raises(KeyError):
        Pattern("{nobody_knows_this}")


def test_every_sign_and_figure_can_be_found_and_has_no_filler():
    patterns = [sign.pattern for sign in SIGNS]
    patterns += [Pattern(say.strip()) for say in FIGURES.splitlines() if say.strip()]
    for pattern in patterns:
        assert list(pattern.starts), pattern.say
        assert not FILLERS & set(pattern.words), pattern.say


def test_hints_have_weight_and_signs_have_none():
    assert all((sign.weight > 0) == bool(sign.family) for sign in SIGNS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm gonna k1ll myslef", "i am going to kill myself"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("dont wanna liveee", "do not want to live"),
        ("my phone's battery", "my phone battery"),
    ],
)
def test_reading_brings_spellings_into_order(text, words):
    speller = Speller(["kill", "myself", "suicide", "live", "phone", "battery", "going", "want"])
    assert " ".join(read(fold(text), speller).words) == words


@pytest.mark.parametrize("word", ["billing", "loving", "suffice", "surgical", "tables", "boost"])
def test_ordinary_words_are_left_alone(word):
    speller = Speller(list(PatternIndex([(sign.pattern, sign) for sign in SIGNS]).words))
    assert speller.read(word) == (word,)
