"""The texts of a group that may be rewritten, and the group with other texts.

A persona's card stays as it is: it is rho, what consistency is judged against, and a search that
may rewrite the yardstick would shorten it. What is rewritten is how the persona goes about it, the
card's ``style``, and the director's brief.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from mascot.errors import TrainingError
from mascot.personas import Ensemble

Phase = Literal["speakers", "director"]
"""``speakers``: the personas' instructions (Phase I); ``director``: its brief (Phase II)."""

PHASES: tuple[Phase, ...] = get_args(Phase)
DIRECTOR = "director"
"""The name of the brief among the texts; no persona may have it."""

Texts = Mapping[str, str]
"""Texts by name: a persona's id, or `DIRECTOR`."""


def texts_of(ensemble: Ensemble, phase: Phase) -> dict[str, str]:
    """The texts that a phase may rewrite; a persona that has no style yet has an empty one."""
    if phase == "director":
        return {DIRECTOR: ensemble.director.brief}
    return {persona.id: persona.style or "" for persona in ensemble.personas}


def with_texts(ensemble: Ensemble, texts: Texts) -> Ensemble:
    """The group with other texts; what is not named stays.

    Raises:
        TrainingError: A name is nobody's.
    """
    if strange := sorted(texts.keys() - {DIRECTOR, *ensemble.ids}):
        raise TrainingError(
            f"{strange[0]!r} names no text of the group {ensemble.id!r}; it has "
            f"{', '.join((DIRECTOR, *ensemble.ids))}"
        )
    personas = tuple(
        persona.model_copy(update={"style": texts[persona.id].strip() or None})
        if persona.id in texts
        else persona
        for persona in ensemble.personas
    )
    brief = texts.get(DIRECTOR, ensemble.director.brief).strip()
    director = ensemble.director.model_copy(update={"brief": brief})
    return ensemble.model_copy(update={"personas": personas, "director": director})


def tidy(text: str) -> str:
    """A proposed text as one paragraph: a line of its own could pass for something else."""
    return " ".join(text.split())


def problem_of(name: str, text: str, longest: int) -> str | None:
    """Why a proposed text cannot be used; None when it can."""
    if name == DIRECTOR and not text.strip():
        return "the brief is empty; a director needs to be told something"
    if len(text) > longest:
        return f"the text has {len(text):,} characters; at most {longest:,} are allowed"
    return None
