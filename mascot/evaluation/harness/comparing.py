"""Two systems' conversations side by side: every judge that is a model is asked in both orders."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

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


class Comparing:
    """Asks the judges that are models, as soon as both conversations of a pair are there.

    A conversation that failed is compared with nothing: it is counted by its error.

    Args:
        plan: Of the run.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._duels = tuple(duels_of(plan)) if plan.models else ()
        self._of: dict[tuple[str, str, str], list[tuple[Duel, Context]]] = defaultdict(list)
        for duel in self._duels:
            for pair in (duel.one, duel.other):
                for context in duel.contexts:
                    self._of[pair.task.name, pair.name, context.id].append((duel, context))
        self._talks: dict[tuple[str, str, str, int], Conversation] = {}

    async def arrived(self, conversation: Conversation) -> None:
        """Asks what can be asked now that this conversation is there; the ledger keeps the answers.

        Args:
            conversation: It has just ended.
        """
        self._note(conversation)
        found = self._of.get((conversation.task, conversation.system, conversation.sample), ())
        epoch = conversation.epoch
        asked = [one for duel, x in found for one in self._asked(duel, x, epoch)]
        await asyncio.gather(*asked)

    async def all(self, conversations: Iterable[Conversation]) -> tuple[Score, ...]:
        """What the judges prefer; answers that cannot be used are missing, with the reason.

        Args:
            conversations: Of the run.
        """
        for conversation in conversations:
            self._note(conversation)
        room = asyncio.Semaphore(_AHEAD * self._plan.settings.connections)

        async def in_turn(one: Coroutine[Any, Any, Score]) -> Score:
            async with room:
                return await one

        asked = [
            in_turn(one)
            for duel in self._duels
            for context in duel.contexts
            for epoch in range(1, self._plan.settings.epochs + 1)
            for one in self._asked(duel, context, epoch)
        ]
        return tuple(await asyncio.gather(*asked))

    def _note(self, talk: Conversation) -> None:
        if talk.turns:
            self._talks[talk.task, talk.system, talk.sample, talk.epoch] = talk

    def _asked(
        self, duel: Duel, context: Context, epoch: int
    ) -> Iterator[Coroutine[Any, Any, Score]]:
        one, other = (
            self._talks.get((pair.task.name, pair.name, context.id, epoch))
            for pair in (duel.one, duel.other)
        )
        if one is not None and other is not None:
            for first, second in ((one, other), (other, one)):
                for judge in self._plan.models:
                    yield _preferred(judge, duel, context, first, second)


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


async def _preferred(
    judge: LLMJudge,
    duel: Duel,
    context: Context,
    first: Conversation,
    second: Conversation,
) -> Score:
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
