"""``mascot api``: the group behind an OpenAI-compatible endpoint."""

from __future__ import annotations

from rich.console import Console

from mascot.serving.api.running import ApiOptions, check_options, serve_api
from mascot.settings import Settings


def run_api(options: ApiOptions) -> None:
    """Says how to reach the server, and serves until it is interrupted.

    Raises:
        MascotError: It cannot start.
    """
    console, settings = Console(stderr=True), Settings.load()
    names = ", ".join(check_options(options, settings))
    keys = (
        "a key of MASCOT_API_KEYS" if settings.api_keys and not options.no_keys else "none needed"
    )
    lines = (
        f"Models:   {names}",
        f"Base URL: http://{options.host}:{options.port}/v1",
        f"API key:  {keys}",
    )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    serve_api(options)
