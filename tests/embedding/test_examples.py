"""The examples run as they stand and show what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

SHOWN = {
    "support_bot": ("  support: T-1001: open Settings", "   anchor: You lost your job today"),
    "custom_backend": ("anchor: That sounds like a long day.", "beacon: And still you wrote."),
    "custom_personas": ("(Mira, because: ", "(Jonas, because: "),
    "moderated_meeting": (
        "[moderator: critic, The moderator wants the gap first.]",
        "Critic: ",
        "Decision Logger: ",
    ),
}


def test_all_examples_are_known() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(SHOWN)
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"({name}.py)" in table for name in SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_runs(name: str, tmp_path: Path) -> None:
    # In a folder of its own, without the settings of whoever runs the tests.
    settings = {k: v for k, v in os.environ.items() if not k.startswith("MASCOT_")}
    done = subprocess.run(
        [sys.executable, EXAMPLES / f"{name}.py"],
        cwd=tmp_path,
        env=settings | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in SHOWN[name]:
        assert line in done.stdout
