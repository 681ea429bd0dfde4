"""A definition's text, changed where the ensemble has changed: comments and layout stay."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mascot.errors import PersonaError
from mascot.personas.dump import dump_yaml, plain
from mascot.personas.load import parse_ensemble
from mascot.personas.models import Ensemble, Persona

if TYPE_CHECKING:
    from ruamel.yaml import YAML


def revise_yaml(text: str, ensemble: Ensemble) -> str:
    """The text, made to define this ensemble.

    What has not changed stays as it was written: comments, order, references to other
    definitions. Where the text cannot be changed so, the ensemble is written out anew.

    Args:
        text: A definition as `parse_ensemble` takes it, or one that is broken.
        ensemble: What it is to define.

    Returns:
        YAML that `parse_ensemble` reads as the ensemble.
    """
    try:
        before = parse_ensemble(text)
        if before == ensemble:
            return text
        revised = _revised(text, before, ensemble)
        if parse_ensemble(revised) == ensemble:
            return revised
    except (PersonaError, TypeError, ValueError, AttributeError, KeyError):
        pass  # references, several documents, odd forms: more than a small change can keep
    return dump_yaml(ensemble)


def _revised(text: str, before: Ensemble, after: Ensemble) -> str:
    yaml = _round_trip()
    document = yaml.load(text)
    old, new = (one.model_dump(exclude_defaults=True) for one in (before, after))
    old_members, new_members = old.pop("personas"), new.pop("personas")
    _merge(document, old, new)
    if old_members != new_members:
        _members(document, before, after)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _merge(written: Any, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Changes the keys that differ, and no other."""
    for key in old.keys() - new.keys():
        written.pop(key, None)
    for key, value in new.items():
        if key in old and old[key] == value:
            continue
        if isinstance(value, dict) and isinstance(old.get(key), dict) and key in written:
            _merge(written[key], old[key], value)
        else:
            written[key] = plain(value)


def _members(document: Any, before: Ensemble, after: Ensemble) -> None:
    written = document.setdefault("personas", [])
    known = {persona.id: persona for persona in before.personas}
    items = {_id_of(item): item for item in written}
    for gone in known.keys() - set(after.ids):
        if gone in items:
            written.remove(items[gone])
        else:
            document.setdefault("drop", []).append(gone)
    for persona in after.personas:
        old, item = known.get(persona.id), items.get(persona.id)
        if old == persona:
            continue
        if old is not None and hasattr(item, "keys"):
            _merge(item, _plain(old), _plain(persona))
        elif item is not None:
            written[written.index(item)] = plain(_plain(persona))
        else:
            written.append(plain(_plain(persona)))


def _id_of(item: Any) -> str:
    return str(item["id"]) if hasattr(item, "keys") else str(item).rpartition("/")[2]


def _plain(persona: Persona) -> dict[str, Any]:
    return persona.model_dump(exclude_defaults=True)


def _round_trip() -> YAML:
    from ruamel.yaml import YAML  # noqa: PLC0415  (slow to import)

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
