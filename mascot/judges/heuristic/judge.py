"""The heuristic judge: fixed rules in place of a model.

It lets every stage and test run without a language model, and is the miniature's teacher signal.
It is no measure of quality for anything that people use: see ``docs/judging.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from mascot.judges.heuristic.criteria import (
    Seen,
    consistency,
    contribution,
    expressiveness,
    redundancy,
    relevance,
    see,
    support,
)
from mascot.judges.heuristic.health import health_of
from mascot.judges.judgement import Block, Item, Judgement, Reply, check_fit
from mascot.judges.rubrics import HIGHEST, LOWEST, Rubric
from mascot.personas import Persona

VERSION = 1

_PROXIES: Mapping[str, Callable[[Seen], float]] = {
    "emotional_expressiveness": expressiveness,
    "empathetic_support": support,
    "consistency": consistency,
    "response_relevance": relevance,
    "social_contribution": contribution,
}


class HeuristicJudge:
    """Scores by rules; the same text always gets the same scores."""

    label = f"heuristic/{VERSION} (rules, not a model)"
    scripted = True

    def judge(self, item: Item, rubric: Rubric) -> Judgement:
        """The judgement of an item.

        Raises:
            JudgeError: The rubric is not for such items.
        """
        check_fit(item, rubric)
        values = reply_values(item) if isinstance(item, Reply) else block_values(item)
        return Judgement(
            rubric=rubric.label,
            judge=self.label,
            scores={name: _points(values[name]) for name in rubric.ids},
            reasons={name: f"proxy {values[name]:.2f}" for name in rubric.ids},
        )

    async def ajudge(self, item: Item, rubric: Rubric) -> Judgement:
        """The same: it takes less than a millisecond."""
        return self.judge(item, rubric)


def reply_values(reply: Reply) -> dict[str, float]:
    """Each criterion of a reply, from 0 to 1: its proxy times the reply's health."""
    scene, persona = reply.scene, reply.persona
    cards = [_card(member) for member in scene.ensemble.personas]
    sources = [scene.context, *(turn.text for turn in scene.turns), _card(persona), *cards]
    health = health_of(reply.text, sources, scene.ensemble.words).overall
    if not health:
        return dict.fromkeys(_PROXIES, 0.0)
    seen = see(reply.text, persona, scene)
    return {name: max(0.0, proxy(seen)) * health for name, proxy in _PROXIES.items()}


def block_values(block: Block) -> dict[str, float]:
    """Each criterion of a block, from 0 to 1, out of those of its replies."""
    scene = block.scene
    each: list[dict[str, float]] = []
    for turn in block.turns:
        if turn.speaker in scene.ensemble.ids:
            persona = scene.ensemble[turn.speaker]
            each.append(reply_values(Reply(scene=scene, persona=persona, text=turn.text)))
        scene = replace(scene, turns=(*scene.turns, turn))
    if not each:
        return dict.fromkeys(
            (
                "engagement_contribution",
                "originality_specificity",
                "fidelity",
                "relevance_coherence",
            ),
            0.0,
        )

    def mean(name: str) -> float:
        return sum(values[name] for values in each) / len(each)

    speakers = [turn.speaker for turn in block.turns]
    part = len(set(speakers)) / min(len(speakers), len(scene.ensemble.ids))
    alike = redundancy([turn.text for turn in block.turns])
    fresh = max(0.0, 1 - max(0.0, alike - 0.2) / 0.6)
    runs = sum(a == b for a, b in pairwise(speakers))
    weakest = min(values["response_relevance"] for values in each)
    return {
        "engagement_contribution": (0.8 * mean("social_contribution") + 0.2) * (0.4 + 0.6 * part),
        "originality_specificity": fresh
        * (0.5 * mean("response_relevance") + 0.5 * mean("social_contribution")),
        "fidelity": mean("consistency"),
        "relevance_coherence": (0.6 * mean("response_relevance") + 0.4 * weakest)
        * (0.5 + 0.5 * fresh)
        * (0.85**runs),
    }


def _card(persona: Persona) -> str:
    parts = (persona.description, persona.style or "", *persona.do, *persona.dont)
    return "\n".join((*parts, *(example.reply for example in persona.exemplars)))


def _points(value: float) -> int:
    return max(LOWEST, min(HIGHEST, round(LOWEST + (HIGHEST - LOWEST) * value)))
