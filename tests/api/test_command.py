"""``mascot api`` as it is started."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import openai
import pytest
from typer.testing import CliRunner

from mascot.cli import app
from tests.api.served import until

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def started(tmp_path: Path, *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", "from mascot.cli import app; app()", "api", *words]
    environment = {"PATH": "", "HOME": str(tmp_path), "MASCOT_DATA_DIR": str(tmp_path)} | variables
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").is_success
    except httpx.TransportError:
        return False


def test_it_serves_workers_keeps_threads_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    words = ("-b", "demo", "-e", "workplace", "--port", str(port), "--workers", "2")
    with started(tmp_path, *words, MASCOT_API_KEYS="k-1,k-2") as process:
        until(lambda: answers(url) or process.poll() is not None, 90)
        client = openai.OpenAI(base_url=f"{url}/v1", api_key="k-2")
        assert [model.id for model in client.models.list()] == ["workplace"]
        for text in ("Who does what by Friday?", "And who decides?"):
            answer = client.chat.completions.create(
                model="workplace",
                messages=[{"role": "user", "content": text}],
                extra_headers={"X-Mascot-Thread": "a"},
            )
            assert answer.choices[0].message.content.startswith("**")
        headers = {"Authorization": "Bearer k-1"}
        counted = httpx.get(f"{url}/metrics", headers=headers).text
        assert 'mascot_rounds_total{model="workplace",outcome="complete"} 2.0' in counted
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
        assert "Models:   workplace" in said
        assert "k-1" not in said
    assert (tmp_path / "chats.sqlite").stat().st_size > 0


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASCOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MASCOT_INTERNAL_API_OPTIONS", "")

    def ran(*words: str) -> str:
        result = CliRunner().invoke(app, ["api", "-b", "demo", *words], env={"COLUMNS": "500"})
        assert result.exit_code == 1, result.output
        return result.output

    return ran


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--host", "0.0.0.0"), "set MASCOT_API_KEYS, or say --no-keys"),  # noqa: S104
        (("-e", "nobody"), "neither a shipped ensemble nor a file"),
    ],
)
def test_what_keeps_it_from_starting_is_told(run, words: tuple[str, ...], told: str) -> None:
    assert told in run(*words)


def test_a_port_that_is_taken_is_told(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = run("-e", "workplace", "--port", port)
    assert f"Cannot serve at 127.0.0.1, port {port}: it is taken" in said
