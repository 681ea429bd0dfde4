"""Examples of the personas' replies for few-shot prompts: a card's own first, then these."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from mascot.errors import EvaluationError
from mascot.personas import Ensemble, Exemplar, Persona


def examples_of(ensemble: Ensemble, persona: Persona, count: int) -> tuple[Exemplar, ...]:
    """A persona's examples.

    Args:
        ensemble: Its group.
        persona: Whose.
        count: How many.

    Raises:
        EvaluationError: There are not so many.
    """
    found = (*persona.exemplars, *_shipped().get(persona.id, ()))[:count]
    if len(found) < count:
        raise EvaluationError(
            f"{ensemble.id}/{persona.id}: {len(found)} examples, and few-shot prompts need {count}; "
            "add exemplars to the persona's card"
        )
    return found


@cache
def _shipped() -> dict[str, tuple[Exemplar, ...]]:
    text = (files("mascot.evaluation") / "systems" / "examples.yaml").read_text(encoding="utf-8")
    rows = YAML(typ="safe", pure=True).load(text)
    return {who: tuple(Exemplar(**row) for row in some) for who, some in rows.items()}
