"""Ensembles by name or from a file, a folder or a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mascot.errors import PersonaError
from mascot.personas.check import check
from mascot.personas.extend import Resolver
from mascot.personas.models import Ensemble
from mascot.personas.problems import Place, Problem, failure, listed, meant, shown
from mascot.personas.sources import (
    SHIPPED,
    Source,
    exists,
    given,
    open_source,
    shipped_names,
    typed,
    yaml_files,
)
from mascot.personas.tree import Node


@dataclass(frozen=True, slots=True)
class Listing:
    """An ensemble that can be loaded, or why it cannot.

    Attributes:
        source: What `load_ensemble` takes for it.
        id: Its id; empty where a file has none that can be read.
        ensemble: The ensemble, unless its definition has problems.
        error: What is to be mended.
    """

    source: str
    id: str
    ensemble: Ensemble | None = None
    error: PersonaError | None = None


def load_ensemble(
    source: str | Path | Mapping[str, Any] | Ensemble, name: str | None = None
) -> Ensemble:
    """The ensemble that a name, a path or a mapping stands for.

    Args:
        source: A shipped name such as ``emotional-support``; the path of a YAML file or of a
            folder of them, with ``#id`` where there are several ensembles; or a definition as a
            mapping. An ensemble is returned as it is.
        name: Which ensemble, instead of ``#id``.

    Raises:
        PersonaError: There is nothing of this name, or its definition has problems: the message
            lists them all, with file, line, field, value and remedy.

    Example:
        >>> load_ensemble("emotional-support").ids
        ('anchor', 'catalyst', 'beacon')
    """
    if isinstance(source, Ensemble):
        return source
    if isinstance(source, Mapping):
        return _pick(given(source), name)
    if not isinstance(source, str | Path):
        raise PersonaError(f"{shown(source)} names no ensemble; give a name, a path or a mapping")
    if isinstance(source, str) and name in {None, source} and source in shipped_names():
        return _shipped(source)
    return _pick(*_named(source, name))


def load_with_tree(source: str | Path) -> tuple[Ensemble, Node]:
    """The ensemble that a name or a path stands for, and its definition with every place.

    Raises:
        PersonaError: As `load_ensemble`.
    """
    if isinstance(source, str) and source in shipped_names():
        source = SHIPPED / f"{source}.yaml"
    opened, name = _named(source, None)
    return _whole(opened, _key(opened, name))


def parse_ensemble(text: str, name: str = "YAML") -> Ensemble:
    """The ensemble that a YAML text defines, for texts of strangers: it reaches no file.

    It may extend shipped definitions and refer to their personas, as every definition may.

    Args:
        text: One ensemble; of several, the first.
        name: What stands for the file in messages.

    Raises:
        PersonaError: It has problems: the message lists them all, with line, field and remedy.
    """
    source = typed(text, name)
    first = next(iter(source.ensembles), None)
    return _pick(source, None) if first is None else _load(source, first)


def list_ensembles(folder: str | Path | None = None) -> tuple[Listing, ...]:
    """The shipped ensembles, then those of a folder or file; broken ones with their error.

    Args:
        folder: A folder of YAML files, or one file.

    Raises:
        PersonaError: The folder is not there or holds no YAML file.
    """
    found = [Listing(name, name, load_ensemble(name)) for name in shipped_names()]
    if folder is not None:
        for path in yaml_files(folder):  # one by one: a broken file must not hide the others
            found += _of_file(path)
    return tuple(found)


@cache
def _shipped(name: str) -> Ensemble:
    return _pick(open_source(SHIPPED / f"{name}.yaml"), name)  # the others stay unread


def _of_file(path: Path) -> list[Listing]:
    source = open_source(path)
    if source.problems and not source.ensembles:
        return [Listing(str(path), "", error=failure(source.problems))]
    found = []
    for name in source.ensembles:
        label = str(path) if len(source.ensembles) == 1 else f"{path}#{_spoken(name)}"
        try:
            found.append(Listing(label, _spoken(name), _load(source, name)))
        except PersonaError as error:
            found.append(Listing(label, _spoken(name), error=error))
    return found


def _named(source: str | Path, name: str | None) -> tuple[Source, str | None]:
    """What a path with an optional ``#id`` leads to, and which ensemble is meant."""
    spec = str(source)
    if not spec.strip():
        raise PersonaError("an empty name names no ensemble; give a name or a path")
    path, mark, fragment = spec.rpartition("#")
    if mark and path and not exists(spec):
        spec, name = path, name or fragment.strip()
    return open_source(spec), name


def _pick(source: Source, name: str | None) -> Ensemble:
    """The ensemble of a source that is meant."""
    return _load(source, _key(source, name))


def _key(source: Source, name: str | None) -> str:
    """Under which key the ensemble stands that is meant."""
    if name and name in source.ensembles:
        return name
    if not name and len(source.ensembles) == 1:
        return next(iter(source.ensembles))
    problems = list(source.problems)
    names = [key for key in source.ensembles if not key.startswith("\0")]
    if name:
        hint = meant(name, names)
        advice = f"did you mean {shown(hint)}? " if hint else ""
        text = f"holds no ensemble {shown(name)}; {advice}There are: {listed(names) or 'none'}"
        problems.append(Problem(Place(source.name), text))
    elif names:
        text = f"holds {len(names)} ensembles; say which, as {source.name}#{names[0]}. There are: "
        problems.append(Problem(Place(source.name), text + listed(names)))
    elif not problems:
        text = "holds personas, but no ensemble; add `id:`, `name:`, `setting:` and `director:`"
        problems.append(Problem(Place(source.name), text))
    raise failure(problems)


def _load(source: Source, name: str) -> Ensemble:
    return _whole(source, name)[0]


def _whole(source: Source, name: str) -> tuple[Ensemble, Node]:
    """An ensemble, and its definition written out in full."""
    problems = list(source.problems)
    node = Resolver(problems).ensemble(source.ensembles[name], source)
    ensemble = check(node, problems)
    if ensemble is None or problems:
        raise failure(problems)
    return ensemble, node


def _spoken(name: str) -> str:
    return "?" if name.startswith("\0") else name
