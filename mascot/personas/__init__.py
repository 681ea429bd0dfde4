"""Who is in the group: personas and ensembles, and how they are loaded, brought in and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mascot.personas.dump import dump_yaml
from mascot.personas.load import Listing, list_ensembles, load_ensemble, parse_ensemble
from mascot.personas.models import DirectorBrief, Ensemble, Exemplar, Origin, Persona
from mascot.personas.revise import revise_yaml

if TYPE_CHECKING:
    from mascot.personas.cards import ExportedCard, ImportedCard, export_card, import_card

__all__ = [
    "DirectorBrief",
    "Ensemble",
    "Exemplar",
    "ExportedCard",
    "ImportedCard",
    "Listing",
    "Origin",
    "Persona",
    "dump_yaml",
    "export_card",
    "import_card",
    "list_ensembles",
    "load_ensemble",
    "parse_ensemble",
    "revise_yaml",
]

_OF_CARDS = frozenset({"ExportedCard", "ImportedCard", "export_card", "import_card"})


def __getattr__(name: str) -> Any:
    """Cards are needed only where somebody imports one: they wait until then."""
    if name in _OF_CARDS:
        from mascot.personas import cards  # noqa: PLC0415

        return getattr(cards, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
