"""Small groups for tests."""

from __future__ import annotations

from typing import Any

from mascot.personas import DirectorBrief, Ensemble, Persona


def persona(id: str, **fields: Any) -> Persona:  # noqa: A002
    fields = {"name": id.title(), "role": f"the {id}", "description": f"It is {id}."} | fields
    return Persona(id=id, **fields)


def group(*ids: str, **fields: Any) -> Ensemble:
    members = tuple(persona(i) for i in ids or ("anchor", "catalyst", "beacon"))
    fields = {
        "id": "test",
        "name": "Test",
        "description": "A group for tests.",
        "setting": "A test.",
        "personas": members,
        "director": DirectorBrief(brief="Conduct."),
    } | fields
    return Ensemble(**fields)
