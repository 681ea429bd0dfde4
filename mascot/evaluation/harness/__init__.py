"""The harness: systems and tasks as samples of inspect_ai, run, resumed and scored."""

from mascot.evaluation.harness.plan import Pair, Plan, make_plan
from mascot.evaluation.harness.rehearsal import Estimate, estimate
from mascot.evaluation.harness.running import Ended, run_evaluation

__all__ = ["Ended", "Estimate", "Pair", "Plan", "estimate", "make_plan", "run_evaluation"]
