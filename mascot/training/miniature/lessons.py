"""What the tiny model learns to read and write: served prompts with the teacher's answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mascot.agents import Names, Prompts
from mascot.agents.parsing import parse_directive
from mascot.corpora import Context
from mascot.dialogue import Directive, DirectorRequest, Request, SpeakerRequest, Turn
from mascot.personas import Ensemble
from mascot.training.miniature.teacher import ScriptedTeacher
from mascot.training.text import chat, without_thought


@dataclass(frozen=True, slots=True)
class Lesson:
    """One call and the answer to learn.

    Attributes:
        messages: The served prompt.
        completion: What the teacher wrote.
        thinking: Whether this role thinks before it answers.
    """

    messages: list[dict[str, str]]
    completion: str
    thinking: bool


def lessons(
    contexts: Sequence[Context], ensemble: Ensemble, teacher: ScriptedTeacher, *, seed: int
) -> Iterator[Lesson]:
    """An episode for every context: as many turns as there are personas, two calls a turn.

    A context that occurs again is played otherwise.

    Half of the speakers are directed, the others reply without a directive, as Phase I asks them.
    """
    prompts, names = Prompts(ensemble), Names(ensemble)
    for number, context in enumerate(contexts):
        dice = random.Random(f"{seed} {number} {context.id}")
        turns: tuple[Turn, ...] = ()
        for _ in ensemble.personas:
            scene = context.scene(ensemble, turns, seed=seed + number)
            # As in a round: the director is free to call somebody again, and is to learn not to.
            asked = DirectorRequest(scene=scene, eligible=ensemble.ids)
            answer = teacher.answer(asked)
            yield _lesson(prompts, asked, answer)
            directive = parse_directive(answer, asked, names)
            if directive is None or dice.random() < 0.5:  # noqa: PLR2004
                directive = Directive(speaker=dice.choice(ensemble.ids), source="turns")
            request = SpeakerRequest(
                scene=scene, persona=ensemble[directive.speaker], directive=directive
            )
            answer = teacher.answer(request)
            yield _lesson(prompts, request, answer)
            turns += (Turn(directive.speaker, without_thought(answer)),)


def _lesson(prompts: Prompts, request: Request, answer: str) -> Lesson:
    return Lesson(chat(prompts.render(request)), answer, isinstance(request, SpeakerRequest))
