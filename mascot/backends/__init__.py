"""Pluggable language models: a spec becomes a LangChain chat model."""

from mascot.backends.backend import Backend, structured_kwargs
from mascot.backends.failures import describe_failure
from mascot.backends.resolve import resolve_backend
from mascot.backends.seat import Known, Seat

__all__ = [
    "Backend",
    "Known",
    "Seat",
    "describe_failure",
    "resolve_backend",
    "structured_kwargs",
]
