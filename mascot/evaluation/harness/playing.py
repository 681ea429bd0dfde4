"""One sample: a system and a user talk, and what was said becomes a record."""

from __future__ import annotations

import time
from dataclasses import replace

from mascot.corpora import Context
from mascot.dialogue import USER, Scene, Turn
from mascot.digest import digest
from mascot.evaluation.harness.plan import Pair
from mascot.evaluation.ledger import Meter, metered
from mascot.evaluation.records import Conversation, Said, Spent
from mascot.evaluation.users import Fixed


async def play(pair: Pair, context: Context, *, epoch: int = 1, seed: int = 0) -> Conversation:
    """Plays one conversation.

    The same sample has the same seed for every system, so that they differ in nothing else.

    Args:
        pair: Who, and on what.
        context: x.
        epoch: Which repetition.
        seed: Of the run.

    Raises:
        MascotError: A model cannot be asked.
    """
    task, system = pair.task, pair.system
    drawn = int(digest(seed, context.id, epoch)[:8], 16)
    user = task.user(pair.user, context) if task.user else Fixed()
    scope = f"{pair.id} {context.id} {epoch} {seed}"
    scene = Scene(ensemble=system.ensemble, seed=drawn)
    said: list[Said] = []
    if context.kind == "meeting":
        scene = replace(scene, context=context.text)
    else:
        with metered(f"{scope} user"):
            opening = await user.opening(context.text, scene)
        scene = replace(scene, turns=(Turn(USER, opening),))
        if opening != context.text:
            said.append(Said(speaker=USER, text=opening))
    with metered(scope) as meter:
        seconds = 0.0
        for turn in range(task.rounds):
            if turn:
                with metered(f"{scope} user {turn}"):
                    words = await user.reply(scene, turn)
                said.append(Said(speaker=USER, text=words))
                scene = replace(scene, turns=(*scene.turns, Turn(USER, words)))
            started = time.perf_counter()
            block = await system.answer(scene)
            seconds += time.perf_counter() - started
            said.extend(block)
            turns = (Turn(one.speaker, one.text) for one in block)
            scene = replace(scene, turns=(*scene.turns, *turns))
    return Conversation(
        task=task.name,
        system=pair.name,
        sample=context.id,
        cluster=context.cluster,
        epoch=epoch,
        group=context.group,
        ensemble=system.ensemble.id,
        x=context.text,
        turns=tuple(said),
        spent=_spent(meter, seconds),
    )


def failed(pair: Pair, context: Context, epoch: int, why: str) -> Conversation:
    """The record of a conversation that there is none of.

    Args:
        pair: Who, and on what.
        context: x.
        epoch: Which repetition.
        why: The error.
    """
    return Conversation(
        task=pair.task.name,
        system=pair.name,
        sample=context.id,
        cluster=context.cluster,
        epoch=epoch,
        group=context.group,
        ensemble=pair.system.ensemble.id,
        x=context.text,
        turns=(),
        spent=Spent(calls=0),
        error=why,
    )


def _spent(meter: Meter, seconds: float) -> Spent:
    told = meter.untold == 0 and meter.calls > 0
    return Spent(
        calls=meter.calls,
        prompt_tokens=meter.prompt_tokens if told else None,
        completion_tokens=meter.completion_tokens if told else None,
        # What came out of the ledger took its time once.
        seconds=round(seconds + meter.replayed, 3),
    )
