"""How surely: scales, aggregation, intervals, paired differences, agreement, preferences."""

from mascot.evaluation.statistics.aggregate import Scores, Values, composite_of, missing_counts
from mascot.evaluation.statistics.bootstrap import Estimate, estimate
from mascot.evaluation.statistics.bradley_terry import (
    BradleyTerry,
    Comparison,
    Strength,
    bradley_terry,
    flip_rate,
)
from mascot.evaluation.statistics.paired import Difference, holm, paired_difference
from mascot.evaluation.statistics.preferences import (
    DERIVED,
    HUMAN,
    PREFER,
    comparisons_of,
    derived,
    kappas,
    prefer,
    settled,
)
from mascot.evaluation.statistics.reliability import TRUSTED, Agreement, agreement_of, kappa
from mascot.evaluation.statistics.scales import (
    Scale,
    is_criterion,
    rescale,
    rescale_difference,
)

__all__ = [
    "DERIVED",
    "HUMAN",
    "PREFER",
    "TRUSTED",
    "Agreement",
    "BradleyTerry",
    "Comparison",
    "Difference",
    "Estimate",
    "Scale",
    "Scores",
    "Strength",
    "Values",
    "agreement_of",
    "bradley_terry",
    "comparisons_of",
    "composite_of",
    "derived",
    "estimate",
    "flip_rate",
    "holm",
    "is_criterion",
    "kappa",
    "kappas",
    "missing_counts",
    "paired_difference",
    "prefer",
    "rescale",
    "rescale_difference",
    "settled",
]
