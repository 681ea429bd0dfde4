"""Where the time of a GRPO step goes: the share outside generation and learning.

    python -m benchmarks.training.step --run runs/mini --steps 8

It takes a finished run of ``mascot train all`` (its base, SFT adapter and reward model), trains
speakers for a few steps in a folder of its own and times the parts of a step: generation, forward
passes (policy and reference), backward passes, rewards (the reward model included), the loss's own
arithmetic, and the rest. The goal is under 10% outside generation, forward and backward passes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mascot.training import speakers

PASSES = ("generation", "forward", "backward")


class Clock:
    """Seconds by part; what runs inside another part counts for the inner one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Counts what is done inside for this part."""
        start = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - start
            self.seconds[name] += took - self._inner.pop()
            self._inner[-1] += took

    def watch(self, owner: Any, method: str, name: str) -> None:
        """Counts every call of a method for this part."""
        plain = getattr(owner, method)

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.part(name):
                return plain(*args, **kwargs)

        setattr(owner, method, timed)


def measure(run: Path, preset: str, steps: int, options: list[str]) -> dict[str, float]:
    """Seconds of the steps after the first, by part."""
    clock = Clock()
    made = speakers.make_trainer

    def watched(*args: Any) -> Any:
        trainer = made(*args)
        clock.watch(trainer, "_generate_single_turn", "generation")
        clock.watch(trainer, "_get_per_token_logps_and_entropies", "forward")
        clock.watch(trainer, "_calculate_rewards", "rewards")
        clock.watch(trainer, "_compute_loss", "loss")
        clock.watch(trainer.accelerator, "backward", "backward")
        step = trainer.training_step
        first = [True]

        def timed(*given: Any, **named: Any) -> Any:
            if first[0]:
                first[0] = False
                result = step(*given, **named)
                clock.seconds.clear()
                return result
            with clock.part("the rest"):
                return step(*given, **named)

        trainer.training_step = timed
        return trainer

    speakers.make_trainer = watched
    with tempfile.TemporaryDirectory() as folder:
        for stage in ("base", "sft", "reward-model"):
            (Path(folder) / stage).symlink_to((run / stage).resolve())
        argv = ["--preset", preset, "--run", folder, "--max_steps", str(steps + 1)]
        argv += ["--save_strategy", "no", *options]
        speakers.main(argv)
    return dict(clock.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--preset", default="miniature")
    parser.add_argument("--steps", type=int, default=8)
    given, options = parser.parse_known_args()
    seconds = measure(given.run, given.preset, given.steps, options)
    total = sum(seconds.values())
    for name, took in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"{name:12} {took / given.steps:8.3f} s a step {took / total:7.1%}")
    outside = 1 - sum(seconds.get(name, 0.0) for name in PASSES) / total
    print(json.dumps({"outside": round(outside, 4), "goal": 0.10, "kept": outside < 0.10}))


if __name__ == "__main__":
    main()
