import json

import pytest

from mascot.backends.discovery import PORTS, find_local_server
from tests.support.stub_server import Raw, StubServer, html


def listing(*names: str, delay: float = 0.0) -> Raw:
    return Raw(json.dumps({"data": [{"id": name} for name in names]}).encode(), delay=delay)


def test_the_first_in_order_of_preference_wins_whoever_answers_first():
    with (
        StubServer(models=listing("slow", delay=0.05)) as slow,
        StubServer(models=("fast",)) as fast,
    ):
        found = find_local_server([slow.port, fast.port], timeout=5)
    assert found is not None
    assert found.models[0].name == "slow"
    assert found.base_url == f"{slow.url}/v1"


@pytest.mark.parametrize(
    "models",
    [
        html(),
        html(404),
        Raw(b"", 401),
        Raw(b'{"data": []}'),
        Raw(b'{"data": [{"id": "nomic-embed-text"}]}'),
        Raw(b'{"message": "hello"}'),
        Raw(b"[" * 100_000),
        Raw(b"", 302, headers={"Location": "https://127.0.0.1:1/v1/models"}),
        listing("late", delay=1.0),
    ],
)
def test_what_is_no_usable_server_is_passed_over(models, closed_port):
    with StubServer(models=models) as other, StubServer(models=("good",)) as good:
        found = find_local_server([closed_port, other.port, good.port], timeout=0.5)
    assert found is not None
    assert found.models[0].name == "good"


def test_nobody_there_is_none(closed_port):
    assert find_local_server([closed_port]) is None
    assert find_local_server([]) is None


def test_no_key_is_sent(server, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "tests.support.stub_server._Handler._admitted",
        lambda handler: seen.append(handler.headers.get("authorization")) or True,
    )
    monkeypatch.setenv("MASCOT_API_KEY", "private")
    assert find_local_server([server.port])
    assert seen == [None]


async def test_it_may_be_called_inside_a_running_loop(server):
    found = find_local_server([server.port], timeout=5)
    assert found is not None


def test_nonsense_does_not_raise():
    assert find_local_server([-1, 99999999, "x"]) is None


def test_the_usual_ports_are_asked():
    assert {8000, 11434, 8080, 1234, 30000} <= set(PORTS)
