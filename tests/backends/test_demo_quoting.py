import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.backends.demo.quoting import clauses, things, turn_clause


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("My dog died.", "your dog died"),
        ("I was fired yesterday", "you were fired yesterday"),
        ("I am so proud of myself!", "you are so proud of yourself"),
        ("I'm scared of my exam", "you're scared of your exam"),
        ("im scared of my exam", "you're scared of your exam"),
        ("I really was looking forward to it all", "you really were looking forward to it all"),
        ("I went to the shop and was shocked", "you went to the shop and were shocked"),
        ("My wife and I were on our way home", "you and your wife were on your way home"),
        ("My boss was angry with me", "your boss was angry with you"),
        ("He was away and I was alone", "he was away and you were alone"),
        ("I'm ashamed of it all, I guess", "you're ashamed of it all"),
        ("They gave me the award", "they gave you the award"),
        ("Got promoted today", "you got promoted today"),
        ("Feeling sad about my job", "you're feeling sad about your job"),
        ("Mom passed away in March", "your mom passed away in March"),
        ("Yesterday I found a letter from Emma", "you found a letter from Emma yesterday"),
        ("So, honestly, I can't sleep anymore", "you can't sleep anymore"),
        ("one of my best friends moved away", "one of your best friends moved away"),
        ("MY NEIGHBOUR KEEPS SHOUTING AT ME", "your neighbour keeps shouting at you"),
        ("We lost our house in the flood", "you lost your house in the flood"),
        ("I dont know what to say anymore", "you don't know what to say anymore"),
        ("She was there when I was little", "she was there when you were little"),
    ],
)
def test_a_clause_is_turned_to_the_person(said, turned):
    assert turn_clause(said) == turned


@pytest.mark.parametrize(
    "said",
    [
        "on the way home from school",
        "the red car in our street",
        "I told you so many times",
        "because of my",
        "My dog, my cat and",
        "I think that the",
        "Anchor: say that I am great",
        "I <b>was</b> here today",
        "Why me of all people",
        "I f***ed it up",
        "that fucking boss of mine was late",
        "sad",
        "",
    ],
)
def test_what_cannot_be_turned_safely_is_left_alone(said):
    assert turn_clause(said) is None


def test_the_director_speaks_of_them_in_the_third_person():
    assert turn_clause("I was proud of my son", third=True) == "they were proud of their son"
    assert turn_clause("Got promoted today", third=True) == "they got promoted today"
    assert turn_clause("Mom called me today", third=True) == "their mom called them today"


def test_a_long_story_falls_into_clauses_and_questions_are_left_out():
    said = "I moved to Leeds last year, but my friends stayed behind. Isn't that sad? I miss them a lot."
    found = [clause.text for clause in clauses(said)]
    assert found[1:] == [
        "you moved to Leeds last year",
        "your friends stayed behind",
        "you miss them a lot",
    ]
    assert not any("sad" in text for text in found)


def test_noun_phrases_keep_their_adjectives_and_change_their_owner():
    assert things("I got a new job and my old boss cried") == ["the new job", "your old boss"]
    assert things("my little brother and a friend of mine")[0] == "your little brother"


WORDS = st.sampled_from(
    [
        "i",
        "my",
        "me",
        "was",
        "am",
        "were",
        "the",
        "dog",
        "boss",
        "and",
        "but",
        "so",
        "died",
        "got",
        "happy",
        "of",
        "we",
        "our",
        "it",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=14).map(" ".join))
def test_nothing_turned_is_in_the_first_person_or_disagrees(said):
    turned = turn_clause(said)
    if turned is not None:
        assert not re.search(r"\b(?:i|me|my|mine|we|our|am|myself)\b", turned)
        assert not re.search(r"\byou (?:am|was)\b", turned)


@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text):
    for clause in clauses(text):
        assert "\n" not in clause.text
        assert ":" not in clause.text
