"""The command line as a user types it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mascot.cli import app
from tests.support.stub_server import StubServer, fail

EXAMPLE = Path(__file__).parents[1] / "data"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("MASCOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def run(*args: str, input: str | None = None) -> Any:  # noqa: A002
        return runner.invoke(app, list(args), input=input)

    return run


def events(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_message_as_json(run: Any) -> None:
    done = run(
        "chat",
        "-b",
        "demo",
        "--message",
        "My grandmother died last night.",
        "--json",
        "--seed",
        "1",
    )
    assert done.exit_code == 0, done.output
    seen = events(done.output)
    assert seen[0]["event"] == "notice"
    assert "not a language model" in seen[0]["text"]
    directive = next(e for e in seen if e["event"] == "directive")
    assert directive["speaker"] == "anchor"
    assert directive["reason"]
    assert directive["instruction"]
    replies = [e for e in seen if e["event"] == "utterance"]
    assert replies[0]["speaker"] == "anchor"
    tokens = "".join(e["text"] for e in seen if e["event"] == "token" and e["speaker"] == "anchor")
    assert tokens == replies[0]["text"]


def test_the_same_seed_gives_the_same_chat(run: Any) -> None:
    def texts() -> list[str]:
        done = run("chat", "-b", "demo", "-m", "I got the job!", "--json", "--seed", "3")
        return [e["text"] for e in events(done.output) if e["event"] == "utterance"]

    first = texts()
    assert first
    assert texts() == first


def test_a_crisis_in_json(run: Any) -> None:
    done = run("chat", "-b", "demo", "-m", "I want to kill myself.", "--json")
    safety = next(e for e in events(done.output) if e["event"] == "safety")
    assert safety["kind"] == "crisis"
    assert len([e for e in events(done.output) if e["event"] == "utterance"]) == 1


def test_a_named_thread_goes_on(run: Any) -> None:
    server = StubServer()
    with server:
        backend = f"vllm:{server.url}#stub"
        run(
            "chat", "-b", backend, "--thread", "a", "-m", "First message.", "--turns", "round-robin"
        )
        run(
            "chat",
            "-b",
            backend,
            "--thread",
            "a",
            "-m",
            "Second message.",
            "--turns",
            "round-robin",
        )
        run(
            "chat",
            "-b",
            backend,
            "--thread",
            "b",
            "-m",
            "Another thread.",
            "--turns",
            "round-robin",
        )
    prompts = [request["messages"][-1]["content"] for request in server.requests]
    second = next(p for p in prompts if "Second message." in p)
    assert "First message." in second
    assert all("First message." not in p for p in prompts if "Another thread." in p)


def test_a_failed_round_is_finished_by_the_next_start(run: Any) -> None:
    with StubServer() as server:
        answers = iter(
            [
                "Anchor speaks.",
                fail(401, "bad key"),
                "Catalyst speaks.",
                "Beacon speaks.",
                "x",
                "y",
                "z",
            ]
        )
        server.script(lambda _: next(answers))
        options = (
            "chat",
            "-b",
            f"vllm:{server.url}#stub",
            "--thread",
            "a",
            "--turns",
            "round-robin",
            "--json",
        )
        first = run(*options, "-m", "Hi there")
        assert first.exit_code == 1
        assert events(first.output)[-1]["event"] == "error"
        second = run(*options, "-m", "And now?")
    said = [e["text"] for e in events(second.output) if e["event"] == "utterance"]
    assert said[:2] == ["Catalyst speaks.", "Beacon speaks."]


def test_a_conversation_with_commands(run: Any) -> None:
    lines = ["/usage", "/help", "/who", "/usage", "/mute anchor", "/mute bob", "Hello there", "/turns manual", "/turns x", "/call beacon", "/fly", "/quit"]  # fmt: skip
    done = run("chat", "-b", "demo", "--seed", "1", input="\n".join(lines) + "\n")
    assert done.exit_code == 0, done.output
    assert "continue it later with --thread" in done.output
    assert "Anchor (@anchor)" in done.output
    assert "muted: anchor" in done.output
    assert "Whom? The group is anchor, catalyst, beacon" in done.output
    assert "Unknown turn-taking 'x'" in done.output
    assert "There is no command /fly" in done.output
    assert "Beacon" in done.output.split("Turn-taking: manual")[1]


def test_the_end_of_the_input_ends_the_chat(run: Any) -> None:
    assert run("chat", "-b", "demo", input="").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-e", "emotional-suport"], "emotional-support"),
        (["-e", "nowhere.yaml"], "nowhere.yaml"),
        (["-b", "dmeo"], "demo"),
        (["-b", "hf:Qwen/Qwen3-0.6B"], "Qwen/Qwen3-0.6B"),
        (["-b", "vllm:http://127.0.0.1:9"], "127.0.0.1:9"),
        (["--turns", "shuffle"], "round-robin"),
        (["--context", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_what_cannot_be_used_is_one_message_without_a_traceback(
    run: Any, args: list[str], said: str
) -> None:
    done = run("chat", *args, "-m", "Hi")
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_meeting_as_context(run: Any, tmp_path: Path) -> None:
    meeting = tmp_path / "meeting.txt"
    meeting.write_text(
        "Ana: We decided to ship the beta on Friday.\n"
        "Ben: I'll write the release notes by Thursday.\n"
        "Ana: Who tests the installer?\n"
    )
    done = run(
        "chat",
        "-e",
        "workplace",
        "-b",
        "demo",
        "--context",
        str(meeting),
        "-m",
        "What did we decide?",
        "--json",
    )
    assert done.exit_code == 0, done.output
    text = " ".join(e["text"] for e in events(done.output) if e["event"] == "utterance")
    assert "beta" in text


def test_personas_are_listed_shown_and_checked(run: Any, tmp_path: Path) -> None:
    listed = run("personas", "list")
    for name in ("emotional-support", "emotional-support-action-guide", "workplace"):
        assert name in listed.output
    assert "Stays with you" in run("personas", "show", "emotional-support").output
    good = run("personas", "check", "workplace")
    assert good.exit_code == 0
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\nname: Broken\npersonas:\n  - id: UPPER\n")
    bad = run("personas", "check", "workplace", str(broken))
    assert bad.exit_code == 1
    assert "broken.yaml:4" in bad.output


def test_the_graph_as_a_picture(run: Any) -> None:
    assert "director" in run("graph", "-e", "workplace").output


def test_the_version(run: Any) -> None:
    assert run("--version").output.startswith("mascot 0.")
