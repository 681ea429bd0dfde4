"""The group chat as a page in the browser, over the same events as everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mascot.errors import MascotError

if TYPE_CHECKING:
    from mascot.ui.page import build_page, serve

__all__ = ["build_page", "serve"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from mascot.ui import page  # noqa: PLC0415  (slow to import, and not everybody needs it)
    except ModuleNotFoundError as error:
        if error.name != "gradio":
            raise
        raise MascotError(
            'The page needs Gradio, which is not installed; install it with: pip install "gradio>=6.20,<7"'
        ) from None
    return getattr(page, name)
