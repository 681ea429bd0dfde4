"""The case study: two people, one car, pink or blue; systems side by side on a page."""

from __future__ import annotations

from mascot.corpora import Context
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.tasks.task import Task
from mascot.personas import load_ensemble

_TEXT = (
    "My wife and I have bought our first car together. I wanted it blue, she wanted it pink, and "
    "when I came home from the night shift it was pink. She was so happy that I couldn't say a "
    "word. Now I drive a pink car to the building site and I don't know whether to laugh."
)


def case_study(settings: EvalSettings) -> Task:
    """One situation. The paper's own is a text of EmpatheticDialogues, whose licence does not let
    us pass it on; this one is ours, on the same matter.

    Args:
        settings: Of the run.
    """  # noqa: D205
    context = Context(
        id="case-study/car",
        corpus="case-study",
        split="test",
        group="case-study",
        cluster="car",
        text=_TEXT,
    )
    return Task(name="case-study", ensemble=load_ensemble(settings.ensemble), contexts=(context,))
