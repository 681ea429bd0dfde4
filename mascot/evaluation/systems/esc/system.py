"""The steps of MultiAgentESC, one after the other.

A gate, three chained analyses, examples like the case at hand, three agents that propose a strategy,
a reply for each strategy that differs, a debate with a round of reflection and a vote, and a last
look at the winner. Calls: 1 for a short talk; 2 where the gate finds too little; 8 where no proposal
can be used, 9 where all propose the same strategy; 8 + 3K for K strategies, 1 more on a tie.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from mascot.dialogue import Scene
from mascot.evaluation.records import Said
from mascot.evaluation.systems.alone import Alone
from mascot.evaluation.systems.asking import ask, choose, transcript
from mascot.evaluation.systems.cards import card
from mascot.evaluation.systems.esc.similar import Pool
from mascot.evaluation.systems.system import Setup, System

STRATEGIES = (
    "Question",
    "Restatement or Paraphrasing",
    "Reflection of feelings",
    "Self-disclosure",
    "Affirmation and Reassurance",
    "Providing Suggestions",
    "Information",
    "Others",
)
_AGENTS = 3
_ANALYSES = (
    "Which emotion does the person feel, how strongly, and what shows it? Two sentences.",
    "Which event or situation brought the emotion about? Two sentences.",
    "What does the person want from the one who answers? Two sentences.",
)


@dataclass(frozen=True, slots=True)
class _Case:
    """What the agents know."""

    system: str
    talk: str
    notes: str

    @property
    def known(self) -> str:
        return f"{self.talk}\n\n{self.notes}"


class MultiAgentESC:
    """Answers as each persona by way of a panel of agents.

    Args:
        setup: What the system is made from. Its ``short`` is how many utterances still count as a
            short talk; the published procedure has 5, with which every single disclosure would be
            a zero-shot reply.
    """

    alone = True

    def __init__(self, setup: Setup) -> None:
        self.ensemble = setup.ensemble
        n = len(self.ensemble.personas)
        self.calls = (n, n * (9 + 3 * _AGENTS))
        self._backend = setup.models.base
        self._short = setup.short
        self._zero_shot = Alone(setup, self._backend)
        self._pool = Pool(setup.vectors)

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        said = await asyncio.gather(*(self._reply(scene, who) for who in self.ensemble.ids))
        return tuple(one for one in said if one.text)

    async def _reply(self, scene: Scene, who: str) -> Said:
        if _utterances(scene) <= self._short:
            return await self._zero_shot.reply(scene, who)
        system = (
            "You are one of several experts in emotional support who prepare a reply. It will be "
            f"given by this companion:\n\n{card(self.ensemble[who])}"
        )
        talk = transcript(scene)
        gate = f"{talk}\n\nIs enough known of the person's emotion, its cause and how they cope?"
        if await choose(self._backend, system, gate, ("yes", "no")) == "no":
            return await self._zero_shot.reply(scene, who)
        notes = ""
        for question in _ANALYSES:
            found = await ask(self._backend, system, f"{talk}\n\n{notes}{question}")
            notes += f"{question}\n{found}\n\n"
        similar = await asyncio.to_thread(self._pool.like, scene)
        case = _Case(system, talk, f"{notes}Cases like this one:\n{similar}")
        strategies = await self._strategies(case)
        if not strategies:
            return await self._zero_shot.reply(scene, who, _analysed(case, None))
        replies = [
            (await self._zero_shot.reply(scene, who, _analysed(case, strategy))).text
            for strategy in strategies
        ]
        best = 0 if len(strategies) == 1 else await self._debate(case, strategies, replies)
        return await self._reflect(scene, who, replies[best])

    async def _strategies(self, case: _Case) -> list[str]:
        """What three agents propose, one after the other; each hears those before it."""
        proposed: list[str] = []
        for _ in range(_AGENTS):
            heard = f"\n\nProposed so far: {', '.join(proposed)}." if proposed else ""
            text = f"{case.known}{heard}\n\nWhich strategy should the next reply follow?"
            if choice := await choose(self._backend, case.system, text, STRATEGIES):
                proposed.append(choice)
        return list(dict.fromkeys(proposed))

    async def _debate(self, case: _Case, strategies: list[str], replies: list[str]) -> int:
        """The place of the reply that wins: arguments, reflection with a vote, a judge on a tie."""
        names = [f"Reply {i + 1}" for i in range(len(replies))]
        listed = "\n".join(
            f"{name} ({strategy}): {reply}"
            for name, strategy, reply in zip(names, strategies, replies, strict=True)
        )
        debate = f"{case.known}\n\n{listed}"
        for name in names:
            question = f"You stand for {name}. In two sentences: why does it help the person most?"
            argument = await ask(self._backend, case.system, f"{debate}\n\n{question}")
            debate += f"\n\nFor {name}: {argument}"
        votes: Counter[str] = Counter()
        for name in names:
            text = f"{debate}\n\nYou stood for {name}. Having heard all, which reply is the best?"
            if vote := await choose(self._backend, case.system, text, names):
                votes[vote] += 1
        first = votes.most_common(2)
        if first and (len(first) == 1 or first[0][1] > first[1][1]):
            return names.index(first[0][0])
        text = f"{debate}\n\nThe votes are equal. You are the judge: which reply is the best?"
        return names.index(await choose(self._backend, case.system, text, names) or names[0])

    async def _reflect(self, scene: Scene, who: str, reply: str) -> Said:
        """Says the reply once more, better where it can be; the first stands where nothing comes."""
        extra = f"Your draft: {reply}\nGive it as it is, or better where it misses the person."
        last = await self._zero_shot.reply(scene, who, extra)
        return last if last.text else Said(speaker=who, text=reply)


def _analysed(case: _Case, strategy: str | None) -> str:
    extra = f"What is known:\n{case.notes}"
    return f"{extra}\nFollow this strategy: {strategy}" if strategy else extra


def _utterances(scene: Scene) -> int:
    return len(scene.turns) + len([line for line in scene.context.splitlines() if line.strip()])


def multi_agent_esc(setup: Setup) -> System:
    """MultiAgentESC."""
    return MultiAgentESC(setup)
