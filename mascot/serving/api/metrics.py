"""What the server counts, for Prometheus."""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from mascot.graph import UsageMeter

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several workers keep what they count together; it must be set before this is imported."""

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        own = self._registry
        self.requests = Counter(
            "mascot_requests", "Requests by path and status.", ("path", "status"), registry=own
        )
        self.running = Gauge(
            "mascot_rounds_running",
            "Rounds that run now.",
            multiprocess_mode="livesum",
            registry=own,
        )
        self.seconds = Histogram(
            "mascot_round_seconds", "A whole round.", ("model",), buckets=_SECONDS, registry=own
        )
        self.first = Histogram(
            "mascot_first_word_seconds",
            "From the request to the first word.",
            ("model",),
            buckets=_SECONDS,
            registry=own,
        )
        self.replies = Counter(
            "mascot_replies",
            "Replies by persona, and safety messages.",
            ("model", "speaker"),
            registry=own,
        )
        self.calls = Counter(
            "mascot_model_calls", "Calls of models.", ("model", "role"), registry=own
        )
        self.tokens = Counter(
            "mascot_tokens",
            "Tokens, as servers told them.",
            ("model", "role", "kind"),
            registry=own,
        )
        self.ended = Counter(
            "mascot_rounds", "Rounds by how they ended.", ("model", "outcome"), registry=own
        )

    def count_usage(self, model: str, meter: UsageMeter) -> None:
        """Adds what a round took."""
        for who, tally in meter:
            role = who if who == "director" else "speaker"
            self.calls.labels(model, role).inc(tally.calls)
            self.tokens.labels(model, role, "prompt").inc(tally.prompt_tokens)
            self.tokens.labels(model, role, "cached").inc(tally.cached_tokens)
            self.tokens.labels(model, role, "completion").inc(tally.completion_tokens)

    def text(self) -> bytes:
        """All counts, of all workers, in Prometheus' format."""
        registry = self._registry
        if folder := os.environ.get(FOLDER):
            _forget_the_dead(Path(folder))
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _forget_the_dead(folder: Path) -> None:
    """A worker that was killed has no rounds running any more; what it counted stays."""
    for kept in folder.glob("gauge_live*_*.db"):
        pid = int(kept.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
