"""What it costs: quality against tokens, calls and time; and the case study to read."""

from __future__ import annotations

from mascot.evaluation.records import Conversation
from mascot.evaluation.report.behaviour import ordinary
from mascot.evaluation.report.judged import point
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table, Talk
from mascot.evaluation.report.names import COMPOSITES, name_of
from mascot.evaluation.report.plots import scatter
from mascot.evaluation.statistics import rescale

_COSTS = ("calls", "prompt_tokens", "completion_tokens", "seconds")
_HEADS = ("Calls", "Tokens read", "Tokens written", "Seconds")


def costs(material: Material) -> Section:
    """Quality per cost."""
    tasks = tuple(ordinary(material))
    systems = material.systems(tasks)
    title = "Quality for what it costs"
    if not systems:
        return Section(id="costs", title=title, absent="No conversation in this run.")
    cost, unit = _axis(material, systems, tasks)
    measure = "group" if material.judges else "voices"
    rows, points = [], {}
    for system in systems:
        cells = [material.cell(m, system, tasks, section="costs", digits=1) for m in _COSTS]
        quality = material.cell(measure, system, tasks, section="costs")
        rows.append((Cell(text=name_of(system)), quality, *cells))
        found = material.values(cost, system, tasks).estimate()
        if found and found.value > 0:
            points[name_of(system)] = (found.value, point(material, "group", system, tasks))
    parts: list[Figure | Table] = []
    if material.judges and any(p.value is not None for _, p in points.values()):
        svg = scatter("costs", points, axis=f"{unit} per conversation", unit="Collective, score x 20",
                      strong=name_of("mascot"))  # fmt: skip
        caption = "Up is better, left is cheaper; the step is the best that a budget buys."
        parts.append(Figure(title=f"Quality against {unit}", svg=svg, caption=caption))
    judged = f" Judge: {material.judged_by}." if material.judges else ""
    parts.append(
        Table(title="Per conversation", fold=True, columns=("System", COMPOSITES.get(measure, "K*"), *_HEADS),
              rows=tuple(rows), caption=f"Means per conversation with 95 % intervals.{judged}")
    )  # fmt: skip
    lead = "A system that asks a model ten times should be better than one that asks once."
    return Section(id="costs", title=title, lead=lead, parts=tuple(parts))


def case_study(material: Material) -> Section:
    """The answers of all systems to one message, side by side."""
    talks = material.talks(["case-study"])
    title = "Case study: the same words, other answers"
    if not talks:
        ask = "`mascot eval run --task case-study` adds it."
        return Section(id="case-study", title=title, absent=f"Not in this run: {ask}")
    sample = talks[0].sample
    speakers = list(
        dict.fromkeys(t.speaker for one in talks for t in one.turns if t.speaker != "user")
    )
    shown = []
    for system in material.systems(["case-study"]):
        found = [one for one in material.talks(["case-study"], system) if one.sample == sample]
        if found:
            shown.append(_talk(material, found[0], speakers))
    return Section(
        id="case-study",
        title=title,
        lead="Read before you believe a table.",
        prompt=talks[0].x,
        talks=tuple(shown),
    )


def _talk(material: Material, one: Conversation, speakers: list[str]) -> Talk:
    facts = []
    for measure, name in COMPOSITES.items():
        found = material.values(measure, one.system, ("case-study",)).estimate()
        if found:
            facts.append(f"{name.lower()} {rescale(found.value, 'paper'):.0f}")
    voices = material.values("voices", one.system, ("case-study",)).estimate()
    if voices:
        facts.append(f"K* {voices.value:.1f}")
    facts.append(f"{one.spent.calls} calls")
    turns = tuple(
        (
            "You" if turn.speaker == "user" else turn.speaker.replace("-", " ").title(),
            turn.text,
            -1 if turn.speaker == "user" else speakers.index(turn.speaker) % 8,
        )
        for turn in one.turns
    )
    return Talk(system=name_of(one.system), turns=turns, facts=", ".join(facts), error=one.error)


def _axis(material: Material, systems: list[str], tasks: tuple[str, ...]) -> tuple[str, str]:
    """Tokens written where every system's are known, else calls."""
    known = [material.values("completion_tokens", s, tasks).by_sample for s in systems]
    return ("completion_tokens", "tokens written") if all(known) else ("calls", "model calls")
