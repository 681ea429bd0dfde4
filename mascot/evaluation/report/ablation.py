"""MASCOT without one half of its training or the other: everything in one table."""

from __future__ import annotations

from mascot.evaluation.records import Run
from mascot.evaluation.report import paper
from mascot.evaluation.report.judged import against, caption_of, point
from mascot.evaluation.report.material import Material, mark_best
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import (
    COMPOSITES,
    ED,
    METRICS,
    QMSUM,
    criterion_name,
    name_of,
    task_name,
)
from mascot.evaluation.report.plots import intervals

SYSTEMS = ("mascot", "mascot-p", "mascot-c", "mascot-d", "mascot-sft", "mascot-untrained")
_ASIDE = ("agent.consistency", "voices", "speaker_entropy", "valid_directives", "formatted")
"""What the composites do not say: whether it sounds like its card, and how the talk is shared."""


def ablation_table(run: Run) -> Table | None:
    """The table alone, to be printed; None where a run has no ablations."""
    parts = ablation(Material(run)).parts
    return next((part for part in parts if isinstance(part, Table)), None)


def ablation(material: Material) -> Section:
    """Both composites, and what each phase is to teach, for every ablation."""
    title = "Ablations: what each phase adds"
    tasks = tuple(material.tasks(ED) or material.tasks(QMSUM))
    systems = [s for s in SYSTEMS if s in material.systems(tasks)]
    if len(systems) < 2 or not material.judges:  # noqa: PLR2004
        ask = "`mascot eval run --system mascot --system mascot-p --system mascot-c` adds it."
        return Section(id="ablation", title=title, absent=f"Not in this run: {ask}")
    pooled = set(tasks) == set(ED)

    def theirs(system: str, measure: str) -> float | None:
        return paper.ABLATIONS.get((system, measure)) if pooled else None

    known = [m for m in _ASIDE if m in material.scores.measures()]
    rows = [
        [
            Cell(text=name_of(s)),
            *(
                material.cell(m, s, tasks, section="ablation", paper=theirs(s, m))
                for m in COMPOSITES
            ),
            *(
                material.cell(m, s, tasks, section="ablation", digits=1 if "." in m else 2)
                for m in known
            ),
        ]
        for s in systems
    ]
    points = {
        name_of(s): {COMPOSITES[m]: point(material, m, s, tasks, theirs(s, m)) for m in COMPOSITES}
        for s in systems
    }
    aside = "; ".join(f"{METRICS[m][0]}: {METRICS[m][1]}" for m in known if m in METRICS)
    table = Table(
        title=f"On {', '.join(map(task_name, tasks)).lower()}, pooled",
        columns=("System", *COMPOSITES.values(), *map(criterion_name, known)),
        rows=mark_best(rows),
        caption=f"{caption_of(material, 'agent')} {aside}.",
    )
    svg = intervals("ablation", points, axis="score x 20", strong=name_of("mascot"))
    return Section(
        id="ablation",
        title=title,
        lead="P is persona-aware alignment of the speakers, C and D the director: random order in its "
        "place, or the model without its adapter. After SFT alone is where both phases began.",
        parts=(
            Figure(title="Both composites", svg=svg, caption="Diamonds: the paper."),
            table,
            *against(material, "ablation", tasks, systems),
        ),
    )
