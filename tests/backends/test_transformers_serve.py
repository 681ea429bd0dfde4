"""A whole chat with `transformers serve`, a real server that is not vLLM, on the tiny Qwen3."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from tests.graph.test_chat import collect, notices, spoken
from tests.serving.served import free_port
from tests.support.cast import group

NEEDED = ("torch", "transformers", "uvicorn", "fastapi", "tokenizers", "safetensors")

if lacking := [name for name in NEEDED if find_spec(name) is None]:
    pytest.skip(f"{', '.join(lacking)} not installed (the extra `hf`)", allow_module_level=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    from tests.support.tiny_qwen3 import make_tiny_qwen3

    base = make_tiny_qwen3(tmp_path_factory.mktemp("tiny")).base
    log = tmp_path_factory.mktemp("log") / "transformers.log"
    program = "from transformers.cli.transformers import main; main()"
    command = [sys.executable, "-c", program, "serve", "--host", "127.0.0.1", "--port"]
    server, url = None, ""
    try:
        for _ in range(3):  # somebody else may be quicker to take the port
            port = free_port()
            with log.open("w") as out:
                server = subprocess.Popen(
                    [*command, str(port)],
                    stdout=out,
                    stderr=out,
                    env={**os.environ, "HF_HUB_OFFLINE": "1"},
                )
            url = f"http://127.0.0.1:{port}"
            if answers(url, server):
                break
        else:
            raise AssertionError(log.read_text())
        yield url, base
    finally:
        if server is not None:
            server.kill()
            server.wait()


def answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 240
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health", timeout=5, trust_env=False).is_success:
                return server.poll() is None
        time.sleep(0.5)
    return False


@pytest.mark.parametrize("stream", [True, False])
async def test_a_chat_with_a_server_that_takes_no_schema(
    served: tuple[str, Path], stream: bool
) -> None:
    """It ignores the schema and its model is noise: the fixed rule chooses, and the chat goes on."""
    url, base = served
    spec = {
        "spec": f"{url}/v1#{base}",
        "max_tokens": 24,
        "temperature": 0.0,
        "timeout": 120,
        "extra_body": {"chat_template_kwargs": {"enable_thinking": False}},
    }
    graph = build_group_chat(group(), backend=spec).compile(InMemorySaver())
    chat = ChatSession(graph, "t")
    seen = await collect(chat.send("Hi", context=ChatContext(replies=1, stream=stream)))
    assert notices(seen)[0] == "bad-directive"
    (who,) = spoken(seen)
    (said,) = [e for e in seen if e["event"] == "utterance"]
    assert said["usage"]["prompt_tokens"] > 100
    assert said["text"]
    if stream:
        tokens = [e for e in seen if e["event"] == "token"]
        assert {e["speaker"] for e in tokens} == {who}
        assert len(tokens) > 1
    assert [m.content for m in await chat.messages()] == ["Hi", said["text"]]
