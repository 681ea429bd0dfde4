"""The same conversations without a server: what a prefix cache of whole blocks would compute.

Seconds instead of minutes, for any size of block: 16 is usual on GPUs and not to be had on a CPU.
Needs the packages numpy, safetensors and tokenizers (the extra `hf` brings them).

python -m benchmarks.prefix_cache.reckon
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from benchmarks.prefix_cache.__main__ import TITLES, hold
from mascot.agents import Layout
from mascot.backends.backend import Backend
from mascot.backends.demo import DemoChatModel
from tests.support.tiny_qwen3 import make_tiny_qwen3

ROLES = {"system": "system", "human": "user", "ai": "assistant"}
Call = tuple[str, str]
"""The adapter, and the prompt as the chat template writes it."""


class Heard(DemoChatModel):
    """The scripted demo, which keeps what it was asked."""

    _calls: list[Call] = PrivateAttr()
    _name: str = PrivateAttr()

    def __init__(self, name: str, calls: list[Call]) -> None:
        super().__init__(seed=1)
        self._name, self._calls = name, calls

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        turns = (f"<|im_start|>{ROLES[m.type]}\n{m.content}<|im_end|>\n" for m in messages)
        answer = "<|im_start|>assistant\n<think>\n\n</think>\n\n"
        self._calls.append((self._name, "".join((*turns, answer))))
        return super()._generate(messages, *args, **kwargs)


def calls_of(scenario: str, adapters: str, layout: Layout, rounds: int) -> list[Call]:
    """The requests of one conversation."""
    calls: list[Call] = []
    names = ("director", "speaker") if adapters == "two" else ("shared", "shared")
    director, speaker = (Backend(spec=n, model=Heard(n, calls), label=n) for n in names)
    hold(scenario, director, speaker, layout, rounds)
    return calls


def reckon(calls: Sequence[Call], tokenizer: Tokenizer, block: int) -> tuple[int, int]:
    """Tokens sent, and tokens computed: those that follow the last whole block that is known."""
    known: set[int] = set()
    sent = computed = 0
    for adapter, prompt in calls:
        tokens = tokenizer.encode(prompt, add_special_tokens=False).ids
        place, hit, fresh = hash(adapter), 0, False
        for start in range(0, len(tokens) - block + 1, block):
            place = hash((place, *tokens[start : start + block]))
            # The last token is computed in any case: its answer is what is asked for.
            fresh = fresh or place not in known or start + block >= len(tokens)
            hit += 0 if fresh else block
            known.add(place)
        sent += len(tokens)
        computed += len(tokens) - hit
    return sent, computed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prefix_cache.reckon")
    parser.add_argument("--rounds", type=int, default=10, help="of the support chat")
    parser.add_argument("--block-size", type=int, nargs="+", default=[16, 32, 128])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mascot-reckon-") as folder:
        base = make_tiny_qwen3(Path(folder)).base
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    print("| conversation | adapters | calls | block | shared | persona-first | beside naive |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for scenario, title in TITLES.items():
        for adapters in ("two", "one"):
            calls = {
                layout: calls_of(scenario, adapters, layout, arguments.rounds)
                for layout in get_args(Layout)
            }
            for block in arguments.block_size:
                counts = {name: reckon(made, tokenizer, block)[1] for name, made in calls.items()}
                ours, naive = counts["shared"], counts["persona-first"]
                print(
                    f"| {title.format(rounds=arguments.rounds)} | {adapters} "
                    f"| {len(calls['shared'])} | {block} | {ours:,} | {naive:,} "
                    f"| {ours / naive:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
