"""What training wrote is served as it lies there: no step in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from mascot import ChatContext, ChatSession, build_group_chat
from tests.serving.served import Served

pytest.importorskip("trl", reason="the train extra is not installed")

from mascot.training import director
from mascot.training.plots import read_log

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


@pytest.fixture(scope="module")
def served(
    run: Path, vllm_python: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    server = Served(vllm_python, run, tmp_path_factory.mktemp("served"), "speakers")
    try:
        server.start()
        yield server
    finally:
        assert server.stop() == 0


async def test_a_run_is_served(served: Served) -> None:
    mark = served.mark()
    graph = build_group_chat("emotional-support", backend=spec_of(served))
    session = ChatSession(graph.compile(checkpointer=InMemorySaver()), "t")
    events = [e async for e in session.send("I got it!", context=ChatContext(replies=1))]
    asked = served.requests(mark)
    assert asked[0] == "director"
    assert set(asked[1:]) == {"speaker"}
    (directive, *_) = [e for e in events if e["event"] == "directive"]
    assert directive["source"] == "model", "its JSON is constrained"


def test_a_director_learns_beside_speakers_that_are_served(
    served: Served, run: Path, tmp_path: Path
) -> None:
    again = tmp_path / "run"
    shutil.copytree(run, again, ignore=shutil.ignore_patterns("director", "all"))
    mark = served.mark()
    director.main(
        [
            *("--preset", "test", "--run", str(again)),
            *("--speaker", spec_of(served), "--max_steps", "2"),
        ]
    )
    episodes, turns, steps = 2, 3, 2
    asked = served.requests(mark)
    assert set(asked) == {"speaker"}, "the director is drawn in the trainer's process"
    assert len(asked) >= episodes * turns * steps
    log = served.log.read_text()[mark:]
    assert log.count("max_tokens=12,") == len(asked), "speaker_tokens of the preset"
    rows = [row for row in read_log(again / "director" / "metrics.jsonl") if "reward" in row]
    assert [row["episode/dropped"] for row in rows] == [0.0] * steps
    assert (again / "director" / "adapter_model.safetensors").is_file()


def spec_of(served: Served) -> str:
    """The backend that ``mascot serve`` prints."""
    return served.spec.rpartition(" ")[2]
