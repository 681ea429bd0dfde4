"""The miniature's teacher: the scripted demo, with a thought before it speaks and with slips.

Neither the demo nor this is a language model. A pupil that starts out perfect would leave
nothing to train, so the teacher slips as often as it is told to: a persona answers in another
one's voice or skips its thought, and the director calls anybody or breaks its JSON. Thoughts and
directives quote nobody: to copy is what a model of a million parameters learns last.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from mascot.backends.demo import DemoChatModel
from mascot.dialogue import REQUEST_KEY, DirectorRequest, Request, SpeakerRequest

_MATTER = re.compile(
    "“[^”]*”|(?:the loss of|(?:what they said|the trouble|the news) about) their .+?"
    "(?=[:;,]| back | apart | that can )"
)
"""What a directive is about, in the person's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """How often the teacher fails, as probabilities.

    Attributes:
        voice: A reply comes in the voice of another persona.
        thought: A reply comes without a thought before it.
        choice: The director calls anybody who may speak.
        json: The director's answer is not valid JSON.
    """

    voice: float = 0.0
    thought: float = 0.0
    choice: float = 0.0
    json: float = 0.0


class ScriptedTeacher(BaseChatModel):
    """The demo with thoughts and slips, as a chat model.

    The same request and seed give the same answer.

    Attributes:
        slips: How often it fails.
        seed: Used where the scene has none.
    """

    slips: Slips = Field(default_factory=Slips)
    seed: int = 0

    @property
    def _llm_type(self) -> str:
        return "mascot-scripted-teacher"

    def answer(self, request: Request) -> str:
        """The completion: for a speaker a thought in ``<think>`` and the reply."""
        if request.scene.seed is None:
            request = replace(request, scene=replace(request.scene, seed=self.seed))
        dice = random.Random(_seed_of(request))
        if isinstance(request, DirectorRequest):
            return _directive(request, self.slips, dice)
        return _reply(request, self.slips, dice)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,  # noqa: ARG002 - the base class's signature
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - as above
        **kwargs: Any,  # noqa: ARG002 - as above
    ) -> ChatResult:
        text = self.answer(messages[-1].additional_kwargs[REQUEST_KEY])
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    async def _agenerate(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> ChatResult:
        return self._generate(messages, *args, **kwargs)


def _seed_of(request: Request) -> str:
    who = request.persona.id if isinstance(request, SpeakerRequest) else "director"
    parts = (request.scene.context, request.scene.turns, who, request.scene.seed)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _scripted(request: Request) -> str:
    message = AIMessage("", additional_kwargs={REQUEST_KEY: request})
    return str(DemoChatModel().invoke([message]).content)


def _reply(request: SpeakerRequest, slips: Slips, dice: random.Random) -> str:
    others = [p for p in request.scene.ensemble.personas if p.id != request.persona.id]
    slipped = others and dice.random() < slips.voice
    voice = replace(request, persona=dice.choice(others)) if slipped else request
    text = _scripted(voice)
    if dice.random() < slips.thought:
        return text
    return f"<think>\n{thought(request, dice)}\n</think>\n\n{text}"


def _directive(request: DirectorRequest, slips: Slips, dice: random.Random) -> str:
    directive = json.loads(_scripted(request))
    directive["reason"] = directive["reason"].rpartition("; ")[2]
    # Its first clause: a model of a million parameters slips at one token of a hundred or so.
    directive["action"] = re.split("[:;,.]", _MATTER.sub("it", directive["action"]))[0] + "."
    if dice.random() < slips.choice:
        directive["speaker"] = dice.choice(request.eligible)
    text = json.dumps(directive, ensure_ascii=False)
    if dice.random() < slips.json:
        breaks = (
            lambda t: t[: dice.randrange(20, len(t))],
            lambda t: t.replace('"', "", 3),
            lambda t: t.replace('": "', '" "', 1),
        )
        text = dice.choice(breaks)(text)
    return text


def thought(request: SpeakerRequest, dice: random.Random) -> str:
    """A thought of one to five short sentences, about what the request holds."""
    me, scene = request.persona, request.scene
    names = [scene.ensemble[who].name for who in scene.spoken]
    lines = [
        f"I am {me.name}: {me.role[:1].lower()}{me.role[1:].rstrip('.')}.",
        f"{' and '.join(names)} spoke before me, so I bring something else."
        if names
        else "Nobody has spoken yet, so the first word is mine.",
        "The director has given me a task, and I follow it."
        if request.directive.instruction
        else "Nobody gave me a task, so I choose one.",
        f"My way: {me.description.splitlines()[0]}",
        "I keep it short and say it in my own voice.",
    ]
    kept = sorted(dice.sample(range(len(lines)), dice.randint(1, len(lines))))
    return " ".join(lines[index] for index in kept)
