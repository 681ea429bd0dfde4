"""A vLLM server as a child process: started, watched, stopped with all that it started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from mascot.errors import ServingError

_ERROR = re.compile(
    r"(?:^|[\s\]])((?:[\w.]*\.)?\w*(?:Error|Exception|Interrupt): .+|[\w. -]*error: .+)"
)
_NOT_THE_CAUSE = "Engine core initialization failed"
_TAIL_BYTES = 64_000
_POLL = 0.25
_PATIENCE = 30.0
"""Seconds to end by itself before it is killed."""
_GRACE = 2.0
"""Seconds for its own children to follow it."""

# Its standard input is a pipe of ours. Whatever ends us, `kill -9` too, ends the pipe.
_WATCH = """
read -r _
kill -TERM "$1" 2>/dev/null
for _ in 1 2 3 4 5; do kill -0 "-$1" 2>/dev/null || exit 0; sleep 1; done
kill -KILL "-$1" 2>/dev/null
"""


def check_port(host: str, port: int) -> None:
    """Checks that nobody listens where the server is to listen.

    Raises:
        ServingError: Somebody does, or the address is not of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ServingError(
            f"cannot listen on {host}:{port} ({reason}); stop what listens there, "
            "or choose another: --port"
        ) from None


class VllmServer:
    """A server process.

    Args:
        command: What to run.
        url: Where it will answer.
        log: The file for what it prints; replaced.
        environment: Added to the environment of this process.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        url: str,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.command = tuple(command)
        self.url = url
        self.log = log
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, and the group of everything that it starts."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it, without waiting for it.

        Raises:
            ServingError: The command cannot be run, or the log not be written.
        """
        # A chat is nobody else's business: vLLM's usage statistics stay off unless asked for.
        environment = {"VLLM_NO_USAGE_STATS": "1", "PYTHONUNBUFFERED": "1", **os.environ}
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with self.log.open("wb") as log:
                self._process = self._spawn(log, environment | self._environment)
            self._watch = subprocess.Popen(  # noqa: S603  # ends the server when we are killed
                ["/bin/sh", "-c", _WATCH, "mascot-watch", str(self._process.pid)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ServingError(f"cannot start {self.command[0]!r}: {error}") from None

    def _spawn(self, log: IO[bytes], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  # the command is built by `serve_command`
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            # A group of its own: the terminal's Ctrl-C reaches us alone, and we end all of it.
            start_new_session=True,
        )

    def wait_until_ready(
        self, timeout: float, on_wait: Callable[[float], None] = lambda _: None
    ) -> float:
        """Waits until it answers.

        Args:
            timeout: Seconds.
            on_wait: Told every moment how many seconds it has been.

        Returns:
            How long it took.

        Raises:
            ServingError: It stopped, or does not answer in time.
        """
        import httpx  # noqa: PLC0415  (only where something is served)

        started = time.monotonic()
        with httpx.Client(trust_env=False, timeout=2.0) as client:
            while (waited := time.monotonic() - started) < timeout:
                self.check_alive("while it started")
                with suppress(httpx.HTTPError):
                    if client.get(f"{self.url}/health").is_success:
                        return waited
                on_wait(waited)
                time.sleep(_POLL)
        raise ServingError(
            f"vLLM does not answer at {self.url} after {timeout:.0f} s; raise --timeout, "
            f"or look at {self.log}"
        )

    def wait(self) -> None:
        """Waits until it stops by itself.

        Raises:
            ServingError: It did.
        """
        if self._process is not None:
            self._process.wait()
        self.check_alive("by itself")

    def check_alive(self, when: str) -> None:
        """Checks that it still runs.

        Raises:
            ServingError: It does not; the message says why, as far as its log tells.
        """
        if self._process is None:
            raise ServingError("vLLM has not been started")
        status = self._process.poll()
        if status is not None:
            how = f"signal {-status}" if status < 0 else f"exit status {status}"
            raise ServingError(
                f"vLLM stopped {when} ({how}): {self.cause() or 'it gave no reason'}; "
                f"its log is {self.log}"
            )

    def last_lines(self, count: int = 1) -> list[str]:
        """The end of its log, without blank lines."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - _TAIL_BYTES))
                text = file.read().decode(errors="replace")
        except OSError:
            return []
        return [line for raw in text.splitlines() if (line := raw.rstrip())][-count:]

    def cause(self) -> str | None:
        """The last error in its log that names a reason."""
        found = [m[1] for line in self.last_lines(2_000) if (m := _ERROR.search(line))]
        telling = [text for text in found if _NOT_THE_CAUSE not in text]
        return next(reversed(telling or found), None)

    def stop(self, patience: float = _PATIENCE) -> None:
        """Ends it and everything that it started; a second Ctrl-C kills it at once."""
        process = self._process
        if process is None:
            return
        try:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)
            deadline = time.monotonic() + _GRACE
            while _group_lives(process.pid) and time.monotonic() < deadline:
                time.sleep(_POLL)
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self._process = None
            self._dismiss_watch()

    def _dismiss_watch(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.kill()
            watch.communicate()


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
