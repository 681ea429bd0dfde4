"""Several runs of the miniature, side by side: a table in Markdown and the curves of all seeds.

for seed in 1 2 3; do mascot train all --preset miniature --run runs/$seed --seed $seed; done
python -m benchmarks.training.miniature runs/1 runs/2 runs/3 --out docs/results
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from mascot.training import director, speakers
from mascot.training.comparison import Change
from mascot.training.director_outcome import DIRECTOR_FILE, DirectorOutcome
from mascot.training.outcome import FILE, Outcome
from mascot.training.plots import draw_curves, read_log

_SPEAKERS = (
    "learned reward",
    "format reward",
    "trace tokens",
    "answer tokens",
    "completion tokens",
    "consistency",
    "emotional_expressiveness",
    "empathetic_support",
    "response_relevance",
    "social_contribution",
    "empty replies",
)
_DIRECTOR = ("R_group", "coherence", "diverse", "diverse_graded", "content", "valid")


def main() -> None:
    """Prints the tables and writes the curves."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("runs", nargs="+", type=Path, help="run folders that are finished")
    parser.add_argument("--out", type=Path, required=True, help="where the curves go")
    options = parser.parse_args()
    print("\n".join(_phase_one([Outcome.read(run / "all" / FILE) for run in options.runs])))
    stages = {"speakers": speakers.PANELS}
    if all((run / "all" / DIRECTOR_FILE).is_file() for run in options.runs):
        played = [DirectorOutcome.read(run / "all" / DIRECTOR_FILE) for run in options.runs]
        print("\n".join(_phase_two(played)))
        stages["director"] = director.PANELS
    for stage, panels in stages.items():
        rows = {run.name: read_log(run / stage / "metrics.jsonl") for run in options.runs}
        file = options.out / f"miniature-{stage}.png"
        draw_curves(rows, panels, file, title=f"{stage}, {len(rows)} seeds")


def _phase_one(outcomes: Sequence[Outcome]) -> list[str]:
    lines = [*_head("Phase I", len(outcomes))]
    lines += [_row(name, [each.changes[name] for each in outcomes]) for name in _SPEAKERS]
    lines += [
        _line("learned reward, in sd of the start", [f"{each.gain:+.2f}" for each in outcomes]),
        _line("KL to the start, nats a token", [f"{each.divergence:.3f}" for each in outcomes]),
        _line("reward model, held-out pairs", [f"{each.accuracy:.1%}" for each in outcomes]),
        *_checks([each.checks for each in outcomes]),
        _line(
            "minutes, stage by stage",
            [", ".join(f"{k} {v / 60:.1f}" for k, v in each.seconds.items()) for each in outcomes],
        ),
    ]
    return lines


def _phase_two(outcomes: Sequence[DirectorOutcome]) -> list[str]:
    lines = [*_head("Phase II, over the start", len(outcomes))]
    lines += [_row(name, [each.training[name] for each in outcomes]) for name in _DIRECTOR]
    lines += [
        _row(f"{name}, over random order", [each.control[name] for each in outcomes])
        for name in ("R_group", "coherence", "diverse")
    ]
    lines += [
        _line("R_group, in sd of the start", [f"{each.gain:+.2f}" for each in outcomes]),
        *_checks([each.checks for each in outcomes]),
        _line("minutes", [f"{each.seconds / 60:.1f}" for each in outcomes]),
    ]
    return lines


def _head(title: str, runs: int) -> list[str]:
    return ["", _line(title, [f"seed {i + 1}" for i in range(runs)]), _line("---", ["---"] * runs)]


def _row(name: str, changes: Sequence[Change]) -> str:
    return _line(
        name,
        [f"{c.before:.2f} → {c.after:.2f} [{c.low:+.2f}, {c.high:+.2f}]" for c in changes],
    )


def _checks(runs: Sequence[dict[str, bool]]) -> list[str]:
    return [_line(f"*{what}*", ["yes" if run[what] else "no" for run in runs]) for what in runs[0]]


def _line(name: str, cells: Sequence[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
