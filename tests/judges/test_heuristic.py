"""The heuristic judge: what it rewards, and what must not fool it."""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.backends.demo.speaking import speak
from mascot.corpora import Context, load_contexts
from mascot.dialogue import Directive, SpeakerRequest, Turn
from mascot.errors import JudgeError
from mascot.judges import AGENT, GROUP, Block, HeuristicJudge, Reply
from mascot.personas import load_ensemble
from tests.support.cast import group, persona

JUDGE = HeuristicJudge()
GROUP_OF_THREE = load_ensemble("emotional-support")
DOG = "My dog died on Saturday. I still step over the place where he used to sleep."
NEWS = "I passed my sailing exam today! After two years of lessons I brought the boat in myself."

GOOD = {
    "anchor": "You still step over his place. Of course you do: the body keeps its habits longer than "
    "the house does. There is no hurry to stop. What was he called?",
    "catalyst": "Part of this is missing him, and part may be the empty spot that you walk around. "
    "What would it mean to step into it?",
}


def scene(text: str, ensemble=GROUP_OF_THREE):
    return Context("c", "c", "train", "g", "c", text).scene(ensemble)


def scores(who: str, text: str, about: str = DOG, ensemble=GROUP_OF_THREE):
    return JUDGE.judge(Reply(scene=scene(about, ensemble), persona=ensemble[who], text=text), AGENT)


def demo(who: str, context: Context, seed: int = 1) -> str:
    request = SpeakerRequest(
        scene=context.scene(GROUP_OF_THREE, seed=seed),
        persona=GROUP_OF_THREE[who],
        directive=Directive(who),
    )
    return speak(request)


DEGENERATE = {
    "empty": "",
    "dots": "... !!! ???",
    "emoji": "🎉🎉🎉 💙",
    "gibberish": "asdkj qwe zxcvb poiu lkjh mnbv qwerty asdf jkl wrtp.",
    "repetition": "I'm here with you. " * 6,
    "one word": "dog dog dog dog dog dog dog dog.",
    "keywords": "sad heavy hurt grief dog Saturday sleep loss gentle comfort why perhaps celebrate joy.",
    "keywords with full stops": "Dog. Saturday. Sleep. Heavy. Why? What if? Gentle. Perhaps. Joy!",
    "the context": DOG,
    "the card": GROUP_OF_THREE["anchor"].description,
    "stock": "I'm so sorry to hear that. I understand how you feel. Stay strong!",
    "another": "That is great! Thank you for sharing.",
    "shuffled": "the you of dog to and sleep what it place over that in is was heavy for you why.",
}


@pytest.mark.parametrize("text", DEGENERATE.values(), ids=DEGENERATE)
def test_what_is_degenerate_is_low_on_everything(text):
    for who in GROUP_OF_THREE.ids:
        judged = scores(who, text)
        assert max(judged.scores.values()) <= 2, judged.scores
        assert judged.total <= 9


@pytest.mark.parametrize("who", GOOD)
def test_a_good_reply_is_far_above_the_degenerate_ones(who):
    assert scores(who, GOOD[who]).total >= 18


def test_consistency_depends_on_the_persona():
    own, other = [], []
    for context in load_contexts("shipped", limit=40, seed=4):
        for who in GROUP_OF_THREE.ids:
            text = demo(who, context)
            for reader in GROUP_OF_THREE.ids:
                found = scores(reader, text, context.text).scores["consistency"]
                (own if who == reader else other).append(found)
    assert fmean(own) - fmean(other) > 1.2


def test_consistency_reads_a_card_that_it_has_never_seen():
    cast = group(
        personas=(
            persona(
                "owl", style="Never an exclamation mark. No questions.", traits=("calm", "patient")
            ),
            persona(
                "colt",
                style="An exclamation mark now and then.",
                traits=("energetic", "celebratory"),
            ),
        )
    )
    calm = "It makes sense that you are tired after all those lessons. There is no hurry now."
    loud = "What a day! You did that, two years of lessons and then alone into harbour!"
    consistency = {
        (who, text): scores(who, text, NEWS, cast).scores["consistency"]
        for who in cast.ids
        for text in (calm, loud)
    }
    assert consistency["owl", calm] > consistency["owl", loud]
    assert consistency["colt", loud] > consistency["colt", calm]


def test_what_a_card_forbids_counts_against():
    plain = {"traits": ("curious",), "description": "It is curious about people."}
    may = group(personas=(persona("guide", **plain),))
    may_not = group(personas=(persona("guide", **plain, dont=("Advise or plan.",)),))
    text = "You could start with one call to the club. Then make a list of what the boat needs."
    assert (
        scores("guide", text, NEWS, may).scores["consistency"]
        > scores("guide", text, NEWS, may_not).scores["consistency"]
    )


