"""The single-model baselines: one prompt, asked once for each persona.

They are rendered by the code that serves the chat, as a group of one: the same card, the same rules
and the same limit of length as MASCOT's speakers, so that what differs is the group.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from mascot.agents import Names, Prompts, Speaker, Window, adrive
from mascot.backends import Backend
from mascot.dialogue import Directive, Request, Scene, SpeakerRequest
from mascot.evaluation.records import Said
from mascot.evaluation.systems.examples import examples_of
from mascot.evaluation.systems.system import Setup, System
from mascot.personas import Ensemble, Exemplar, Persona

SHOTS = 3
"""The paper's k of few-shot prompts."""

_STEPS = (
    "First think step by step between <think> and </think>: what the person feels or asks, what "
    "lies behind it, and what you in particular can add. Then give the reply alone."
)
_PLAIN = Persona(
    id="assistant",
    name="Assistant",
    role="A helpful assistant",
    description="A helpful assistant who answers the person.",
)


class Alone:
    """Answers as each persona, without knowledge of the others' replies.

    Args:
        setup: What the system is made from.
        backend: Who is asked.
        persona: Whether the persona's card is shown; without, a plain assistant is asked.
        think: Whether it is told to think step by step.
        shots: How many examples it is shown.
    """

    alone = True

    def __init__(
        self,
        setup: Setup,
        backend: Backend,
        *,
        persona: bool = True,
        think: bool = False,
        shots: int = 0,
    ) -> None:
        self.ensemble = setup.ensemble
        n = len(self.ensemble.personas)
        self.calls = (n, 2 * n)
        self._action = _STEPS if think else ""
        self._voices = {
            each.id: _Voice(
                setup.ensemble,
                each if persona else _PLAIN,
                backend,
                examples_of(setup.ensemble, each, shots),
            )
            for each in self.ensemble.personas
        }

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        said = await asyncio.gather(*(self.reply(scene, who) for who in self.ensemble.ids))
        return tuple(one for one in said if one.text)

    async def reply(self, scene: Scene, who: str, extra: str = "") -> Said:
        """One persona's reply; its text is empty where the model said nothing, twice.

        Args:
            scene: The conversation so far.
            who: The persona's id.
            extra: More of the task.
        """
        task = f"{self._action} {extra}".strip()
        return Said(speaker=who, text=await self._voices[who].speak(scene, task))


class _Voice:
    """One persona, as a group of one."""

    def __init__(
        self, ensemble: Ensemble, persona: Persona, backend: Backend, shots: Sequence[Exemplar]
    ) -> None:
        self._cast = ensemble.model_copy(update={"personas": (persona,)})
        self._persona = persona
        prompts = _WithExamples(self._cast, shots)
        self._speaker = Speaker(Window(backend), prompts, Names(self._cast))

    async def speak(self, scene: Scene, task: str) -> str:
        own = Scene(
            ensemble=self._cast,
            context=scene.context,
            turns=scene.turns,
            seed=scene.seed,
        )
        request = SpeakerRequest(
            scene=own,
            persona=self._persona,
            directive=Directive(self._persona.id, action=task, source="turns"),
        )
        said = await adrive(self._speaker.speak(request, lambda _: None, stream=False))
        return said.text if said else ""


class _WithExamples(Prompts):
    """The persona-first layout with examples as earlier exchanges."""

    def __init__(self, ensemble: Ensemble, shots: Sequence[Exemplar]) -> None:
        super().__init__(ensemble, "persona-first")
        self._shots: list[BaseMessage] = [
            message
            for shot in shots
            for message in (HumanMessage(f"[User] {shot.user}"), AIMessage(shot.reply))
        ]

    def render(self, request: Request) -> list[BaseMessage]:
        first, *rest = super().render(request)
        return [first, *self._shots, *rest]


def zero_shot(setup: Setup) -> System:
    """The persona's card and x."""
    return Alone(setup, setup.models.base)


def zero_shot_plain(setup: Setup) -> System:
    """No persona: a plain assistant, asked once for each seat of the group."""
    return Alone(setup, setup.models.base, persona=False)


def zero_shot_cot(setup: Setup) -> System:
    """Thinks step by step before the reply."""
    return Alone(setup, setup.models.base, think=True)


def few_shot(setup: Setup) -> System:
    """Three examples of the persona's."""
    return Alone(setup, setup.models.base, shots=SHOTS)


def few_shot_cot(setup: Setup) -> System:
    """Three examples, and thinking step by step."""
    return Alone(setup, setup.models.base, think=True, shots=SHOTS)


def sft(setup: Setup) -> System:
    """The adapter of supervised fine-tuning, with the persona's card."""
    return Alone(setup, setup.models.sft)
