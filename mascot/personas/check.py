"""Definitions that are written out in full, checked against the models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from mascot.personas.models import (
    DirectorBrief,
    Ensemble,
    Exemplar,
    Origin,
    Persona,
    clashes,
    fold,
)
from mascot.personas.problems import Problem, listed, meant, missing, shown
from mascot.personas.tree import Node

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_INSTEAD = {
    "agents": "personas",
    "avatar": "emoji",
    "avoid": "dont",
    "bio": "description",
    "dos": "do",
    "don't": "dont",
    "donts": "dont",
    "examples": "exemplars",
    "goal": "role",
    "icon": "emoji",
    "members": "personas",
    "model": "backend",
    "personality": "traits",
    "prompt": "description",
    "tone": "style",
}
"""What other tools call the same things."""
_BEHIND: dict[str, type[BaseModel]] = {
    "personas": Persona,
    "director": DirectorBrief,
    "exemplars": Exemplar,
    "origin": Origin,
}
_ONLY_WRITTEN: dict[type[BaseModel], tuple[str, ...]] = {
    Ensemble: ("extends", "drop"),
    Persona: ("extends",),
}
"""Keys that are gone once a definition is written out in full."""


def check(node: Node, problems: list[Problem]) -> Ensemble | None:
    """The ensemble that a definition describes; None where there are problems."""
    found = _clashes(node)
    try:
        ensemble = Ensemble.model_validate(node.plain())
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            # The ensemble's only problem as a whole is a clash of names, told already by line.
            if detail["loc"]:
                found += _told(detail, node)
    problems += found
    return None if problems else ensemble


def _clashes(node: Node) -> list[Problem]:
    personas = node.fields["personas"].items if "personas" in node.fields else []
    groups: list[dict[str, Node]] = []
    for persona in personas:
        aliases = persona.fields["aliases"].items if "aliases" in persona.fields else []
        named = [persona.fields[key] for key in ("name", "id") if key in persona.fields]
        groups.append(
            {
                fold(label.value): label
                for label in (*aliases, *named)
                if isinstance(label.value, str)
            }
        )
    found = []
    for label, one, other in clashes(groups):
        first, later = groups[one][label], groups[other][label]
        ids = [personas[index].text("id") for index in (one, other)]
        if ids[0] == ids[1]:
            continue  # reported as a double
        if later.place.file != node.place.file:  # a reader can change what stands in this file
            first, later, ids = later, first, ids[::-1]
        text = f"{shown(later.value)} is a name of {shown(ids[0])} too ({first.place}); "
        text += "ids, names and aliases of a group must differ"
        found.append(Problem(later.place, text))
    return found


def _told(detail: ErrorDetails, root: Node) -> list[Problem]:
    """One of the model's errors as problems, at the place it is about."""
    node, rest = root, list(detail["loc"])
    model: type[BaseModel] | None = Ensemble
    while rest and (child := _child(node, rest[0])) is not None:
        last = rest.pop(0)
        if detail["type"] == "extra_forbidden" and not rest:
            return [Problem(child.key or child.place, _unknown_key(str(last), model))]
        node, model = child, _inner(model, last)
    if detail["type"] == "missing":
        key = str(rest[-1]) if rest else ""
        return [] if node.partial else [Problem(node.place.at(key), missing(key))]
    if node.partial or (detail["type"] == "too_short" and node.items):
        return []  # a list whose every item is wrong counts as empty
    if detail["type"] == "string_type" and rest:
        return []  # a union: its other half says it better
    place = node.key if node.key and isinstance(node.value, dict | list | None) else node.place
    return [Problem(place, _wrong(detail, node, _form(node.place.path)))]


def _form(path: str) -> str:
    """What belongs where ``path`` leads, as the end of a sentence."""
    key = re.sub(r"\[\d+\]$", "[]", path).rpartition(".")[2]
    return _FORMS.get(key, "")


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return node.fields.get(step)


def _inner(model: type[BaseModel] | None, step: str | int) -> type[BaseModel] | None:
    """The model behind a field, for the names of its keys."""
    if isinstance(step, int) or model is None:
        return model
    return _BEHIND.get(step)


def _unknown_key(key: str, model: type[BaseModel] | None) -> str:
    known = [*model.model_fields, *_ONLY_WRITTEN.get(model, ())] if model else []
    instead = _INSTEAD.get(key.casefold())
    hint = instead if instead in known else meant(key, known)
    remedy = f"did you mean `{hint}`?" if hint else f"remove it (known are {listed(known)})"
    if " " in key:  # {brief: Anchor when it hurts, Owl otherwise}
        remedy = "put the text before it in quotes if it belongs to that, or remove it"
    return f"{shown(key)} is not a key that is known here; {remedy}"


def _wrong(detail: ErrorDetails, node: Node, form: str) -> str:
    """What is wrong with a value that stands where it should, and what to write instead."""
    kind, context, value = detail["type"], detail.get("ctx", {}), shown(node.plain())
    complaint, remedy = "does not fit", f"write {form or detail['msg']}"
    if kind == "value_error":
        return str(context["error"])
    if node.value is None:
        value, complaint = "", "has no value"
        remedy = f"write {form or 'one'} (without quotes a # begins a comment)"
    elif kind in {"too_short", "string_too_short"}:
        complaint, remedy = "is empty", f"write {form or 'something, or remove the key'}"
    elif kind == "tuple_type":
        complaint = "is not a list"
        remedy = f"write {form or '[one, two], or a line for each that begins with a dash'}"
    elif kind == "string_too_long":
        size = len(str(node.value))
        complaint = f"has {size:,} characters, at most {context['max_length']:,} are taken"
        remedy = "shorten it"
    elif kind == "string_type":
        complaint = "is not a text"
        remedy = 'put a text that holds ": " in quotes' if node.fields else "put it in quotes"
        remedy = f"write {form or 'one text'}" if node.items else remedy
    return f"{value} {complaint}; {remedy}".strip()


_NAMES = "at most 48 characters without brackets, @, colons and line breaks"
_FORMS = {
    "id": "small letters, digits and dashes, a letter first, such as night-shift",
    "name": _NAMES,
    "aliases": "a list, such as [The Anchor]",
    "aliases[]": _NAMES,
    "personas": "a list of personas, `- id: …` each, or references such as emotional-support/anchor",
    "personas[]": "`- id: …` and the other fields, or a reference such as emotional-support/anchor",
    "director": "`director:` and below it, indented, `brief: …`",
    "backend": "the name of a model, such as demo, or a mapping",
    "exemplars": "a list of exchanges, each with `user: …` and `reply: …`",
    "exemplars[]": "`- user: …` and below it `reply: …`",
    "emoji": 'one emoji in quotes, such as "⚓"',
    "colour": 'six hex digits in quotes, such as "#2f74a8"',
    "origin": "what `mascot personas import` wrote there",
    "format": "chara_card_v1, chara_card_v2, chara_card_v3 or tinytroupe",
    "talkativeness": "a number from 0 to 1, such as 0.5",
    "replies": "a whole number from 1 to 20",
    "words": "a whole number from 10 to 600",
    "mode": "chat or round",
}
"""By key, or by key and brackets for the items of a list."""
