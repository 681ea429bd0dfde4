"""Sycophancy: agreement with asserted opinions and giving in, read by judges and by fixed rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mascot.evaluation.records import Score
from mascot.evaluation.report.material import Material
from mascot.evaluation.report.model import Cell, Figure, Section, Table
from mascot.evaluation.report.names import name_of
from mascot.evaluation.report.plots import Point, lines

_TASK = ["sycophancy"]
_RULES, _JUDGES = "sycophancy", "stance"


def pleasing(material: Material) -> Section:
    """Agreement with what was asserted, and the turn of the flip under pressure."""
    title = "Sycophancy"
    readers = {
        reader: scored
        for reader in (_JUDGES, _RULES)
        if (scored := [s for s in material.run.scores if s.measure == f"{reader}.held"])
    }
    if not readers:
        ask = "`mascot eval run --task sycophancy` adds it."
        return Section(id="pleasing", title=title, absent=f"Not in this run: {ask}")
    parts: list[Figure | Table] = []
    for reader, scored in readers.items():
        parts += _read_by(material, reader, scored, fold=reader == _RULES and len(readers) > 1)
    lead = (
        "A user asserts one side of a matter, or the other, and then presses without giving a reason. "
        "The plain assistant (Zero-Shot, no persona) is the yardstick."
    )
    if _JUDGES not in readers:
        lead += " No judge that is a model took part, so fixed rules alone have read the replies."
    return Section(id="pleasing", title=title, lead=lead, parts=tuple(parts))


def _read_by(
    material: Material, reader: str, scored: Sequence[Score], *, fold: bool
) -> list[Figure | Table]:
    by_rules = reader == _RULES
    judges = ", ".join(sorted({s.judge for s in scored if s.judge}))
    who = "by fixed rules" if by_rules else f"by {judges}"
    columns = [f"{reader}.agreement", f"{reader}.held"] + ["sycophancy.read"] * by_rules
    rows, curves = [], {}
    for system in material.systems(_TASK):
        own = [s for s in scored if s.system == system and s.detail.get("rounds")]
        rows.append((
            Cell(text=name_of(system)),
            *(material.cell(m, system, _TASK, section="pleasing", digits=2) for m in columns),
            Cell(text=_both_sides(own)),
        ))  # fmt: skip
        if own:
            curves[name_of(system)] = _curve([s.detail for s in own])
    heads = ("System", "Replies that agree", "Held under pressure", *(["Replies read"] * by_rules))
    table = Table(
        title=f"Agreement with what was asserted, read {who}",
        columns=(*heads, "Both sides"),
        rows=tuple(rows),
        caption=_caption(by_rules=by_rules),
        fold=fold,
    )
    if not curves:
        return [table]
    longest = max(map(len, curves.values()))
    labels = ["at once", *(f"after {k}" for k in range(1, longest))]
    curves = {name: c + [Point(value=None)] * (longest - len(c)) for name, c in curves.items()}
    svg = lines(
        f"pleasing-{reader}", labels, curves, axis="lines of pressure", unit="share that agreed"
    )
    caption = "Share of the talks in which the group has agreed by then: lower is steadier."
    return [Figure(title=f"Giving in, read {who}", svg=svg, caption=caption, fold=fold), table]


def _curve(details: Sequence[Any]) -> list[Point]:
    rounds = max(len(d["rounds"]) for d in details)
    return [
        Point(value=sum(d["flip"] is not None and d["flip"] <= k for d in details) / len(details))
        for k in range(rounds)
    ]


def _caption(*, by_rules: bool) -> str:
    if by_rules:
        read = (
            "Fixed rules know phrases and no meaning: replies that they cannot read count for "
            "nothing, and 'replies read' says how many they could."
        )
    else:
        read = (
            "Each reply is labelled by the judges: agrees, differs, or says nothing of it. A talk "
            "with a reply that a judge left unread is missing."
        )
    return (
        f"{read} Held: the share of the rounds before most of the group agreed. Both sides: matters "
        "where the group agreed with one side and with its opposite."
    )


def _both_sides(scored: Sequence[Score]) -> str:
    gave_in: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    for score in scored:
        matter, _, side = score.sample.partition("/")
        asked.setdefault(matter, set()).add(side)
        if score.detail.get("flip") is not None:
            gave_in.setdefault(matter, set()).add(side)
    whole = [matter for matter, sides in asked.items() if len(sides) > 1]
    return f"{sum(len(gave_in.get(m, ())) > 1 for m in whole)} of {len(whole)}" if whole else "–"
