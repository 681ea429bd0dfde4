"""The group chat as a page in the browser, over the same events as everything else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mascot.errors import MascotError

if TYPE_CHECKING:
    from mascot.ui.accounts import Accounts
    from mascot.ui.hosting import serve
    from mascot.ui.page import build_page
    from mascot.ui.policy import Policy

_HOME = {
    "Accounts": "accounts",
    "Policy": "policy",
    "build_page": "page",
    "serve": "hosting",
}
__all__ = ["Accounts", "Policy", "build_page", "serve"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        home = import_module(f"mascot.ui.{_HOME[name]}")  # slow, and not everybody needs it
    except ModuleNotFoundError as error:
        if error.name != "gradio":
            raise
        raise MascotError(
            'The page needs Gradio, which is not installed; install it with: pip install "gradio>=6.20,<7"'
        ) from None
    return getattr(home, name)
