"""Pairs: the margin by integers, the choice, the balance, and what is refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.corpora import Context
from mascot.errors import TrainingError
from mascot.training.pairing import (
    balanced,
    held_out_clusters,
    margin_points,
    pair_up,
    score,
    verdict_of,
)
from mascot.training.pairs import PairArguments, choose, statistics
from mascot.training.records import Candidate, Judged, Situation

CRITERIA = ("a", "b", "c", "d", "e")
PERSONAS = ("anchor", "beacon")


def split(total: int) -> dict[str, int]:
    """Five scores with this sum."""
    base, more = divmod(total, 5)
    return {name: base + (i < more) for i, name in enumerate(CRITERIA)}


def judged_group(
    totals: dict[tuple[str, str], list[int | None]], judge: str = "j", rubric: str = "agent/1"
) -> tuple[list[Candidate], list[Judged]]:
    """Candidates by (context, persona), with their totals; None is a missing judgement."""
    candidates, judged = [], []
    for (where, who), sums in totals.items():
        context = Context(where, "c", "train", "g", where, f"Kite {where} is stuck.")
        situation = Situation.undirected(context, who)
        for index, total in enumerate(sums):
            one = Candidate(
                situation=situation,
                index=index,
                text=f"Reply {index} of {who} about {where}.",
                raw="",
                backend="b",
                seed=0,
            )
            candidates.append(one)
            judged.append(
                Judged(
                    candidate=one.id,
                    situation=situation.key,
                    persona=who,
                    scores=None if total is None else split(total),
                    missing="refused: no" if total is None else None,
                    rubric=rubric,
                    judge=judge,
                )
            )
    return candidates, judged


def make(totals, **settings):
    candidates, judged = judged_group(totals)
    arguments = PairArguments(**settings)
    return choose(candidates, judged, sorted({who for _, who in totals}), arguments)


def test_the_papers_margin_is_three_points():
    assert margin_points(0.5, 5) == 3
    assert margin_points(0.4, 5) == 2
    assert margin_points(0.6, 5) == 3
    assert margin_points(0.5, 4) == 2
    assert margin_points(0.5, 10) == 5
    assert margin_points(0.1, 10) == 1  # 0.1 * 10 in floats of 0.3 - 0.2 would be less than 1


@given(
    delta=st.decimals("0.01", "4", places=2).map(float),
    better=st.lists(st.integers(1, 5), min_size=1, max_size=15),
    data=st.data(),
)
def test_the_margin_agrees_with_exact_means(delta, better, data):
    n = len(better)
    worse = data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    exact = Fraction(sum(better), n) - Fraction(sum(worse), n) >= Fraction(str(delta))
    assert (sum(better) - sum(worse) >= margin_points(delta, n)) == exact


@pytest.mark.parametrize("delta", [0, -0.5, float("nan"), float("inf")])
def test_a_margin_that_lets_equals_through_is_refused(delta):
    with pytest.raises(ValueError, match="above 0"):
        margin_points(delta, 5)


def test_the_best_is_paired_with_the_worst():
    choice = make({("x", "anchor"): [12, 20, 15, 9], ("y", "anchor"): [12, 14, 13, 12]})
    (pair,) = choice.pairs
    assert (pair.better.total, pair.worse.total, pair.gap) == (20, 9, 11)
    more = make({("x", "anchor"): [12, 20, 15, 9]}, per_situation=4)
    assert [(p.better.total, p.worse.total) for p in more.pairs] == [(20, 9), (15, 12)]


def test_all_pairs_come_largest_gap_first_up_to_the_cap():
    choice = make({("x", "anchor"): [12, 20, 15, 9]}, select="all", per_situation=4)
    assert [pair.gap for pair in choice.pairs] == [11, 8, 6, 5]
    everything = make({("x", "anchor"): [12, 20, 15, 9]}, select="all", per_situation=99)
    assert len(everything.pairs) == 6


@given(
    st.lists(st.one_of(st.none(), st.integers(5, 25)), min_size=1, max_size=9),
    st.sampled_from(["best-worst", "all"]),
    st.integers(1, 6),
)
def test_pairs_keep_margin_cap_and_situation(totals, select, cap):
    candidates, judged = judged_group({("x", "anchor"): totals})
    if all(total is None for total in totals):
        return
    verdict = verdict_of(judged)
    scored, left_out = score(candidates, judged, verdict)
    assert left_out["without scores"] == totals.count(None)
    pairs = pair_up(scored, 3, select=select, cap=cap)
    assert len(pairs) <= cap
    assert all(pair.gap >= 3 for pair in pairs)
    present = [total for total in totals if total is not None]
    assert bool(pairs) == (max(present) - min(present) >= 3)


def test_equal_and_empty_texts_make_no_pair():
    candidates, judged = judged_group({("x", "anchor"): [20, 10, 5]})

    same = [replace(candidates[0], text="Same."), replace(candidates[1], text="same. ")]
    empty = [replace(candidates[2], text="  ")]
    scored, left_out = score(same + empty, judged, verdict_of(judged))
    assert left_out["empty replies"] == 1
    assert pair_up(scored, 3) == []


def test_ties_are_not_broken_by_order_or_length():
    firsts = []
    for n in range(40):
        (pair,) = make({(f"x{n}", "anchor"): [20, 20, 20, 9]}).pairs
        firsts.append(pair.better.candidate.index)
    assert set(firsts) == {0, 1, 2}


def test_no_persona_has_many_more_pairs_than_another():
    totals = {(f"x{n}", "anchor"): [20, 9] for n in range(30)}
    totals |= {(f"x{n}", "beacon"): [20, 9] for n in range(8)}
    choice = make(totals, balance=1.5)
    assert Counter(pair.persona for pair in choice.pairs) == {"anchor": 12, "beacon": 8}
    assert statistics(choice)["personas"]["anchor"]["dropped for balance"] == 18
    assert len(make(totals, balance=0).pairs) == 38
    assert balanced(choice.found, 1.0) == balanced(choice.found, 1.0)


def test_whole_conversations_are_held_out():
    names = [f"c{n}" for n in range(40)]
    out = held_out_clusters(names * 3, 0.1, 1)
    assert len(out) == 4
    assert out == held_out_clusters(names[::-1], 0.1, 1)
    assert out != held_out_clusters(names, 0.1, 2)
    assert held_out_clusters(["only"], 0.5) == frozenset()


def test_a_persona_without_pairs_is_said_or_allowed():
    totals = {("x", "anchor"): [20, 9], ("x", "beacon"): [13, 12]}
    with pytest.raises(TrainingError, match=r"beacon: no pair with a gap of 3 points.*beacon: 1"):
        make(totals)
    assert len(make(totals, allow_without=True).pairs) == 1


def test_no_pair_at_all_is_said():
    with pytest.raises(TrainingError, match=r"no pair: .*the largest gaps are anchor: 2"):
        make({("x", "anchor"): [12, 13, 14]})


def test_judgements_that_do_not_compare_are_refused():
    one, two = ({("x", "anchor"): [20, 9]}, {("x", "anchor"): [20, 9]})
    candidates, first = judged_group(one)
    newer = judged_group(two, rubric="agent/2")[1]
    with pytest.raises(TrainingError, match=r"several rubrics \(agent/1 \(2\), agent/2 \(2\)\)"):
        verdict_of([*first, *newer])
    assert verdict_of([*first, *newer], rubric="agent/2").rubric == "agent/2"
    with pytest.raises(TrainingError, match="no judgement is by the rubric"):
        verdict_of(first, rubric="agent/9")
    other = judged_group(one, judge="k")[1][:1]
    with pytest.raises(TrainingError, match="have not judged the same candidates"):
        verdict_of([*first, *other])
    assert verdict_of([*first, *other], judges=["j"]).judges == ("j",)
    with pytest.raises(TrainingError, match="nobody called 'z' has judged"):
        verdict_of(first, judges=["z"])
    with pytest.raises(TrainingError, match="there are no judgements"):
        verdict_of([])
    with pytest.raises(TrainingError, match="every judgement is missing"):
        verdict_of(judged_group({("x", "anchor"): [None, None]})[1])
    assert candidates


def test_several_judges_scores_are_added():
    totals = {("x", "anchor"): [20, 16, 9]}
    candidates, first = judged_group(totals)
    second = judged_group({("x", "anchor"): [18, 19, None]}, judge="k")[1]
    choice = choose(candidates, [*first, *second], ["anchor"], PairArguments(delta=0.25))
    assert choice.judges == ("j", "k")
    assert choice.points == 3  # a quarter of ten scores
    (pair,) = choice.pairs
    assert (pair.better.total, pair.worse.total) == (38, 35)
    assert choice.left_out == {"without scores": 1}


def test_statistics_tell_whether_length_was_preferred():
    totals = {("x", who): [20, 9] for who in PERSONAS}
    figures = statistics(make(totals))
    assert figures["pairs"] == 2
    assert figures["gaps"] == {11: 2}
    assert figures["chosen is longer"] == 0
    assert figures["least gap"] == 3


@pytest.mark.parametrize(
    ("setting", "value"), [("delta", 0), ("per_situation", 0), ("held_out", 1.0)]
)
def test_settings_that_make_no_sense_are_refused(setting, value):
    with pytest.raises(ValueError, match=setting):
        PairArguments(**{setting: value})
