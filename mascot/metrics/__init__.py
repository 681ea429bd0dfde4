"""What can be measured of a group's talk without a judge."""

from mascot.metrics.lexical import lexical_vectors
from mascot.metrics.voices import effective_voices, without_each

__all__ = ["effective_voices", "lexical_vectors", "without_each"]
