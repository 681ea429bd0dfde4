"""The heuristic judge: deterministic proxies for the criteria, labelled as such."""

from mascot.judges.heuristic.judge import HeuristicJudge

__all__ = ["HeuristicJudge"]