def test_relevance_is_about_this_context():
    own, other = [], []
    contexts = load_contexts("shipped", limit=40, seed=5)
    for context, elsewhere in zip(contexts, contexts[7:] + contexts[:7], strict=True):
        text = demo("catalyst", context)
        own.append(scores("catalyst", text, context.text).scores["response_relevance"])
        other.append(scores("catalyst", text, elsewhere.text).scores["response_relevance"])
    assert fmean(own) - fmean(other) > 1


def test_cheer_over_pain_jars_and_joins_joy():
    cheer = "What a wonderful day, you earned every bit of it! Celebrate it, that was your courage!"
    sad = scores("beacon", cheer, DOG).scores
    glad = scores("beacon", cheer, NEWS).scores
    assert glad["emotional_expressiveness"] - sad["emotional_expressiveness"] >= 2
    assert glad["consistency"] > sad["consistency"]


def test_support_adds_up_reaction_interpretation_and_exploration():
    parts = (
        "That hurts.",
        "You miss him in your feet, because you made room for him every day.",
        "What did you do together on a Saturday like this one?",
    )
    found = [
        scores("catalyst", " ".join(parts[: n + 1])).scores["empathetic_support"] for n in range(3)
    ]
    assert found == sorted(found)
    assert found[2] - found[0] >= 2


def test_what_was_said_before_is_no_contribution():
    said = scene(DOG)
    echo = GOOD["anchor"].replace("the house does", "a house does")
    later = replace(said, turns=(*said.turns, Turn("anchor", GOOD["anchor"])))
    me = GROUP_OF_THREE["beacon"]
    before = JUDGE.judge(Reply(scene=said, persona=me, text=echo), AGENT)
    after = JUDGE.judge(Reply(scene=later, persona=me, text=echo), AGENT)
    assert after.scores["social_contribution"] < before.scores["social_contribution"]


@pytest.mark.parametrize("who", GOOD)
def test_padding_does_not_pay(who):
    padding = " And so it is with many things, as one may say, when the days are as they are."
    padded = GOOD[who] + padding * 3
    assert scores(who, padded).total <= scores(who, GOOD[who]).total


def test_noise_costs_more_the_more_there_is():
    dice = random.Random(1)
    contexts = load_contexts("shipped", limit=40, seed=6)
    words = [word for context in contexts for word in context.text.split()]
    means = []
    for share in (0.0, 0.2, 0.5, 1.0):
        totals = []
        for context in contexts:
            text = demo("anchor", context).split()
            noisy = [dice.choice(words) if dice.random() < share else word for word in text]
            totals.append(scores("anchor", " ".join(noisy), context.text).total)
        means.append(fmean(totals))
    assert means == sorted(means, reverse=True)
    assert means[0] - means[1] > 0.8
    assert means[-1] < 8


def test_eight_noisy_samples_hold_a_pair():
    dice = random.Random(2)
    contexts = load_contexts("shipped", limit=30, seed=7)
    words = [word for context in contexts for word in context.text.split()]
    wide = 0
    for context in contexts:
        totals = []
        for seed in range(8):
            text = demo("beacon", context, seed).split()
            noisy = [dice.choice(words) if dice.random() < 0.2 else word for word in text]
            totals.append(scores("beacon", " ".join(noisy), context.text).total)
        wide += max(totals) - min(totals) >= 3
    assert wide / len(contexts) > 0.9


@given(st.text(max_size=400))
def test_any_text_gets_whole_scores_from_1_to_5(text):
    judged = scores("anchor", text)
    assert set(judged.scores) == set(AGENT.ids)
    assert all(type(v) is int and 1 <= v <= 5 for v in judged.scores.values())
    assert judged == scores("anchor", text)


def block(*turns: tuple[str, str]) -> Block:
    return Block(scene=scene(DOG), turns=tuple(Turn(*turn) for turn in turns))


def test_a_block_of_three_voices_beats_one_voice_and_echoes():
    beacon = "You kept a place for him, even now. That says something good about you. Which trick did he love best?"
    good = JUDGE.judge(block(*GOOD.items(), ("beacon", beacon)), GROUP)
    echo = JUDGE.judge(block(*((who, GOOD["anchor"]) for who in GROUP_OF_THREE.ids)), GROUP)
    alone = JUDGE.judge(block(*(("anchor", text) for text in (*GOOD.values(), beacon))), GROUP)
    assert good.scores["originality_specificity"] > echo.scores["originality_specificity"]
    assert good.scores["fidelity"] > alone.scores["fidelity"]
    assert good.total > echo.total
    assert good.total > alone.total


def test_an_empty_block_is_the_lowest():
    assert JUDGE.judge(block(), GROUP).total == 4


def test_a_rubric_for_something_else_is_refused():
    with pytest.raises(JudgeError, match="agent/1 scores a reply, and this is a block"):
        JUDGE.judge(block(("anchor", "x")), AGENT)


def test_it_says_that_it_is_no_model():
    assert JUDGE.scripted
    assert "not a model" in scores("anchor", "x").judge
