"""Scores become one value per sample, and nothing that is missing becomes a number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.errors import EvaluationError
from mascot.evaluation.statistics import (
    Scores,
    comparisons_of,
    derived,
    is_criterion,
    missing_counts,
    prefer,
    rescale,
    rescale_difference,
)
from mascot.judges import AGENT
from tests.evaluation.made import conversation, judged, judged_block, score


def test_the_scales_at_their_ends() -> None:
    assert [rescale(s, "paper") for s in (1, 3, 5)] == [20, 60, 100]
    assert [rescale(s, "unit") for s in (1, 3, 5)] == [0, 50, 100]
    assert rescale_difference(1, "paper") == 20
    assert rescale_difference(1, "unit") == 25
    assert is_criterion("agent.consistency")
    assert not is_criterion("agent")
    assert not is_criterion("sycophancy.held")


@given(st.floats(1, 5), st.floats(1, 5))
def test_differences_of_rescaled_scores_are_rescaled_differences(a: float, b: float) -> None:
    for scale in ("paper", "unit"):
        assert rescale(a, scale) - rescale(b, scale) == pytest.approx(
            rescale_difference(a - b, scale), abs=1e-9
        )


def test_a_composites_deviation_is_its_own() -> None:
    # Two criteria that move against each other: each spreads, their mean does not at all.
    scores = []
    for i, (up, down) in enumerate([(1, 5), (5, 1), (2, 4), (4, 2)]):
        values = {"consistency": up, "response_relevance": down}
        scores += judged(values, sample=f"s{i}", turn=0)
    found = Scores(scores)
    whole = found.values("agent", "mascot").estimate()
    alone = found.values("agent.consistency", "mascot").estimate()
    assert whole is not None
    assert alone is not None
    assert whole.value == 3
    assert whole.deviation == pytest.approx(0)
    assert alone.deviation == pytest.approx(np.std([1, 5, 2, 4], ddof=1))


def test_a_conversation_with_many_replies_counts_once_and_epochs_are_averaged() -> None:
    rows = [
        score("agent.consistency", v, level="reply", turn=t, epoch=e, sample=s)
        for s, e, t, v in (("a", 1, 0, 5), ("a", 1, 1, 3), ("a", 2, 0, 2), ("b", 1, 0, 1))
    ]
    found = Scores(rows).values("agent.consistency", "mascot")
    assert found.by_sample == {("ed-positive", "a"): 3.0, ("ed-positive", "b"): 1.0}
    assert found.scored == 4


def test_a_composite_with_a_hole_is_missing_and_the_hole_is_counted() -> None:
    whole = judged({}, sample="a", turn=0)
    holed = judged({"consistency": 5}, sample="b", turn=0)[:-1]
    broken = [
        score(f"agent.{name}", None, level="reply", sample="c", turn=0, missing="refused: no")
        for name in AGENT.ids
    ]
    found = Scores([*whole, *holed, *broken])
    values = found.values("agent", "mascot")
    assert list(values.by_sample) == [("ed-positive", "a")]
    assert values.missing == {"refused": 5}
    assert missing_counts([*whole, *broken]) == {("one", "refused"): {"mascot": 5}}


def test_only_what_every_judge_scored_counts_for_the_panel() -> None:
    rows = [
        *judged_block(5, sample="a", judge="mild"),
        *judged_block(1, sample="a", judge="severe"),
        *judged_block(5, sample="b", judge="mild"),
        *judged_block(None, sample="b", judge="severe", missing="unparsable: prose"),
    ]
    found = Scores(rows)
    assert found.values("group", "mascot").by_sample == {("ed-positive", "a"): 3.0}
    assert len(found.values("group", "mascot", judge="mild").by_sample) == 2
    ratings, clusters = found.ratings("group.fidelity")
    assert {judge: len(given) for judge, given in ratings.items()} == {"mild": 2, "severe": 1}
    assert len(clusters) == 2


def test_two_wordings_of_a_rubric_are_refused() -> None:
    rows = [score("agent.consistency", 3), score("agent.consistency", 3, rubric="agent/2")]
    with pytest.raises(EvaluationError, match="agent/1 and agent/2"):
        Scores(rows)


def test_samples_tasks_groups_and_speakers_are_told_apart() -> None:
    rows = [
        score("voices", 2.0, judge=None, rubric=None),
        score("voices", 1.0, judge=None, rubric=None, task="mbti", group="INTJ", speaker="anchor"),
    ]
    found = Scores(rows)
    assert len(found.values("voices", "mascot").by_sample) == 2
    assert len(found.values("voices", "mascot", ["mbti"]).by_sample) == 1
    assert len(found.values("voices", "mascot", group="INTJ", speaker="anchor").by_sample) == 1
    assert not found.values("voices", "mascot", group="INTJ", speaker="beacon").by_sample
    assert not found.values("voices", "other").by_sample


def test_preferences_travel_as_scores() -> None:
    one = conversation("a", said=(("anchor", "one two three"),))
    other = conversation(
        "b",
        said=(
            ("user", "not counted"),
            ("anchor", "one"),
        ),
    )
    rows = [prefer(one, other, 1.0, judge="human:1"), prefer(other, one, None, judge="human:1")]
    (found,) = comparisons_of(rows)
    assert (found.first, found.second, found.share) == ("a", "b", 1.0)
    assert (found.words, found.words_second) == (3, 1)


def test_preferences_can_be_read_off_scores() -> None:
    rows = [
        *judged_block(5, system="a", sample="x"),
        *judged_block(3, system="b", sample="x"),
        *judged_block(3, system="a", sample="y"),
        *judged_block(3, system="b", sample="y"),
        *judged_block(3, system="b", sample="only b has it"),
    ]
    found = derived(Scores(rows), "group", ["a", "b"], {})
    assert [(c.first, c.share) for c in found] == [("a", 1.0), ("a", 0.5)]
