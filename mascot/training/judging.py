"""Judging: every candidate gets a score from 1 to 5 on each criterion of Table 5.

mascot train judge --run runs/mine --judges openai:gpt-4o vllm:http://127.0.0.1:8000
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mascot.errors import JudgeError, TrainingError
from mascot.judges import AGENT, Judge, Rubric, ScoreCache, resolve_judge
from mascot.personas import load_ensemble
from mascot.training.arguments import PatienceArguments, at_least_one
from mascot.training.grading import (
    Grader,
    agreement_of,
    latest,
    mean_scores,
    missing_by_reason,
    reply_of,
)
from mascot.training.records import Candidate, Judged, RecordFile
from mascot.training.sampling import CANDIDATES, ENSEMBLE, gently

if TYPE_CHECKING:
    from mascot.training.run import RunFolder

STAGE = "judge"
JUDGED = "judged.jsonl"
RUBRIC: Rubric = AGENT


@dataclass
class JudgeArguments(PatienceArguments):
    """Judgements."""

    _argument_group_name = "judge"

    judges: list[str] = field(
        default_factory=lambda: ["heuristic"],
        metadata={"help": "heuristic (fixed rules, no model), or backends; two show agreement."},
    )
    concurrency: int = field(
        default=16, metadata={"help": "Calls at once, at most, of each judge."}
    )
    cache: Path | None = field(
        default=None, metadata={"help": "The score cache; by default one in the stage's folder."}
    )
    missing: float = field(
        default=0.2,
        metadata={"help": "The share of judgements that may be missing; more is an error."},
    )

    def __post_init__(self) -> None:
        if not self.judges:
            raise ValueError("judges is empty; name one, such as heuristic")
        at_least_one(self, "concurrency")


def main(argv: Sequence[str] | None = None) -> None:
    """Judges the candidates, or prints what that would take.

    Raises:
        TrainingError: There is nothing to judge, or a judge fails for good; what is done is kept.
    """
    from mascot.training.config import parse  # noqa: PLC0415  (brings torch)
    from mascot.training.plan import Plan  # noqa: PLC0415
    from mascot.training.run import RunFolder  # noqa: PLC0415

    parsed = parse(STAGE, (JudgeArguments,), argv)
    (arguments,) = cast("tuple[JudgeArguments]", parsed.args)
    folder = RunFolder(parsed.run.run, STAGE)
    if parsed.run.dry_run:
        folder.say("\n".join(Plan(stage=STAGE, facts=_facts(folder, arguments)).lines()))
        return
    candidates = list(RecordFile(folder.input("sample", CANDIDATES), Candidate))
    if not candidates:
        raise TrainingError(
            f"{folder.input('sample', CANDIDATES)}: holds no candidate; sample again: "
            f"mascot train sample --run {folder.run} --force"
        )
    if not folder.begin(parsed):
        return
    with ExitStack() as stack:
        cache = stack.enter_context(ScoreCache(arguments.cache or folder.path / "cache.sqlite"))
        judges = [resolve_judge(spec, cache=cache) for spec in arguments.judges]
        check_judges(judges)
        grader = Grader(
            show=reply_of(load_ensemble(folder.input("sample", ENSEMBLE))),
            judges=judges,
            rubric=RUBRIC,
            store=RecordFile(folder.path / JUDGED, Judged),
            concurrency=arguments.concurrency,
            patience=arguments.patience,
            say=folder.say,
        )
        gently(grader.run(candidates))
        _finish(folder, arguments, grader, candidates)


def check_judges(judges: Sequence[Judge]) -> None:
    """Makes sure that the judges can be told apart.

    Raises:
        JudgeError: Two of them have the same label.
    """
    labels = [judge.label for judge in judges]
    if twice := next((label for label in labels if labels.count(label) > 1), None):
        raise JudgeError(
            f"two judges are called {twice!r}; their agreement would say nothing, name each once"
        )


def _facts(folder: RunFolder, arguments: JudgeArguments) -> dict[str, str]:
    file = folder.run / "sample" / CANDIDATES
    count = sum(1 for _ in RecordFile(file, Candidate))
    asked = [judge for judge in arguments.judges if judge != "heuristic"]
    return {
        "candidates": f"{count:,}" if count else f"none yet in {file}",
        "judges": ", ".join(arguments.judges),
        "rubric": f"{RUBRIC.label}: {', '.join(RUBRIC.ids)}",
        "calls": f"{count * len(asked):,} of models, twice as many where answers are unusable",
    }


def _finish(
    folder: RunFolder,
    arguments: JudgeArguments,
    grader: Grader[Candidate],
    candidates: Sequence[Candidate],
) -> None:
    labels = {judge.label for judge in grader.judges}
    ids = {candidate.id for candidate in candidates}
    found = [
        each
        for each in latest(grader.store).values()
        if each.judge in labels and each.candidate in ids and each.rubric == RUBRIC.label
    ]
    missing = missing_by_reason(found)
    share = sum(missing.values()) / len(found)
    means = {j.label: mean_scores(e for e in found if e.judge == j.label) for j in grader.judges}
    alphas = agreement_of(found, RUBRIC.ids) if len(labels) > 1 else {}
    folder.write_json(
        "statistics.json",
        {
            "rubric": RUBRIC.label,
            "candidates": len(ids),
            "judgements": len(found),
            "missing": missing,
            "mean": means,
            "agreement": alphas,
        },
    )
    if share > arguments.missing:
        reasons = ", ".join(f"{count:,} {kind}" for kind, count in missing.items())
        raise TrainingError(
            f"{share:.0%} of the judgements are missing ({reasons}), more than the setting "
            f"missing: {arguments.missing:g} allows; look at {folder.path / JUDGED}, take another "
            "judge, or allow more. The same command asks again for what is missing"
        )
    summary: dict[str, float | int | str] = {
        "candidates": len(ids),
        "rubric": RUBRIC.label,
        "missing": sum(missing.values()),
    }
    for judge in grader.judges:
        summary |= {f"{judge.label}: {k}": v for k, v in means[judge.label].items()}
    for name, alpha in alphas.items():
        summary[f"alpha: {name}"] = "undefined" if alpha is None else round(alpha, 3)
    for label, load in grader.load.items():
        summary[f"{label}: busy share"] = round(load.share, 3)
    folder.finish(
        title="Judgements",
        what="What judges think of the candidates, on each criterion of the paper's Table 5.",
        summary=summary,
        corpora=folder.corpora_of("sample"),
        scripted=[
            *(f"judge: {judge.label}" for judge in grader.judges if judge.scripted),
            *folder.scripted_of("sample"),
        ],
    )


if __name__ == "__main__":
    from mascot.training.stages import launch

    launch(main)
