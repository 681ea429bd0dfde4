"""``mascot serve`` as a process, and what the server behind it logs."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

CONTEXT = 4_096
START_WITHIN = 600.0

_REQUEST = re.compile(
    r"Received request \S+: .*lora_request: (?:LoRARequest\(lora_name='(\w+)'|None)"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """``mascot serve`` with the adapters of a director and a speaker.

    Args:
        python: vLLM's interpreter.
        tiny: Holds both adapters.
        folder: For the logs.
        speaker: The name of the speaker's folder.
    """

    def __init__(self, python: str, tiny: Path, folder: Path, speaker: str = "speaker") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "vllm.log"
        self.said = folder / "mascot.log"
        self.spec = ""
        self._command = [
            *(sys.executable, "-c", "from mascot.cli import app; app()", "serve"),
            *("--director", str(tiny / "director"), "--speaker", str(tiny / speaker)),
            *("--vllm-python", python, "--port", str(self.port), "--log", str(self.log)),
            *("--context", str(CONTEXT), "--timeout", str(START_WITHIN)),
            *("--", "--enforce-eager", "--enable-log-requests"),
        ]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = {**os.environ, "VLLM_CPU_KVCACHE_SPACE": "1", "HF_HUB_OFFLINE": "1"}
        with self.said.open("w") as said:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=said, env=environment, text=True
            )
        # It prints the spec when it is ready, and nothing else on its standard output.
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(START_WITHIN):
                raise TimeoutError(self.said.read_text())
        self.spec = self._process.stdout.readline().strip()
        if not self.spec:
            raise RuntimeError(f"{self.said.read_text()}\n{self.log.read_text()[-4000:]}")

    def group(self) -> list[int]:
        """The server's processes: what `mascot serve` started, and what that did."""
        assert self._process is not None
        (leader,) = [pid for pid in _children(self._process.pid) if _runs(pid, "vllm")]
        return [pid for pid in _processes() if _stat(pid)[2] == leader]

    def kill(self) -> None:
        """Kills the server (kill -9, all of it) and waits for `mascot serve` to notice."""
        assert self._process is not None
        for pid in self.group() if self._process.poll() is None else ():
            with contextlib.suppress(ProcessLookupError):  # it went with another one's end
                os.kill(pid, signal.SIGKILL)
        self._process.wait(60)

    @property
    def status(self) -> int | None:
        """The exit status of `mascot serve`; None while it runs."""
        assert self._process is not None
        return self._process.poll()

    def stop(self) -> int | None:
        """Ends it as Ctrl-C does."""
        if self._process is None:
            return None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def requests(self, since: int = 0) -> list[str]:
        """Who was asked, by the server's own log: an adapter's name, or ``base``."""
        return [found[1] or "base" for found in _REQUEST.finditer(self.log.read_text()[since:])]

    def mark(self) -> int:
        """Where the log is now, for `requests`."""
        return len(self.log.read_text())


def alive(pids: list[int]) -> list[int]:
    """Those that still run, after a moment to be reaped."""
    deadline = time.monotonic() + 10
    while (left := [p for p in pids if p in _processes()]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _processes() -> list[int]:
    pids = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and _stat(int(entry.name))[0] != "Z":
                pids.append(int(entry.name))
        except OSError:
            continue
    return pids


def _children(parent: int) -> list[int]:
    return [pid for pid in _processes() if _stat(pid)[1] == parent]


def _runs(pid: int, what: str) -> bool:
    return what in Path(f"/proc/{pid}/cmdline").read_text()


def _stat(pid: int) -> tuple[str, int, int]:
    """State, parent and group of a process; of nobody's when it has just ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "X", 0, 0
    return fields[0], int(fields[1]), int(fields[2])
