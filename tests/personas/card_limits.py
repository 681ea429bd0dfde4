"""Imports files one by one, each in a process with little time and memory.

    python -m tests.personas.card_limits FOLDER

Prints one JSON object a file: what became of it, the seconds it took, the megabytes at the peak.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from mascot.errors import PersonaError
from mascot.personas import import_card

SECONDS, MEGABYTES = 10, 200


def main(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        started = time.perf_counter()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.write(writing, json.dumps(attempt(path)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _, status, usage = os.wait4(child, 0)
        told = json.loads(answer or b"{}")
        spent = {"seconds": time.perf_counter() - started, "megabytes": usage.ru_maxrss / 1024}
        print(json.dumps({"file": path.name, "status": status, **told, **spent}), flush=True)  # noqa: T201


def attempt(path: Path) -> dict[str, object]:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = used + MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        card = import_card(path.read_bytes(), path.name)
    except PersonaError as error:
        return {"told": str(error), "persona": None}
    return {"told": "\n".join(card.notes), "persona": card.persona.name}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
