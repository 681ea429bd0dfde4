"""Episodes rolled out by the graph that serves the chat: what is trained is what is served."""

from mascot.training.rollouts.drawing import Draw, Generator, Sampling, TransformersGenerator
from mascot.training.rollouts.episode import DirectorTurn, Episode
from mascot.training.rollouts.lockstep import Lockstep, LockstepModel
from mascot.training.rollouts.rollout import Rollouts

__all__ = [
    "DirectorTurn",
    "Draw",
    "Episode",
    "Generator",
    "Lockstep",
    "LockstepModel",
    "Rollouts",
    "Sampling",
    "TransformersGenerator",
]
