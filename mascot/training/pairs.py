"""Pairs: preferences with a margin, as a Hugging Face data set with a card.

mascot train pairs --run runs/mine --delta 0.5
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mascot.agents import Layout, Prompts
from mascot.errors import TrainingError
from mascot.personas import Ensemble, dump_yaml, load_ensemble
from mascot.training.arguments import MarginArguments, at_least_one
from mascot.training.grading import latest
from mascot.training.judging import JUDGED
from mascot.training.pairing import (
    Preference,
    Scored,
    Select,
    balanced,
    held_out_clusters,
    pair_up,
    score,
    verdict_of,
)
from mascot.training.records import Candidate, Judged, RecordFile
from mascot.training.sampling import CANDIDATES, ENSEMBLE

if TYPE_CHECKING:
    from datasets import DatasetDict

STAGE = "pairs"
_TITLE = "Preference pairs"


@dataclass
class PairArguments(MarginArguments):
    """Pairs."""

    _argument_group_name = "pairs"

    per_situation: int = field(
        default=1, metadata={"help": "At most so many pairs per context and persona."}
    )
    balance: float = field(
        default=1.5,
        metadata={"help": "No persona has more than so many times the fewest; 0 keeps all."},
    )
    allow_without: bool = field(
        default=False, metadata={"help": "Go on although a persona has no pair."}
    )
    judges: list[str] | None = field(
        default=None, metadata={"help": "Only these judges' scores, by label; all by default."}
    )
    rubric: str | None = field(
        default=None, metadata={"help": "Only this rubric's scores, such as agent/1."}
    )
    seed: int = field(default=1, metadata={"help": "Draws what is held out."})

    def __post_init__(self) -> None:
        super().__post_init__()
        at_least_one(self, "per_situation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The pairs and how they came about.

    Attributes:
        pairs: Those that are kept.
        found: Those that the margin let through, before balancing.
        scored: The candidates that could be compared.
        left_out: Candidates that could not, by reason.
        points: The least gap.
        rubric: By which they were scored.
        judges: By whom.
    """

    pairs: tuple[Preference[Candidate], ...]
    found: tuple[Preference[Candidate], ...]
    scored: tuple[Scored[Candidate], ...]
    left_out: Mapping[str, int]
    points: int
    rubric: str
    judges: tuple[str, ...]


def choose(
    candidates: Iterable[Candidate],
    judged: Iterable[Judged],
    personas: Sequence[str],
    arguments: PairArguments,
) -> Choice:
    """Makes the pairs.

    Args:
        candidates: All of them.
        judged: All judgements.
        personas: Who is to have pairs.
        arguments: How.

    Raises:
        TrainingError: There is no pair, a persona has none, or the judgements do not compare.
    """
    judged = list(latest(judged).values()) if arguments.rubric is None else list(judged)
    verdict = verdict_of(judged, arguments.judges, arguments.rubric)
    points = verdict.points(arguments.delta)
    scored, left_out = score(candidates, judged, verdict)
    found = pair_up(
        scored, points, select=cast("Select", arguments.select), cap=arguments.per_situation
    )
    if not found:
        raise TrainingError(
            f"no pair: no two replies to the same situation differ by {points} points (delta "
            f"{arguments.delta:g}); the largest gaps are {_largest(scored)}. Lower delta, sample "
            "more candidates, or raise the temperature"
        )
    if (
        without := sorted(set(personas) - {p.persona for p in found})
    ) and not arguments.allow_without:
        raise TrainingError(
            f"{', '.join(without)}: no pair with a gap of {points} points; the largest gaps are "
            f"{_largest(scored)}. Lower delta, sample more candidates, or go on without "
            "(--allow_without)"
        )
    return Choice(
        pairs=tuple(balanced(found, arguments.balance)),
        found=tuple(found),
        scored=tuple(scored),
        left_out=left_out,
        points=points,
        rubric=verdict.rubric,
        judges=verdict.judges,
    )


