"""Holds the same conversations in both layouts on a real vLLM and counts computed tokens.

python -m benchmarks.prefix_cache --vllm-python PATH
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

import httpx
from langgraph.checkpoint.memory import InMemorySaver
from rich.console import Console
from rich.table import Table

from benchmarks.orchestration.job import message
from benchmarks.prefix_cache.scripted import ScriptedVllm, scripted
from mascot import ChatContext, build_group_chat
from mascot.agents import Layout
from mascot.backends import Backend
from mascot.dialogue.meeting import load_context
from mascot.serving import (
    PrefixCache,
    ServeOptions,
    VllmServer,
    find_launcher,
    read_adapter,
    read_block_size,
    read_prefix_cache,
    serve_command,
)

TITLES = {
    "support": "support, {rounds} rounds",
    "meeting": "meeting, one round",
    "long meeting": "meeting × 4, one round",
}
ROOT = Path(__file__).parents[2]
MEETING = ROOT / "tests/data/qmsum_excerpts.jsonl"
QUESTION = (
    "Take us through the meeting: what was said, what was decided, who does what by when, "
    "and what is missing?"
)


@dataclass(frozen=True)
class Run:
    """One conversation in one layout.

    Attributes:
        scenario: Which conversation.
        adapters: ``two`` (director and speaker) or ``one`` (shared by both).
        layout: How the prompts were laid out.
        calls: Requests.
        prompt: Prompt tokens sent.
        cached: Those taken from the cache.
        computed: Those computed.
    """

    scenario: str
    adapters: str
    layout: str
    calls: int
    prompt: int
    cached: int
    computed: int


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="mascot-prefix-") as name:
        folder = Path(name)
        maker = [arguments.vllm_python, "-m", "tests.support.tiny_qwen3", str(folder)]
        subprocess.run(maker, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        adapters = [read_adapter(role, folder / role) for role in ("director", "speaker")]
        adapters.append(read_adapter("shared", folder / "speaker"))
        options = ServeOptions(
            model=str(folder / "base"),
            adapters=tuple(adapters),
            port=arguments.port,
            extra=("--enforce-eager", *_block_size(arguments.block_size)),
        )
        server = VllmServer(
            serve_command(options, find_launcher(arguments.vllm_python)),
            url=options.url,
            log=folder / "vllm.log",
            environment={
                "VLLM_SERVER_DEV_MODE": "1",  # for emptying the cache between runs
                "VLLM_CPU_KVCACHE_SPACE": "1",
                "HF_HUB_OFFLINE": "1",
            },
        )
        with server:
            server.wait_until_ready(600)
            block = read_block_size(server.url)
            length = _tokens(server.url, options.served_name, meeting())
            runs = [
                run(server.url, scenario, adapters_, layout, arguments.rounds)
                for scenario in TITLES
                for adapters_ in ("two", "one")
                for layout in get_args(Layout)
            ]
    report(runs, block, length, arguments)


def run(url: str, scenario: str, adapters: str, layout: Layout, rounds: int) -> Run:
    """Holds one conversation with an empty cache."""
    names = ("director", "speaker") if adapters == "two" else ("shared", "shared")
    director, speaker = (scripted(url, name) for name in names)
    httpx.post(f"{url}/reset_prefix_cache", timeout=30).raise_for_status()
    before = read_prefix_cache(url)
    hold(scenario, director, speaker, layout, rounds)
    counted: PrefixCache = read_prefix_cache(url) - before
    calls = sum(b.model.asked for b in (director, speaker) if isinstance(b.model, ScriptedVllm))
    return Run(scenario, adapters, layout, calls, counted.prompt, counted.cached, counted.computed)


def hold(scenario: str, director: Backend, speaker: Backend, layout: Layout, rounds: int) -> None:
    """Holds one conversation."""
    support = scenario == "support"
    graph = build_group_chat(
        "emotional-support" if support else "workplace",
        director=director,
        speaker=speaker,
        layout=layout,
        safety=None,
    ).compile(checkpointer=InMemorySaver())
    context = ChatContext(stream=False, replies=len(graph.builder.ensemble.ids), seed=1)  # type: ignore[attr-defined]
    config = {"configurable": {"thread_id": "t"}}
    for number in range(rounds if support else 1):
        given = {"messages": [("user", message(number) if support else QUESTION)]}
        if not support:
            given["context"] = meeting(4 if scenario == "long meeting" else 1)
        graph.invoke(given, config, context=context)


def meeting(times: int = 1) -> str:
    """Two excerpts of QMSum (MIT; see tests/data), about 1,500 tokens together.

    Args:
        times: So often, one after the other, for a meeting of a usual length; what is computed
            does not depend on whether its parts resemble each other.
    """
    lines = MEETING.read_text(encoding="utf-8").count("\n")
    return "\n".join(load_context(f"{MEETING}#{i + 1}") for i in range(lines)) * times


def report(runs: list[Run], block: int | None, length: int, arguments: argparse.Namespace) -> None:
    """Prints the table and writes every figure."""
    title = f"Real vLLM, tiny Qwen3, cache blocks of {block} tokens, a meeting of {length:,} tokens"
    table = Table(title=title)
    for heading in ("conversation", "adapters", "layout"):
        table.add_column(heading)
    for heading in ("calls", "prompt tokens", "from the cache", "computed", "beside naive"):
        table.add_column(heading, justify="right")
    naive = {(r.scenario, r.adapters): r for r in runs if r.layout == "persona-first"}
    for one in runs:
        other = naive[one.scenario, one.adapters]
        assert one.calls == other.calls, "both layouts hold the same conversation"
        table.add_row(
            TITLES[one.scenario].format(rounds=arguments.rounds),
            one.adapters,
            one.layout,
            str(one.calls),
            f"{one.prompt:,}",
            f"{one.cached / one.prompt:.1%}",
            f"{one.computed:,}",
            f"{one.computed / other.computed:.2f}",
        )
    Console(width=120).print(table)
    print(f"python -m benchmarks.prefix_cache {' '.join(sys.argv[1:])}")
    if arguments.out:
        figures = {
            "block_size": block,
            "meeting_tokens": length,
            "runs": [asdict(one) for one in runs],
        }
        arguments.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _tokens(url: str, model: str, text: str) -> int:
    answer = httpx.post(f"{url}/tokenize", json={"model": model, "prompt": text}, timeout=30)
    return int(answer.raise_for_status().json()["count"])


def _block_size(size: int | None) -> tuple[str, ...]:
    return ("--block-size", str(size)) if size else ()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prefix_cache", description=__doc__)
    known = os.environ.get("MASCOT_VLLM_PYTHON")
    parser.add_argument("--vllm-python", default=known, required=known is None)
    parser.add_argument("--rounds", type=int, default=10, help="of the support chat")
    parser.add_argument(
        "--block-size", type=int, help="of the cache; vLLM's default on a CPU is 128"
    )
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
