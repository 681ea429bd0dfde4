"""Pairs as tasks of inspect_ai: our systems are its solvers, our judges and measures its scorers.

Inspect's own model interface is not used: a model is a MASCOT backend, with MASCOT's connections,
retries and fallbacks. Each sample's log holds the records that the tables are made of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from typing import Any

import inspect_ai
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalSample
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser
from inspect_ai.scorer import Score as Mark
from inspect_ai.scorer import Scorer, Target, mean, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from mascot.corpora import Context
from mascot.dialogue import USER, Scene
from mascot.evaluation.harness.comparing import Comparing
from mascot.evaluation.harness.plan import Pair, Plan
from mascot.evaluation.harness.playing import failed, play
from mascot.evaluation.harness.scoring import judge_block, judge_replies, measured
from mascot.evaluation.harness.stances import judge_stances
from mascot.evaluation.records import Conversation, Score
from mascot.evaluation.store import conversation_of, score_of

_KEPT = "conversation"

Scoring = Callable[[Conversation, Scene], Awaitable[tuple[Score, ...]]]


def inspect_task(plan: Plan, pair: Pair, comparing: Comparing) -> inspect_ai.Task:
    """A pair as inspect sees it.

    Args:
        plan: With judges and settings.
        pair: Which.
        comparing: Told of every conversation, to have it compared with those that are there.
    """
    contexts = {context.id: context for context in pair.task.contexts}
    samples = [
        Sample(
            id=context.id,
            input=context.text,
            metadata={"group": context.group, "cluster": context.cluster},
        )
        for context in contexts.values()
    ]

    async def table_5(conversation: Conversation, scene: Scene) -> tuple[Score, ...]:
        # Scorers follow each other, and nothing here waits for anything else: all is asked at once,
        # and the second scorer finds its answers in the ledger.
        scores, *_ = await asyncio.gather(
            judge_replies(plan, pair, conversation, scene),
            judge_block(plan, pair, conversation, scene),
            judge_stances(plan, conversation),
            comparing.arrived(conversation),
        )
        return scores

    async def table_6(conversation: Conversation, scene: Scene) -> tuple[Score, ...]:
        return (
            *await judge_block(plan, pair, conversation, scene),
            *await judge_stances(plan, conversation),
        )

    async def words(conversation: Conversation, _scene: Scene) -> tuple[Score, ...]:
        return await measured(plan, pair, conversation)

    return inspect_ai.Task(
        name=pair.id,
        dataset=MemoryDataset(samples, name=pair.task.name),
        solver=_conversation(pair, contexts, plan.settings.seed),
        scorer=[
            _agent(pair, contexts, table_5),
            _group(pair, contexts, table_6),
            _measures(pair, contexts, words),
        ],
        epochs=plan.settings.epochs,
    )


def records_of(pair: Pair, samples: Iterable[EvalSample]) -> tuple[list[Conversation], list[Score]]:
    """What a log holds, in the order of the task's contexts.

    Args:
        pair: Whose log.
        samples: Its samples.

    Raises:
        KeyError: A sample of the task is not there.
    """
    found = {(str(sample.id), sample.epoch): sample for sample in samples}
    epochs = sorted({epoch for _, epoch in found})
    conversations: list[Conversation] = []
    scores: list[Score] = []
    for context in pair.task.contexts:
        for epoch in epochs:
            sample = found[context.id, epoch]
            kept = sample.store.get(_KEPT)
            if sample.error is not None or kept is None:
                why = sample.error.message if sample.error else "the sample ended early"
                conversations.append(failed(pair, context, epoch, why))
                continue
            conversations.append(conversation_of(kept))
            for mark in (sample.scores or {}).values():
                scores.extend(map(score_of, (mark.metadata or {}).get("scores", ())))
    return conversations, scores


@solver
def _conversation(pair: Pair, contexts: dict[str, Context], seed: int) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001
        context = contexts[str(state.sample_id)]
        conversation = await play(pair, context, epoch=state.epoch, seed=seed)
        state.store.set(_KEPT, asdict(conversation))
        for turn in conversation.turns:
            state.messages.append(
                ChatMessageUser(content=turn.text)
                if turn.speaker == USER
                else ChatMessageAssistant(content=f"[{turn.speaker}] {turn.text}")
            )
        state.output.completion = "\n\n".join(
            f"[{turn.speaker}] {turn.text}" for turn in conversation.turns
        )
        return state

    return solve


def _scored(pair: Pair, contexts: dict[str, Context], scoring: Scoring) -> Scorer:
    async def score(state: TaskState, target: Target) -> Mark:  # noqa: ARG001
        conversation = conversation_of(state.store.get(_KEPT))
        scene = contexts[str(state.sample_id)].scene(pair.system.ensemble)
        scores = await scoring(conversation, scene)
        kept: dict[str, Any] = {"scores": [asdict(one) for one in scores]}
        # The viewer's number: the mean of what was judged, or the effective voices.
        values = [
            one.value
            for one in scores
            if one.value is not None and (one.judge or one.measure == "voices")
        ]
        if not values:
            return Mark.unscored(reason="nothing could be scored", metadata=kept)
        return Mark(value=sum(values) / len(values), metadata=kept)

    return score


@scorer(metrics=[mean()], name="agent")
def _agent(pair: Pair, contexts: dict[str, Context], scoring: Scoring) -> Scorer:
    return _scored(pair, contexts, scoring)


@scorer(metrics=[mean()], name="group")
def _group(pair: Pair, contexts: dict[str, Context], scoring: Scoring) -> Scorer:
    return _scored(pair, contexts, scoring)


@scorer(metrics=[mean()], name="measures")
def _measures(pair: Pair, contexts: dict[str, Context], scoring: Scoring) -> Scorer:
    return _scored(pair, contexts, scoring)
