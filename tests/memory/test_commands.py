"""``mascot memory`` and ``mascot chat --memory`` as a user types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mascot.cli import app

SAID = "My name is Ann. My sister is called Mia."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("MASCOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MASCOT_BACKEND", "demo")
    monkeypatch.delenv("MASCOT_MEMORY", raising=False)
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def run(*args: str, input: str | None = None) -> Any:  # noqa: A002
        return runner.invoke(app, list(args), input=input)

    return run


def listed(run: Any) -> list[dict[str, str]]:
    return json.loads(run("memory", "list", "--json").stdout)


def test_nothing_is_remembered_unless_it_is_asked_for(run: Any) -> None:
    done = run("chat", input=f"{SAID}\n/quit\n")
    assert "will remember" not in done.output
    assert listed(run) == []
    assert "Nothing is remembered." in run("memory", "list").output


def test_a_chat_remembers_and_another_one_recalls(run: Any) -> None:
    done = run("chat", "--memory", input=f"{SAID}\n/memory\n/usage\n/quit\n")
    assert "The group will remember: User is called Ann." in done.output
    assert "Memory is on." in done.output
    assert "User has a sister called Mia." in run("memory", "list").output
    (first, second) = listed(run)
    assert {first["text"], second["text"]} == {
        "User is called Ann.",
        "User has a sister called Mia.",
    }
    assert first["holder"] == "_group"


def test_the_setting_turns_it_on_and_the_option_off(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASCOT_MEMORY", "on")
    run("chat", "--no-memory", input=f"{SAID}\n/quit\n")
    assert listed(run) == []
    run("chat", "-m", SAID)  # one message leaves nothing behind
    assert listed(run) == []
    run("chat", input=f"{SAID}\n/quit\n")
    assert len(listed(run)) == 2


def test_one_message_remembers_where_it_is_told_to(run: Any) -> None:
    done = run("chat", "-m", SAID, "--memory", "--json")
    last = json.loads(done.output.splitlines()[-1])
    assert last["event"] == "memory"
    assert len(last["kept"]) == len(listed(run)) == 2


def test_memory_can_be_turned_off_in_mid_chat_and_keeps_what_it_has(run: Any) -> None:
    lines = ["My name is Ann.", "/memory off", "My sister is called Mia.", "/memory", "/quit"]
    done = run("chat", "--memory", input="\n".join(lines) + "\n")
    assert "Nothing is deleted" in done.output
    assert "Memory is off." in done.output
    assert [fact["text"] for fact in listed(run)] == ["User is called Ann."]


def test_a_memory_is_forgotten_in_mid_chat(run: Any) -> None:
    run("chat", "--memory", input=f"{SAID}\n/quit\n")
    gone = listed(run)[0]
    done = run("chat", "--memory", input=f"/memory forget {gone['id']}\n/memory drop\n/quit\n")
    assert f"Forgotten: {gone['text']}" in done.output
    assert "/memory forget ID" in done.output
    assert len(listed(run)) == 1


def test_a_memory_is_edited_forgotten_and_all_are_cleared(run: Any) -> None:
    run("chat", "--memory", input=f"{SAID}\n/quit\n")
    first, second = listed(run)
    done = run("memory", "edit", first["id"], "User has a sister called Maja.")
    assert "Now: User has a sister called Maja." in done.output
    assert "Forgotten" in run("memory", "forget", second["id"]).output
    assert [fact["text"] for fact in listed(run)] == ["User has a sister called Maja."]
    assert run("memory", "clear", input="n\n").exit_code == 1
    assert len(listed(run)) == 1
    assert "1 memory deleted." in run("memory", "clear", "--yes").output
    assert listed(run) == []


def test_what_cannot_be_done_is_a_sentence(run: Any) -> None:
    done = run("memory", "forget", "nosuch")
    assert done.exit_code == 1
    assert "nosuch" in done.output
    run("chat", "--memory", input=f"{SAID}\n/quit\n")
    done = run("memory", "edit", listed(run)[0]["id"], "My password is hunter2")
    assert done.exit_code == 1
    assert "stays as it was" in done.output


def test_another_owners_memory_is_another_list(run: Any) -> None:
    run("chat", "--memory", input=f"{SAID}\n/quit\n")
    assert run("memory", "list", "--owner", "user:ben", "--json").stdout.strip() == "[]"
    assert "0 memories" in run("memory", "clear", "--owner", "user:ben", "--yes").output
    assert len(listed(run)) == 2
