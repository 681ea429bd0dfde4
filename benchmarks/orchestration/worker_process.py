"""A worker in a process of its own, in the Python that has its system."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.orchestration.job import Job

ROOT = Path(__file__).parents[2]


class WorkerProcess(AbstractContextManager["WorkerProcess"]):
    """Runs jobs through one system.

    Args:
        system: The name of a module in `systems`.
        python: The interpreter that has the system installed; this one by default.
    """

    def __init__(self, system: str, python: str = sys.executable) -> None:
        self._system = system
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            [python, "-m", "benchmarks.orchestration.worker", system],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._read()

    def run(self, job: Job) -> dict[str, Any]:
        """Hold one thread; see `worker.hold` for what comes back."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        result: dict[str, Any] = json.loads(self._read())
        return result

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> str:
        assert self._process.stdout
        if line := self._process.stdout.readline():
            return line
        raise SystemExit(f"The worker for {self._system} ended early; its error is printed above.")
