"""A language model of your own: anything that is a LangChain chat model can play the group.

This one is a stand-in that answers from two lists, so that the example needs no network. In its
place could stand `ChatAnthropic(…)`, `ChatOllama(…)` or a class around your company's gateway.

Run it: ``python examples/custom_backend.py``
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from mascot import build_group_chat

ORDERS = ("anchor", "beacon", "user")
WORDS = (
    "That sounds like a long day. I am glad that you say so.",
    "And still you wrote. It counts!",
)


class TwoLists(BaseChatModel):
    """Says the next thing of a list: of orders as the director, of words as a persona."""

    directed: int = 0
    spoken: int = 0

    @property
    def _llm_type(self) -> str:
        return "two-lists"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: Sequence[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> ChatResult:
        request = str(messages[-1].content).splitlines()[-1]  # the prompt ends with what is asked
        if request.startswith("DIRECT:"):
            order = {"speaker": ORDERS[self.directed % len(ORDERS)], "reason": "Next in the list."}
            text = json.dumps(order)
            self.directed += 1
        else:
            text = WORDS[self.spoken % len(WORDS)]
            self.spoken += 1
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])


def main() -> None:
    """One round."""
    graph = build_group_chat("emotional-support", backend=TwoLists()).compile()
    out = graph.invoke({"messages": [("user", "I worked all night.")]})
    for message in out["messages"][1:]:
        print(f"{message.name}: {message.content}")


if __name__ == "__main__":
    main()