def statistics(choice: Choice) -> dict[str, Any]:
    """What the pairs are like, for the card and for doubts."""
    situations: defaultdict[str, set[str]] = defaultdict(set)
    for each in choice.scored:
        situations[each.candidate.situation.persona].add(each.candidate.situation.key)
    personas = {}
    for persona in sorted(situations):
        own = [pair for pair in choice.pairs if pair.persona == persona]
        personas[persona] = {
            "situations": len(situations[persona]),
            "pairs": len(own),
            "dropped for balance": sum(p.persona == persona for p in choice.found) - len(own),
            "mean gap": round(_mean(p.gap for p in own), 3),
            "mean score of chosen": round(_mean(p.better.total for p in own), 3),
            "mean score of rejected": round(_mean(p.worse.total for p in own), 3),
        }
    lengths = [(_words(p.better), _words(p.worse)) for p in choice.pairs]
    return {
        "pairs": len(choice.pairs),
        "least gap": choice.points,
        "rubric": choice.rubric,
        "judges": list(choice.judges),
        "candidates scored": len(choice.scored),
        "candidates left out": dict(choice.left_out),
        "situations": sum(map(len, situations.values())),
        "dropped for balance": len(choice.found) - len(choice.pairs),
        "gaps": dict(sorted(Counter(p.gap for p in choice.pairs).items())),
        "words of chosen": round(_mean(a for a, _ in lengths), 2),
        "words of rejected": round(_mean(b for _, b in lengths), 2),
        "chosen is longer": round(_mean(a > b for a, b in lengths), 3),
        "chosen is the teacher's": round(
            _mean(p.better.candidate.teacher for p in choice.pairs), 3
        ),
        "personas": personas,
    }


def to_dataset(
    pairs: Sequence[Preference[Candidate]],
    ensemble: Ensemble,
    layout: Layout,
    held_out: frozenset[str],
) -> DatasetDict:
    """The pairs as rows for TRL's trainers, in the splits ``train`` and ``test``.

    Columns: ``prompt`` (chat messages as served), ``chosen`` and ``rejected`` (clean speech),
    ``score_gap``, the scores, ``persona``, ``situation`` (its key), ``situation_json`` (all of it),
    ``context`` (its id), ``cluster``, ``group``.
    """
    from datasets import Dataset, DatasetDict, disable_progress_bars  # noqa: PLC0415  (an extra)

    from mascot.training.text import chat  # noqa: PLC0415

    disable_progress_bars()
    prompts = Prompts(ensemble, layout)
    rows: dict[str, list[dict[str, Any]]] = {"train": [], "test": []}
    for pair in pairs:
        situation = pair.better.candidate.situation
        context = situation.context
        rows["test" if context.cluster in held_out else "train"].append(
            {
                "prompt": chat(prompts.render(situation.request(ensemble))),
                "chosen": pair.better.candidate.text,
                "rejected": pair.worse.candidate.text,
                "score_gap": pair.gap,
                "score_chosen": pair.better.total,
                "score_rejected": pair.worse.total,
                "persona": pair.persona,
                "situation": situation.key,
                "situation_json": json.dumps(situation.to_dict(), ensure_ascii=False),
                "context": context.id,
                "cluster": context.cluster,
                "group": context.group,
            }
        )
    if not rows["train"] or not rows["test"]:
        raise TrainingError(
            f"{len(pairs)} pairs are too few for a part to learn from and one to test on; sample "
            "more contexts, or lower delta"
        )
    return DatasetDict({split: Dataset.from_list(found) for split, found in rows.items()})


def draw_histogram(choice: Choice, file: Path) -> None:
    """Draws the gaps by persona, and the scores of all candidates."""
    import matplotlib as mpl  # noqa: PLC0415  (an extra)

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    from mascot.training.plots import COLOURS  # noqa: PLC0415

    personas = sorted({pair.persona for pair in choice.pairs})
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    gaps = range(choice.points, max(pair.gap for pair in choice.pairs) + 1)
    base = [0] * len(gaps)
    for persona, colour in zip(personas, COLOURS * len(personas), strict=False):
        counts = Counter(pair.gap for pair in choice.pairs if pair.persona == persona)
        heights = [counts[gap] for gap in gaps]
        left.bar(list(gaps), heights, bottom=base, color=colour, label=persona, width=0.85)
        base = [a + b for a, b in zip(base, heights, strict=True)]
    left.set(title="Pairs by gap", xlabel="points between chosen and rejected", ylabel="pairs")
    left.xaxis.set_major_locator(MaxNLocator(integer=True))
    left.legend(frameon=False)
    totals = Counter(each.total for each in choice.scored)
    right.bar(list(totals), list(totals.values()), color="#999999", width=0.85)
    right.set(title="All candidates", xlabel="sum of the scores", ylabel="candidates")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=120)
    plt.close(figure)


