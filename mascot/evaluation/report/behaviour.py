"""What needs no judge: voices, turns, personas told apart, drift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from mascot.evaluation.records import Conversation
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import METRICS, name_of
from mascot.evaluation.report.plots import Point, heat, intervals, lines, shares
from mascot.evaluation.statistics import Estimate, estimate, rescale
from mascot.metrics import Separability, persona_separability

_APART = ("mbti", "long-sessions", "sycophancy", "case-study")
"""Tasks with users of their own or too few samples: they have sections of their own."""

_WINDOWS = 5


def ordinary(material: Material) -> list[str]:
    """The tasks whose conversations are pooled where nothing else is said."""
    return [
        t for t in material.tasks() if t not in _APART and not t.startswith("sweep-")
    ] or material.tasks()


def talk(material: Material) -> Section:
    """Metrics of the talk, by system."""
    tasks = ordinary(material)
    systems = material.systems(tasks)
    known = [m for m in METRICS if m in material.scores.measures()]
    title = "Without a judge: how they talk"
    if not known:
        return Section(id="talk", title=title, absent="No metrics in this run; run it anew.")
    rows = tuple(
        (
            Cell(text=name_of(s)),
            *(
                material.cell(m, s, tasks, section="talk", digits=1 if m == "words" else 2)
                for m in known
            ),
        )
        for s in systems
    )
    vectors = {
        str(s.detail.get("vectors"))
        for s in material.run.scores
        if s.measure == "voices" and s.detail
    }
    table = Table(
        title="Metrics over whole blocks",
        fold=True,
        columns=("System", *(METRICS[m][0] for m in known)),
        rows=rows,
        caption="; ".join(f"{METRICS[m][0]}: {METRICS[m][1]}" for m in known)
        + f". Vectors: {', '.join(sorted(vectors)) or 'none'}"
        + (" (they see words, not meaning)." if "lexical" in vectors else "."),
    )
    points = {
        name_of(s): {
            METRICS["voices"][0]: _plain(material.values("voices", s, tuple(tasks)).estimate())
        }
        for s in systems
    }
    drawn = [
        Figure(title="How many voices a block amounts to",
               svg=intervals("voices", points, axis="effective voices K*", strong=name_of("mascot")),
               caption="1 would be the same reply over and over.")
    ]  # fmt: skip
    spoken = {name_of(s): _shares(material.talks(tasks, s)) for s in systems}
    spoken = {name: row for name, row in spoken.items() if row}
    if spoken:
        caption = (
            "Share of the replies; where tasks have other groups, each persona has its own part."
        )
        drawn.append(Figure(title="Who speaks", svg=shares("speakers", spoken), caption=caption))
    return Section(
        id="talk",
        title=title,
        lead="Diversity of speakers says nothing about what is said: K* and the echo of others do.",
        parts=(*drawn, table),
    )


def apart(material: Material) -> Section:
    """Persona separability by system, and MASCOT's confusion."""
    title = "Personas told apart"
    tasks = ordinary(material)
    found: dict[str, tuple[Separability, Estimate]] = {}
    for system in material.systems(tasks):
        known = _separability(material.talks(tasks, system))
        if known:
            found[system] = known
    if not found:
        return Section(
            id="apart", title=title,
            absent="Too little in this run: two personas have to speak in two conversations each.",
        )  # fmt: skip
    rows = []
    for system, (s, e) in found.items():
        cell = Cell(text=f"{s.accuracy:.2f}", under=_range(e))
        material.rows.append(_row(material, "apart", tasks, system, "separability", e, s.accuracy))
        rows.append((
            Cell(text=name_of(system)), cell, Cell(text=f"{s.chance:.2f}"),
            Cell(text=f"{s.above_chance:+.2f}"), Cell(text=f"{s.replies}", under=f"{s.clusters} clusters"),
        ))  # fmt: skip
    points = {name_of(n): {"recognised": _plain(e)} for n, (_, e) in found.items()}
    best = "mascot" if "mascot" in found else next(iter(found))
    confusion = found[best][0].confusion
    names = list(confusion)
    return Section(
        id="apart",
        title=title,
        lead="A classifier (scikit-learn) reads replies of conversations it has not seen and says who "
        "spoke. At chance the personas have collapsed into one voice.",
        parts=(
            Figure(title="Recognised replies", caption="Balanced accuracy with 95 % intervals over clusters.",
                   svg=intervals("apart", points, axis="share recognised", strong=name_of("mascot"),
                                 zero=found[best][0].chance)),
            Figure(title=f"{name_of(best)}: who is taken for whom (percent)",
                   svg=heat("confusion", names, names, [[100 * confusion[a][b] for b in names] for a in names],
                            ends=(0, 100)),
                   caption="A row is who spoke, a column whom the classifier took it for."),
            Table(title="Separability", fold=True, columns=("System", "Recognised", "Chance", "Above chance", "Replies"),
                  rows=tuple(rows), caption="Above chance: 0 is collapse, 1 always recognised."),
        ),
    )  # fmt: skip


