"""How busy an evaluation keeps its models: calls under way over calls allowed.

    python -m benchmarks.evaluation

A stub in a process of its own answers every call after 200 ms. MASCOT and zero-shot talk about
situations, a model judges them, and the stub adds up how many calls it had at once, from the first
call to the last answer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from mascot.evaluation.harness import run_evaluation
from mascot.evaluation.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation")
    parser.add_argument("--delay", type=float, default=0.2)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--limit", type=int, default=10)
    options = parser.parse_args()
    command = [sys.executable, "-m", "benchmarks.evaluation.stub", str(options.delay)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stub,  # noqa: S603  (our own)
        tempfile.TemporaryDirectory() as folder,
    ):
        assert stub.stdout is not None
        url = f"http://127.0.0.1:{int(stub.stdout.readline())}"
        settings = load_settings(
            "smoke",
            options={
                "tasks": ("ed-positive", "ed-negative"),
                "systems": ("mascot", "zero-shot"),
                "backend": f"vllm:{url}#stub",
                "judges": (f"vllm:{url}#judge",),
                "limit": options.limit,
                "connections": options.connections,
            },
        )
        started = time.perf_counter()
        ended = run_evaluation(settings, Path(folder))
        wall = time.perf_counter() - started
        with urllib.request.urlopen(f"{url}/seen") as answer:  # noqa: S310  (our own stub)
            seen = json.load(answer)
        stub.terminate()
    share = seen["area"] / (options.connections * seen["seconds"])
    print(f"python -m benchmarks.evaluation {' '.join(sys.argv[1:])}".strip())
    print(f"conversations          {len(ended.run.conversations)}")
    print(f"calls                  {seen['calls']} (at most {seen['most']} at once)")
    print(f"from first to last     {seen['seconds']:.1f} s (whole command {wall:.1f} s)")
    print(f"busy                   {share:.1%} of {options.connections} connections")


if __name__ == "__main__":
    main()
