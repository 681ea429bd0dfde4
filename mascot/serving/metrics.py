"""What a vLLM server counts of its prefix cache: ``GET /metrics``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mascot.errors import ServingError

if TYPE_CHECKING:
    from mascot.backends import Backend

_COUNTER = re.compile(
    r"^vllm:prefix_cache_(queries|hits)_total(?:\{[^\n]*\})? (\S+)$", re.MULTILINE
)
_BLOCK = re.compile(r'^vllm:cache_config_info\{[^\n]*\bblock_size="(\d+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PrefixCache:
    """Prompt tokens since the server started, or between two readings.

    Attributes:
        prompt: Those of all requests.
        cached: Those that were not computed again.
    """

    prompt: int
    cached: int

    @property
    def computed(self) -> int:
        """Those that were computed."""
        return self.prompt - self.cached

    @property
    def share(self) -> float:
        """What part of the prompts came from the cache."""
        return self.cached / self.prompt if self.prompt else 0.0

    def __sub__(self, before: PrefixCache) -> PrefixCache:
        return PrefixCache(self.prompt - before.prompt, self.cached - before.cached)


def read_prefix_cache(url: str) -> PrefixCache:
    """The counters of a server, all of its engines together.

    Args:
        url: The server's, without ``/v1``.

    Raises:
        ServingError: It does not answer, or has no such counters.
    """
    counts = {"queries": 0, "hits": 0}
    found = _COUNTER.findall(_metrics(url))
    if not found:
        raise ServingError(
            f"{url}/metrics has no vllm:prefix_cache counters; is it a vLLM server, "
            "started without --disable-log-stats?"
        )
    for name, value in found:
        counts[name] += int(float(value))
    return PrefixCache(prompt=counts["queries"], cached=counts["hits"])


def caches_behind(backends: Iterable[Backend]) -> dict[str, PrefixCache]:
    """The counters of the vLLM servers behind some backends, where they can be read.

    They are those of all clients since the server started: no call can be told from another.

    Args:
        backends: Any; those that are not vLLM are passed over.

    Returns:
        Counters by the server's address, for people.
    """
    found: dict[str, PrefixCache] = {}
    for backend in backends:
        address = getattr(backend.model, "address", None)
        if address is None or not getattr(backend.model, "counts_on", False):
            continue
        with suppress(ServingError):
            found[address.shown] = read_prefix_cache(address.base_url.removesuffix("/v1"))
    return found


def read_block_size(url: str) -> int | None:
    """How many tokens a block of the cache holds; only whole blocks are reused."""
    found = _BLOCK.search(_metrics(url))
    return int(found[1]) if found else None


def _metrics(url: str) -> str:
    import httpx  # noqa: PLC0415  (only where something is served)

    try:
        return httpx.get(f"{url}/metrics", timeout=5, trust_env=False).raise_for_status().text
    except httpx.HTTPError as error:
        raise ServingError(f"{url}/metrics cannot be read ({error})") from None
