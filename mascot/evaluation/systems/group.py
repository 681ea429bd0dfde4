"""MASCOT as it is served, its ablations, and the controls that differ in who speaks next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from mascot.backends import Backend
from mascot.dialogue import USER, Scene
from mascot.evaluation.records import Said
from mascot.evaluation.systems.system import Setup, System
from mascot.graph import ChatContext, ChatInput, build_group_chat
from mascot.personas import Ensemble
from mascot.safety import detect
from mascot.settings import Settings

_NUMBERS = ("", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


class GroupChatSystem:
    """The served graph, in the paper's ``round`` mode.

    Args:
        setup: What the system is made from.
        director: Who directs.
        speaker: Who speaks.
        turns: The turn-taking strategy.
        ensemble: Another group than the task's.
    """

    alone = False

    def __init__(
        self,
        setup: Setup,
        *,
        director: Backend,
        speaker: Backend,
        turns: str = "director",
        ensemble: Ensemble | None = None,
    ) -> None:
        cast = ensemble or setup.ensemble
        n = len(cast.personas)
        # A persona's own model, named in a card, would be a different system from the one named.
        cast = cast.model_copy(
            update={
                "mode": "round",
                "replies": n,
                "personas": tuple(p.model_copy(update={"backend": None}) for p in cast.personas),
                "director": cast.director.model_copy(update={"backend": None}),
            }
        )
        self.ensemble = cast
        # A reply that is empty or repeats somebody is said once more.
        self.calls = (2 * n, 3 * n) if turns == "director" else (n, 2 * n)
        self._turns = turns
        graph = build_group_chat(
            cast,
            director=director,
            speaker=speaker,
            safety=detect if setup.safety else None,
            settings=Settings.model_construct(),
        )
        self._graph = graph.compile()

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        given: ChatInput = {"messages": [_message(*turn) for turn in scene.turns]}
        if scene.context:
            given["context"] = scene.context
        how = ChatContext(
            turns=self._turns, replies=len(self.ensemble.ids), seed=scene.seed, stream=False
        )
        out: Mapping[str, Any] = await self._graph.ainvoke(given, context=how)
        # The safety layer's own message is nobody's reply.
        said = map(_said, out["messages"][len(scene.turns) :])
        return tuple(one for one in said if one.speaker in self.ensemble.ids)


def mascot(setup: Setup) -> System:
    """MASCOT: the trained director and the trained speakers."""
    models = setup.models
    return GroupChatSystem(setup, director=models.director, speaker=models.speaker)


def without_persona_training(setup: Setup) -> System:
    """MASCOT-P: the speakers without their adapter, the prompt kept."""
    models = setup.models
    return GroupChatSystem(setup, director=models.director, speaker=models.base)


def without_collaboration(setup: Setup) -> System:
    """MASCOT-C: a random speaking order in place of the director."""
    speaker = setup.models.speaker
    return GroupChatSystem(setup, director=speaker, speaker=speaker, turns="random")


def untrained_director(setup: Setup) -> System:
    """The trained speakers under a director without its adapter."""
    models = setup.models
    return GroupChatSystem(setup, director=models.base_director, speaker=models.speaker)


def fine_tuned(setup: Setup) -> System:
    """Director and speakers both with the adapter of supervised fine-tuning: where training began."""
    models = setup.models
    return GroupChatSystem(setup, director=models.sft_director, speaker=models.sft)


def untrained(setup: Setup) -> System:
    """Director and speakers both without adapters."""
    models = setup.models
    return GroupChatSystem(setup, director=models.base_director, speaker=models.base)


def round_robin(setup: Setup) -> System:
    """Everybody in turn, with no director."""
    speaker = setup.models.speaker
    return GroupChatSystem(setup, director=speaker, speaker=speaker, turns="round-robin")


def same_persona(setup: Setup) -> System:
    """The group's first persona, as often as the group has members."""
    cast, models = setup.ensemble, setup.models
    first = cast.personas[0]
    copies = tuple(
        first.model_copy(
            update={"id": f"{first.id}-{i + 1}", "name": f"{first.name} {number}", "aliases": ()}
        )
        for i, number in enumerate(_NUMBERS[1 : len(cast.personas)], 1)
    )
    group = cast.model_copy(update={"personas": (first, *copies)})
    return GroupChatSystem(setup, director=models.director, speaker=models.speaker, ensemble=group)


def _message(speaker: str, text: str) -> AnyMessage:
    return HumanMessage(text) if speaker == USER else AIMessage(text, name=speaker)


def _said(message: AnyMessage) -> Said:
    directive = message.response_metadata.get("directive")
    return Said(speaker=str(message.name), text=str(message.text), directive=directive)
