"""Starts vLLM with a base model and the adapters that training wrote."""

from mascot.serving.adapters import Adapter, base_of, check_fit, read_adapter
from mascot.serving.command import ServeOptions, serve_command
from mascot.serving.launcher import find_launcher
from mascot.serving.metrics import (
    PrefixCache,
    caches_behind,
    read_block_size,
    read_prefix_cache,
)
from mascot.serving.server import VllmServer, check_port

__all__ = [
    "Adapter",
    "PrefixCache",
    "ServeOptions",
    "VllmServer",
    "base_of",
    "caches_behind",
    "check_fit",
    "check_port",
    "find_launcher",
    "read_adapter",
    "read_block_size",
    "read_prefix_cache",
    "serve_command",
]
