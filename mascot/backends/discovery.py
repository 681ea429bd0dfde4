"""Finding a model server on this machine, for ``auto``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from mascot.backends.catalogue import ServedModel, chat_models

_log = logging.getLogger(__name__)

PORTS: tuple[int, ...] = (8000, 30000, 8080, 1234, 11434, 1337, 5001)
"""vLLM, SGLang, llama.cpp, LM Studio, Ollama, Jan, KoboldCpp.

In the order of preference: servers that somebody started for one model come before those that run
in the background all day.
"""

TIMEOUT = 0.25
"""Seconds for the whole search. A port where nobody listens refuses at once."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server that answered, and its models that look as if they could chat; at least one."""

    base_url: str
    models: tuple[ServedModel, ...]


def find_local_server(
    ports: Sequence[int] | None = None, *, timeout: float = TIMEOUT
) -> LocalServer | None:
    """The first of the usual loopback ports, in order of preference, that has a chat model.

    No key is sent: whoever listens on a port is not necessarily a friend. A server that wants one
    is to be named.

    Args:
        ports: Where to look; `PORTS` by default.
        timeout: Seconds for the whole search.

    Returns:
        What was found, or None. Never raises.
    """
    ports = PORTS if ports is None else ports
    try:
        # A loop in a thread of its own: the caller may be inside a running one, and the timeout
        # cuts off a server that drips bytes, which per-read timeouts would not.
        with ThreadPoolExecutor(1, thread_name_prefix="mascot-discovery") as pool:
            return pool.submit(asyncio.run, _search(ports, timeout)).result()
    except Exception:  # noqa: BLE001  (a search that fails has found nothing)
        _log.debug("the search for a local model server failed", exc_info=True)
        return None


async def _search(ports: Sequence[int], timeout: float) -> LocalServer | None:  # noqa: ASYNC109
    import ssl  # noqa: PLC0415  (with httpx, only where there is something to ask)

    import httpx  # noqa: PLC0415

    # Loading certificates takes longer than the search; a bare context trusts nobody.
    transport = httpx.AsyncHTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=timeout) as client:

        async def ask(port: int) -> LocalServer | None:
            base_url = f"http://127.0.0.1:{port}/v1"
            try:
                async with asyncio.timeout(timeout):
                    response = await client.get(f"{base_url}/models")
                models = chat_models(response.json()) if response.is_success else None
            except Exception as error:  # noqa: BLE001  (whatever listens there may answer anything)
                _log.debug("port %d: %r", port, error)
                return None
            return LocalServer(base_url, tuple(models)) if models else None

        answers = await asyncio.gather(*map(ask, ports))
    return next((answer for answer in answers if answer), None)
