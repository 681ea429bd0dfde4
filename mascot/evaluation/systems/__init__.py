"""What is compared: MASCOT, its ablations, the paper's baselines, and the controls it lacks."""

from collections.abc import Mapping
from types import MappingProxyType

from mascot.evaluation.systems import alone, group
from mascot.evaluation.systems.esc import multi_agent_esc
from mascot.evaluation.systems.one_model import one_model
from mascot.evaluation.systems.self_consistency import self_consistency
from mascot.evaluation.systems.self_organised import self_organised
from mascot.evaluation.systems.system import Make, Models, Setup, System

SYSTEMS: Mapping[str, Make] = MappingProxyType(
    {
        "mascot": group.mascot,
        "mascot-p": group.without_persona_training,
        "mascot-c": group.without_collaboration,
        "mascot-d": group.untrained_director,
        "mascot-sft": group.fine_tuned,
        "mascot-untrained": group.untrained,
        "zero-shot": alone.zero_shot,
        "zero-shot-plain": alone.zero_shot_plain,
        "zero-shot-cot": alone.zero_shot_cot,
        "few-shot": alone.few_shot,
        "few-shot-cot": alone.few_shot_cot,
        "sft": alone.sft,
        "self-consistency": self_consistency,
        "multi-agent-esc": multi_agent_esc,
        "one-model": one_model,
        "self-organised": self_organised,
        "same-persona": group.same_persona,
        "round-robin": group.round_robin,
    }
)
"""Every system by its name, in the order of the tables."""

__all__ = ["SYSTEMS", "Make", "Models", "Setup", "System"]
