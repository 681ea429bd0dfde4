"""R_group by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="training needs the extra `train`")

from mascot.corpora import Context
from mascot.dialogue import Directive, Turn
from mascot.errors import TrainingError
from mascot.training.group_reward import (
    GroupReward,
    GroupWeights,
    content_diversity,
    graded,
    indicator,
)
from mascot.training.rollouts import DirectorTurn, Episode

MEMBERS = ("anchor", "catalyst", "beacon")
X = Context(id="x", corpus="shipped", split="train", group="neutral", cluster="x", text="Hello.")


def episode(
    *speakers: str, texts: Sequence[str] = (), invalid: int = 0, failure: str | None = None
) -> Episode:
    sources = ["fallback"] * invalid + ["model"] * (len(speakers) - invalid)
    return Episode(
        context=X,
        seed=0,
        turns=tuple(
            map(Turn, speakers, texts or [f"{s} says {i}" for i, s in enumerate(speakers)])
        ),
        director=tuple(
            DirectorTurn(
                prompt_ids=(1,),
                completion_ids=(2,),
                logprobs=(0.0,),
                text="",
                directive=Directive(speaker=speaker, source=source),  # type: ignore[arg-type]
            )
            for speaker, source in zip(speakers, sources, strict=True)
        ),
        failure=failure,
    )


def constant(value: float | None):
    return lambda episodes: [value] * len(episodes)


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (("anchor", "catalyst", "beacon"), 1.0),
        (("beacon", "anchor", "catalyst"), 1.0),
        (("anchor", "catalyst", "anchor"), 0.0),
        (("anchor", "anchor", "beacon"), 0.0),
        (("anchor", "catalyst"), 0.0),
    ],
)
def test_the_indicator_wants_everybody_and_nobody_twice_in_a_row(speakers, expected) -> None:
    assert indicator(speakers, MEMBERS, 3) == expected


def test_more_turns_than_members_need_everybody_and_no_immediate_repeat() -> None:
    assert indicator(("anchor", "beacon", "catalyst", "anchor"), MEMBERS, 4) == 1
    assert indicator(("anchor", "beacon", "catalyst", "catalyst"), MEMBERS, 4) == 0
    assert indicator(("anchor", "beacon"), MEMBERS, 2) == 1


@given(st.lists(st.sampled_from(MEMBERS), min_size=3, max_size=3))
def test_graded_agrees_with_the_indicator_at_the_top_and_stays_within_bounds(speakers) -> None:
    value = graded(speakers, MEMBERS, 3)
    assert 0 <= value <= 1
    assert (value == 1) == bool(indicator(speakers, MEMBERS, 3))


def test_content_diversity_sees_what_the_indicator_cannot() -> None:
    same = ["I hear you, that is hard."] * 3
    other = ["Grief takes its time.", "Which bill comes first?", "You passed, wonderful!"]
    assert content_diversity(same, 3) == pytest.approx(0, abs=1e-9)
    assert content_diversity(other, 3) > 0.9
    assert content_diversity(other[:2], 3) < 0.6
    assert content_diversity([], 3) == 0


def test_the_sum_is_the_papers_unless_terms_are_asked_for() -> None:
    block = episode("anchor", "catalyst", "beacon", invalid=1)
    (plain,) = GroupReward(constant(0.75), MEMBERS, GroupWeights(eta=0.5))([block], 3)
    assert plain.total == pytest.approx(0.75 + 0.5)
    assert plain.terms["valid"] == pytest.approx(2 / 3)

    weights = GroupWeights(content=0.3, validity=0.6)
    (more,) = GroupReward(constant(0.75), MEMBERS, weights)([block], 3)
    expected = 0.75 + 1 + 0.3 * more.terms["content"] + 0.6 * 2 / 3
    assert more.total == pytest.approx(expected)


def test_the_graded_indicator_and_the_agents_own_reward_can_be_mixed_in() -> None:
    block = episode("anchor", "catalyst", "anchor")
    weights = GroupWeights(diversity="graded", agent=2.0)
    (score,) = GroupReward(constant(0.5), MEMBERS, weights, agent=constant(0.0))([block], 3)
    assert score.total == pytest.approx(0.5 + 2 / 3 + 2 * 0.5)
    with pytest.raises(TrainingError, match="agent_weight needs"):
        GroupReward(constant(0.5), MEMBERS, weights)


def test_an_unjudged_or_failed_block_has_no_reward_and_the_others_keep_theirs() -> None:
    good, unjudged, failed = (
        episode("anchor", "catalyst", "beacon"),
        episode("anchor", "beacon", "catalyst"),
        episode("anchor", failure="the machine is gone"),
    )
    asked: list[int] = []

    def judge(episodes):
        asked.append(len(episodes))
        return [None if block is unjudged else 0.5 for block in episodes]

    scores = GroupReward(judge, MEMBERS, GroupWeights())([good, unjudged, failed], 3)
    assert [score.total for score in scores] == [1.5, None, None]
    assert asked == [2]


def test_unusable_weights_are_refused() -> None:
    with pytest.raises(TrainingError, match="indicator, graded"):
        GroupWeights(diversity="soft")  # type: ignore[arg-type]
    with pytest.raises(TrainingError, match="eta is nan"):
        GroupWeights(eta=float("nan"))