def drift(material: Material) -> Section:
    """Long sessions: scores and voices by window."""
    title = "Long sessions"
    talks = material.talks(["long-sessions"])
    if not talks:
        ask = "`mascot eval run --task long-sessions` adds it."
        return Section(id="drift", title=title, absent=f"Not in this run: {ask}")
    systems = material.systems(["long-sessions"])
    windows: dict[str, list[Point]] = {}
    rows = []
    for system in systems:
        kept = [
            s.detail["windows"]
            for s in material.scores.of("drift", system, ["long-sessions"])
            if s.value is not None
        ]
        if kept:
            columns = ([x for x in part if x is not None] for part in zip(*kept, strict=True))
            windows[name_of(system)] = [
                Point(value=fmean(part) if part else None) for part in columns
            ]
        rows.append((
            Cell(text=name_of(system)),
            material.cell("drift", system, ["long-sessions"], section="drift", digits=3),
            material.cell("voices_share", system, ["long-sessions"], section="drift", digits=2),
        ))  # fmt: skip
    longest = max(len(t.turns) for t in talks)
    judged = {name_of(s): _judged_windows(material, s, longest) for s in systems}
    judged = {name: row for name, row in judged.items() if any(p.value is not None for p in row)}
    labels = [f"{20 * i}–{20 * (i + 1)} %" for i in range(_WINDOWS)]
    parts: list[Figure | Table] = []
    if judged:
        svg = lines(
            "drift-judged", labels, judged, axis="part of the session", unit="Consistency x 20"
        )
        parts.append(Figure(title="Consistency over the session", svg=svg,
                            caption=f"Judge: {material.judged_by}. Bands are 95 % intervals."))  # fmt: skip
    if windows:
        svg = lines(
            "drift-voices", labels, windows, axis="part of the session", unit="margin (cosine)"
        )
        parts.append(Figure(title="How much nearer each stays to its own beginning than to the others'",
                            svg=svg, caption="A line that falls is personas that blur."))  # fmt: skip
    parts.append(
        Table(title="Drift", fold=True, columns=("System", "Drift index", "K* per reply"), rows=tuple(rows),
              caption="Drift index: the first fifth's margin less the last's; above 0 voices have blurred.")
    )  # fmt: skip
    return Section(
        id="drift", title=title, parts=tuple(parts),
        lead=f"{len(talks)} sessions, the longest of {longest} turns, with a simulated user.",
    )  # fmt: skip


def _judged_windows(material: Material, system: str, longest: int) -> list[Point]:
    found: list[Point] = []
    scored = material.scores.of("agent.consistency", system, ["long-sessions"])
    for window in range(_WINDOWS):
        inside = [
            s for s in scored
            if s.value is not None and s.turn is not None and s.turn * _WINDOWS // longest == window
        ]  # fmt: skip
        e = estimate([s.value or 0.0 for s in inside], [s.cluster for s in inside])
        on = None if e is None else _plain(e)
        found.append(
            Point(value=None) if on is None else Point(
                value=rescale(on.value or 0, "paper"),
                low=None if on.low is None else rescale(on.low, "paper"),
                high=None if on.high is None else rescale(on.high, "paper"),
            )
        )  # fmt: skip
    return found


def _shares(talks: Sequence[Conversation]) -> dict[str, float]:
    counts = Counter(turn.speaker for one in talks for turn in one.turns if turn.speaker != "user")
    total = sum(counts.values())
    return {who.replace("-", " ").title(): n / total for who, n in sorted(counts.items())}


def _separability(talks: Sequence[Conversation]) -> tuple[Separability, Estimate] | None:
    said = [
        (turn.text, turn.speaker, one.cluster)
        for one in talks
        for turn in one.turns
        if turn.speaker != "user"
    ]
    if not said:
        return None
    texts, personas, clusters = map(list, zip(*said, strict=True))
    found = persona_separability(texts, personas, clusters)
    if found is None:
        return None
    kept = [(c, p) for c, p in zip(clusters, personas, strict=True) if p in found.recognised]
    counts = Counter(p for _, p in kept)
    # Every persona weighs the same, so that the mean is the balanced accuracy.
    even = len(kept) / len(counts)
    rights = [r * even / counts[p] for r, (_, p) in zip(found.right, kept, strict=True)]
    e = estimate(rights, [c for c, _ in kept])
    return None if e is None else (found, e)


def _plain(e: Estimate | None) -> Point:
    return Point(value=None) if e is None else Point(value=e.value, low=e.low, high=e.high)


def _range(e: Estimate) -> str:
    return (
        f"n {e.n}" if e.low is None or e.high is None else f"{e.low:.2f} to {e.high:.2f}, n {e.n}"
    )


def _row(
    material: Material,
    section: str,
    tasks: Sequence[str],
    system: str,
    measure: str,
    e: Estimate,
    value: float,
) -> dict[str, object]:
    return {
        "section": section, "tasks": " ".join(tasks), "system": system, "measure": measure,
        "scale": "own", "value": value, "low": e.low, "high": e.high, "n": e.n, "clusters": e.clusters,
        "command": material.run.command,
    }  # fmt: skip
