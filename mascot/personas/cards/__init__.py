"""Personas from elsewhere: character cards and TinyTroupe agents, read and given back."""

from mascot.personas.cards.exporting import ExportedCard, export_card
from mascot.personas.cards.grouping import apart, as_group
from mascot.personas.cards.importing import MAX_BYTES, ImportedCard, Picture, import_card

__all__ = [
    "MAX_BYTES",
    "ExportedCard",
    "ImportedCard",
    "Picture",
    "apart",
    "as_group",
    "export_card",
    "import_card",
]
