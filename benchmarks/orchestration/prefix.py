"""How many bytes of a prompt a server with a prefix cache has to compute.

The model is that of vLLM, with bytes in place of tokens: a prompt is cut into blocks; a block is
known when the same model saw the same block after the same beginning; what follows the first
unknown block is computed, and so is the last block when it is not full.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

BLOCK = 64


def prompt_of(body: dict[str, Any]) -> bytes:
    """The prompt of a chat completion request: tools first, then the messages in order."""
    parts = [_compact(body["tools"])] if body.get("tools") else []
    for message in body["messages"]:
        head = " ".join(filter(None, (message["role"], message.get("name"))))
        parts.append(f"{head}\n{_text_of(message.get('content'))}\n")
        # Ids of tool calls are left out: chat templates do not render them.
        parts += [_compact(call["function"]) + "\n" for call in message.get("tool_calls") or ()]
    return "".join(parts).encode()


class PrefixCache:
    """Remembers every full block it was shown, per model."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def add(self, model: str, prompt: bytes) -> int:
        """Show it a prompt.

        Args:
            model: The model, or the adapter, that reads it: caches are not shared between them.
            prompt: The whole prompt.

        Returns:
            How many of the prompt's bytes have to be computed.
        """
        chain = blake2b(model.encode(), digest_size=16).digest()
        known = 0
        for start in range(0, len(prompt) - BLOCK + 1, BLOCK):
            chain = blake2b(chain + prompt[start : start + BLOCK], digest_size=16).digest()
            if chain in self._seen:
                known = start + BLOCK
            else:
                self._seen.add(chain)
        return len(prompt) - known


def _text_of(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)
