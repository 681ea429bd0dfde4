"""What the speakers are trained on: every persona in every context, the prompts as served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mascot.agents import Prompts
from mascot.agents.prompts import Layout
from mascot.corpora import Context
from mascot.dialogue import SpeakerRequest
from mascot.personas import Ensemble
from mascot.training.records import Situation
from mascot.training.text import chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the speakers are trained on.

    Attributes:
        ensemble: The group.
        contexts: x.
        situations: Who answers what, by the situation's key.
        requests: What is asked, by the same key.
        prompts: The served prompts as chat messages, likewise.
    """

    ensemble: Ensemble
    contexts: tuple[Context, ...]
    situations: Mapping[str, Situation]
    requests: Mapping[str, SpeakerRequest]
    prompts: Mapping[str, list[dict[str, str]]]

    @classmethod
    def gather(
        cls, ensemble: Ensemble, contexts: Sequence[Context], layout: Layout = "shared"
    ) -> Material:
        """Every persona in every context, without a director: as served with turns in order."""
        situations = [
            Situation.undirected(context, persona)
            for context in contexts
            for persona in ensemble.ids
        ]
        prompts = Prompts(ensemble, layout)
        requests = {each.key: each.request(ensemble) for each in situations}
        return cls(
            ensemble=ensemble,
            contexts=tuple(contexts),
            situations={each.key: each for each in situations},
            requests=requests,
            prompts={key: chat(prompts.render(request)) for key, request in requests.items()},
        )

    @property
    def rows(self) -> list[dict[str, object]]:
        """The rows that GRPO takes prompts from."""
        return [{"prompt": prompt, "situation": key} for key, prompt in self.prompts.items()]
