"""Who is in the group: personas and ensembles, and how they are loaded."""

from mascot.personas.dump import dump_yaml
from mascot.personas.load import Listing, list_ensembles, load_ensemble, parse_ensemble
from mascot.personas.models import DirectorBrief, Ensemble, Exemplar, Persona
from mascot.personas.revise import revise_yaml

__all__ = [
    "DirectorBrief",
    "Ensemble",
    "Exemplar",
    "Listing",
    "Persona",
    "dump_yaml",
    "list_ensembles",
    "load_ensemble",
    "parse_ensemble",
    "revise_yaml",
]
