"""What is sent to a served Qwen3, by role and profile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mascot import ChatContext, build_group_chat
from tests.support.cast import group
from tests.support.stub_server import StubServer, fail


def bodies(**options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The director's and a speaker's request."""
    with StubServer() as server:
        server.script(
            lambda r: (
                json.dumps({"speaker": "anchor", "reason": "", "action": "", "tone": ""})
                if "response_format" in r
                else "Hello."
            )
        )
        spec = {"spec": f"vllm:{server.url}#stub", **options}
        graph = build_group_chat(group(replies=1), backend=spec).compile()
        graph.invoke({"messages": [("user", "Hi")]})
    director, speaker = server.requests
    return director, speaker


def test_by_default_nobody_thinks_and_answers_are_short() -> None:
    for body, tokens in zip(bodies(), (256, 512), strict=True):
        assert body["chat_template_kwargs"] == {"enable_thinking": False}
        assert (body["temperature"], body["top_p"], body["top_k"]) == (0.7, 0.8, 20)
        assert body["max_tokens"] == tokens


def test_deliberate_speakers_think_and_the_director_does_not() -> None:
    director, speaker = bodies(profile="deliberate")
    assert director["chat_template_kwargs"] == {"enable_thinking": False}
    assert speaker["chat_template_kwargs"] == {"enable_thinking": True}
    assert (speaker["temperature"], speaker["top_p"], speaker["top_k"]) == (0.6, 0.95, 20)
    assert speaker["thinking_token_budget"] > 448  # what Phase I rewards is not cut off
    assert speaker["max_tokens"] >= speaker["thinking_token_budget"] + 64
    assert "thinking_token_budget" not in director


@pytest.mark.parametrize("stream", [True, False])
def test_a_server_that_cannot_bound_a_thought_is_asked_without(stream: bool) -> None:
    """A vLLM without a reasoning parser refuses the whole request."""
    with StubServer() as server:
        server.script(
            lambda r: (
                fail(400, "thinking_token_budget is set but reasoning_config is not configured.")
                if "thinking_token_budget" in r
                else "Hello."
            )
        )
        spec = {"spec": f"vllm:{server.url}#stub", "profile": "deliberate"}
        graph = build_group_chat(group(replies=3), backend=spec).compile()
        context = ChatContext(turns="round-robin", stream=stream)
        said = graph.invoke({"messages": [("user", "Hi")]}, context=context)["messages"][1:]
    assert len(said) == 3
    assert sum("thinking_token_budget" in r for r in server.requests) == 1, "it is remembered"


def test_the_profile_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASCOT_PROFILE", "deliberate")
    assert bodies()[1]["chat_template_kwargs"] == {"enable_thinking": True}


def test_the_users_options_win() -> None:
    director, speaker = bodies(
        temperature=0.0, max_tokens=99, extra_body={"top_k": 5, "min_p": 0.1}
    )
    for body in (director, speaker):
        assert (body["temperature"], body["max_tokens"], body["top_k"]) == (0.0, 99, 5)
        assert (body["top_p"], body["min_p"]) == (0.8, 0.1)
