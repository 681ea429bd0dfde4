"""Episodes through the graph that serves the chat, many in lockstep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

from mascot.backends import Backend
from mascot.corpora import Context
from mascot.graph import ChatContext, build_group_chat
from mascot.personas import Ensemble, load_ensemble
from mascot.training.rollouts import Draw, LockstepModel, Rollouts, TransformersGenerator
from mascot.training.rollouts.drawing import Sampling
from mascot.training.rollouts.rollout import opening


def disclosure(number: int) -> Context:
    return Context(
        id=f"t/{number}",
        corpus="shipped",
        split="train",
        group="negative",
        cluster=str(number),
        text=f"I waited {number} hours at the station and nobody came.",
    )


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return load_ensemble("emotional-support")


class Scripted:
    """Draws what it is told to, in the tokens of a real tokenizer."""

    def __init__(self, tokenizer: Any, *answers: str) -> None:
        self._tokenizer = tokenizer
        self._answers = answers
        self.sizes: list[int] = []

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        self.sizes.append(len(prompts))
        answer = self._answers[(len(self.sizes) - 1) % len(self._answers)]
        ids = tuple(self._tokenizer(answer)["input_ids"])
        return [Draw(ids, (0.0,) * len(ids)) for _ in prompts]


class Failing:
    def __init__(self, tokenizer: Any, fails_at: int) -> None:
        self._inner = Scripted(tokenizer, "Words of comfort number one.")
        self._left = fails_at

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        self._left -= 1
        if self._left < 0:
            raise RuntimeError("the speakers' machine is gone")
        return self._inner(prompts, seeds)


def test_an_episode_is_what_the_served_graph_says_for_the_same_seed(
    ensemble: Ensemble, model: Any, tokenizer: Any
) -> None:
    director = TransformersGenerator(model, tokenizer, Sampling(max_tokens=12))
    speaker = TransformersGenerator(model, tokenizer, Sampling(max_tokens=16))
    rollouts = Rollouts(ensemble, director, speaker, tokenizer, max_tokens=(12, 16))

    episodes = rollouts.run([disclosure(i) for i in (1, 2, 1)], [11, 12, 13])

    def served(generator: Any, limit: int, *, thinking: bool) -> Backend:
        lone = LockstepModel(
            generator=generator, tokenizer=tokenizer, thinking=thinking, max_tokens=limit
        )
        return Backend(spec="test", model=lone, label="the served model")

    graph = build_group_chat(
        rollouts.ensemble,
        director=served(director, 12, thinking=False),
        speaker=served(speaker, 16, thinking=True),
        safety=None,
    ).compile()
    for episode in episodes:
        how = ChatContext(seed=episode.seed, replies=3, stream=False)
        said = graph.invoke(opening(episode.context), context=how)["messages"][1:]
        assert [(m.name, m.content) for m in said] == [tuple(turn) for turn in episode.turns]
    assert episodes[0].turns != episodes[2].turns


def test_all_episodes_share_two_batches_a_turn(ensemble: Ensemble, tokenizer: Any) -> None:
    director = Scripted(
        tokenizer,
        '{"speaker": "beacon", "reason": "r", "action": "cheer", "tone": "warm"}',
        '{"speaker": "anchor", "reason": "r", "action": "hold", "tone": "calm"}',
        "somebody else entirely",
    )
    speaker = Scripted(
        tokenizer, "First words of one.", "Quite another thing.", "And a third one here."
    )
    rollouts = Rollouts(ensemble, director, speaker, tokenizer)

    episodes = rollouts.run([disclosure(i) for i in range(5)], range(5))

    assert rollouts.lockstep.batches == [5] * 6
    for episode in episodes:
        assert episode.failure is None
        assert episode.speakers[:2] == ("beacon", "anchor")
        assert [turn.valid for turn in episode.director] == [True, True, False]
        assert episode.validity == pytest.approx(2 / 3)
        assert [turn.speaker for turn in episode.turns] == list(episode.speakers)
        assert episode.director[2].directive.source == "fallback"
        assert episode.director[2].text == "somebody else entirely"


def test_a_reply_said_again_adds_no_batch_for_the_director(
    ensemble: Ensemble, tokenizer: Any
) -> None:
    director = Scripted(
        tokenizer, '{"speaker": "catalyst", "reason": "r", "action": "a", "tone": "t"}'
    )
    speaker = Scripted(tokenizer, "The very same sentence, word for word.")
    rollouts = Rollouts(ensemble, director, speaker, tokenizer)

    episodes = rollouts.run([disclosure(i) for i in range(3)], range(3))

    assert director.sizes == [3, 3, 3]
    assert all(len(episode.director) == 3 for episode in episodes)


def test_training_prompts_are_the_served_prompts(ensemble: Ensemble, tokenizer: Any) -> None:
    director = Scripted(
        tokenizer, '{"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"}'
    )
    rollouts = Rollouts(ensemble, director, Scripted(tokenizer, "Yes. A. B. C."), tokenizer)

    (episode,) = rollouts.run([disclosure(1)], [1])

    second = tokenizer.decode(episode.director[1].prompt_ids)
    assert "[Anchor] Yes." in second
    assert '"speaker": "anchor", "reason": "r"' not in second.split("Transcript:")[1]
    assert second.endswith("<think>\n\n</think>\n\n")


def test_speakers_that_fail_end_their_episodes_and_say_why(
    ensemble: Ensemble, tokenizer: Any
) -> None:
    director = Scripted(
        tokenizer, '{"speaker": "anchor", "reason": "r", "action": "a", "tone": "t"}'
    )
    rollouts = Rollouts(ensemble, director, Failing(tokenizer, 1), tokenizer)

    episodes = rollouts.run([disclosure(1), disclosure(2)], [1, 2])

    assert all("machine is gone" in str(episode.failure) for episode in episodes)
    assert all(len(episode.turns) == 1 for episode in episodes)
