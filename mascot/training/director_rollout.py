"""What TRL's trainer calls to generate in Phase II: episodes, a row for every call of the director.

The prompt of a row is what the served director reads (h_<t and the request), its completion is z_t
as it was drawn. All rows of an episode carry the episode's R_group, so that the advantage is one
per trajectory; no token but the director's is in any completion.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mascot.corpora import Context
from mascot.errors import TrainingError
from mascot.training.group_reward import GroupReward, GroupScore
from mascot.training.rollouts import Episode, Rollouts

Row = dict[str, Any]


class DirectorRollout:
    """Generates the rows of a step.

    Args:
        contexts: x, by id: the prompts of the data set are these ids.
        rows: Rows per episode: the longest N. A shorter episode is filled up with rows that
            carry no gradient.
        turns_at: N at a step.
        rollouts_of: The roll-outs of a trainer's present director, for N turns.
        reward: R_group.
        folder: Where episodes are written; None writes none.
        every: At every so many steps.
    """

    def __init__(
        self,
        contexts: Mapping[str, Context],
        *,
        rows: int,
        turns_at: Callable[[int], int],
        rollouts_of: Callable[[Any, int], Rollouts],
        reward: GroupReward,
        folder: Path | None = None,
        every: int = 25,
    ) -> None:
        self._contexts = contexts
        self._rows = rows
        self._turns_at = turns_at
        self._rollouts_of = rollouts_of
        self._reward = reward
        self._folder = folder
        self._every = every
        self._made: dict[int, Rollouts] = {}
        self._seen: dict[str, float] = {}

    def __call__(self, prompts: list[str], trainer: Any) -> dict[str, list[Any]]:
        """The rows for these prompts, which the trainer has repeated G x N times each.

        Raises:
            TrainingError: Not one episode of the step has a reward.
        """
        step = trainer.state.global_step
        turns = self._turns_at(step)
        if turns not in self._made:
            self._made[turns] = self._rollouts_of(trainer, turns)
        starts = [self._contexts[prompts[i]] for i in range(0, len(prompts), self._rows)]
        place = f"{trainer.args.seed}:{step}:{trainer.accelerator.process_index}"
        episodes = self._made[turns].run(
            starts, [_seed(f"{place}:{i}") for i in range(len(starts))]
        )
        scores = self._reward(episodes, turns)
        self._look(episodes, scores, step)
        end = trainer.processing_class.eos_token_id
        rows = [
            row
            for episode, score in zip(episodes, scores, strict=True)
            for row in rows_of(episode, score.total, self._rows, end)
        ]
        if self._folder is not None and step % self._every == 0:
            write_episodes(self._folder / f"step-{step:06d}.jsonl", episodes, scores)
        return {name: [row[name] for row in rows] for name in rows[0]}

    def group(
        self,
        *,
        group_reward: list[float | None],
        log_metric: Callable[[str, float], None],
        **_: Any,
    ) -> list[float | None]:
        """The reward function: what the episode earned, and its terms for the log."""
        for name, value in self._seen.items():
            log_metric(name, value)
        return group_reward

    def _look(self, episodes: Sequence[Episode], scores: Sequence[GroupScore], step: int) -> None:
        scored = [score for score in scores if score.total is not None]
        if not scored:
            why = next((e.failure for e in episodes if e.failure), "the judge gave no scores")
            raise TrainingError(
                f"step {step + 1}: not one of {len(episodes)} episodes has a reward ({why}); what "
                "was learned so far is kept in the checkpoints. Mend the cause, then run the same "
                "command again: it goes on from the last checkpoint"
            )
        self._seen = watched(episodes, scores)


def rows_of(episode: Episode, reward: float | None, rows: int, end: int) -> list[Row]:
    """An episode as training rows: one for each call of the director, filled up to `rows`.

    An episode without a reward keeps its rows and teaches nothing: its mask is zero.

    Args:
        episode: What was played.
        reward: R_group.
        rows: How many.
        end: The token of the rows that fill up: a trainer takes no empty completion.
    """
    counts = int(reward is not None)
    filled = [
        {
            "prompt_ids": list(turn.prompt_ids),
            "completion_ids": list(turn.completion_ids),
            "logprobs": list(turn.logprobs),
            "env_mask": [counts] * len(turn.completion_ids),
            "group_reward": reward,
        }
        for turn in episode.director
    ]
    nothing = {
        "prompt_ids": [end],
        "completion_ids": [end],
        "logprobs": [0.0],
        "env_mask": [0],
        "group_reward": None,
    }
    return filled + [dict(nothing) for _ in range(rows - len(filled))]


def watched(episodes: Sequence[Episode], scores: Sequence[GroupScore]) -> dict[str, float]:
    """What a step's episodes look like: every term of the reward, and what gives a gamed one away.

    ``episode/rotation`` is the share of the most common order of speakers: at 1, the director
    has learned a rotation and no longer looks at what is said.
    """
    terms = sorted({name for score in scores for name in score.terms})
    seen = {
        f"group/{name}": _mean([score.terms[name] for score in scores if name in score.terms])
        for name in terms
    }
    whole = [episode for episode in episodes if episode.failure is None]
    orders = Counter(episode.speakers for episode in whole)
    calls = Counter(speaker for episode in whole for speaker in episode.speakers)
    total = sum(calls.values())
    seen["episode/dropped"] = _mean([score.total is None for score in scores])
    seen["episode/rotation"] = max(orders.values(), default=0) / max(1, len(whole))
    seen["episode/speaker_entropy"] = -sum(
        count / total * math.log2(count / total) for count in calls.values()
    )
    seen["episode/silent"] = _mean(
        [1 - len(episode.turns) / max(1, len(episode.speakers)) for episode in whole]
    )
    return seen


def write_episodes(file: Path, episodes: Sequence[Episode], scores: Sequence[GroupScore]) -> None:
    """Writes episodes for people to read, one a line.

    Raises:
        TrainingError: The disk does not take them.
    """
    lines = []
    for episode, score in zip(episodes, scores, strict=True):
        line = {
            "context": episode.context.id,
            "x": episode.context.text,
            "directives": [
                {**turn.directive.to_dict(), "answer": turn.text} for turn in episode.director
            ],
            "turns": [list(turn) for turn in episode.turns],
            "reward": score.total,
            "terms": dict(score.terms),
            "failure": episode.failure,
        }
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise TrainingError(
            f"{file}: cannot be written ({error.strerror}); make room and start the stage again, "
            "it goes on from its last checkpoint"
        ) from error


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _seed(place: str) -> int:
    return int.from_bytes(hashlib.blake2s(place.encode(), digest_size=6).digest())
