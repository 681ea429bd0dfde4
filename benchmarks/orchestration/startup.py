"""``python -m benchmarks.orchestration.startup``: how soon it is there."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.orchestration import report
from benchmarks.orchestration.job import message

HEAVY = ("gradio", "torch", "transformers", "vllm", "openai", "langchain_core", "langgraph")

# Each runs in a fresh interpreter; no connection may be opened during an import.
_IMPORT = f"""
import json, socket, sys, time
def refuse(*_): raise SystemExit("an import opened a connection")
socket.socket.connect = refuse
started = time.perf_counter()
{{statement}}
took = 1e3 * (time.perf_counter() - started)
print(json.dumps([took, [name for name in {HEAVY!r} if name in sys.modules]]))
"""
_FIRST_REPLY = f"""
import json, time
started = time.perf_counter()
from mascot import build_group_chat, load_ensemble
imported = time.perf_counter()
graph = build_group_chat(load_ensemble("emotional-support"), backend="demo").compile()
built = time.perf_counter()
replied = None
for event in graph.stream({{"messages": [("user", {message(0)!r})]}}, stream_mode="custom"):
    if event["event"] == "utterance" and replied is None:
        replied = time.perf_counter()
done = time.perf_counter()
steps = {{"imports": imported - started, "load and build": built - imported,
         "first reply": replied - built, "whole round": done - built}}
print(json.dumps({{name: 1e3 * value for name, value in steps.items()}}))
"""


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orchestration.startup")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--out", help="a JSON file for the figures")
    options = parser.parse_args()
    imports = {
        statement: _imports(statement, options.repeats)
        for statement in (
            "pass",
            "import mascot",
            "from mascot import build_group_chat, load_ensemble",
        )
    }
    first = [json.loads(_python("-c", _FIRST_REPLY)) for _ in range(options.repeats)]
    command = [_chat() for _ in range(options.repeats)]

    report.table(
        f"In a fresh process, median of {options.repeats}, ms",
        ("", "ms", "heavy modules loaded"),
        [(name, took, ", ".join(heavy) or "none") for name, (took, heavy) in imports.items()],
    )
    report.note(f"Looked for: {', '.join(HEAVY)}. Connections were refused while importing.")
    rows = [(f"in Python: {name}", median(run[name] for run in first)) for name in first[0]]
    rows += [(f"mascot chat: {name}", median(run[name] for run in command)) for name in command[0]]
    report.table(f"The demo backend, median of {options.repeats}, ms", ("", "ms"), rows)
    report.finish(
        "benchmarks.orchestration.startup",
        options.out,
        {"imports": imports, "first_reply": first, "command": command},
    )


def _imports(statement: str, repeats: int) -> tuple[float, list[str]]:
    runs = [json.loads(_python("-c", _IMPORT.format(statement=statement))) for _ in range(repeats)]
    return median(took for took, _ in runs), runs[0][1]


def _python(*arguments: str) -> str:
    return subprocess.run(  # noqa: S603  # our own code
        [sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _chat() -> dict[str, float]:
    """The command line as a person starts it, from the shell's Enter to the first reply."""
    with TemporaryDirectory() as home:
        started = time.perf_counter()
        chat = [sys.executable, "-c", "from mascot.cli import app; app()", "chat"]
        process = subprocess.Popen(  # noqa: S603  # our own command
            [*chat, "--backend", "demo", "--json", "--message", message(0)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=home,
        )
        assert process.stdout
        seen: dict[str, float] = {}
        for line in process.stdout:
            seen.setdefault(json.loads(line)["event"], 1e3 * (time.perf_counter() - started))
        if process.wait() or "utterance" not in seen:
            raise SystemExit("mascot chat did not answer; its error is printed above.")
        ended = 1e3 * (time.perf_counter() - started)
    return {"first directive": seen["directive"], "first reply": seen["utterance"], "ended": ended}


if __name__ == "__main__":
    main()
