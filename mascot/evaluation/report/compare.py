"""Two runs, on the samples that they share."""

from __future__ import annotations

from pathlib import Path

from mascot.errors import EvaluationError
from mascot.evaluation.records import Run
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.names import COMPOSITES, METRICS, criterion_name, name_of
from mascot.evaluation.statistics import (
    Difference,
    composite_of,
    holm,
    paired_difference,
    rescale_difference,
)
from mascot.evaluation.store import read_run

_HEAD = "| System | Measure | One less other | 95 % interval | n | p (Holm) |"


def compare_runs(one: Path, other: Path) -> str:
    """What differs between two runs, as Markdown.

    Every system that both have is compared with itself, sample by sample, on every criterion,
    composite and metric.

    Args:
        one: A run's folder.
        other: Another's.

    Raises:
        EvaluationError: One holds no run; they rest on other wordings of a rubric or were judged by
            others; or they share no system.
    """
    first, second = read_run(one), read_run(other)
    materials = Material(first), Material(second)
    _check(materials, (one, other))
    systems = [s for s in materials[0].systems() if s in materials[1].systems()]
    if not systems:
        raise EvaluationError(
            f"{one} and {other} share no system: {', '.join(materials[0].systems())} against "
            f"{', '.join(materials[1].systems())}; run one of them with the other's systems"
        )
    lines = ["# Two runs compared", "", f"- One: `{one}`: `{first.command}`, {first.made}"]
    lines += [f"- Other: `{other}`: `{second.command}`, {second.made}", *_notes(first, second), ""]
    found = _differences(materials, systems)
    if not found:
        lines.append("They share no sample, so there is nothing to compare.")
        return "\n".join(lines) + "\n"
    lines += [_HEAD, "|---|---|---|---|---|---|"]
    corrected = holm([difference.p for _, _, difference in found])
    for (system, measure, difference), p in zip(found, corrected, strict=True):
        lines.append(_row(system, measure, difference, p))
    judge = f"Judge: {materials[0].judged_by}. " if materials[0].judges else ""
    caption = (
        f"{judge}Rubrics are times 20; above 0, the first is higher. p: sign-flip test over clusters, "
        f"corrected for {len(found)} comparisons."
    )
    lines += ["", caption]
    return "\n".join(lines) + "\n"


def _check(materials: tuple[Material, Material], folders: tuple[Path, Path]) -> None:
    one, other = (m.scores.rubrics for m in materials)
    for rubric in one.keys() & other.keys():
        if one[rubric] != other[rubric]:
            raise EvaluationError(
                f"{folders[0]} was judged by the rubric {one[rubric]} and {folders[1]} by "
                f"{other[rubric]}: two wordings cannot be compared; judge one of the runs anew with "
                "the other's version of mascot"
            )
    judges = [m.judges for m in materials]
    if judges[0] and judges[1] and judges[0] != judges[1]:
        raise EvaluationError(
            f"{folders[0]} was judged by {', '.join(judges[0])} and {folders[1]} by "
            f"{', '.join(judges[1])}: judges differ in severity, so their scores cannot be compared; "
            "judge one of the runs anew with the other's judges"
        )


def _differences(
    materials: tuple[Material, Material], systems: list[str]
) -> list[tuple[str, str, Difference]]:
    measures = [m for c in COMPOSITES for m in (c, *composite_of(c))] + list(METRICS)
    found = []
    for system in systems:
        for measure in measures:
            values = [m.scores.values(measure, system) for m in materials]
            clusters = {"/".join(k): c for v in values for k, c in v.clusters.items()}
            one, other = ({"/".join(k): x for k, x in v.by_sample.items()} for v in values)
            difference = paired_difference(one, other, clusters)
            if difference is not None:
                found.append((system, measure, difference))
    return found


def _row(system: str, measure: str, difference: Difference, p: float | None) -> str:
    e = difference.estimate
    judged = measure in COMPOSITES or "." in measure

    def on(value: float) -> str:
        return f"{rescale_difference(value, 'paper'):+.1f}" if judged else f"{value:+.3f}"

    ends = "one cluster" if e.low is None or e.high is None else f"{on(e.low)} to {on(e.high)}"
    shown = "–" if p is None else f"{p:.3f}"
    return f"| {name_of(system)} | {criterion_name(measure)} | {on(e.value)} | {ends} | {e.n} | {shown} |"


def _notes(first: Run, second: Run) -> list[str]:
    scripted = sorted({*first.scripted, *second.scripted})
    lines = [f"- **Not language models: {', '.join(scripted)}.**"] if scripted else []
    changed = [
        f"{name} {first.versions.get(name, 'none')} and {second.versions.get(name, 'none')}"
        for name in sorted({*first.versions, *second.versions})
        if first.versions.get(name) != second.versions.get(name)
    ]
    return [*lines, *([f"- Versions differ: {'; '.join(changed)}"] if changed else [])]
