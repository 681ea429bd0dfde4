"""A group behind the real server, for the real client."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import openai
import uvicorn
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver

from mascot.graph import GroupChat
from mascot.safety import detect
from mascot.serving.api.app import Doors, build_app
from mascot.serving.api.groups import Groups

KEY = "sk-test"


@dataclass(frozen=True)
class Served:
    url: str

    def client(self, key: str = KEY, **options: object) -> openai.OpenAI:
        return openai.OpenAI(base_url=f"{self.url}/v1", api_key=key, max_retries=0, **options)

    def post(self, **options: object) -> httpx.Response:
        return httpx.post(f"{self.url}/v1/chat/completions", timeout=10, **options)

    def metric(self, name: str) -> float:
        """A counter's sum over its labels that are not in the name."""
        text = httpx.get(f"{self.url}/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
        wanted = name.rstrip("}").split("{")
        lines = re.findall(rf"^{re.escape(wanted[0])}({{.*}})? (\S+)$", text, re.MULTILINE)
        return sum(
            float(value) for labels, value in lines if wanted[-1] in labels or wanted[1:] == []
        )


@contextmanager
def serving(
    *chats: GroupChat,
    saver: BaseCheckpointSaver[str] | None = None,
    doors: Doors | None = None,
) -> Iterator[Served]:
    app = build_app(Groups(chats, saver or InMemorySaver(), detect), doors or Doors())
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started or not thread.is_alive())
    (listening,) = server.servers
    try:
        yield Served(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(10)


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits for what happens on its own."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
