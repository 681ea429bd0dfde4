"""``mascot api`` in processes of its own, and what the machine did meanwhile."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.orchestration.stub_process import StubProcess

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Attributes:
        url: Where.
        pid: Its first process; workers are children of it.
    """

    url: str
    pid: int

    def cpu(self) -> float:
        """Seconds that its processes have computed so far."""
        return sum(map(cpu_of, self._pids()))

    def resident(self) -> float:
        """Megabytes that its processes hold."""
        told = [Path(f"/proc/{pid}/status").read_text() for pid in self._pids()]
        return sum(int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) for text in told) / 1024

    def answered(self) -> float:
        """Completions that it has answered."""
        name = 'mascot_requests_total{path="/v1/chat/completions",status="200"}'
        page = urllib.request.urlopen(f"{self.url}/metrics", timeout=30)  # noqa: S310
        lines = page.read().decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def _pids(self) -> list[int]:
        row = [self.pid]
        for pid in row:  # grows
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            row += map(int, children)
        return row


@contextmanager
def serve(stub: StubProcess, database: Path, workers: int) -> Iterator[Server]:
    """Starts ``mascot api`` before the stub; ends it on leaving the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = (
        "api", "-e", "emotional-support", "-b", f"vllm:{stub.base_url}#stub", "--port", port,
        "--rate", 0, "--rounds", 4096, "--workers", workers, "--threads", database,
    )  # fmt: skip
    command = [sys.executable, "-c", "from mascot.cli import app; app()", *map(str, words)]
    environment = os.environ | {"MASCOT_DATA_DIR": str(database.parent)}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise SystemExit(f"mascot api ended with status {process.returncode}")
            try:
                urllib.request.urlopen(f"{server.url}/health", timeout=5).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def cpu_of(pid: int) -> float:
    """Seconds that a process has computed so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def machine_cpu() -> float:
    """Seconds that all cores have computed so far, for whomever."""
    user, nice, system, _idle, _io, irq, soft, steal = map(
        int, Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    )
    return (user + nice + system + irq + soft + steal) / _TICK
