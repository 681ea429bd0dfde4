"""What several workers count together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COUNTS = """
import os
from mascot.serving.api.metrics import Metrics

if (child := os.fork()) == 0:
    own = Metrics()
    own.running.inc()
    own.ended.labels("workplace", "complete").inc()
    os._exit(0)
os.waitpid(child, 0)
own = Metrics()
own.running.inc()
own.ended.labels("workplace", "complete").inc()
print(own.text().decode())
"""


def test_a_worker_that_died_has_nothing_running_and_what_it_did_still_counts(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", COUNTS], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert "mascot_rounds_running 1.0" in told
    assert 'mascot_rounds_total{model="workplace",outcome="complete"} 2.0' in told
