"""The stub's answers without the network: a chat model in this process, scripted and no LLM."""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr

from benchmarks.orchestration.stub import Model, Settings


class ScriptedModel(BaseChatModel):
    """Says what the stub server would say."""

    _model: Model = PrivateAttr(default_factory=lambda: Model(Settings()))

    @property
    def _llm_type(self) -> str:
        return "benchmark-script"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        body = {"messages": [{"role": "user", "content": messages[-1].content}]}
        answer = AIMessage(self._model.answer(body).content or "")
        return ChatResult(generations=[ChatGeneration(message=answer)])

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return self._generate(messages)
