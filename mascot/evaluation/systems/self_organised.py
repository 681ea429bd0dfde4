"""A control: the members decide among themselves who speaks next, with no director.

Before each turn every member says how much it has to add, from 0 to 10; the most eager one speaks.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

from mascot.agents import Names, Prompts, Speaker, Window, adrive
from mascot.dialogue import Directive, Scene, SpeakerRequest, Turn
from mascot.evaluation.records import Said
from mascot.evaluation.systems.asking import choose, transcript
from mascot.evaluation.systems.cards import card
from mascot.evaluation.systems.system import Setup, System
from mascot.personas import Persona

_HIGHEST = 10
_BIDS = tuple(str(n) for n in range(_HIGHEST + 1))


class SelfOrganised:
    """Bids for every turn.

    Args:
        setup: What the system is made from.
    """

    alone = False

    def __init__(self, setup: Setup) -> None:
        self.ensemble = setup.ensemble
        n = len(self.ensemble.personas)
        self.calls = (n * (n + 1), n * (n + 2))
        self._backend = setup.models.speaker
        prompts, names = Prompts(self.ensemble), Names(self.ensemble)
        self._speaker = Speaker(Window(self._backend), prompts, names)

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        said: list[Said] = []
        scene = replace(scene, ensemble=self.ensemble, spoken=())
        for _ in self.ensemble.personas:
            bids = await asyncio.gather(
                *(self._bid(scene, persona) for persona in self.ensemble.personas)
            )
            who = self._winner(bids, scene)
            directive = Directive(who, reason="Had the most to add.", source="turns")
            request = SpeakerRequest(scene=scene, persona=self.ensemble[who], directive=directive)
            reply = await adrive(self._speaker.speak(request, lambda _: None, stream=False))
            if reply is not None:
                said.append(Said(speaker=who, text=reply.text))
                scene = replace(
                    scene,
                    turns=(*scene.turns, Turn(who, reply.text)),
                    spoken=(*scene.spoken, who),
                )
        return tuple(said)

    async def _bid(self, scene: Scene, persona: Persona) -> int:
        system = f"You are a member of a group chat. {self.ensemble.setting}\n\n{card(persona)}"
        text = (
            f"{transcript(scene)}\n\nHow much do you, {persona.name}, have to add now that nobody "
            f"has said yet? 0: nothing. {_HIGHEST}: it must be said at once."
        )
        bid = await choose(self._backend, system, text, _BIDS)
        return int(bid) if bid is not None else 0

    def _winner(self, bids: list[int], scene: Scene) -> str:
        """The highest bid; of equals whoever has said least, then a draw."""
        draw = random.Random(f"{scene.seed}:{len(scene.turns)}")
        ids = self.ensemble.ids
        return max(
            ids,
            key=lambda who: (bids[ids.index(who)], -scene.spoken.count(who), draw.random()),
        )


def self_organised(setup: Setup) -> System:
    """Turn taking by bids."""
    return SelfOrganised(setup)
