"""What training wrote is served as it lies there: no step in between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from tests.serving.served import Served

pytest.importorskip("trl", reason="the train extra is not installed")
pytestmark = pytest.mark.vllm

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run(vllm_python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the whole chain, in little."""
    del vllm_python  # without vLLM there is nothing to train for
    folder = tmp_path_factory.mktemp("trained") / "run"
    command = [sys.executable, "-c", "from mascot.cli import app; app()", "train", "all"]
    subprocess.run(
        [*command, "--preset", "test", "--run", str(folder)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        check=True,
        capture_output=True,
    )
    return folder


async def test_a_run_is_served(run: Path, vllm_python: str, tmp_path: Path) -> None:
    served = Served(vllm_python, run, tmp_path, "speakers")
    try:
        served.start()
        graph = build_group_chat("emotional-support", backend=served.spec.rpartition(" ")[2])
        session = ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")
        events = [e async for e in session.send("I got it!", context=ChatContext(replies=1))]
        assert served.requests()[0] == "director"
        assert set(served.requests()[1:]) == {"speaker"}
        (directive, *_) = [e for e in events if e["event"] == "directive"]
        assert directive["source"] == "model", "its JSON is constrained"
    finally:
        assert served.stop() == 0
