"""Serving the page: for oneself, for a few with a login, or as a hosted Space."""

from __future__ import annotations

import gradio as gr

from mascot.errors import MascotError
from mascot.ui.accounts import Accounts
from mascot.ui.assets import asset
from mascot.ui.desks import Graph
from mascot.ui.limits import Limits
from mascot.ui.page import build_page
from mascot.ui.policy import Policy

MAX_UPLOAD = "6mb"
"""A little more than the largest transcript that is taken, so that its refusal comes in words."""
QUEUE = 256
"""Presses that may wait for their turn; beyond these the page says that it is busy."""

_SANS = [
    "ui-sans-serif",
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "sans-serif",
]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def serve(
    graph: Graph,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    about: str | None = None,
    policy: Policy | None = None,
    limits: Limits | None = None,
    accounts: Accounts | None = None,
    root_path: str | None = None,
    share: bool = False,
) -> None:
    """Serves the page until it is interrupted.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        host: The address to listen at; other machines reach only what is not loopback.
        port: The port to listen at.
        about: What every conversation is about at first.
        policy: What visitors may do.
        limits: How many rounds may run at once.
        accounts: Who may log in; without any, whoever reaches the page may use it.
        root_path: Where a proxy shows the page, such as ``/chat``.
        share: Whether to open a tunnel through Gradio's servers to this machine.

    Raises:
        MascotError: The address cannot be listened at.
    """
    page = build_page(graph, about=about, policy=policy, limits=limits)
    page.queue(max_size=QUEUE)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            root_path=root_path,
            auth=accounts.admits if accounts else None,
            auth_message="The members of this group are AIs." if accounts else None,
            share=share,
            max_file_size=MAX_UPLOAD,
            ssr_mode=False,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
            # Not as `css`: Gradio rewrites that so that rules from outside its frame lose.
            head=f"<style>{asset('style.css')}{asset('panels/panels.css')}</style>",
        )
    except OSError as error:
        raise MascotError(
            f"Cannot listen at {host}, port {port}: it is taken or not allowed; choose another --port or --host."
        ) from error
