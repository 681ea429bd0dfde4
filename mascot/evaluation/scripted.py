"""The scripted demo, for prompts that only an evaluation has: it lets everything run anywhere.

The demo answers as director and speaker. Here it also picks among options, plays several personas
at once and plays simulated users. None of it is a language model, and a run says so.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from mascot.agents import Prompts
from mascot.digest import digest
from mascot.evaluation.systems.asking import PART

_ANALYSIS = "This is a scripted stand-in for an analysis."


class ScriptedParts(BaseChatModel):
    """Answers the parts of an evaluation by rule, all else by the model that it stands before.

    Attributes:
        inner: The scripted demo.
    """

    inner: Any

    @property
    def _llm_type(self) -> str:
        return "mascot-scripted-parts"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        part = messages[-1].additional_kwargs.get(PART)
        text = (
            str(self.inner.invoke(messages, **kwargs).content)
            if part is None
            else self._answer(part, messages)
        )
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages, stop, None, **kwargs)

    def _answer(self, part: dict[str, Any], messages: list[BaseMessage]) -> str:
        if options := part.get("options"):
            number = int(digest([str(m.content) for m in messages]), 16)
            return str(options[number % len(options)])
        if requests := part.get("script"):
            return "\n\n".join(
                f"[{one.persona.name}] {self.inner.invoke(_prompt(one)).content}"
                for one in requests
            )
        if lines := part.get("lines"):
            return str(lines[part.get("line", 0) % len(lines)])
        return _ANALYSIS


def _prompt(request: Any) -> list[BaseMessage]:
    return Prompts(request.scene.ensemble).render(request)
