"""From a conversation to scores: every judge on every reply and on the block, and the measures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from mascot.dialogue import USER, Scene, Turn
from mascot.errors import BackendError
from mascot.evaluation.harness.plan import Pair, Plan
from mascot.evaluation.measures import measure, rounds_of
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
    """Table 6: the replies to each of the user's messages as a whole.

    Args:
        plan: With the judges.
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    blocks = list(judged_blocks(pair, conversation, scene))
    tasks = [
        # A conversation of one block has its scores without a place, as a whole.
        _judged(judge, block, GROUP, conversation, place=place if pair.task.rounds > 1 else None)
        for place, block in blocks
        for judge in plan.judges
    ]
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


def judged_blocks(
    pair: Pair, conversation: Conversation, scene: Scene
) -> Iterator[tuple[int, Block]]:
    """The blocks that judges see, by the place of their first reply, each with what came before.

    Args:
        pair: Who said it.
        conversation: What was said.
        scene: x.
    """
    turns = _turns(conversation)
    for place, said in _blocks(pair, conversation):
        before = _before(pair, conversation, scene, turns[:place])
        yield place, Block(scene=before, turns=tuple(turns[place : place + said]))


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
    for start, said in _blocks(pair, conversation):
        for i in range(start, start + said):
            speaker, text = turns[i]
            before = turns[: start if pair.system.alone else i]
            yield (
                i,
                Reply(
                    scene=_before(pair, conversation, scene, before),
                    persona=pair.system.ensemble[speaker],
                    text=text,
                ),
            )


def _blocks(pair: Pair, conversation: Conversation) -> Iterator[tuple[int, int]]:
    """The judged rounds that have replies: where each begins, and how many replies it has."""
    first = -1 if _retold(pair, conversation) else 0
    for number, replies in enumerate(rounds_of(conversation), first):
        if replies and (pair.task.judged is None or number in pair.task.judged):
            yield replies[0][0], len(replies)


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
    *,
    place: int | None = None,
) -> list[Score]:
    try:
        judgement = await judge.ajudge(item, rubric)
    except BackendError as error:
        judgement = Judgement(
            rubric=rubric.label, judge=judge.label, scores=None, missing=f"failed: {error}"
        )
    scores = judgement.scores
    return [
        Score.of(
            conversation,
            f"{rubric.id}.{name}",
            None if scores is None else float(scores[name]),
            turn=place if turn is None else turn,
            speaker=None if turn is None else conversation.turns[turn].speaker,
            judge=judgement.judge,
            rubric=judgement.rubric,
            missing=judgement.missing,
            detail={"reason": judgement.reasons[name]} if name in judgement.reasons else {},
        )
        for name in rubric.ids
    ]
