from collections.abc import Iterator

import pytest

from mascot.backends import discovery
from mascot.settings import Settings
from tests.support.stub_server import StubServer


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch, tmp_path):
    """No keys, settings files or local servers of whoever runs the tests."""
    import os

    for name in list(os.environ):
        if name.startswith(("MASCOT_", "OPENAI_", "LANGSMITH_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(discovery, "PORTS", ())


@pytest.fixture
def settings() -> Settings:
    return Settings(max_retries=0, timeout=5)


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as stub:
        yield stub


@pytest.fixture
def closed_port() -> int:
    with StubServer() as stub:
        return stub.port
