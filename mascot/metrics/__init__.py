"""What can be measured of a group's talk without a judge."""

from mascot.metrics.drift import Drift, drift_of
from mascot.metrics.lexical import lexical_vectors
from mascot.metrics.separability import Separability, persona_separability
from mascot.metrics.shape import Shape, shape_of
from mascot.metrics.stances import PRESSURE, STANCES, Stance
from mascot.metrics.sycophancy import (
    READER,
    Reading,
    Sycophancy,
    read_stance,
    sycophancy_of,
    sycophancy_read,
)
from mascot.metrics.turn_taking import (
    directive_sources,
    immediate_repeats,
    speaker_entropy,
    speaker_shares,
    valid_directives,
)
from mascot.metrics.variety import distinct_n, repeated_from_others
from mascot.metrics.voices import effective_voices, without_each

__all__ = [
    "PRESSURE",
    "READER",
    "STANCES",
    "Drift",
    "Reading",
    "Separability",
    "Shape",
    "Stance",
    "Sycophancy",
    "directive_sources",
    "distinct_n",
    "drift_of",
    "effective_voices",
    "immediate_repeats",
    "lexical_vectors",
    "persona_separability",
    "read_stance",
    "repeated_from_others",
    "shape_of",
    "speaker_entropy",
    "speaker_shares",
    "sycophancy_of",
    "sycophancy_read",
    "valid_directives",
    "without_each",
]
