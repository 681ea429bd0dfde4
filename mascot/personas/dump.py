"""Definitions as YAML, to be edited and loaded again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from mascot.personas.models import Ensemble, Persona


def dump_yaml(ensemble: Ensemble) -> str:
    """An ensemble as a YAML document that `load_ensemble` reads back as the same ensemble."""
    return _dumped(ensemble.model_dump(exclude_defaults=True))


def dump_library(personas: Iterable[Persona]) -> str:
    """Personas as a YAML document that the ensembles beside it can draw from."""
    return _dumped({"personas": [each.model_dump(exclude_defaults=True) for each in personas]})


def _dumped(value: Mapping[str, Any]) -> str:
    # Slow to import, and needed only where somebody saves a definition.
    from ruamel.yaml import YAML  # noqa: PLC0415

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 96
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(plain(value), stream)
    return stream.getvalue()


def plain(value: Any) -> Any:
    """A value as lists, dictionaries and texts in the style in which a person edits them best."""
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> Any:
    """A text in the style in which a person edits it best, where that style can hold it."""
    from ruamel.yaml.scalarstring import (  # noqa: PLC0415
        DoubleQuotedScalarString,
        LiteralScalarString,
    )

    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        return DoubleQuotedScalarString(text)  # with escapes
    if len(lines) > 1 and not text[0].isspace() and all(line == line.rstrip() for line in lines):
        return LiteralScalarString(text)
    return text
