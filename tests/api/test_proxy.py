"""The files under deploy/, tried with the programs that read them."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from mascot.graph import build_group_chat
from mascot.serving.api.app import Doors
from tests.api.served import Served, serving, until
from tests.api.test_command import answers, free_port
from tests.support.cast import group
from tests.support.models import ReplayModel

DEPLOY = Path(__file__).parents[2] / "deploy"
ROUND = {
    "model": "test",
    "messages": [{"role": "user", "content": "Hello"}],
    "mascot": {"turns": "round-robin", "replies": 1},
}


@contextmanager
def proxied(folder: Path, *workers: Served) -> Iterator[Served]:
    """The shipped configuration in front of these workers, on a port of its own."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    port = free_port()
    shipped = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    shipped, listens = re.subn(r"listen 80;", f"listen 127.0.0.1:{port};", shipped)
    for number, worker in enumerate(workers, 1):
        shipped = shipped.replace(f"worker-{number}:8010", worker.url.removeprefix("http://"))
    assert listens == 1
    assert not re.search(r"server worker", shipped)
    (folder / "site.conf").write_text(shipped, encoding="utf-8")
    kept = "\n".join(
        f"{what}_temp_path {folder / what};"
        for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'};\n"
        # As root nginx would become a user who may not read the folder.
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{}} http {{ access_log off; {kept} include {folder / 'site.conf'}; }}\n",
        encoding="utf-8",
    )
    command = [nginx, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "errors"]
    server = subprocess.Popen(command)
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url) or server.poll() is not None)
        assert server.poll() is None, (folder / "errors").read_text()
        yield Served(url)
    finally:
        server.terminate()
        server.wait(10)


class Slow(ReplayModel):
    """Says a word, and the rest once somebody has heard it."""

    heard: Any = Field(default_factory=threading.Event)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **_: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk("First"))
        assert await asyncio.to_thread(self.heard.wait, 20), "nobody heard the first word"
        yield ChatGenerationChunk(message=AIMessageChunk(" and last."))


@pytest.fixture
def workers() -> Iterator[list[Served]]:
    model = ReplayModel(answer=lambda request: f"I heard {request.scene.turns[-1].text}")
    chat = build_group_chat(group(), backend=model)
    doors = Doors(per_minute=6)
    with serving(chat, doors=doors) as one, serving(chat, doors=doors) as other:
        yield [one, other]


def test_words_pass_the_proxy_as_they_are_said(tmp_path: Path) -> None:
    slow = Slow()
    chat = build_group_chat(group(), backend=slow)
    with (
        serving(chat) as one,
        serving(chat) as other,
        proxied(tmp_path, one, other) as proxy,
        httpx.stream(
            "POST", f"{proxy.url}/v1/chat/completions", json=ROUND | {"stream": True}, timeout=20
        ) as answer,
    ):
        said = ""
        for text in answer.iter_text():
            said += text
            if "First" in said:
                slow.heard.set()
    assert "and last." in said
    assert said.endswith("data: [DONE]\n\n")


def test_a_worker_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    chat = build_group_chat(group(), backend=ReplayModel(answer=lambda _: "Here I am."))
    with serving(chat) as stays, ExitStack() as leave:
        goes = leave.enter_context(serving(chat))
        with proxied(tmp_path, goes, stays) as proxy:
            for _ in range(4):
                assert proxy.post(json=ROUND).status_code == 200
            assert goes.metric("mascot_rounds_total") == 2
            leave.close()
            for _ in range(4):
                assert proxy.post(json=ROUND).status_code == 200
            assert stays.metric("mascot_rounds_total") == 6


def test_a_visitor_is_counted_by_the_address_and_cannot_make_one_up(
    tmp_path: Path, workers: list[Served]
) -> None:
    with proxied(tmp_path, *workers) as proxy:
        told = [
            proxy.post(json=ROUND, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
            for n in range(14)
        ]
    assert told.count(200) == 12
    assert told[-1] == 429


def test_what_is_too_large_or_not_for_visitors_is_refused(
    tmp_path: Path, workers: list[Served]
) -> None:
    with proxied(tmp_path, *workers) as proxy:
        assert proxy.post(content=b"x" * 2_000_001).status_code == 413
        assert httpx.get(f"{proxy.url}/metrics").status_code == 404


def test_a_refusal_of_a_long_message_is_told_and_not_lost(tmp_path: Path) -> None:
    chat = build_group_chat(group(), backend=ReplayModel(answers=[]))
    long = ROUND | {"messages": [{"role": "user", "content": "x" * 1_900_000}]}
    with (
        serving(chat, doors=Doors(keys=["k"])) as one,
        serving(chat, doors=Doors(keys=["k"], max_bytes=1_000_000)) as other,
        proxied(tmp_path, one, other) as proxy,
    ):
        for _ in range(10):
            assert proxy.post(json=long).status_code == 401
        for _ in range(10):
            refused = other.post(json=long, headers={"Authorization": "Bearer k"})
            assert refused.status_code == 413
            assert "shorten the history" in refused.json()["error"]["message"]


def test_systemd_takes_the_unit_as_it_is(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian: systemd)")
    unit = (DEPLOY / "mascot-api@.service").read_text(encoding="utf-8")
    program = re.compile(r"^ExecStart=/opt/mascot/bin/mascot ", re.MULTILINE)
    assert program.search(unit)
    installed = tmp_path / "mascot-api@8010.service"
    installed.write_text(program.sub(f"ExecStart={sys.executable} ", unit), encoding="utf-8")
    # A key that it does not know is a warning to it, and its status stays 0.
    verified = subprocess.run(
        [analyze, "verify", installed], capture_output=True, text=True, check=True
    )
    assert installed.name not in verified.stderr
