"""``mascot serve``: vLLM with the adapters that training wrote."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from mascot.errors import ServingError
from mascot.serving import (
    Adapter,
    ServeOptions,
    VllmServer,
    base_of,
    check_fit,
    check_port,
    find_launcher,
    read_adapter,
    serve_command,
)
from mascot.serving.launcher import COMMAND
from mascot.settings import Settings

DEFAULT_MODEL = "Qwen/Qwen3-8B"
_TAIL = 15


@dataclass(frozen=True, kw_only=True)
class ServeRequest:
    """What the command line asked for; see ``mascot serve --help``."""

    model: str | None = None
    director: Path | None = None
    speaker: Path | None = None
    adapters: Sequence[str] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    context: int | None = None
    reasoning_parser: str = "qwen3"
    python: str | None = None
    log: Path | None = None
    timeout: float = 1800.0
    dry_run: bool = False
    extra: Sequence[str] = ()


def serve(request: ServeRequest) -> int:
    """Starts a server, says how to reach it, and stays until it is told to stop.

    Returns:
        The exit status.

    Raises:
        ServingError: It cannot be started, or stopped by itself.
    """
    options = plan(request)
    python = request.python or sys.executable
    if request.dry_run:
        print(shlex.join(serve_command(options, _launcher_or_guess(python))))  # noqa: T201
        return 0
    command = serve_command(options, find_launcher(python))
    if not options.headless:
        check_port(options.host, options.port)
    log = request.log or Settings.load().data_dir / "logs" / f"vllm-{options.port}.log"
    server = VllmServer(command, url=options.url, log=log)
    console = Console(stderr=True)
    with _signals_stop_us():
        try:
            server.start()
            if not options.headless:
                _wait(server, request.timeout, console)
                _tell(options, server, console)
            server.wait()
        except KeyboardInterrupt:
            console.print("Stopping …")
        except ServingError:
            for line in server.last_lines(_TAIL):
                console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
            raise
        finally:
            server.stop()
    return 0


def plan(request: ServeRequest) -> ServeOptions:
    """Reads and checks what is to be served.

    Raises:
        ServingError: Something is missing or does not fit together.
    """
    adapters = _adapters(request)
    model = request.model or base_of(adapters) or DEFAULT_MODEL
    _check_model(model)
    for adapter in adapters:
        check_fit(adapter, model)
    if request.extra and not request.extra[0].startswith("-"):
        raise ServingError(
            f"{request.extra[0]!r} is no option; what follows -- is passed on to vLLM, "
            "and a model is named with --model"
        )
    return ServeOptions(
        model=model,
        adapters=adapters,
        host=request.host,
        port=request.port,
        context=request.context,
        reasoning_parser=request.reasoning_parser,
        extra=tuple(request.extra),
    )


def _adapters(request: ServeRequest) -> tuple[Adapter, ...]:
    named: list[tuple[str, Path]] = []
    director, speaker = request.director, request.speaker
    if director and speaker and director.resolve() == speaker.resolve():
        # One name: the server caches by name, and so computes what both read once.
        named.append(("shared", director))
    else:
        named += [(n, p) for n, p in (("director", director), ("speaker", speaker)) if p]
    for text in request.adapters:
        name, separator, folder = text.partition("=")
        if not (separator and name and folder):
            raise ServingError(f"--adapter {text!r}: write it as NAME=FOLDER")
        named.append((name, Path(folder).expanduser()))
    names = [name for name, _ in named]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ServingError(f"two adapters are called {twice!r}; give one of them another name")
    return tuple(read_adapter(name, folder) for name, folder in named)


def _check_model(model: str) -> None:
    path = Path(model).expanduser()
    if path.is_dir():
        if (path / "adapter_config.json").is_file():
            raise ServingError(f"{model} is an adapter; give it with --adapter NAME={model}")
        if not (path / "config.json").is_file():
            raise ServingError(f"{model} is not a model: it has no config.json")
    elif path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise ServingError(f"the model's folder {model} does not exist")


def _launcher_or_guess(python: str) -> tuple[str, ...]:
    try:
        return find_launcher(python)
    except ServingError:
        return (python, *COMMAND)


def _wait(server: VllmServer, timeout: float, console: Console) -> None:
    console.print(f"Starting vLLM; it logs to {server.log}", soft_wrap=True, highlight=False)
    with console.status("") as status:

        def progress(waited: float) -> None:
            (line,) = server.last_lines() or [""]
            room = max(20, console.width - 12)
            status.update(f"{waited:4.0f} s  [dim]{_escaped(line[:room])}[/]")

        waited = server.wait_until_ready(timeout, progress)
    console.print(f"Ready after {waited:.0f} s.", highlight=False)


def _tell(options: ServeOptions, server: VllmServer, console: Console) -> None:
    served = [options.served_name, *(adapter.name for adapter in options.adapters)]
    console.print(f"Serving {', '.join(served)} at {server.url}", soft_wrap=True, highlight=False)
    if options.host not in ("127.0.0.1", "localhost", "::1") and not (
        "--api-key" in options.extra or os.environ.get("VLLM_API_KEY")
    ):
        console.print("Whoever can reach this port can use it; VLLM_API_KEY sets a key.")
    # The one line that a script wants.
    print(f"mascot chat --backend vllm:{server.url}", flush=True)  # noqa: T201
    console.print("Ctrl-C stops it.")


@contextmanager
def _signals_stop_us() -> Iterator[None]:
    """A closed terminal or a service manager ends the server as Ctrl-C does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {
        name: signal.signal(getattr(signal, name), signal.default_int_handler) for name in names
    }
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
