"""A server process started, watched and stopped, with small programs in vLLM's place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mascot.cli import app
from mascot.errors import ServingError
from mascot.serving import PrefixCache, VllmServer, read_block_size, read_prefix_cache
from tests.serving.served import alive, free_port
from tests.support.stub_server import StubServer, say

SERVES = """
import http.server, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("worker", worker.pid, flush=True)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = open(sys.argv[2], "rb").read() if self.path == "/metrics" else b""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVES
METRICS = """\
# HELP vllm:prefix_cache_queries_total Prefix cache queries
vllm:prefix_cache_queries_total{engine="0",model_name="qwen3"} 1200.0
vllm:prefix_cache_queries_total{engine="1",model_name="qwen3"} 300.0
vllm:prefix_cache_queries_created{engine="0",model_name="qwen3"} 1.79e+09
vllm:prefix_cache_hits_total{engine="0",model_name="qwen3"} 1.024e+03
vllm:prefix_cache_hits_total{engine="1",model_name="qwen3"} 0.0
vllm:cache_config_info{_x="True",block_size="128",effective_attention_block_size="64"} 1.0
"""


def server(tmp_path: Path, program: str) -> VllmServer:
    port = free_port()
    metrics = tmp_path / "metrics"
    metrics.write_text(METRICS)
    return VllmServer(
        [sys.executable, "-c", program, str(port), str(metrics)],
        url=f"http://127.0.0.1:{port}",
        log=tmp_path / "logs" / "vllm.log",
    )


def worker_of(one: VllmServer) -> int:
    (line,) = [line for line in one.last_lines(100) if line.startswith("worker")]
    return int(line.split()[1])


@pytest.mark.parametrize("program", [SERVES, STUBBORN], ids=["willing", "stubborn"])
def test_it_is_waited_for_and_stopped_with_its_workers(tmp_path: Path, program: str) -> None:
    one = server(tmp_path, program)
    one.start()
    waits: list[float] = []
    one.wait_until_ready(30, waits.append)
    pids = [one.pid or 0, worker_of(one)]
    one.stop(patience=1)
    assert alive(pids) == []
    assert one.pid is None
    one.stop()  # once more is no harm


def test_it_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    """`kill -9` leaves nobody to stop it."""
    program = f"""
import sys, time
from pathlib import Path
from mascot.serving import VllmServer
port, metrics, log = sys.argv[1:]
one = VllmServer([sys.executable, "-c", {SERVES!r}, port, metrics], url=f"http://127.0.0.1:{{port}}", log=Path(log))
one.start()
one.wait_until_ready(30)
print(one.pid, one.last_lines(1)[0].split()[1], flush=True)
time.sleep(600)
"""
    arguments = [str(free_port()), str(tmp_path / "metrics"), str(tmp_path / "log")]
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        assert len(pids) == 2
        starter.kill()
    assert alive(pids[:1]) == [], "the server, at once"
    assert alive(pids) == [], "and what it left"


def test_a_failing_start_is_told_with_its_cause(tmp_path: Path) -> None:
    program = "print('ValueError: no such dtype: float7'); raise SystemExit('RuntimeError: Engine core initialization failed. See root cause above.')"
    with server(tmp_path, program) as one, pytest.raises(ServingError) as raised:
        one.wait_until_ready(30)
    said = str(raised.value)
    assert "stopped while it started (exit status 1): ValueError: no such dtype: float7" in said
    assert str(one.log) in said


def test_a_server_that_dies_later_is_told_too(tmp_path: Path) -> None:
    with server(tmp_path, "print('bye')") as one, pytest.raises(ServingError) as raised:
        one.wait()
    assert "stopped by itself (exit status 0): it gave no reason" in str(raised.value)


def test_a_start_without_end_is_given_up(tmp_path: Path) -> None:
    with server(tmp_path, "import time; time.sleep(600)") as one:
        pid = one.pid or 0
        with pytest.raises(ServingError, match="after 1 s; raise --timeout"):
            one.wait_until_ready(1)
    assert alive([pid]) == []


def test_what_cannot_be_run_is_named(tmp_path: Path) -> None:
    one = VllmServer(["/no/such/program"], url="http://127.0.0.1:9", log=tmp_path / "log")
    with pytest.raises(ServingError, match="cannot start '/no/such/program'"):
        one.start()


def test_the_counters_of_all_engines_are_added(tmp_path: Path) -> None:
    with server(tmp_path, SERVES) as one:
        one.wait_until_ready(30)
        counted = read_prefix_cache(one.url)
        assert read_block_size(one.url) == 128
    assert counted == PrefixCache(prompt=1500, cached=1024)
    assert (counted - PrefixCache(500, 24)).computed == 0
    assert counted.share == pytest.approx(1024 / 1500)
    assert PrefixCache(0, 0).share == 0
    with pytest.raises(ServingError, match="cannot be read"):
        read_prefix_cache(one.url)


def test_the_servers_counters_stand_in_for_what_its_answers_do_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASCOT_DATA_DIR", str(tmp_path))
    with StubServer(metrics=METRICS) as stub:
        stub.script(lambda _: say("I hear you.", cached_tokens=None))
        spec = f"vllm:{stub.url}#stub"
        typed = "Hello\n/usage\n/quit\n"
        done = CliRunner().invoke(
            app, ["chat", "-b", spec, "--turns", "round-robin"], input=typed, env={"COLUMNS": "150"}
        )
        assert done.exit_code == 0, done.output
        said = " ".join(done.output.split())
        assert "all its clients since it started: 68% of 1,500 prompt tokens" in said
        assert "not told" in said
        stub.script(lambda _: say("I hear you.", cached_tokens=3))
        done = CliRunner().invoke(app, ["chat", "-b", spec], input=typed)
    assert "all its clients" not in done.output, "what is told needs no stand-in"


def test_another_kind_of_server_is_told_apart(tmp_path: Path) -> None:
    with server(tmp_path, SERVES) as one:
        one.wait_until_ready(30)
        (tmp_path / "metrics").write_text("up 1\n")
        with pytest.raises(ServingError, match="no vllm:prefix_cache counters"):
            read_prefix_cache(one.url)
