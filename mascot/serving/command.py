"""The command that starts vLLM. Its options are those of vLLM 0.32."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mascot.errors import ServingError
from mascot.serving.adapters import Adapter

RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
"""What vLLM takes as ``--max-lora-rank``."""

# Without it a small model may fill a directive with blanks, which the grammar allows, to the end
# of its budget. "auto", the default backend, cannot be told so.
_COMPACT_JSON = {"backend": "xgrammar", "disable_any_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """What to serve, and where.

    Attributes:
        model: A folder, or a model of the Hugging Face hub.
        adapters: Served under their names.
        host: Where to listen; ``0.0.0.0`` is every interface.
        port: The port.
        context: Tokens of prompt and answer together; None is as many as the memory holds.
        reasoning_parser: vLLM's parser for the model's thinking; empty leaves it in the text.
        extra: Further options of vLLM's own, which come last and win.
    """

    model: str
    adapters: tuple[Adapter, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    context: int | None = None
    reasoning_parser: str = "qwen3"
    extra: tuple[str, ...] = ()

    @property
    def served_name(self) -> str:
        """What requests call the base model: its name, not its path."""
        path = Path(self.model).expanduser()
        name = path.resolve().name if path.is_dir() else self.model
        return f"{name}-base" if name in {adapter.name for adapter in self.adapters} else name

    @property
    def url(self) -> str:
        """Where this machine reaches the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.host)  # noqa: S104
        host = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"http://{host}:{self.port}"

    @property
    def headless(self) -> bool:
        """Whether this is a further host of one server, which answers no requests itself."""
        return "--headless" in self.extra


def serve_command(options: ServeOptions, launcher: Sequence[str]) -> list[str]:
    """The whole command.

    Args:
        options: What to serve.
        launcher: What starts vLLM, up to where the model's name goes; see `find_launcher`.

    Raises:
        ServingError: The adapters cannot be served together.
    """
    path = Path(options.model).expanduser()
    command = [
        *launcher,
        str(path.resolve()) if path.is_dir() else options.model,
        *("--served-model-name", options.served_name),
        *("--host", options.host),
        *("--port", str(options.port)),
        *("--max-model-len", str(options.context or "auto")),
        "--enable-prefix-caching",
        "--enable-prompt-tokens-details",
        *("--structured-outputs-config", json.dumps(_COMPACT_JSON)),
    ]
    if options.reasoning_parser:
        command += ["--reasoning-parser", options.reasoning_parser]
    if options.adapters:
        command += [
            "--enable-lora",
            *("--max-loras", str(len(options.adapters))),
            *("--max-lora-rank", str(_rank(options.adapters))),
            "--lora-modules",
            *(_module(adapter) for adapter in options.adapters),
        ]
    return [*command, *options.extra]


def _rank(adapters: Sequence[Adapter]) -> int:
    largest = max(adapters, key=lambda adapter: adapter.rank)
    fitting = next((rank for rank in RANKS if rank >= largest.rank), None)
    if fitting is None:
        raise ServingError(
            f"adapter {largest.name!r}: its rank {largest.rank} is above vLLM's limit of {RANKS[-1]}"
        )
    return fitting


def _module(adapter: Adapter) -> str:
    # As JSON where a path could be misread.
    if "=" in str(adapter.folder) or "," in str(adapter.folder):
        return json.dumps({"name": adapter.name, "path": str(adapter.folder)})
    return f"{adapter.name}={adapter.folder}"
