"""A real PostgreSQL, started by hand on the loopback in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def _programs() -> Path | None:
    found = shutil.which("postgres")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return Path(found).resolve().parent if found else packaged[-1].parent if packaged else None


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A database's address."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    if (programs := _programs()) is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            pytest.skip("tests run as root and there is no user `postgres`")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a short path for its socket
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "mascot", "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    options = ("-h", "127.0.0.1", "-p", str(port), "-k", folder, "-F")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            stdout=log,
            stderr=log,
            user=user,
            cwd=folder,
        )
    try:
        _wait(programs, port, server)
        yield f"postgresql://mascot@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # ends connections; SIGTERM would wait for them
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    end = time.monotonic() + 60
    while subprocess.run(ready, check=False).returncode:
        assert server.poll() is None, "PostgreSQL did not start"
        assert time.monotonic() < end, "PostgreSQL is not ready"
        time.sleep(0.05)
