"""A real page in a real browser: `python app.py` in a process of its own, and Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 20


@contextmanager
def app(folder, *options):
    """The page, served; its address."""
    port = _free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MASCOT_", "GRADIO_"))}
    env |= {"MASCOT_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), *options]
    log = folder / f"{port}.log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=folder, env=env, stdout=out, stderr=out) as process,
    ):
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, process, log):
    for _ in range(60 * 10):
        if process.poll() is not None:
            pytest.fail(f"app.py ended: {log.read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"app.py does not listen: {log.read_text()}")


@pytest.fixture
def visit(chromium):
    """Opens an address as a new visitor. Nothing foreign is asked, nothing breaks, nothing runs."""
    contexts, wrong = [], []

    def open_page(url, **settings):
        context = chromium.new_context(**settings)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        context.on("request", foreign)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        page.goto(url)
        page.wait_for_selector("#message textarea")
        return page

    def foreign(request):
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            wrong.append(f"foreign: {request.url}")

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
