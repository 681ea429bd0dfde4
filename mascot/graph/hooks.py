"""A callback on the events of a group chat, for apps that do not read the custom stream."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mascot.dialogue.events import Event

Hook = Callable[[Event], None]
"""Told every event as it happens, on the thread or event loop that runs the node: be quick."""

_log = logging.getLogger(__name__)


def hooked(emit: Hook, hook: Hook | None) -> Hook:
    """Tells a hook what is emitted; its failures are logged and never the conversation's.

    Args:
        emit: The receiver.
        hook: The hook, if there is one.
    """
    if hook is None:
        return emit

    def both(event: Event) -> None:
        emit(event)
        try:
            hook(event)
        except Exception:  # noqa: BLE001  (whatever an app's own code raises)
            _log.exception("on_event failed for %r", event["event"])

    return both
