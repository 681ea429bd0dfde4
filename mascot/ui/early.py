"""Ids for what is pressed before the page has loaded: the browser does not know its own yet."""

from __future__ import annotations

import secrets
from hashlib import blake2b

import gradio as gr

_KEY = secrets.token_bytes(32)


def early(what: str, request: gr.Request) -> str:
    """An id that is the same for everything that one opened page asks; nobody can guess it.

    So a message that is sent while the page loads, and the loading itself, mean one conversation.

    Args:
        what: What it is an id of.
        request: Any request of the page.

    Returns:
        32 hexadecimal digits; empty where the request belongs to no page.
    """
    page = getattr(request, "session_hash", None)
    if not page:
        return ""
    return blake2b(f"{what}:{page}".encode(), key=_KEY, digest_size=16).hexdigest()
