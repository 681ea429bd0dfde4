"""``mascot personas``: the definitions, for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from mascot.errors import PersonaError
from mascot.personas import Ensemble, Persona, list_ensembles, load_ensemble
from mascot.personas.likeness import Embed
from mascot.personas.lint import lint
from mascot.settings import Settings


def print_list(folder: Path | None) -> None:
    """Prints the shipped ensembles and a folder's."""
    table = Table(box=None, pad_edge=False)
    table.add_column("ensemble", no_wrap=True)
    table.add_column("personas")
    table.add_column("what it is for")
    for listing in list_ensembles(folder):
        if listing.ensemble is None:
            table.add_row(
                Text(listing.source, style="red"), "", Text(str(listing.error), style="red")
            )
            continue
        who = ", ".join(f"{p.emoji} {p.name}" for p in listing.ensemble.personas)
        table.add_row(
            Text(listing.source, style="bold"), Text(who), Text(listing.ensemble.description)
        )
    Console().print(table)


def print_cards(source: str) -> None:
    """Prints every card of an ensemble."""
    console, ensemble = Console(), load_ensemble(source)
    console.print(Text(f"{ensemble.name}: {ensemble.description}", style="bold"))
    console.print(Text(f"Director: {ensemble.director.brief}\n", style="dim"))
    for persona in ensemble.personas:
        console.print(_card(persona))


def check(sources: Sequence[str]) -> int:
    """Checks definitions; returns the exit status: 1 if any cannot be used."""
    console, failed = Console(), False
    for source in sources:
        for name, found in _loaded(source):
            if isinstance(found, Ensemble):
                line = Text(
                    f"{name}: ok, {found.name} with {len(found.personas)} personas", "green"
                )
            else:
                failed, line = True, Text(str(found), "red")
            console.print(line, soft_wrap=True)
    return int(failed)


def print_findings(sources: Sequence[str], embedding: str | None = None) -> int:
    """Prints what is weak in groups' cards; returns the exit status: 1 if there is an error."""
    console, embed, worst = Console(), _embedding(embedding) if embedding else None, 0
    for source in sources:
        for name in _names(source):
            for finding in lint(name, embed=embed):
                worst |= finding.level == "error"
                console.print(Text(str(finding), _COLOURS[finding.level]), soft_wrap=True)
    return int(worst)


_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}


def _names(source: str) -> list[str]:
    """What `lint` takes for each ensemble that a name, a file or a folder holds."""
    if not Path(source).exists():
        return [source]
    listed = list_ensembles(source)[len(list_ensembles()) :]
    for each in listed:
        if each.error:
            raise each.error
    return [each.source for each in listed]


def _embedding(spec: str) -> Embed:
    """An embedding model of an OpenAI-compatible server, as ``URL#MODEL`` or ``openai:MODEL``."""
    from langchain_openai import OpenAIEmbeddings  # noqa: PLC0415  (slow to import)

    url, mark, model = spec.rpartition("#")
    if not mark and spec.startswith("openai:"):
        url, model = "", spec.removeprefix("openai:")
    elif not mark:
        raise PersonaError(f"--embedding {spec!r}: write it as URL#MODEL or openai:MODEL")
    key = Settings.load().api_key
    options: dict[str, Any] = {
        "model": model,
        "check_embedding_ctx_length": False,  # it would send token ids, which few servers read
    }
    if url:
        options |= {"base_url": url, "api_key": key or SecretStr("none")}
    try:
        server = OpenAIEmbeddings(**options)
    except ValueError as error:
        raise PersonaError(f"--embedding {spec!r}: {error}") from None

    def embed(texts: list[str]) -> list[list[float]]:
        try:
            return server.embed_documents(texts)
        except Exception as error:
            raise PersonaError(f"--embedding {spec!r}: cannot be asked ({error})") from error

    return embed


def _loaded(source: str) -> list[tuple[str, Ensemble | PersonaError]]:
    try:
        if not Path(source).exists():
            return [(source, load_ensemble(source))]
        listed = list_ensembles(source)[len(list_ensembles()) :]  # without the shipped ones
    except PersonaError as error:
        return [(source, error)]
    return [(each.source, each.ensemble or each.error or PersonaError(source)) for each in listed]


def _card(persona: Persona) -> Panel:
    lines = [Text(persona.role, style="italic"), Text(persona.description)]
    if persona.traits:
        lines.append(Text(f"Traits: {', '.join(persona.traits)}"))
    if persona.style:
        lines.append(Text(f"Style: {persona.style}"))
    lines += [Text(f"  + {line}", style="green") for line in persona.do]
    lines += [Text(f"  - {line}", style="red") for line in persona.dont]
    title = Text(f"{persona.emoji} {persona.name} (@{persona.id})", style=f"bold {persona.colour}")
    return Panel(Group(*lines), title=title, title_align="left", border_style=persona.colour)
