"""HTTP clients, shared by all models: one for synchronous calls, one for each event loop."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from threading import Lock
from typing import Any

import httpx
import openai

_clients: dict[tuple[asyncio.AbstractEventLoop, bool], Any] = {}
_lock = Lock()


@cache
def tls() -> ssl.SSLContext:
    """The usual trust, loaded once: a context a client costs more than all else it does."""
    return httpx.create_ssl_context()


@cache
def sync_client(*, local: bool) -> Any:
    """The client for synchronous calls; ``local`` ones ignore the environment's proxies."""
    return openai.DefaultHttpxClient(verify=tls(), trust_env=not local)


def async_client(*, local: bool) -> Any:
    """The client of the running event loop.

    A pool that outlives its loop hands out dead connections, and a second ``asyncio.run`` with the
    same model fails with "Event loop is closed".
    """
    loop = asyncio.get_running_loop()
    if client := _clients.get((loop, local)):
        return client
    with _lock:
        for key in [key for key in _clients if key[0].is_closed()]:
            del _clients[key]
        return _clients.setdefault((loop, local), unbound_async_client(local=local))


def unbound_async_client(*, local: bool) -> Any:
    """A client that belongs to the first loop that uses it."""
    return openai.DefaultAsyncHttpxClient(verify=tls(), trust_env=not local)
