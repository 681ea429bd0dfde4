"""Who is in the group: personas and ensembles, and how they are loaded."""

from mascot.personas.models import DirectorBrief, Ensemble, Exemplar, Persona

__all__ = ["DirectorBrief", "Ensemble", "Exemplar", "Persona"]
