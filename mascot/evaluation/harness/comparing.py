"""Two systems' conversations side by side: every judge that is a model is asked in both orders."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mascot.corpora import Context, draw
from mascot.dialogue import Turn
from mascot.errors import BackendError
from mascot.evaluation.harness.plan import Pair, Plan
from mascot.evaluation.records import Conversation, Score
from mascot.evaluation.statistics import prefer
from mascot.judges import Choice, LLMJudge, Question, pairwise_question
from mascot.judges.pairwise import SHARES

_AHEAD = 2
"""Prompts that are made while others are under way, for each connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """Two systems on the samples of one task.

    Attributes:
        one: The one, of those that everybody is compared with.
        other: Another.
        contexts: On what.
    """

    one: Pair
    other: Pair
    contexts: tuple[Context, ...]


def duels_of(plan: Plan) -> Iterator[Duel]:
    """Whom judges are asked to compare: each of the settings' ``pairwise`` with all others.

    Tasks of which judges see a part alone, or nothing, are left out: a conversation of fifty rounds
    is not compared with another at a glance.

    Args:
        plan: Of the run.
    """
    limit, seed = plan.settings.pairwise_limit, plan.settings.seed
    by_task: dict[str, list[Pair]] = {}
    for pair in plan.pairs:
        if pair.task.judged is None:
            by_task.setdefault(pair.task.name, []).append(pair)
    for pairs in by_task.values():
        contexts = tuple(draw(pairs[0].task.contexts, limit, seed))
        met: set[frozenset[str]] = set()
        for one in (pair for pair in pairs if pair.name in plan.settings.pairwise):
            for other in pairs:
                both = frozenset((one.name, other.name))
                if one is not other and both not in met:
                    met.add(both)
                    yield Duel(one=one, other=other, contexts=contexts)


async def compare(plan: Plan, conversations: Iterable[Conversation]) -> tuple[Score, ...]:
    """What the judges prefer; answers that cannot be used are missing, with the reason.

    A conversation that failed is compared with nothing: it is counted by its error.

    Args:
        plan: With the judges that are models.
        conversations: Of the run.
    """
    talks = {(c.task, c.system, c.sample, c.epoch): c for c in conversations if c.turns}
    room = asyncio.Semaphore(_AHEAD * plan.settings.connections)
    tasks = [
        _preferred(judge, duel, context, first, second, room)
        for duel in duels_of(plan)
        for context in duel.contexts
        for first, second in _orders(duel, context, talks, plan.settings.epochs)
        for judge in plan.models
    ]
    return tuple(await asyncio.gather(*tasks))


def question_of(
    duel: Duel, context: Context, first: Conversation, second: Conversation
) -> Question:
    """What a judge is shown.

    Args:
        duel: Whose conversations.
        context: x.
        first: Shown as A.
        second: Shown as B.
    """
    scene = context.scene(duel.one.task.ensemble)
    return pairwise_question(scene, _turns(first), _turns(second))


def _orders(
    duel: Duel,
    context: Context,
    talks: Mapping[tuple[str, str, str, int], Conversation],
    epochs: int,
) -> Iterator[tuple[Conversation, Conversation]]:
    for epoch in range(1, epochs + 1):
        found = [
            talks.get((pair.task.name, pair.name, context.id, epoch))
            for pair in (duel.one, duel.other)
        ]
        one, other = found
        if one is not None and other is not None:
            yield one, other
            yield other, one


async def _preferred(
    judge: LLMJudge,
    duel: Duel,
    context: Context,
    first: Conversation,
    second: Conversation,
    room: asyncio.Semaphore,
) -> Score:
    async with room:
        try:
            choice = await judge.achoose(question_of(duel, context, first, second))
        except BackendError as error:
            choice = Choice(option=None, missing=f"failed: {error}")
    return prefer(
        first,
        second,
        None if choice.option is None else SHARES[choice.option],
        judge=judge.label,
        missing=choice.missing,
        reason=choice.reason,
    )


def _turns(conversation: Conversation) -> list[Turn]:
    return [Turn(one.speaker, one.text) for one in conversation.turns]
