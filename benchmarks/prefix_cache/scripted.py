"""A real vLLM that says what the scripted demo would say.

An untrained model's noise would differ from layout to layout and with it everything after it. So
each request tells vLLM, by its own structured output, the one answer it may give: it reads the
whole prompt and generates every token of that answer, and all runs hold the same conversation.
"""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessage
from pydantic import PrivateAttr, SecretStr

from mascot.backends.address import parse_address
from mascot.backends.backend import Backend
from mascot.backends.compatible import CompatibleChatModel
from mascot.backends.demo import DemoChatModel

_DEMO = DemoChatModel(seed=1)


class ScriptedVllm(CompatibleChatModel):
    """A model of a vLLM server whose answers are the demo's."""

    _asked: int = PrivateAttr(default=0)

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return self._asked

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        payload = super()._get_request_payload(input_, stop=stop, **kwargs)
        assert isinstance(input_, list)
        messages: list[BaseMessage] = input_
        answer = str(_DEMO.invoke(messages).content)
        self._asked += 1
        # In place of the director's schema: one more constraint would be one too many.
        payload["extra_body"] = {
            "structured_outputs": {"choice": [answer]},
            "chat_template_kwargs": {"enable_thinking": False},
        }
        return payload


def scripted(url: str, name: str) -> Backend:
    """The backend of one model or adapter of a server."""
    address = parse_address(url, url)
    model = ScriptedVllm(
        address=address,
        model=name,
        base_url=address.base_url,
        api_key=SecretStr("none"),
        timeout=300.0,
        max_retries=0,
        max_completion_tokens=800,
        use_responses_api=False,
    )
    return Backend(spec=f"vllm:{url}#{name}", model=model, label=f"{name} at {url}")
