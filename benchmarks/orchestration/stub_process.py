"""The stub server in a process of its own, and how to talk to it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from contextlib import AbstractContextManager
from typing import Any, Self


class StubProcess(AbstractContextManager["StubProcess"]):
    """Starts the stub on a free port; ends it on leaving the block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.orchestration.stub"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())
        self.pid = self._process.pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def base_url(self) -> str:
        """What an OpenAI client takes as its base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def reset(self, **settings: object) -> None:
        """Forget what was asked, and answer like this from now on (see `stub.Settings`)."""
        self._ask("POST", "/reset", settings)

    def stats(self) -> dict[str, Any]:
        """What was asked since the last reset."""
        stats: dict[str, Any] = self._ask("GET", "/stats")
        return stats

    def requests(self) -> list[dict[str, Any]]:
        """The recorded requests, as they came."""
        requests: list[dict[str, Any]] = self._ask("GET", "/requests")
        return requests

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()
