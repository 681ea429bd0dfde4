"""From a conversation to scores: every judge on every reply and on the block, and the measures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from mascot.dialogue import USER, Scene, Turn
from mascot.errors import BackendError
from mascot.evaluation.harness.plan import Pair, Plan
from mascot.evaluation.measures import measure
from mascot.evaluation.records import Conversation, Score
from mascot.judges import AGENT, GROUP, Block, Item, Judge, Judgement, Reply, Rubric


async def judge_replies(
    plan: Plan, pair: Pair, conversation: Conversation, scene: Scene
) -> tuple[Score, ...]:
    """Table 5: each reply, in the situation in which it was said.

    Who answered alone had not heard the others of its round, so the judge does not either.

    Args:
        plan: With the judges.
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    tasks = [
        _judged(judge, reply, AGENT, conversation, turn)
        for turn, reply in judged_replies(pair, conversation, scene)
        for judge in plan.judges
    ]
    return tuple(score for scores in await asyncio.gather(*tasks) for score in scores)


async def judge_block(
    plan: Plan, pair: Pair, conversation: Conversation, scene: Scene
) -> tuple[Score, ...]:
    """Table 6: the last block of replies as a whole.

    Args:
        plan: With the judges.
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    if pair.task.judged == frozenset():
        return ()
    block = last_block(pair, conversation, scene)
    tasks = [_judged(judge, block, GROUP, conversation) for judge in plan.judges]
    return tuple(score for scores in await asyncio.gather(*tasks) for score in scores)


async def measured(plan: Plan, pair: Pair, conversation: Conversation) -> tuple[Score, ...]:
    """What needs no judge.

    Args:
        plan: Says how texts are compared.
        pair: Who said it.
        conversation: What was said.
    """
    cast = pair.system.ensemble
    # An embedding model is asked over HTTP, and would keep everybody else waiting.
    return await asyncio.to_thread(
        measure,
        conversation,
        words=cast.words,
        roster=cast.ids,
        names=[persona.name for persona in cast.personas],
        vectors=plan.vectors,
    )


def last_block(pair: Pair, conversation: Conversation, scene: Scene) -> Block:
    """The replies to what the user said last.

    Args:
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    turns = _turns(conversation)
    start = max((i + 1 for i, turn in enumerate(turns) if turn.speaker == USER), default=0)
    before = _before(pair, conversation, scene, turns[:start])
    return Block(scene=before, turns=tuple(turns[start:]))


def judged_replies(
    pair: Pair, conversation: Conversation, scene: Scene
) -> Iterator[tuple[int, Reply]]:
    """The replies that judges see, by their place, each with what had been said before.

    Args:
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    turns = _turns(conversation)
    round_, start = (-1, 0) if _retold(pair, conversation) else (0, 0)
    for i, (speaker, text) in enumerate(turns):
        if speaker == USER:
            round_, start = round_ + 1, i + 1
        elif pair.task.judged is None or round_ in pair.task.judged:
            before = turns[: start if pair.system.alone else i]
            yield (
                i,
                Reply(
                    scene=_before(pair, conversation, scene, before),
                    persona=pair.system.ensemble[speaker],
                    text=text,
                ),
            )


def _before(pair: Pair, conversation: Conversation, scene: Scene, turns: list[Turn]) -> Scene:
    """The scene with what was said; a user who told x in other words has not said x as well."""
    first = () if _retold(pair, conversation) else scene.turns
    return replace(scene, turns=(*first, *turns), spoken=())


def _retold(pair: Pair, conversation: Conversation) -> bool:
    """Whether the user's opening is among the turns."""
    return sum(turn.speaker == USER for turn in conversation.turns) == pair.task.rounds


def _turns(conversation: Conversation) -> list[Turn]:
    return [Turn(one.speaker, one.text) for one in conversation.turns]


async def _judged(
    judge: Judge,
    item: Item,
    rubric: Rubric,
    conversation: Conversation,
    turn: int | None = None,
) -> list[Score]:
    try:
        judgement = await judge.ajudge(item, rubric)
    except BackendError as error:
        judgement = Judgement(
            rubric=rubric.label, judge=judge.label, scores=None, missing=f"failed: {error}"
        )
    scores = judgement.scores
    return [
        Score(
            task=conversation.task,
            system=conversation.system,
            sample=conversation.sample,
            cluster=conversation.cluster,
            epoch=conversation.epoch,
            group=conversation.group,
            level="block" if turn is None else "reply",
            turn=turn,
            speaker=None if turn is None else conversation.turns[turn].speaker,
            measure=f"{rubric.id}.{name}",
            judge=judgement.judge,
            rubric=judgement.rubric,
            value=None if scores is None else float(scores[name]),
            missing=judgement.missing,
            detail={"reason": judgement.reasons[name]} if name in judgement.reasons else {},
        )
        for name in rubric.ids
    ]
