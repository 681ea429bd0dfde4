"""``mascot personas import`` and ``export``: cards of other programs, read and written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mascot.errors import MascotError, PersonaError
from mascot.personas import Persona, dump_yaml, export_card, import_card, load_ensemble
from mascot.personas.cards import MAX_BYTES, ImportedCard, apart, as_group
from mascot.personas.dump import dump_library
from mascot.personas.sources import MAX_BYTES as MAX_YAML
from mascot.personas.sources import SUFFIXES, open_source

_PNG, _JSON = ".png", ".json"


def import_files(
    files: Sequence[Path], *, out: Path, ensemble: str | None = None, force: bool = False
) -> int:
    """Writes cards as definitions, and their pictures beside.

    Args:
        files: The cards.
        out: A folder, or the YAML file to be written.
        ensemble: Makes one group of this name of them; without it each becomes a library.
        force: Files that exist may be replaced.

    Returns:
        The exit status: 1 if any file could not be read as a card.

    Raises:
        PersonaError: Nothing can be written.
    """
    console = Console()
    cards: list[ImportedCard] = []
    for file in files:
        try:
            card = import_card(_read(file), file.name)
        except PersonaError as error:
            console.print(Text(f"refused: {error}", "red"), soft_wrap=True)
            continue
        console.print(Text(f"read: {file.name}: {card.persona.name}", "green"), soft_wrap=True)
        for note in card.notes:
            console.print(Text(f"  - {note}", "dim"), soft_wrap=True)
        cards.append(card)
    if cards:
        for path in _write(cards, out, ensemble, force=force):
            console.print(f"written: {path}", markup=False, highlight=False, soft_wrap=True)
    return int(len(cards) < len(files))


def _write(
    cards: list[ImportedCard], out: Path, ensemble: str | None, *, force: bool
) -> list[Path]:
    one_file = out.suffix.lower() in SUFFIXES
    folder = out.parent if one_file else out
    personas = apart([card.persona for card in cards])
    pictures: dict[Path, bytes] = {}
    named = []
    for card, persona in zip(cards, personas, strict=True):
        origin = persona.origin
        if card.picture and origin:
            path = folder / f"{persona.id}{card.picture.suffix}"
            pictures[path] = card.picture.data
            origin = origin.model_copy(update={"avatar": path.name})
        named.append(persona.model_copy(update={"origin": origin}))
    texts: dict[Path, str] = {}
    if ensemble is not None:
        renamed = [replace(card, persona=p) for card, p in zip(cards, named, strict=True)]
        group = as_group(ensemble, renamed)
        texts[out if one_file else folder / f"{group.id}.yaml"] = dump_yaml(group)
    elif one_file:
        texts[out] = dump_library(named)
    else:
        texts = {folder / f"{persona.id}.yaml": dump_library([persona]) for persona in named}
    for path, text in texts.items():
        if len(text.encode()) > MAX_YAML:
            raise PersonaError(
                f"{path}: would have more than {MAX_YAML // 1024} KB, and could not be loaded; "
                "import fewer cards into one file"
            )
    files = {path: text.encode() for path, text in texts.items()} | pictures
    _save(files, force=force)
    return list(files)


def export_personas(what: str, *, out: Path, png: bool = False, force: bool = False) -> int:
    """Writes personas as character cards of version 2.

    Args:
        what: An ensemble, a library, or one persona such as ``emotional-support/anchor``.
        out: A folder, or a JSON or PNG file for one persona.
        png: In a folder, write pictures instead of JSON.
        force: Files that exist may be replaced.

    Returns:
        The exit status.

    Raises:
        PersonaError: There is no such persona, or it cannot be written.
    """
    console = Console()
    personas = load_personas(what)
    kind = out.suffix.lower()
    to_file = kind in {_PNG, _JSON}
    if not to_file:
        kind = _PNG if png else _JSON
    if to_file and len(personas) > 1:
        names = ", ".join(persona.id for persona in personas)
        raise PersonaError(
            f"{what}: has {len(personas)} personas ({names}); name one, or a folder with --out"
        )
    beside = Path(what.partition("#")[0]).parent
    files = {}
    for persona in personas:
        path = out if to_file else out / f"{persona.id}{kind}"
        card = export_card(persona)
        notes = list(card.notes)
        if kind == _PNG:
            picture = _picture(persona, beside, notes)
            files[path] = card.png(picture)
        else:
            files[path] = card.json().encode()
        for note in notes:
            console.print(Text(f"  - {persona.id}: {note}", "dim"), soft_wrap=True)
    _save(files, force=force)
    for path in files:
        console.print(f"written: {path}", markup=False, highlight=False, soft_wrap=True)
    return 0


def load_personas(what: str) -> tuple[Persona, ...]:
    """The personas of an ensemble or a library, or the one that a reference names.

    Raises:
        PersonaError: There is nothing of this name, or its definition has problems.
    """
    path, _, name = what.partition("#")
    if Path(path).suffix.lower() in SUFFIXES and Path(path).exists():
        source = open_source(path)
        shelf = [name] if name else list(source.personas)
        if (not name and not source.ensembles) or (name and name not in source.ensembles):
            near = os.path.relpath(path)  # references are relative
            return _drawn([f"{near}#{each}" for each in shelf])
    elif "/" in what and not Path(path).suffix and not Path(path).exists():
        return _drawn([what])
    return load_ensemble(what).personas


def _drawn(references: list[str]) -> tuple[Persona, ...]:
    """Personas outside of an ensemble, by loading them into one."""
    around = {
        "id": "x",
        "name": "x",
        "description": "x",
        "setting": "x",
        "director": {"brief": "x"},
    }
    return load_ensemble({**around, "personas": references}).personas


def _picture(persona: Persona, folder: Path, notes: list[str]) -> bytes | None:
    name = persona.origin.avatar if persona.origin else None
    if name is None:
        return None
    if not name.lower().endswith(_PNG):
        notes.append(
            f"Its picture {name} is no PNG and stays where it is; the card has a plain one."
        )
        return None
    try:
        return _read(folder / name)
    except PersonaError as error:
        notes.append(f"The card has a plain picture: {error}.")
        return None


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PersonaError(f"{path}: is a folder; name the cards in it")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PersonaError(f"{path}: cannot be read ({reason}); check the path") from None


def _other(path: Path, data: bytes) -> bool:
    """Whether something else stands there."""
    if not path.exists():
        return False
    return not path.is_file() or path.stat().st_size != len(data) or path.read_bytes() != data


def _save(files: dict[Path, bytes], *, force: bool) -> None:
    """Writes all files, or none where one is there already."""
    if not force and (there := [path for path, data in files.items() if _other(path, data)]):
        raise PersonaError(f"{there[0]}: is there already; choose another --out, or add --force")
    for path, data in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise MascotError(f"{path}: cannot be written ({error.strerror or error})") from None