def main(argv: Sequence[str] | None = None) -> None:
    """Makes the pairs, or prints what they would be.

    Raises:
        TrainingError: There is nothing to pair, or no pair comes of it.
    """
    from mascot.training.config import parse, read_yaml  # noqa: PLC0415  (brings torch)
    from mascot.training.plan import Plan  # noqa: PLC0415
    from mascot.training.run import RunFolder  # noqa: PLC0415

    parsed = parse(STAGE, (PairArguments,), argv)
    (arguments,) = cast("tuple[PairArguments]", parsed.args)
    folder = RunFolder(parsed.run.run, STAGE)
    if parsed.run.dry_run and not (folder.run / "judge" / JUDGED).is_file():
        facts = {"judgements": "none yet", "delta": f"{arguments.delta:g}"}
        folder.say("\n".join(Plan(stage=STAGE, facts=facts).lines()))
        return
    candidates = list(RecordFile(folder.input("sample", CANDIDATES), Candidate))
    judged = RecordFile(folder.input("judge", JUDGED), Judged)
    ensemble = load_ensemble(folder.input("sample", ENSEMBLE))
    if not parsed.run.dry_run and not folder.begin(parsed):
        return
    choice = choose(candidates, judged, ensemble.ids, arguments)
    figures = statistics(choice)
    if parsed.run.dry_run:
        shown = {name: str(value) for name, value in figures.items() if name != "personas"}
        folder.say("\n".join(Plan(stage=STAGE, facts=shown).lines()))
        return
    clusters = (pair.better.candidate.situation.context.cluster for pair in choice.pairs)
    layout = read_yaml(folder.input("sample", "config.yaml")).get("layout") or "shared"
    rows = to_dataset(
        choice.pairs,
        ensemble,
        cast("Layout", layout),
        held_out_clusters(clusters, arguments.held_out, arguments.seed),
    )
    try:
        rows.save_to_disk(str(folder.path))
        (folder.path / ENSEMBLE).write_text(dump_yaml(ensemble), encoding="utf-8")
        draw_histogram(choice, folder.path / "histogram.png")
    except OSError as error:
        raise TrainingError(
            f"{folder.path}: cannot be written ({error.strerror}); make room and start again"
        ) from error
    figures |= {"train": len(rows["train"]), "test": len(rows["test"])}
    folder.write_json("statistics.json", figures)
    folder.finish(
        title=_TITLE,
        what=(
            "Pairs of replies by the same persona to the same situation, of which judges prefer one "
            f"by at least {choice.points} points. `chosen` and `rejected` are clean speech without "
            "reasoning; `prompt` is the prompt as served. Test and train share no conversation."
        ),
        summary={k: v for k, v in figures.items() if isinstance(v, int | float | str)}
        | {f"pairs of {who}": own["pairs"] for who, own in figures["personas"].items()},
        corpora=sorted({c.situation.context.corpus for c in candidates}),
        plots=["histogram.png"],
        scripted=folder.scripted_of("sample", "judge"),
    )


def _largest(scored: Iterable[Scored[Candidate]]) -> str:
    """The largest gap of each persona, in words."""
    totals: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for each in scored:
        situation = each.candidate.situation
        totals[situation.persona, situation.key].append(each.total)
    gaps: defaultdict[str, int] = defaultdict(int)
    for (persona, _), found in totals.items():
        gaps[persona] = max(gaps[persona], max(found) - min(found))
    return ", ".join(f"{persona}: {gap}" for persona, gap in sorted(gaps.items())) or "none"


def _words(scored: Scored[Candidate]) -> int:
    return len(scored.candidate.text.split())


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found) if found else 0.0


if __name__ == "__main__":
    from mascot.training.stages import launch

    launch(main)
