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


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the speakers are trained on.

    Attributes:
        ensemble: The group.
        contexts: x.
        requests: What is asked, by the situation's key.
        prompts: The served prompts as chat messages, by the same key.
    """

    ensemble: Ensemble
    contexts: tuple[Context, ...]
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
            requests=requests,
            prompts={key: chat(prompts, request) for key, request in requests.items()},
        )

    @property
    def rows(self) -> list[dict[str, object]]:
        """The rows that GRPO takes prompts from."""
        return [{"prompt": prompt, "situation": key} for key, prompt in self.prompts.items()]


def chat(prompts: Prompts, request: SpeakerRequest) -> list[dict[str, str]]:
    """A served prompt in the form that chat templates take."""
    roles = {"system": "system", "human": "user", "ai": "assistant"}
    return [
        {"role": roles[message.type], "content": str(message.content)}
        for message in prompts.render(request)
    ]
