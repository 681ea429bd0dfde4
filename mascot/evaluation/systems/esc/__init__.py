"""MultiAgentESC: our own implementation of the published procedure."""

from mascot.evaluation.systems.esc.system import STRATEGIES, MultiAgentESC, multi_agent_esc

__all__ = ["STRATEGIES", "MultiAgentESC", "multi_agent_esc"]
