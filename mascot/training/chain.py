"""``mascot train all``: stage after stage, and at the end what came of it.

A stage that has finished is skipped and one that was stopped goes on, so the same command again
is the way on after anything. An option of the chain's own is read here; any other goes to every
stage whose preset sets it: ``--seed 2`` to all of them, ``--corpus ed:FOLDER`` to those with data.
"""

from __future__ import annotations

import gc
import math
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mascot.errors import TrainingError
from mascot.training.config import PRESETS, RunArguments, parse, read_yaml
from mascot.training.director_outcome import DIRECTOR_FILE, DirectorOutcome, compare_directors
from mascot.training.outcome import FILE, Outcome, compare_speakers
from mascot.training.progress import duration
from mascot.training.run import RunFolder
from mascot.training.stages import STAGES, Stage, launch

NAME = "all"


@dataclass
class ChainArguments:
    """The chain."""

    _argument_group_name = "all"

    stages: list[str] = field(
        default_factory=list, metadata={"help": "What to run, in this order; the preset says."}
    )
    judge_by: str = field(
        default="heuristic",
        metadata={"help": "Who scores the replies before and after: heuristic, or a backend."},
    )
    held_out: str = field(default="test", metadata={"help": "The split to compare on."})
    held_out_contexts: int | None = field(
        default=60, metadata={"help": "How many contexts of it, drawn evenly by group."}
    )
    draws: int = field(default=1, metadata={"help": "Replies per context, persona and side."})
    kl_bound: float = field(
        default=1.0, metadata={"help": "The KL to the start that is still in bounds, nats a token."}
    )
    length_bound: float = field(
        default=2.0, metadata={"help": "How many times longer or shorter completions may become."}
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the chain, or prints what each stage would do.

    Raises:
        TrainingError: An option is nobody's, or a stage stops; what was completed is kept.
    """
    own, others = _split(list(argv or ()))
    parsed = parse(NAME, (ChainArguments,), own)
    (arguments,) = parsed.args
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise TrainingError(
            "the chain runs in one process; start the stages one by one under accelerate launch"
        )
    preset, run = parsed.run.preset, parsed.run.run
    stages = [_stage(name) for name in arguments.stages]
    options = {stage.name: _options(stage, preset, others) for stage in stages}
    if strange := [name for name, _ in others if not any(_has(s, preset, name) for s in stages)]:
        raise TrainingError(f"{NAME}: no stage of preset {preset!r} has a setting {strange[0]}")
    folder = RunFolder(run, NAME)
    common = ["--preset", preset, "--run", str(run)]
    flags = [f"--{name}" for name in ("force", "resume", "dry_run") if getattr(parsed.run, name)]
    began = time.monotonic()
    for number, stage in enumerate(stages, 1):
        folder.say(f"[{number}/{len(stages)}] {stage.name}: {stage.help}")
        stage.main([*common, *flags, *options[stage.name]])
        gc.collect()
    if parsed.run.dry_run:
        return
    took = {stage.name: _seconds(run, stage.name) for stage in stages}
    if folder.begin(parsed):
        _conclude(folder, arguments, preset, took)
    if "speakers" in took:
        folder.say(Outcome.read(folder.path / FILE).table())
    if "director" in took:
        folder.say(DirectorOutcome.read(folder.path / DIRECTOR_FILE).table())
    folder.say(f"this command took {duration(time.monotonic() - began)}")


def _split(argv: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The chain's own options, and those for the stages as (name, value)."""
    mine = {f.name for cls in (RunArguments, ChainArguments) for f in fields(cls)} | {"config"}
    own: list[str] = []
    others: list[tuple[str, str]] = []
    while argv:
        option = argv.pop(0)
        if not option.startswith("--"):
            own.append(option)
            continue
        name, equals, value = option.removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if name in mine or name == "help":
            own.append(option)
        elif equals:
            others.append((name, value))
        elif argv and not argv[0].startswith("--"):
            others.append((name, argv.pop(0)))
        else:
            others.append((name, "true"))
    return own, others


def _stage(name: str) -> Stage:
    known = {stage.name: stage for stage in STAGES if stage.name != NAME}
    if name not in known:
        raise TrainingError(f"{NAME}: there is no stage {name!r}; choose from {', '.join(known)}")
    return known[name]


def _options(stage: Stage, preset: str, others: Sequence[tuple[str, str]]) -> list[str]:
    return [
        part for name, value in others if _has(stage, preset, name) for part in (f"--{name}", value)
    ]


def _has(stage: Stage, preset: str, name: str) -> bool:
    """Whether a preset sets this of a stage."""
    return name in _preset(stage.name, preset)


def _preset(stage: str, preset: str) -> dict[str, Any]:
    own = PRESETS / preset / f"{stage}.yaml"
    file = own if own.is_file() else Path(preset).expanduser() / f"{stage}.yaml"
    return read_yaml(file) if file.is_file() else {}


def _seconds(run: Path, stage: str) -> float:
    return float((RunFolder(run, stage).done or {}).get("seconds", math.nan))


def _conclude(
    folder: RunFolder, arguments: ChainArguments, preset: str, took: Mapping[str, float]
) -> None:
    """Compares what was trained with its start on held-out contexts, and writes what came of it."""
    tables: list[str] = []
    summary: dict[str, float] = {}
    judges: set[str] = set()
    if "speakers" in took:
        folder.say(f"comparing the speakers before and after on {arguments.held_out} contexts")
        speakers = compare_speakers(folder, arguments, preset, took)
        speakers.write(folder.path / FILE)
        tables.append(speakers.table())
        summary |= speakers.summary
        judges |= {speakers.judge} if speakers.scripted else set()
    if "director" in took:
        folder.say("comparing the director with its start and with random order on the same")
        director = compare_directors(folder, arguments, preset)
        director.write(folder.path / DIRECTOR_FILE)
        tables.append(director.table())
        summary |= director.summary
        judges |= {director.judge} if director.scripted else set()
    shown = "\n\n".join(f"```\n{table}\n```" for table in tables)
    folder.finish(
        title="A run of the chain",
        what=f"What each stage took, and what was trained on held-out contexts:\n\n{shown}",
        summary=summary,
        corpora=folder.corpora_of(*took),
        scripted=[f"judge: {judge} (fixed rules, not a model)" for judge in sorted(judges)],
    )


if __name__ == "__main__":
    launch(main)
